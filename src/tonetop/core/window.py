"""Rows of a type whose date lies in a span of days, found by bisection and narrowed by predicates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, overload

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row

if TYPE_CHECKING:
    from tonetop.core.moment import Moment

EVER = cadence.number(cadence.LAST)
"""More days than the calendar holds."""

Predicate = Callable[[Facts, Row], bool]
"""A condition on a row that no passing of days changes; must be hashable, so a function or a frozen value."""


@dataclass(frozen=True, slots=True)
class Has:
    """A predicate: the field holds one of these values (none named: is filled)."""

    field: str
    values: tuple[Any, ...] = ()

    def __call__(self, facts: Facts, row: Row) -> bool:
        value = getattr(row, self.field)
        return value in self.values if self.values else bool(value)


def has(field: str, *values: Any) -> Has:
    """The predicate that a field holds one of these values, or any value when none is named."""
    return Has(field, values)


@dataclass(frozen=True, slots=True)
class Lacks:
    """A predicate: the field is empty."""

    field: str

    def __call__(self, facts: Facts, row: Row) -> bool:
        return getattr(row, self.field) in (None, "", ())


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


def lists(field: str, value: str) -> Lists:
    """The predicate that a list field holds a value."""
    return Lists(field, value)


@dataclass(frozen=True, slots=True)
class Series:
    """Rows of a type that meet the predicates, ordered by a date field; a preparation of facts."""

    type: str
    field: str
    predicates: tuple[Predicate, ...] = ()

    def __call__(self, facts: Facts) -> tuple[list[str], list[Row]]:
        if self.predicates:
            rows = facts.prepared(replace(self, predicates=self.predicates[:-1]))[1]
            wanted = self.predicates[-1]
            rows = [row for row in rows if wanted(facts, row)]
        else:
            rows = [row for row in facts.rows(self.type) if getattr(row, self.field)]
            rows.sort(key=lambda row: (getattr(row, self.field), row.id))
        return [getattr(row, self.field) for row in rows], rows


@dataclass(frozen=True, slots=True)
class Totals:
    """Running sums of a number field over a series, exact in decimals; a preparation of facts."""

    series: Series
    field: str

    def __call__(self, facts: Facts) -> list[Fraction]:
        numbers = (getattr(row, self.field) for row in facts.prepared(self.series)[1])
        exact = (Fraction(str(number)) for number in (number or 0 for number in numbers))
        return list(accumulate(exact, initial=Fraction()))


@dataclass(frozen=True, slots=True)
class Same:
    """A predicate: these fields hold just these values."""

    fields: tuple[str, ...]
    values: tuple[Any, ...]

    def __call__(self, facts: Facts, row: Row) -> bool:
        return all(getattr(row, name) == value for name, value in zip(self.fields, self.values, strict=True))


@dataclass(frozen=True, slots=True)
class Values:
    """The values that text fields take together in a series, in order; a preparation of facts."""

    series: Series
    fields: tuple[str, ...]

    def __call__(self, facts: Facts) -> list[tuple[Any, ...]]:
        rows = facts.prepared(self.series)[1]
        found = {tuple(getattr(row, name) for name in self.fields) for row in rows}
        return sorted(found, key=lambda values: tuple((value is not None, value or "") for value in values))


class Window(Sequence[Row]):
    """The rows of a series whose date lies in (day - days, day - until], in order of date, then id."""

    def __init__(self, now: Moment, series: Series, days: int, until: int) -> None:
        self._now, self._series, self._days, self._until = now, series, days, until
        dates, self._all = now.facts.prepared(series)
        self._from = bisect_right(dates, cadence.shift(now.day, -days))
        self._to = max(self._from, bisect_right(dates, cadence.shift(now.day, -until)))
        if self._from < self._to:
            now.turns(cadence.shift(dates[self._from], days))
        if self._to < len(dates):
            now.turns(cadence.shift(dates[self._to], until))

    def where(self, predicate: Predicate) -> Window:
        """The window over those rows that meet the predicate as well."""
        series = replace(self._series, predicates=(*self._series.predicates, predicate))
        return Window(self._now, series, self._days, self._until)

    def total(self, field: str) -> Fraction:
        """The exact sum of a number field; an empty number adds nothing."""
        sums = self._now.facts.prepared(Totals(self._series, field))
        return sums[self._to] - sums[self._from]

    def values(self, *fields: str) -> list[tuple[Any, ...]]:
        """The values that these text fields take together in the whole series, whatever the day."""
        return self._now.facts.prepared(Values(self._series, fields))

    def share(self, predicate: Predicate) -> float | None:
        """The share of rows that meet the predicate; None when the window is empty."""
        return len(self.where(predicate)) / len(self) if len(self) else None

    def __len__(self) -> int:
        return self._to - self._from

    def __iter__(self) -> Iterator[Row]:
        for place in range(self._from, self._to):
            yield self._all[place]

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return self._all[self._from : self._to][place]
        return self._all[range(self._from, self._to)[place]]


class Windows(Sequence[Row]):
    """Windows that share no row, seen as one."""

    def __init__(self, *parts: Window) -> None:
        self._parts = parts

    def where(self, predicate: Predicate) -> Windows:
        """The windows over those rows that meet the predicate as well."""
        return Windows(*(part.where(predicate) for part in self._parts))

    def total(self, field: str) -> Fraction:
        """The exact sum of a number field; an empty number adds nothing."""
        return sum((part.total(field) for part in self._parts), Fraction())

    def groups(self, *fields: str) -> dict[tuple[Any, ...], Windows]:
        """The windows apart by the values of these text fields; no group is empty."""
        found = dict.fromkeys(values for part in self._parts for values in part.values(*fields))
        apart = ((values, self.where(Same(fields, values))) for values in found)
        return {values: rows for values, rows in apart if len(rows)}

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts)

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(self._parts)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return list(self)[place]
