"""Actions: what follows from decisions, by whom and when, and whether it worked."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Reference, Word
from tonetop.records.models import Record


class Action(Record):
    """Actions: what follows from decisions, by whom and when, and whether it worked."""

    requirement = "10.2"
    prefix = "A"
    group = "Steer"
    columns = ("ref", "decision", "owner", "due", "status", "closed_on")
    title_field = "decision"
    doer = "owner"
    deadline = Deadline("due", "owner", over=("closed", "cancelled"))

    decision = Reference("Decision", label="Decision")
    owner = Reference("Person", label="Owner")
    due = Day("Due")
    status = Word("open", "in-progress", "closed", "cancelled", label="Status")
    closed_on = Day("Closed on")
    cause = Word("resources", "priority", "dependency", "scope", "other", label="Cause")
    effective = Word("yes", "no", "unknown", label="Effective")
    effectiveness_checked_by = Reference("Person", label="Effectiveness checked by")
    effectiveness_checked_on = Day("Effectiveness checked on")
