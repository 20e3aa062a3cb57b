"""Notices of bad news: on which day top management was told of a finding or an incident, and how late."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.people import top

LIMITS = {"Finding": ("raised_on", "major_notify_days"), "Incident": ("occurred_on", "incident_notify_days")}
"""From which day the time to tell runs, and the parameter that says how long it is (LD-5.6)."""


def told_on(facts: Facts, row: Row) -> str | None:
    """The day on which a top manager was told of a finding (by its audit's report) or of an incident."""
    if row.type == "Incident":
        names, day = row.notified_to, row.notified_on
    else:
        audit = facts.get("InternalAudit", row.audit)
        names, day = (audit.reported_to, audit.reported_on) if audit is not None else ((), None)
    return day if any(top(facts, person, day) for person in names or ()) else None


def told(facts: Facts, row: Row) -> bool:
    """Whether top management was told; a predicate."""
    return told_on(facts, row) is not None


def untold(facts: Facts, row: Row) -> bool:
    """Whether top management was not told; a predicate."""
    return not told(facts, row)


@dataclass(frozen=True, slots=True)
class ToldAfter:
    """A predicate: top management was told, and only after more than so many days."""

    days: int

    def __call__(self, facts: Facts, row: Row) -> bool:
        day = told_on(facts, row)
        return day is not None and cadence.between(day, getattr(row, LIMITS[row.type][0])) > self.days


def unanswered(facts: Facts, row: Row) -> bool:
    """Whether a finding has no action, an incident no decision; a predicate."""
    return not (row.action if row.type == "Finding" else row.decision)
