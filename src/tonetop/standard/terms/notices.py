"""Notices of bad news: on which day top management was told of a finding or an incident, and how late."""

from __future__ import annotations

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


def _days(facts: Facts, row: Row) -> int:
    """How many days passed until top management was told; told before, or not at all, counts as 0."""
    day = told_on(facts, row)
    return max(cadence.between(day, getattr(row, LIMITS[row.type][0])), 0) if day else 0


def told_late(facts: Facts, row: Row) -> bool:
    """Whether top management was told after the time allowed; a predicate."""
    return _days(facts, row) > facts.parameters[LIMITS[row.type][1]]


def told_too_late(facts: Facts, row: Row) -> bool:
    """Whether top management was told after more than twice the time allowed; a predicate."""
    return _days(facts, row) > 2 * facts.parameters[LIMITS[row.type][1]]


def unanswered(facts: Facts, row: Row) -> bool:
    """Whether a finding has no action, an incident no decision; a predicate."""
    return not (row.action if row.type == "Finding" else row.decision)
