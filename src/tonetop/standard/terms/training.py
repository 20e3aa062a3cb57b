"""Training: whom a mandate asked by their unit on its due date, and who was done by then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Entries, Groups
from tonetop.standard.terms.people import authority, stays

ALL = "all"


def _taken(record: Row) -> tuple[str, str]:
    return record.completed_on or "", record.id


trainings = Groups("TrainingRecord", "person", _taken)
"""Training records by person, in order of the day of completion; those without one first."""


def completion(facts: Facts, person: str, course: str | None) -> Row | None:
    """The training record of a person and course that was completed first."""
    rows = facts.part(trainings, person) or () if course else ()
    return next((row for row in rows if row.course == course and row.completed_on), None)


def mandated(facts: Facts, mandate: Row) -> bool:
    """Whether a training mandate was given with authority; a predicate."""
    return authority(facts, mandate.mandated_by, mandate.mandated_on, "training-mandate")


def asked(facts: Facts, person: Row, mandate: Row) -> bool:
    """Whether a person was in a unit of the mandate's audience on its due date, as known as of the facts' day."""
    day, units = mandate.due_on, mandate.audience or ()
    versions = [row for row in facts.versions(person) if (row.effective_on or "") <= facts.as_of]
    for first, last, row in stays(versions):
        if first <= day <= last:
            return ALL in units or bool(row.org_unit and row.org_unit in units)
    return False


@cache
def participation(ident: str) -> Entries:
    """By person that a mandate with a due date asked: the training record, where done by then, else true."""

    def say(facts: Facts, person: Row) -> Row | bool | None:
        mandate = facts.get("TrainingMandate", ident)
        if mandate is None or not mandate.due_on or not asked(facts, person, mandate):
            return None
        done = completion(facts, person.id, mandate.course)
        return done if done is not None and done.completed_on <= mandate.due_on else True

    return Entries("Person", say)


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
    """The turnout of a mandate by its id; a preparation of facts (LD-6.2)."""

    mandate: str

    def __call__(self, facts: Facts) -> Turnout:
        found = facts.prepared(participation(self.mandate)).values()
        return Turnout(len(found), tuple(row for row in found if row is not True))
