"""Rows of a type whose date lies in a span of days, found by bisection and narrowed by predicates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any, overload

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Predicate, Series, Timeline
from tonetop.core.together import Together

if TYPE_CHECKING:
    from tonetop.core.moment import Moment

EVER = cadence.number(cadence.LAST)
"""More days than the calendar holds."""


@dataclass(frozen=True, slots=True)
class Has:
    """A predicate: the field holds one of these values (none named: is filled)."""

    field: str
    values: tuple[Any, ...] = ()

    def __call__(self, facts: Facts, row: Row) -> bool:
        value = getattr(row, self.field)
        return value in self.values if self.values else bool(value)

    def among(self, rows: Iterable[Row]) -> Iterable[Row]:
        """Those of the rows that meet it."""
        value, values = attrgetter(self.field), self.values
        return [row for row in rows if value(row) in values] if values else filter(value, rows)


@cache
def has(field: str, *values: Any) -> Has:
    """The predicate that a field holds one of these values, or any value when none is named."""
    return Has(field, values)


@dataclass(frozen=True, slots=True)
class Lacks:
    """A predicate: the field is empty."""

    field: str

    def __call__(self, facts: Facts, row: Row) -> bool:
        return getattr(row, self.field) in (None, "", ())


@cache
def lacks(field: str) -> Lacks:
    """The predicate that a field is empty; 0 and false are no emptiness."""
    return Lacks(field)


@dataclass(frozen=True, slots=True)
class Lists:
    """A predicate: a list field holds the value."""

    field: str
    value: str

    def __call__(self, facts: Facts, row: Row) -> bool:
        return self.value in (getattr(row, self.field) or ())


@cache
def lists(field: str, value: str) -> Lists:
    """The predicate that a list field holds a value."""
    return Lists(field, value)


@dataclass(frozen=True, slots=True)
class Totals:
    """Running sums of a number field over a series, exact in decimals; a preparation of facts."""

    series: Series
    field: str

    def __call__(self, facts: Facts) -> list[Fraction]:
        numbers = (getattr(row, self.field) for row in facts.prepared(self.series).rows)
        exact = (Fraction(str(number)) for number in (number or 0 for number in numbers))
        return list(accumulate(exact, initial=Fraction()))


class Window(Sequence[Row]):
    """The rows of a series whose date lies in (day - days, day - until], in order of date, then id.

    Whoever counts or lists them notes the next day on which they will be others; whoever asks only whether there
    are any, or at least so many, notes a day up to which the answer stands.
    """

    __slots__ = ("_days", "_from", "_line", "_now", "_series", "_to", "_until")

    def __init__(self, now: Moment, series: Series, days: int, until: int) -> None:
        self._now, self._series, self._days, self._until = now, series, days, until
        self._line: Timeline | None = None
        self._from = self._to = 0

    def where(self, predicate: Predicate) -> Window:
        """The window over those rows that meet the predicate as well."""
        return Window(self._now, self._series.where(predicate), self._days, self._until)

    def total(self, field: str) -> Fraction:
        """The exact sum of a number field; an empty number adds nothing."""
        self._counted()
        if self._from == self._to:
            return Fraction()
        sums = self._now.facts.prepared(Totals(self._series, field))
        return sums[self._to] - sums[self._from]

    def share(self, predicate: Predicate) -> float | None:
        """The share of rows that meet the predicate; None when the window is empty."""
        return len(self.where(predicate)) / len(self) if len(self) else None

    @property
    def many(self) -> int:
        """How many rows there are, for a sentence; notes no turn, for a sentence decides nothing."""
        self._found()
        return self._to - self._from

    @property
    def first(self) -> Row | None:
        """The first row, if any, for a sentence; notes no turn."""
        rows = self._found().rows
        return rows[self._from] if self._from < self._to else None

    def between(self, first: str, end: str) -> Sequence[Row]:
        """The rows from a fixed day on and before another."""
        line = self._counted()
        places = (bisect_left(line.days, day, self._from, self._to) for day in (first, end))
        return line.rows[slice(*places)]

    def reaches(self, count: int) -> bool:
        """Whether there are at least so many rows."""
        line = self._found()
        if count < 1:
            return True
        if self._to - self._from >= count:
            self._now.turns(cadence.shift(line.days[self._to - count], self._days))
            return True
        if self._to < len(line.days):
            self._now.turns(cadence.shift(line.days[self._to], self._until))
        return False

    def _found(self) -> Timeline:
        if self._line is None:
            self._line = self._now.facts.prepared(self._series)
            days = self._line.days
            self._from = bisect_right(days, self._now.back(self._days))
            self._to = max(self._from, bisect_right(days, self._now.back(self._until)))
        return self._line

    def _counted(self) -> Timeline:
        line = self._found()
        if self._from < self._to:
            self._now.turns(cadence.shift(line.days[self._from], self._days))
        if self._to < len(line.days):
            self._now.turns(cadence.shift(line.days[self._to], self._until))
        return line

    def __bool__(self) -> bool:
        return self.reaches(1)

    def __len__(self) -> int:
        self._counted()
        return self._to - self._from

    def __iter__(self) -> Iterator[Row]:
        rows = self._counted().rows
        return map(rows.__getitem__, range(self._from, self._to))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        rows, span = self._counted().rows, range(self._from, self._to)[place]
        return [rows[found] for found in span] if isinstance(span, range) else rows[span]


class Windows(Together[Row]):
    """Windows that share no row, seen as one."""

    __slots__ = ()
    _parts: tuple[Window, ...]

    def __init__(self, *parts: Window) -> None:
        super().__init__(*parts)

    def where(self, predicate: Predicate) -> Windows:
        """The windows over those rows that meet the predicate as well."""
        return Windows(*(part.where(predicate) for part in self._parts))

    @property
    def first(self) -> Row | None:
        """The first row, if any, for a sentence; notes no turn."""
        return next((part.first for part in self._parts if part.first is not None), None)

    @property
    def many(self) -> int:
        """How many rows there are, for a sentence; notes no turn."""
        return sum(part.many for part in self._parts)
