"""Audit programmes: what is to be audited in a period, by which thinking about risk, approved by whom."""

from __future__ import annotations

from tonetop.records.fields import Day, Period, Prose, Reference, References, Text
from tonetop.records.models import Record


class AuditProgramme(Record):
    """Audit programmes: what is to be audited in a period, by which thinking about risk, approved by whom."""

    requirement = "9.2.2"
    prefix = "AP"
    group = "Prove"
    own_dates = ("drawn_up_on",)
    columns = ("ref", "title", "period", "approved_by", "approved_on")
    doer = "approved_by"

    title = Text("Title")
    period = Period("Period")
    drawn_up_on = Day("Drawn up on")
    objectives = Prose("Objectives")
    reasoning = Prose("Reasoning", "Importance of processes, results of earlier audits, changes.")
    audits = References("InternalAudit", label="Audits")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
