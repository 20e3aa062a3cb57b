"""Deletion runs: what a retention rule removed, and how old the oldest record left is."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Reference, Sha256
from tonetop.records.models import Record


class DeletionRun(Record):
    """Deletion runs: what a retention rule removed, and how old the oldest record left is."""

    requirement = "A.7.2"
    prefix = "DR"
    group = "Prove"
    own_dates = ("run_on",)
    columns = ("ref", "rule", "system", "run_on", "records_due", "records_deleted")
    title_field = "rule"

    rule = Reference("RetentionRule", label="Rule")
    system = Reference("Asset", "AISystem", label="System")
    run_on = Day("Run on")
    records_due = Number("Records due")
    records_deleted = Number("Records deleted")
    oldest_remaining_on = Day("Oldest remaining on")
    evidence_ref = Reference("Evidence", label="Evidence")
    sha256 = Sha256("SHA-256")
