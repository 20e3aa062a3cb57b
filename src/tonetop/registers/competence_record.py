"""Competence: what a role asks, what its holder has, and what is missing."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Reference, Text, Texts
from tonetop.records.models import Record


class CompetenceRecord(Record):
    """Competence: what a role asks, what its holder has, and what is missing."""

    requirement = "7.2"
    prefix = "CR"
    group = "Steer"
    key = ("person", "role", "assessed_on")
    own_dates = ("assessed_on",)
    columns = ("ref", "person", "role", "gap", "assessed_on", "plan_due")
    title_field = "role"
    review = Every(months=12, since="assessed_on")
    deadline = Deadline("plan_due", "person")

    person = Reference("Person", label="Person")
    role = Text("Role")
    required = Texts("Required")
    held = Texts("Held")
    gap = Texts("Gap")
    assessed_on = Day("Assessed on")
    plan_due = Day("Plan due")
