"""A table as a file holds it: headings, and rows of texts with the numbers that spreadsheets show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from tonetop.standard.facts_file import Refused

MARK = "# part of a register: "
"""How the line above the headings begins that says of what a file is a part; reading passes it by."""


class Line(NamedTuple):
    """One record on its way out: its plain form, and the source data it was imported with."""

    plain: Mapping[str, Any]
    source: Mapping[str, str] = {}


class Row(NamedTuple):
    """One row: its number in the file (the headings count); its cells by heading, empty ones too."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a whole CSV file: its name, its headings (told apart, see `headings`) and its rows.

    encoding, delimiter: how the file was read, where that is a question.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a table; what is left out is found out. heading_row: where the headings are, from 1."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_row: int = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is written: lines by record type, the organisation's fields, whether source data goes along.

    narrowed: of what a register's lines are a part, in one line; it stands above the headings, after `MARK`.
    """

    records: Mapping[str, Sequence[Line]]
    organisation: Mapping[str, str] = field(default_factory=dict)
    with_source: bool = False
    narrowed: str = ""

    def head(self) -> list[str]:
        """The lines above the headings: one where this is a part of a register, else none."""
        plain = "".join(char if char.isprintable() else " " for char in self.narrowed)
        return [MARK + " ".join(plain.split())] if self.narrowed else []


def headings(cells: Iterable[str]) -> tuple[str, ...]:
    """Headings told apart: the second "Other" is "Other (2)", a blank one is named after its place."""
    found: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, 1):
        heading = unicodedata.normalize("NFC", cell) if cell.strip() else f"column {place}"
        name, count = heading, 1
        while name in taken:
            count += 1
            name = f"{heading.rstrip()} ({count})"
        taken.add(name)
        found.append(name)
    return tuple(found)


@lru_cache(4096)
def like(heading: str) -> str:
    """A heading as it is compared: whatever its case, blanks and the shape of its quotation marks."""
    plain = heading.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})
    return re.sub(r"\s+", " ", plain).strip().casefold()


def table(place: str, grid: Iterable[Sequence[str]], reading: Reading, **found: str) -> Table:
    """A table from its rows of texts, but blank ones. found: its name and how it was read. Raises Refused."""
    rows: Iterator[tuple[int, Sequence[str]]] = enumerate(grid, 1)
    lead = next(rows, (1, ()))
    above = is_head(lead[1])
    heading_row = reading.heading_row + above
    rows = rows if above else chain([lead], rows)
    first = next((cells for number, cells in rows if number == heading_row), None)
    if first is None or not any(cell.strip() for cell in first):
        raise Refused(f"{place}: row {heading_row} holds no headings; there the columns have their names")
    wide = max(count for count, cell in enumerate(first, 1) if cell.strip())
    columns = headings(first[:wide])
    return Table(columns=columns, rows=list(_rows(place, columns, rows)), **found)


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row is the line that says of what a file is a part."""
    return bool(cells) and cells[0].startswith(MARK) and not any(cells[1:])


def _rows(place: str, columns: tuple[str, ...], rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    for number, cells in rows:
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise Refused(
                f"{place}: row {number} has more cells than there are headings ({len(columns)}); "
                "is the delimiter right?"
            )
        if any(cell.strip() for cell in cells):
            filled = [*cells[: len(columns)], *[""] * (len(columns) - len(cells))]
            yield Row(
                number, {c: unicodedata.normalize("NFC", t) for c, t in zip(columns, filled, strict=True)}
            )
