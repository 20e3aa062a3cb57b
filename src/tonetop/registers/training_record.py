"""Training records: who completed which course when."""

from __future__ import annotations

from tonetop.records.fields import Day, Reference, Text
from tonetop.records.models import Record


class TrainingRecord(Record):
    """Training records: who completed which course when."""

    requirement = "7.2"
    prefix = "TR"
    group = "Steer"
    key = ("person", "course", "completed_on")
    own_dates = ("completed_on",)
    columns = ("ref", "person", "course", "completed_on", "expires_on")
    title_field = "course"
    doer = "person"

    person = Reference("Person", label="Person")
    course = Text("Course")
    completed_on = Day("Completed on")
    expires_on = Day("Expires on")
