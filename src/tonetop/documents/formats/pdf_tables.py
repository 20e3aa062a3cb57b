"""Tables of a PDF's page, by where their cells stand: lines whose wide gaps lie below each other are rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tonetop.documents.formats.pdf_lines import BULLET, Line

ALIKE = 0.7
"""How many sizes of a letter two edges may differ that stand below each other."""
FAR = 5.0
"""How many sizes of a letter a row may stand below the one before."""
CLOSE = 1.4
"""How many sizes of a letter a line stands below another of the same cell at most."""
LEAST = 3
"""How many rows of several cells make a table; of three columns and more, one fewer."""


class Piece(NamedTuple):
    """The words of one cell in one line: the first letter's number on the page, and the words."""

    at: int
    text: str


@dataclass
class Column:
    """Where the cells of a column begin and end, by what was seen of them."""

    left: float
    right: float


@dataclass
class Row:
    """The cells of a row by column, each of one or several lines; base: of its lowest; more: lines below the first."""

    cells: dict[int, list[Piece]]
    top: float
    base: float
    more: int = 0

    def without_more(self) -> Row:
        """The row as its first line tells it."""
        return Row({place: pieces[:1] for place, pieces in self.cells.items()}, self.top, self.top)


@dataclass
class Table:
    """Rows under the columns of the first."""

    columns: list[Column]
    rows: list[Row] = field(default_factory=list)

    def is_one(self) -> bool:
        """Whether enough rows have several cells."""
        several = sum(len(row.cells) > 1 for row in self.rows)
        return several >= LEAST - (len(self.columns) > 2)

    def takes(self, line: Line) -> bool:
        """Take a line in, as a row or as more of the last; False where it does not stand under the columns."""
        places = [self._place(left, right, line.size) for _, _, left, right in line.cells]
        last = self.rows[-1]
        down = last.base - line.base
        if None in places or len(set(places)) < len(places) or down > FAR * line.size:
            return False
        told = {
            place: Piece(line.at + start, line.text[start:end])
            for place, (start, end, _, _) in zip(places, line.cells, strict=True)
            if place is not None
        }
        if self._goes_on(told, line, last):
            for place, piece in told.items():
                last.cells.setdefault(place, []).append(piece)
            last.more += line.base < last.base
            last.base = min(last.base, line.base)
            return True
        if down < 0 or (len(told) == 1 and 0 not in told):
            return False
        self.rows.append(Row({place: [piece] for place, piece in told.items()}, line.base, line.base))
        return True

    def _goes_on(self, told: dict[int, Piece], line: Line, last: Row) -> bool:
        """Whether a line belongs to the last row: beside its first, or below one of its cells and close to it."""
        if abs(last.top - line.base) < 0.3 * line.size:
            return not told.keys() & last.cells.keys()
        close = 0 < last.base - line.base <= CLOSE * line.size
        return close and len(told) < len(self.columns) and told.keys() <= last.cells.keys()

    def _place(self, left: float, right: float, size: float) -> int | None:
        """The one column below which a cell stands; None where it is none or several."""
        near = [
            place
            for place, column in enumerate(self.columns)
            if min(column.right, right) > max(column.left, left)
            or abs(column.left - left) < ALIKE * size
            or abs(column.right - right) < ALIKE * size
        ]
        if len(near) != 1:
            return None
        column = self.columns[near[0]]
        column.left, column.right = min(column.left, left), max(column.right, right)
        return near[0]


def tables(lines: Sequence[Line]) -> Iterator[Table | list[Line]]:
    """The lines of a page in order: those that are a table's as a table, the others as they are."""
    others: list[Line] = []
    place = 0
    while place < len(lines):
        found, after = _table(lines, place)
        if found is None:
            others.append(lines[place])
            place += 1
            continue
        if others:
            yield others
        yield found
        others, place = [], after
    if others:
        yield others


def _table(lines: Sequence[Line], place: int) -> tuple[Table | None, int]:
    """The table that begins with a line, and the number of the line after it."""
    first = lines[place]
    if len(first.cells) < 2 or BULLET.match(first.text):
        return None, place
    made = Table([Column(left, right) for _, _, left, right in first.cells])
    pieces = [Piece(first.at + start, first.text[start:end]) for start, end, _, _ in first.cells]
    made.rows.append(Row({number: [piece] for number, piece in enumerate(pieces)}, first.base, first.base))
    after = end = place + 1
    rows = 1
    while after < len(lines) and (not lines[after].text.strip() or made.takes(lines[after])):
        after += 1
        if len(made.rows[-1].cells) > 1:
            end, rows = after, len(made.rows)
    del made.rows[rows:]  # what follows the last row of several cells is no row
    last = made.rows[-1]
    if last.more and after == end < len(lines) and lines[end].base > last.base:
        # The words below its first line are of a row whose cells are centred against each other.
        end -= last.more
        made.rows[-1] = last.without_more()
    return (made, end) if made.is_one() else (None, place)
