"""One day's look at the facts: windows and comparisons that also tell when they will next turn out otherwise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, overload

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row

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


class Moment:
    """The facts seen on a day at or after as_of; `next` is the first day on which a comparison made so far turns.

    What is dated after as_of stays unseen; windows, plan dates and periods move with the day (catalogue:
    aggregation.expires_on).
    """

    def __init__(self, facts: Facts, day: str | None = None) -> None:
        self.facts = facts
        self.day = day or facts.as_of
        self.next: str | None = None

    def rows(self, type: str) -> list[Row]:
        """The records of a type that are there."""
        return self.facts.rows(type)

    def get(self, type: str, ident: str | None) -> Row | None:
        """The record of a type and id, or None."""
        return self.facts.get(type, ident)

    def parameter(self, name: str) -> Any:
        """A parameter of the catalogue, days as whole numbers where they are whole."""
        value = self.facts.parameters[name]
        return int(value) if float(value).is_integer() else value

    def turns(self, day: str) -> None:
        """Note that something seen now will be seen otherwise on that later day."""
        if day > self.day and (self.next is None or day < self.next):
            self.next = day

    def window(self, type: str, days: int = 365, field: str | None = None, until: int = 0) -> Window:
        """Rows of a type whose date (its own date unless named) lies in (day - days, day - until]."""
        return Window(self, Series(type, field or self.facts.shapes[type].own_dates[0]), days, until)

    def before(self, type: str, field: str) -> Window:
        """Rows of a type whose date, of a field that may be a plan, lies before the day."""
        return self.window(type, cadence.number(cadence.LAST), field, until=1)

    def within(self, date: str | None, days: int) -> bool:
        """Whether the date lies in (day - days, day]."""
        if not date:
            return False
        if date > self.day:
            self.turns(date)
            return False
        ends = cadence.shift(date, days)
        self.turns(ends)
        return self.day < ends

    def passed(self, date: str | None) -> bool:
        """Whether the date lies before the day; an empty date has not passed."""
        return self.older(date, 0)

    def older(self, date: str | None, days: int) -> bool:
        """Whether the date lies more than so many days before the day."""
        if not date:
            return False
        begins = cadence.shift(date, days + 1)
        self.turns(begins)
        return self.day >= begins

    def reached(self, date: str | None) -> bool:
        """Whether the date is the day or lies before it."""
        if not date:
            return False
        self.turns(date)
        return date <= self.day

    def current(self, period: str | None) -> bool:
        """Whether a period contains the day."""
        if not period:
            return False
        first, last = cadence.period(period)
        return self.reached(first) and not self.passed(last)

    def elapsed(self, period: str) -> Fraction:
        """The exact share of a period's days through the day, 0 to 1; changes daily while it runs."""
        first, last = cadence.period(period)
        if first <= self.day < last:
            self.turns(cadence.shift(self.day, 1))
        gone = cadence.between(min(self.day, last), first) + 1
        return Fraction(max(gone, 0), cadence.between(last, first) + 1)

    def year(self) -> str:
        """The calendar year of the day, as four digits."""
        self.turns(f"{int(self.day[:4]) + 1:04d}-01-01")
        return self.day[:4]
