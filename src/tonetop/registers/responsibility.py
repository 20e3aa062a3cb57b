"""Responsibilities: for each activity the one who answers for it, who does it, who is asked and who is told."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Reference, References, Text
from tonetop.records.models import Record


class Responsibility(Record):
    """Responsibilities: for each activity the one who answers for it, who does it, who is asked and who is told."""

    requirement = "5.3"
    prefix = "RACI"
    group = "Steer"
    own_dates = ("settled_on",)
    columns = ("ref", "activity", "accountable", "responsible", "consulted", "informed")
    title_field = "activity"
    doer = "settled_by"
    review = Every(months=12, since="settled_on")

    activity = Text("Activity")
    item = Text("Requirement", "The clause or control that asks for it.")
    about = References("any", label="About")
    accountable = Reference("Person", label="Accountable", help="One person; it cannot be handed over.")
    responsible = References("Person", label="Responsible")
    consulted = References("Person", label="Consulted")
    informed = References("Person", label="Informed")
    settled_by = Reference("Person", label="Settled by")
    settled_on = Day("Settled on")
