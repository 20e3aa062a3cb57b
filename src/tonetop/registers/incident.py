"""Incidents: what went wrong with an AI system, who was told, and what was learnt."""

from __future__ import annotations

from tonetop.records.fields import Day, Reference, References, Word
from tonetop.records.models import Record


class Incident(Record):
    """Incidents: what went wrong with an AI system, who was told, and what was learnt."""

    requirement = "10.2"
    prefix = "INC"
    group = "Prove"
    own_dates = ("occurred_on",)
    columns = ("ref", "system", "severity", "occurred_on", "notified_on", "closed_on")
    title_field = "severity"

    system = Reference("AISystem", label="System")
    severity = Word("low", "medium", "high", "critical", label="Severity")
    occurred_on = Day("Occurred on")
    notified_to = References("Person", label="Notified to")
    notified_on = Day("Notified on")
    decision = Reference("Decision", label="Decision")
    lessons_ref = Reference("Evidence", label="Lessons")
    closed_on = Day("Closed on")
