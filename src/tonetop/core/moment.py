"""One day's look at the facts: comparisons and windows that also tell when they will next turn."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Day, Predicate, series
from tonetop.core.tenure import Tenures, Term, courses
from tonetop.core.window import EVER, Window, Windows, has, lacks, lists

__all__ = ["Moment", "Predicate", "Tenures", "Window", "Windows", "has", "lacks", "lists"]


class Moment:
    """The facts seen on a day at or after as_of.

    next: the first day on which a comparison made so far turns. What is dated after as_of stays unseen;
    windows, plan dates and periods move with the day (catalogue: aggregation.expires_on).
    """

    def __init__(self, facts: Facts, day: str | None = None) -> None:
        self.facts = facts
        self.day = day or facts.as_of
        self.next: str | None = None
        self._back: dict[int, str] = {}

    def rows(self, type: str) -> Collection[Row]:
        """The records of a type that are there."""
        return self.facts.rows(type)

    def get(self, type: str, ident: str | None) -> Row | None:
        """The record of a type and id, or None."""
        return self.facts.get(type, ident)

    def parameter(self, name: str) -> Any:
        """A parameter of the catalogue; days are whole days, so a part of a day is left off."""
        value = self.facts.parameters[name]
        return int(value) if name.endswith("_days") or float(value).is_integer() else value

    def turns(self, day: str) -> None:
        """Note that something seen now will be seen otherwise on that later day."""
        if day > self.day and (self.next is None or day < self.next):
            self.next = day

    def back(self, days: int) -> str:
        """The day that lies so many days before the moment's."""
        found = self._back.get(days)
        if found is None:
            found = self._back[days] = cadence.shift(self.day, -days)
        return found

    def window(self, type: str, days: int = 365, field: str | Day | None = None, until: int = 0) -> Window:
        """Rows of a type whose date lies in (day - days, day - until].

        field: the date's, or a function that tells it of a row; by default the type's own date.
        """
        return Window(self, series(type, field or self.facts.shapes[type].own_dates[0]), days, until)

    def before(self, type: str, field: str) -> Window:
        """Rows of a type whose date lies before the day."""
        return self.window(type, EVER, field, until=1)

    def after(self, type: str, field: str, days: int) -> Window:
        """Rows of a type whose date lies after (day - days), however far ahead it is planned."""
        return self.window(type, days, field, until=-EVER)

    def holding(self, type: str, term: Term) -> Tenures:
        """Rows of a type whose tenure, as the term gives it, contains the day."""
        return Tenures(self, courses(type, term))

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
        if self.day < last:
            self.turns(max(first, cadence.shift(self.day, 1)))
        gone = cadence.between(min(self.day, last), first) + 1
        return Fraction(max(gone, 0), cadence.between(last, first) + 1)

    def year(self) -> str:
        """The calendar year of the day, as four digits."""
        self.turns(f"{int(self.day[:4]) + 1:04d}-01-01")
        return self.day[:4]
