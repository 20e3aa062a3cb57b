"""Budget lines: money asked, approved and spent, by period and purpose."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Period, Prose, Reference, Text, Word, YesNo
from tonetop.records.models import Record


class BudgetLine(Record):
    """Budget lines: money asked, approved and spent, by period and purpose."""

    requirement = "7.1"
    prefix = "BL"
    group = "Steer"
    key = ("period", "purpose")
    own_dates = ("approved_on",)
    columns = ("ref", "period", "purpose", "requested", "approved", "spent", "approved_by")
    title_field = "purpose"
    doer = "approved_by"

    period = Period("Period")
    purpose = Text("Purpose")
    requested = Number("Requested")
    approved = Number("Approved")
    spent = Number("Spent")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    evidence_ref = Reference("Evidence", label="Evidence")
    aims_split = YesNo("For the AIMS", "Whether the line is set apart for the AI management system.")
    explanation = Prose("Explanation")
    cost_centre_kind = Word(
        "business", "legal", "it", "data", "hr", "risk", "other", label="Kind of cost centre"
    )
