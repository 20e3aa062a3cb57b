"""Retention rules: how long a category of data is kept in a system, and how that is enforced."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Number, Prose, Reference, Text, Word
from tonetop.records.models import Record


class RetentionRule(Record):
    """Retention rules: how long a category of data is kept in a system, and how that is enforced."""

    requirement = "A.7.2"
    prefix = "RET"
    group = "Prove"
    own_dates = ("approved_on",)
    columns = ("ref", "data_category", "system", "period_days", "enforcement")
    title_field = "data_category"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")

    data_category = Text("Data category")
    system = Reference("Asset", "AISystem", label="System")
    period_days = Number("Period days")
    legal_ground = Text("Legal ground")
    enforcement = Word("automatic", "manual", "none", label="Enforcement")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    trigger = Text("Trigger column", "Where the period begins: table.column, or modified for files.")
    action = Word("delete", "anonymise", "archive", label="What happens then")
    citation = Text("Citation")
    hold_since = Day("Hold since", "While it is held nothing is deleted under the rule.")
    hold_reason = Prose("Reason of the hold")
