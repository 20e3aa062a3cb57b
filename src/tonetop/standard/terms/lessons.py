"""Lessons after incidents: whether an incident is learned from, and on which day that was complete."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard.terms.meetings import about

improvements_by_source = Groups("Improvement", "source")
"""Improvements by their source, in order of id."""


def consequences(facts: Facts, incident: Row) -> list[Row]:
    """Improvements that an incident is the source of, and reasoned decisions about it that none is needed."""
    decisions = about(facts, incident.id)
    nones = [row for row in decisions if row.status == "none-needed" and row.rationale]
    return [*(facts.part(improvements_by_source, incident.id) or ()), *nones]


def learned(facts: Facts, incident: Row) -> bool:
    """Whether an incident has a lesson and a consequence; a predicate."""
    return bool(incident.lessons_ref and consequences(facts, incident))


def unlearned(facts: Facts, incident: Row) -> bool:
    """Whether an incident lacks a lesson or a consequence; a predicate."""
    return not learned(facts, incident)


def learned_on(facts: Facts, incident: Row) -> str | None:
    """The later of the day of the lesson and of the first consequence; None while one is unknown (LD-7.4)."""
    lesson = facts.get("Evidence", incident.lessons_ref)
    found = consequences(facts, incident)
    days = [row.decided_on if row.type == "Decision" else row.approved_on for row in found]
    first: str | None = min(filter(None, days), default=None)
    if lesson is None or not lesson.occurred_on or not first:
        return None
    return max(str(lesson.occurred_on), first)


@dataclass(frozen=True, slots=True)
class LearnedAfter:
    """A predicate: an incident is not known to be learned from within so many days."""

    days: int

    def __call__(self, facts: Facts, incident: Row) -> bool:
        day = learned_on(facts, incident)
        return day is None or cadence.between(day, incident.occurred_on) > self.days
