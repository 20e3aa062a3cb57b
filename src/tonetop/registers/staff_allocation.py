"""Staff allocations: posts needed and filled, by role and period."""

from __future__ import annotations

from tonetop.records.fields import Number, Period, Reference, Text
from tonetop.records.models import Record


class StaffAllocation(Record):
    """Staff allocations: posts needed and filled, by role and period."""

    requirement = "7.1"
    prefix = "SA"
    group = "Steer"
    key = ("role", "period")
    columns = ("ref", "role", "period", "fte_required", "fte_filled")
    title_field = "role"
    doer = "approved_by"

    role = Text("Role")
    fte_required = Number("Posts needed (FTE)")
    fte_filled = Number("Posts filled (FTE)")
    period = Period("Period")
    approved_by = Reference("Person", label="Approved by")
