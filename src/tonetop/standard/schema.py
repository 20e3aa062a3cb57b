"""The shapes of all record types, as generated from the registers into schema.json."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from tonetop.core.history import Row, row_class
from tonetop.core.shape import BUILT_IN, Field, Shape

BUILT_INS = {
    name: Field(name, "reference", to=("Person",)) if name == "entered_by" else Field(name, "date")
    for name in BUILT_IN
}
"""The fields that every record may carry."""


def shape(type: str, raw: dict[str, Any]) -> Shape:
    """The shape that one entry of schema.json describes."""
    fields = {
        name: Field(
            name,
            spec["kind"],
            tuple(spec.get("words", ())),
            tuple(spec.get("to", ())),
            spec.get("signed", False),
        )
        for name, spec in raw["fields"].items()
    }
    return Shape(type, raw["has_id"], tuple(raw["key"]), tuple(raw["own_dates"]), fields)


@cache
def _raw() -> dict[str, Any]:
    return json.loads(resources.files(__package__).joinpath("schema.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def title(type: str) -> str:
    """What the records of a type are called, in the plural, such as "AI objectives"."""
    return str(_raw()[type]["title"])


@cache
def shapes() -> dict[str, Shape]:
    """Every record type's shape by its name."""
    return {type: shape(type, spec) for type, spec in _raw().items()}


def row(type: str, values: dict[str, Any]) -> Row:
    """A row of facts from judged values; fields that are missing are None."""
    own = shapes()[type]
    made = row_class(type, tuple(own.fields))
    return made(*(own.ident(values) if name == "id" else values.get(name) for name in made._fields))
