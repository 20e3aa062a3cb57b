"""A register as a table: a heading for each field, ids first, and source data at the end where asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tonetop.core.shape import Field, Shape
from tonetop.records.sheets.table import Line
from tonetop.standard.schema import BUILT_INS, shapes

SOURCE = "source data: "
"""What stands before the name of a column of source data."""
ID = Field("id", "text")
DATED = re.compile(r"(?<=\w)-\d{4}-\d\d-\d\d")


def judges(shape: Shape) -> dict[str, Field]:
    """The fields that a register's table has headings for: id or key, own, then the built-in ones."""
    own = {"id": ID} if shape.has_id else {part: shape.fields[part] for part in shape.key}
    own |= {name: field for name, field in shape.fields.items() if name not in own}
    return own | {name: field for name, field in BUILT_INS.items() if name not in own}


def sources(lines: Sequence[Line]) -> tuple[str, ...]:
    """The columns of source data that any of these records has, in the order of first sight."""
    return tuple(dict.fromkeys(column for line in lines for column in line.source))


def types_of(columns: Sequence[str]) -> list[str]:
    """The record types whose register these headings may be of: all are fields of it, ids are there."""
    named = {column for column in columns if not column.startswith(SOURCE)}
    return [
        type
        for type, shape in shapes().items()
        if named <= judges(shape).keys() and _told_apart(shape, named)
    ]


def _told_apart(shape: Shape, named: set[str]) -> bool:
    return set(shape.required()) <= named


def type_named(name: str) -> str | None:
    """The record type that a file or a sheet is named after, as in AISystem.csv or ai-system, or None.

    What follows a day says which part of a register it is, as in Decision-2025-12-31-3-of-42.csv.
    """
    wanted = _letters(DATED.split(name)[0])
    return next((type for type in shapes() if _letters(type) == wanted), None)


def _letters(text: str) -> str:
    return "".join(_only_letters(text)).casefold()


def _only_letters(text: str) -> Iterator[str]:
    return (char for char in text if char.isalpha())
