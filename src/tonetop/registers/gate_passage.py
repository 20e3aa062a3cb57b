"""Gate passages: what came to a gate, and whether it was let through."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Word
from tonetop.records.models import Record


class GatePassage(Record):
    """Gate passages: what came to a gate, and whether it was let through."""

    requirement = "8.1"
    prefix = "GP"
    group = "Govern"
    own_dates = ("occurred_on",)
    columns = ("ref", "gate", "subject", "occurred_on", "outcome", "decided_by")
    title_field = "outcome"
    doer = "decided_by"
    deadline = (
        Deadline("waiver_expires_on", "decided_by"),
        Deadline("conditions_due", "conditions_owner", done=("conditions_met_on",)),
    )

    gate = Reference("ProcessGate", label="Gate")
    subject = Reference(
        "AISystem",
        "Asset",
        "Decision",
        label="Subject",
        help="The AI system, asset or decision that came to the gate.",
    )
    occurred_on = Day("Occurred on")
    outcome = Word("passed", "conditional", "rejected", "waived", label="Outcome")
    evidence_refs = References("Evidence", label="Evidence")
    decided_by = Reference("Person", label="Decided by")
    conditions = Prose("Conditions", "What has to be met when it passes with conditions.", personal=False)
    conditions_owner = Reference("Person", label="Conditions met by")
    conditions_due = Day("Conditions due", "The gate is shut when they are not met by then.")
    conditions_met_on = Day("Conditions met on")
    waiver_reason = Prose("Waiver reason")
    waiver_cause = Word(
        "launch-date", "revenue", "customer-pressure", "emergency-fix", "other", label="Waiver cause"
    )
    waiver_expires_on = Day("Waiver expires on")
