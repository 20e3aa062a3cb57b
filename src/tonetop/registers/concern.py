"""Concerns: what people raised, and whether they heard back."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Text, YesNo
from tonetop.records.models import Record


class Concern(Record):
    """Concerns: what people raised, and whether they heard back."""

    requirement = "7.3"
    prefix = "CON"
    group = "Prove"
    own_dates = ("raised_on",)
    columns = ("ref", "raised_on", "channel", "anonymous", "acknowledged_on", "resolved_on")
    title_field = "channel"
    confided = ("text", "answer")

    raised_on = Day("Raised on")
    channel = Text("Channel")
    anonymous = YesNo("Anonymous")
    acknowledged_on = Day("Acknowledged on")
    resolved_on = Day("Resolved on")
    escalated_to = Reference("Person", label="Escalated to")
    outcome_shared_on = Day("Outcome shared on")
    text = Prose("What was raised")
    about = References("any", label="About")
    answer = Prose("Answer")
