"""Training: who belonged to which unit on a day, whom a mandate asked, and who was done by its due date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.people import authority

ALL = "all"


@dataclass(slots=True)
class Staff:
    """Who was in which unit from which day to which, as known as of the facts' day.

    begun, ended: by unit ("" where none is said), the sorted first and last days of all stays there.
    stays: by person, the (first, last, unit) of each stay; no two of one person overlap.
    """

    begun: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stays: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, version: Row, first: str, last: str) -> None:
        """Take in a person's version that holds from one day to another, as far as it is valid then."""
        first, last = max(first, version.valid_from or ""), min(last, version.valid_to or last)
        if first <= last:
            unit = version.org_unit or ""
            self.begun[unit].append(first)
            self.ended[unit].append(last)
            self.stays[version.id].append((first, last, unit))

    def sort(self) -> None:
        """Order the days, so that they can be counted."""
        for days in (*self.begun.values(), *self.ended.values()):
            days.sort()

    def count(self, day: str, units: tuple[str, ...]) -> int:
        """How many persons were in these units on a day."""
        known = self.begun if ALL in units else self.begun.keys() & set(units)
        return sum(bisect_right(self.begun[u], day) - bisect_left(self.ended[u], day) for u in known)

    def has(self, person: str, day: str, units: tuple[str, ...]) -> bool:
        """Whether a person was in one of these units on a day."""
        for first, last, unit in self.stays.get(person, ()):
            if first <= day <= last:
                return unit in units or ALL in units
        return False


def staff(facts: Facts) -> Staff:
    """The stays of all persons who are there; what begins after as_of stays unseen."""
    found = Staff()
    several = facts.history("Person").several()
    for row in facts.rows("Person"):
        seen = [v for v in several.get(row.id, (row,)) if (v.effective_on or "") <= facts.as_of]
        begins = [version.effective_on or "" for version in seen]
        ends = [cadence.shift(day, -1) for day in begins[1:]]
        for version, first, last in zip(seen, begins, [*ends, cadence.LAST], strict=True):
            found.add(version, first, last)
    found.sort()
    return found


def completions(facts: Facts) -> dict[str, dict[str, Row]]:
    """By course and person, the training record completed first."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in facts.rows("TrainingRecord"):
        if row.course and row.person and row.completed_on:
            first = found[row.course].get(row.person)
            if first is None or row.completed_on < first.completed_on:
                found[row.course][row.person] = row
    return found


def mandated(facts: Facts, mandate: Row) -> bool:
    """Whether a training mandate was given with authority; a predicate."""
    return authority(facts, mandate.mandated_by, mandate.mandated_on, "training-mandate")


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many persons a mandate asked, and the training records of those who were done by its due date."""

    asked: int
    done: tuple[Row, ...]

    @property
    def share(self) -> float:
        """The share of those asked who were done; some must have been asked."""
        return len(self.done) / self.asked


@dataclass(frozen=True, slots=True)
class TurnoutOf:
    """The turnout of a mandate by its id; a preparation of facts. The mandate has a due date (LD-6.2)."""

    mandate: str

    def __call__(self, facts: Facts) -> Turnout:
        mandate = facts.index("TrainingMandate")[self.mandate]
        people, units, day = facts.prepared(staff), mandate.audience or (), mandate.due_on
        rows = facts.prepared(completions).get(mandate.course or "", {})
        done = (row for row in rows.values() if row.completed_on <= day)
        return Turnout(
            people.count(day, units), tuple(row for row in done if people.has(row.person, day, units))
        )
