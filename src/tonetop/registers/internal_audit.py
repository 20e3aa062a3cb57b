"""Internal audits: what was audited when, by whom, and to whom it was told."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Text, Texts, YesNo
from tonetop.records.models import Record


class InternalAudit(Record):
    """Internal audits: what was audited when, by whom, and to whom it was told."""

    requirement = "9.2"
    prefix = "IAU"
    group = "Prove"
    own_dates = ("performed_on",)
    columns = ("ref", "planned_on", "performed_on", "clauses", "lead_auditor", "reported_on")
    title_field = "lead_auditor"
    doer = "lead_auditor"
    deadline = Deadline("planned_on", "lead_auditor", done=("performed_on",))

    programme = Reference("AuditProgramme", label="Programme")
    title = Text("Title")
    scope = Prose("Scope")
    criteria = Prose("Criteria")
    planned_on = Day("Planned on")
    frozen_from = Day(
        "Evidence frozen from", "What is audited is shown as it stood and was known on this day."
    )
    performed_on = Day("Performed on")
    clauses = Texts("Clauses")
    lead_auditor = Reference("Person", label="Lead auditor")
    auditors = References("Person", label="Auditors")
    independence_declared = YesNo("Independence declared")
    report_ref = Reference("Evidence", label="Report")
    reported_to = References("Person", label="Reported to")
    reported_on = Day("Reported on")
