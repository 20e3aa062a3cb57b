"""Training mandates: which course is asked of whom, by when, by whose word."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, Text, Texts
from tonetop.records.models import Record


class TrainingMandate(Record):
    """Training mandates: which course is asked of whom, by when, by whose word."""

    requirement = "7.2"
    prefix = "TM"
    group = "Steer"
    own_dates = ("mandated_on",)
    columns = ("ref", "course", "mandated_by", "mandated_on", "due_on")
    title_field = "course"
    doer = "mandated_by"
    deadline = Deadline("due_on", "mandated_by", passes=True)

    course = Text("Course")
    mandated_by = Reference("Person", label="Mandated by")
    mandated_on = Day("Mandated on")
    audience = Texts("Audience", "Units asked to take the course, or all.")
    due_on = Day("Due on")
    consequence = Prose("Consequence")
