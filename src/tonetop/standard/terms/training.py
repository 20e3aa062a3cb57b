"""Training: whom a mandate asked by their unit on its due date, and who was done by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups, entries
from tonetop.standard.terms.people import authority, stays

ALL = "all"


trainings = Groups("TrainingRecord", "person", None)
"""Training records by person, in no order."""


def completions(facts: Facts, person: str) -> dict[str | None, Row]:
    """The training record of a person that was completed first, by course."""
    found: dict[str | None, Row] = {}
    for row in facts.part(trainings, person) or ():
        if row.completed_on:
            first = found.get(row.course)
            if first is None or (row.completed_on, row.id) < (first.completed_on, first.id):
                found[row.course] = row
    return found


def completion(facts: Facts, person: str, course: str | None) -> Row | None:
    """The training record of a person and course that was completed first."""
    return completions(facts, person).get(course) if course else None


def mandated(facts: Facts, mandate: Row) -> bool:
    """Whether a training mandate was given with authority; a predicate."""
    return authority(facts, mandate.mandated_by, mandate.mandated_on, "training-mandate")


def dated_mandates(facts: Facts) -> list[Row]:
    """Training mandates with a due date."""
    return [row for row in facts.rows("TrainingMandate") if row.due_on]


@entries("Person")
def schooling(facts: Facts, person: Row) -> dict[str, Row | bool]:
    """By dated mandate that asked a person: the training record, where done by then, else true.

    A mandate asks whom its audience held on its due date, as known as of the facts' day.
    """
    spans = stays([row for row in facts.versions(person) if (row.effective_on or "") <= facts.as_of])
    asked = [row for row in facts.prepared(dated_mandates) if _asked(spans, row)]
    if not asked:
        return {}
    done = completions(facts, person.id)
    return {row.id: _in_time(done.get(row.course), row.due_on) for row in asked}


def _asked(spans: Sequence[tuple[str, str, Row]], mandate: Row) -> bool:
    day, units = mandate.due_on, mandate.audience or ()
    for first, last, row in spans:
        if first <= day <= last:
            return ALL in units or bool(row.org_unit and row.org_unit in units)
    return False


def _in_time(record: Row | None, day: str) -> Row | bool:
    return record if record is not None and record.completed_on <= day else True


@dataclass(frozen=True, slots=True)
class Turnout:
    """The training records of those who were done by a mandate's due date, and the ids of others it asked."""

    done: tuple[Row, ...]
    lacking: tuple[str, ...]

    @property
    def asked(self) -> int:
        """How many persons were asked."""
        return len(self.done) + len(self.lacking)

    @property
    def share(self) -> float:
        """The share of those asked who were done; some must have been asked."""
        return len(self.done) / self.asked


@dataclass(frozen=True, slots=True)
class TurnoutOf:
    """The turnout of a mandate by its id; a preparation of facts (LD-6.2)."""

    mandate: str

    def __call__(self, facts: Facts) -> Turnout:
        people = facts.prepared(schooling).items()
        found = {person: said[self.mandate] for person, said in people if self.mandate in said}
        return Turnout(
            tuple(row for row in found.values() if not isinstance(row, bool)),
            tuple(person for person, row in found.items() if isinstance(row, bool)),
        )
