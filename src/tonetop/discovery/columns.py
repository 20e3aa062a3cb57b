"""Rows of Python values become an Arrow batch, whatever a column mixes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa


def batch_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """A batch of rows. A column of values that do not fit together becomes text."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pa.RecordBatch.from_arrays([array_of(column) for column in columns], names=list(names))


def array_of(values: Sequence[Any]) -> pa.Array:
    """An array of values, of the type they share, else of text."""
    try:
        made = pa.array(values)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return pa.array([_text(value) for value in values], pa.string())
    if pa.types.is_nested(made.type) or pa.types.is_duration(made.type):
        return pa.array([_text(value) for value in values], pa.string())
    return made


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def named_type(kind: Any) -> str:
    """The type of an Arrow column as a person reads it."""
    types = pa.types
    for name, asked in (
        ("boolean", (types.is_boolean,)),
        ("integer", (types.is_integer,)),
        ("number", (types.is_floating, types.is_decimal)),
        ("date", (types.is_date,)),
        ("time", (types.is_timestamp, types.is_time, types.is_duration)),
        ("binary", (types.is_binary, types.is_large_binary, types.is_fixed_size_binary)),
        ("nested", (types.is_nested,)),
    ):
        if any(is_it(kind) for is_it in asked):
            return name
    return "text"
