"""Improvements: what gets better, who pushes and pays for it, and what it brought."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Reference, Text, YesNo
from tonetop.records.models import Record


class Improvement(Record):
    """Improvements: what gets better, who pushes and pays for it, and what it brought."""

    requirement = "10.1"
    prefix = "IM"
    group = "Prove"
    own_dates = ("approved_on",)
    columns = ("ref", "title", "sponsor", "funded", "due", "completed_on", "benefit_measured")
    doer = "sponsor"
    deadline = Deadline("due", "sponsor", done=("completed_on",))

    title = Text("Title")
    source = Text("Source", "Where it came from, such as the id of an incident or a decision.")
    sponsor = Reference("Person", label="Sponsor")
    funded = YesNo("Funded")
    approved_on = Day("Approved on")
    due = Day("Due")
    completed_on = Day("Completed on")
    benefit_measured = YesNo("Benefit measured")
