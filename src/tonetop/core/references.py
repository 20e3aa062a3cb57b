"""References to records that are known but not there, which count as empty."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tonetop.core.history import Row, altered
from tonetop.core.shape import Field, Shape

ANY = ("any",)
Absent = Mapping[str, Collection[str]]
"""By type the ids of records that are known but not there."""


def targets(field: Field, shapes: Mapping[str, Shape]) -> tuple[str, ...]:
    """The types that a field may lead to; none when it is no reference."""
    if field.kind == "inputs" or field.to == ANY:
        return tuple(type for type, shape in shapes.items() if shape.has_id)
    return field.to


def gone(to: Sequence[str], absent: Absent, there: Mapping[str, Mapping[str, Row]]) -> frozenset[str]:
    """Ids that a reference to these types may name although no such record is there."""
    found = frozenset[str]().union(*(absent[type] for type in to))
    if found and len(to) > 1:
        found -= frozenset[str]().union(*(there[type].keys() & found for type in to))
    return found


def emptied(rows: Sequence[Row], field: str, gone: frozenset[str]) -> Sequence[Row]:
    """The rows without the ids that are gone from a field."""
    if not gone or not rows:
        return rows
    place = rows[0]._fields.index(field)
    return [
        altered(row, {field: _left(row[place], gone)}) if _names(row[place], gone) else row for row in rows
    ]


def _names(value: Any, gone: frozenset[str]) -> bool:
    """Whether a reference, a list of them, or a mapping of lists names one of the ids."""
    if not value:
        return False
    if isinstance(value, str):
        return value in gone
    if isinstance(value, dict):
        return any(not gone.isdisjoint(ids) for ids in value.values())
    return not gone.isdisjoint(value)


def _left(value: Any, gone: frozenset[str]) -> Any:
    if isinstance(value, str):
        return None
    if isinstance(value, dict):
        return {key: tuple(ident for ident in ids if ident not in gone) for key, ids in value.items()}
    return tuple(ident for ident in value if ident not in gone)
