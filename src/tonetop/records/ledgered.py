"""How a record stands in a ledger event: numbers with fractions as decimals, mappings as pairs, lists as lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from tonetop.core.shape import Field, Shape


def composed(value: Any) -> Any:
    """The value with every text in Unicode's composed form (NFC), as the ledger demands."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return tuple(composed(item) for item in value)
    if isinstance(value, Mapping):
        return {composed(key): composed(item) for key, item in value.items()}
    return value


def packed(value: Any) -> Any:
    """The value as canonical JSON can hold it."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else {"decimal": repr(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return {"decimal": str(value)}
    if isinstance(value, Mapping):
        return [[key, packed(item)] for key, item in sorted(value.items())]
    return [packed(item) for item in value] if isinstance(value, list | tuple) else value


def unpacked(kind: str, value: Any) -> Any:
    """The value of a field of that kind as facts hold it, from what an event holds."""
    if isinstance(value, dict):
        return _number(value["decimal"])
    if kind in ("inputs", "amounts", "source_data"):
        return {key: unpacked("texts", item) for key, item in value}
    return tuple(value) if isinstance(value, list) else value


def _number(decimal: str) -> int | float:
    return int(decimal) if decimal.lstrip("-").isdigit() else float(decimal)


def kinds(shape: Shape) -> dict[str, str]:
    """The kind of each field that an event may hold of a record of this shape."""
    built_in = dict.fromkeys(("recorded_on", "claimed_on", "effective_on", "withdrawn_on"), "date")
    own: dict[str, str] = {
        name: field.kind for name, field in shape.fields.items() if isinstance(field, Field)
    }
    return built_in | {"entered_by": "reference", "source_data": "source_data"} | own


def hashes(shape: Shape) -> tuple[str, ...]:
    """The fields of a record that name a file by its hash."""
    return tuple(name for name, judge in shape.fields.items() if judge.kind == "sha256")
