"""Rows that hold from one day to another, counted and listed for the day without looking at each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, overload

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Predicate

if TYPE_CHECKING:
    from tonetop.core.moment import Moment

Term = Callable[[Facts, Row], tuple[str, str]]
"""First and last day of a row's tenure, both included; a last day before the first one means never."""

Tenure = tuple[str, str, Row]


class Course:
    """Tenures in order of their first day, then id, with the first days and, sorted apart, the last ones."""

    __slots__ = ("firsts", "lasts", "tenures")

    def __init__(self, tenures: list[Tenure]) -> None:
        self.tenures = tenures
        self.firsts = [first for first, _, _ in tenures]
        self.lasts = sorted(last for _, last, _ in tenures)

    @staticmethod
    def of(tenures: Iterable[Tenure]) -> Course:
        """A course of tenures in any order; those that end before they begin are left out."""
        return Course(sorted((t for t in tenures if t[0] <= t[1]), key=lambda t: (t[0], t[2].id)))

    def by_id(self) -> dict[str, Tenure]:
        """The tenures by their rows' ids, to tell how two courses differ."""
        return {tenure[2].id: tenure for tenure in self.tenures}


Courses = Callable[[Facts], Course]
"""A preparation of facts that gives a course."""


@cache
def courses(type: str, term: Term) -> Courses:
    """The tenures of all rows of a type."""
    return lambda facts: Course.of((*term(facts, row), row) for row in facts.rows(type))


@cache
def narrowed(wider: Courses, wanted: Predicate) -> Courses:
    """The tenures of those rows of a course that meet the predicate."""
    return lambda facts: Course([t for t in facts.prepared(wider).tenures if wanted(facts, t[2])])


class Tenures(Sequence[Row]):
    """The rows of a course whose tenure contains the moment's day, in order of their first day, then id."""

    __slots__ = ("_courses", "_now")

    def __init__(self, now: Moment, courses: Courses) -> None:
        self._now, self._courses = now, courses

    def where(self, predicate: Predicate) -> Tenures:
        """The tenures of those rows that meet the predicate as well."""
        return Tenures(self._now, narrowed(self._courses, predicate))

    def _found(self) -> tuple[Course, int, int]:
        """The course, how many of its tenures have begun, and how many ended."""
        course, day = self._now.facts.prepared(self._courses), self._now.day
        return course, bisect_right(course.firsts, day), bisect_left(course.lasts, day)

    def _counted(self) -> tuple[Course, int, int]:
        course, begun, ended = self._found()
        self._ends(course, ended)
        for day in course.firsts[begun : begun + 1]:
            self._now.turns(day)
        return course, begun, ended

    def _ends(self, course: Course, ended: int) -> None:
        for day in course.lasts[ended : ended + 1]:
            if day != cadence.LAST:
                self._now.turns(cadence.shift(day, 1))

    @property
    def many(self) -> int:
        """How many rows there are, for a sentence; notes no turn, for a sentence decides nothing."""
        _, begun, ended = self._found()
        return begun - ended

    def __bool__(self) -> bool:
        course, begun, ended = self._found()
        if begun == ended:
            return len(self) > 0
        self._ends(course, ended)
        return True

    def __len__(self) -> int:
        _, begun, ended = self._counted()
        return begun - ended

    def __iter__(self) -> Iterator[Row]:
        (course, begun, _), day = self._counted(), self._now.day
        return (row for _, last, row in course.tenures[:begun] if last >= day)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return list(self)[place]
