"""Rows that hold from one day to another, counted and listed for the day without looking at each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.window import Predicate

if TYPE_CHECKING:
    from tonetop.core.moment import Moment

Term = Callable[[Facts, Row], tuple[str, str]]
"""First and last day of a row's tenure, both included; a last day before the first one means never."""


@dataclass(frozen=True, slots=True)
class Course:
    """Tenures in order of their first day, then id, with the first days and, sorted apart, the last ones."""

    tenures: list[tuple[str, str, Row]]
    firsts: list[str]
    lasts: list[str]


@dataclass(frozen=True, slots=True)
class Courses:
    """The tenures of the rows of a type that meet the predicates; a preparation of facts."""

    type: str
    term: Term
    predicates: tuple[Predicate, ...] = ()

    def __call__(self, facts: Facts) -> Course:
        if self.predicates:
            tenures = facts.prepared(replace(self, predicates=self.predicates[:-1])).tenures
            wanted = self.predicates[-1]
            tenures = [tenure for tenure in tenures if wanted(facts, tenure[2])]
        else:
            found = ((*self.term(facts, row), row) for row in facts.rows(self.type))
            tenures = sorted((t for t in found if t[0] <= t[1]), key=lambda t: (t[0], t[2].id))
        return Course(tenures, [t[0] for t in tenures], sorted(t[1] for t in tenures))


class Tenures(Sequence[Row]):
    """The rows of a course whose tenure contains the moment's day, in order of their first day, then id."""

    def __init__(self, now: Moment, courses: Courses) -> None:
        self._now, self._courses = now, courses
        self._course = now.facts.prepared(courses)
        self._begun = bisect_right(self._course.firsts, now.day)
        self._ended = bisect_left(self._course.lasts, now.day)
        for day in self._course.firsts[self._begun : self._begun + 1]:
            now.turns(day)
        for day in self._course.lasts[self._ended : self._ended + 1]:
            if day != cadence.LAST:
                now.turns(cadence.shift(day, 1))

    def where(self, predicate: Predicate) -> Tenures:
        """The tenures of those rows that meet the predicate as well."""
        return Tenures(self._now, replace(self._courses, predicates=(*self._courses.predicates, predicate)))

    def __len__(self) -> int:
        return self._begun - self._ended

    def __iter__(self) -> Iterator[Row]:
        day = self._now.day
        return (row for _, last, row in self._course.tenures[: self._begun] if last >= day)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return list(self)[place]
