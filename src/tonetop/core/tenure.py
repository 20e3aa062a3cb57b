"""Rows that hold from one day to another, counted and listed for the day without looking at each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
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

    def by_id(self) -> dict[str, Tenure]:
        """The tenures by their rows' ids, to tell how two courses differ."""
        return {tenure[2].id: tenure for tenure in self.tenures}


class Courses:
    """The tenures of the rows of a type that meet the predicates; a preparation of facts. Made by `courses`."""

    __slots__ = ("_narrower", "_predicate", "_term", "_wider", "type")

    def __init__(
        self, type: str, term: Term, wider: Courses | None = None, predicate: Predicate | None = None
    ) -> None:
        self.type, self._term, self._wider, self._predicate = type, term, wider, predicate
        self._narrower: dict[Predicate, Courses] = {}

    def where(self, predicate: Predicate) -> Courses:
        """The tenures of those rows that meet the predicate as well."""
        found = self._narrower.get(predicate)
        if found is None:
            found = self._narrower[predicate] = Courses(self.type, self._term, self, predicate)
        return found

    def __call__(self, facts: Facts) -> Course:
        wanted = self._predicate
        if self._wider is not None and wanted is not None:
            return Course(
                [tenure for tenure in facts.prepared(self._wider).tenures if wanted(facts, tenure[2])]
            )
        found = ((*self._term(facts, row), row) for row in facts.rows(self.type))
        return Course(sorted((t for t in found if t[0] <= t[1]), key=lambda t: (t[0], t[2].id)))


@cache
def courses(type: str, term: Term) -> Courses:
    """The tenures of all rows of a type."""
    return Courses(type, term)


class Tenures(Sequence[Row]):
    """The rows of a course whose tenure contains the moment's day, in order of their first day, then id."""

    def __init__(self, now: Moment, courses: Courses) -> None:
        self._now, self._courses = now, courses

    def _look(self) -> tuple[Course, int, int]:
        """The course, how many of its tenures have begun, and how many ended."""
        now = self._now
        course = now.facts.prepared(self._courses)
        begun, ended = bisect_right(course.firsts, now.day), bisect_left(course.lasts, now.day)
        for day in course.firsts[begun : begun + 1]:
            now.turns(day)
        for day in course.lasts[ended : ended + 1]:
            if day != cadence.LAST:
                now.turns(cadence.shift(day, 1))
        return course, begun, ended

    def where(self, predicate: Predicate) -> Tenures:
        """The tenures of those rows that meet the predicate as well."""
        return Tenures(self._now, self._courses.where(predicate))

    def __len__(self) -> int:
        _, begun, ended = self._look()
        return begun - ended

    def __iter__(self) -> Iterator[Row]:
        (course, begun, _), day = self._look(), self._now.day
        return (row for _, last, row in course.tenures[:begun] if last >= day)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return list(self)[place]
