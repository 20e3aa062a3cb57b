"""Counts of what a retention rule leaves: rows that kept scans found older than the rule allows, place by place."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Reference, Text
from tonetop.records.models import Record


class RetentionCount(Record):
    """Counts of what a retention rule leaves: rows older than it allows, as kept scans counted them; no deletion."""

    requirement = "A.7.2"
    prefix = "RC"
    group = "Prove"
    own_dates = ("counted_on",)
    columns = ("ref", "rule", "place", "counted_on", "rows_overdue", "oldest_on")
    title_field = "place"

    rule = Reference("RetentionRule", label="Rule")
    system = Reference("Asset", "AISystem", label="System")
    source = Text("Source", "What was scanned.")
    place = Text("Place", "The table, file or object.")
    column = Text("Counted from", "The column of days from which the period counts.")
    counted_on = Day("Counted on")
    scan = Number("Scan", "The number of the scan that counted.")
    rows_overdue = Number("Rows overdue", "Exact, by the period as it stood on that day.")
    rows_undated = Number("Rows without a day", "Rows for which the period never ends.")
    oldest_on = Day("Oldest on")
