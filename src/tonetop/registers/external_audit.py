"""External audits: what a certification body or customer audited, when, and with which outcome."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, Text, Texts, Word
from tonetop.records.models import Record


class ExternalAudit(Record):
    """External audits: what a certification body or customer audited, when, and with which outcome."""

    requirement = "9.2"
    prefix = "XA"
    group = "Prove"
    own_dates = ("held_on",)
    columns = ("ref", "kind", "body", "held_on", "outcome")
    title_field = "kind"
    deadline = Deadline("planned_on", done=("held_on",))

    kind = Word(
        "stage-1", "stage-2", "surveillance", "recertification", "special", "customer", "other", label="Kind"
    )
    body = Text("Audited by", "The certification body or customer.")
    lead = Text("Lead auditor", personal=True)
    planned_on = Day("Planned on")
    frozen_from = Day(
        "Evidence frozen from", "What is audited is shown as it stood and was known on this day."
    )
    held_on = Day("Held on")
    ended_on = Day("Until")
    clauses = Texts("Clauses")
    scope = Prose("Scope")
    outcome = Word("recommended", "recommended-after-action", "not-recommended", "none", label="Outcome")
    report_ref = Reference("Evidence", label="Report")
    next_due = Day("Next due")
