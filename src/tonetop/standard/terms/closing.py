"""What was to be done by a day: which actions and findings are closed, and whether by their due date."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window


def uncancelled(facts: Facts, action: Row) -> bool:
    """Whether an action was not cancelled; a predicate."""
    return bool(action.status != "cancelled")


def closed(facts: Facts, row: Row) -> bool:
    """Whether an action or finding is closed: on a recorded day, unless its status denies it; a predicate."""
    return bool(row.closed_on) and getattr(row, "status", None) not in ("open", "in-progress")


def still_open(facts: Facts, row: Row) -> bool:
    """Whether an action or finding is not closed; a predicate."""
    return not closed(facts, row)


def closed_by_due(facts: Facts, row: Row) -> bool:
    """Whether it was closed on its due date or before; a predicate."""
    return closed(facts, row) and bool(row.due) and row.closed_on <= row.due


def closed_late(facts: Facts, row: Row) -> bool:
    """Whether it was closed after its due date; a predicate."""
    return closed(facts, row) and bool(row.due) and row.closed_on > row.due


def not_by_due(facts: Facts, row: Row) -> bool:
    """Whether it was closed late or is open, given that its due date has passed; a predicate."""
    return not closed_by_due(facts, row)


def due_actions(now: Moment) -> Window:
    """Actions, not cancelled, that fell due in 365 days and before the day (LD-5.7)."""
    return now.window("Action", field="due", until=1).where(uncancelled)
