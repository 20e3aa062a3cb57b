"""A register's records as JSON Schema, derived from its shape, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from tonetop.core.shape import Field, Shape
from tonetop.standard.schema import BUILT_INS

_TEXT: dict[str, Any] = {"type": "string"}
_KINDS: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "reference": _TEXT,
    "sha256": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
    "date": {"type": "string", "format": "date"},
    "period": {"type": "string", "pattern": r"^\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$"},
    "boolean": {"type": "boolean"},
    "number_or_text": {"type": ["number", "string"]},
    "texts": {"type": "array", "items": _TEXT},
    "references": {"type": "array", "items": _TEXT},
    "limits": {"type": "array", "items": _TEXT},
    "inputs": {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}},
    "amounts": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
}


def described(shape: Shape) -> dict[str, Any]:
    """The JSON Schema of one record."""
    names = {"id": {"type": "string"}} if shape.has_id else {}
    fields = {name: _field(judge) for name, judge in {**shape.fields, **BUILT_INS}.items()}
    return {
        "type": "object",
        "title": shape.type,
        "properties": names | fields,
        "required": list(shape.required()),
        "additionalProperties": False,
    }


def _field(judge: Field) -> dict[str, Any]:
    told = dict(_KINDS.get(judge.kind, {}))
    if judge.kind == "number":
        told = {"type": "number"} | ({} if judge.signed else {"minimum": 0})
    elif judge.kind == "word":
        told = {"type": "string", "enum": list(judge.words)}
    elif judge.kind == "words":
        told = {"type": "array", "items": {"type": "string", "enum": list(judge.words)}}
    if judge.to:
        told["description"] = f"Leads to {' or '.join(judge.to)}."
    return told
