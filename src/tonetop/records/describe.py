"""The schema of all record types as the registers declare it; what standard/schema.json is generated from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tonetop.core.shape import Field
from tonetop.records.registry import registers
from tonetop.standard import schema

FILE = Path(schema.__file__).with_name("schema.json")


def described() -> str:
    """The schema as the text of schema.json."""
    types = {type: _shape(model) for type, model in registers().items()}
    return json.dumps(types, indent=1, ensure_ascii=False) + "\n"


def _shape(model: Any) -> dict[str, Any]:
    shape = model.shape()
    fields = {name: _field(judge) for name, judge in shape.fields.items()}
    title = (model.__doc__ or "").partition(":")[0]
    own = {"title": title, "has_id": shape.has_id, "key": list(shape.key), "own_dates": list(shape.own_dates)}
    return own | {"fields": fields}


def _field(judge: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": judge.kind}
    if judge.words:
        told["words"] = list(judge.words)
    if judge.to:
        told["to"] = list(judge.to)
    if judge.signed:
        told["signed"] = True
    return told


def write() -> None:
    """Generate schema.json anew."""
    FILE.write_text(described(), encoding="utf-8")
