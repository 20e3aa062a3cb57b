"""Strategic goals: what the organisation is after, and whether AI bears on it."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Reference, Text, Word, YesNo
from tonetop.records.models import Record


class StrategyGoal(Record):
    """Strategic goals: what the organisation is after, and whether AI bears on it."""

    requirement = "5.1"
    prefix = "SG"
    group = "Steer"
    own_dates = ("approved_on",)
    columns = ("ref", "title", "period", "owner", "status")
    doer = "approved_by"
    review = Every(months=12, since="approved_on")

    title = Text("Title")
    period = Text("Period")
    owner = Reference("Person", label="Owner")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    status = Word("active", "achieved", "cancelled", label="Status")
    changed_on = Day("Changed on")
    concerns_ai = YesNo("Concerns ai")
