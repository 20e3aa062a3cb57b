"""Privacy assessments: impact (DPIA), legitimate interests (LIA) and transfers (TIA), from draft to decision."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Text, Word
from tonetop.records.models import Record

ACTED = (
    *("state", "submitted_by", "submitted_on", "dpo", "dpo_advised_on", "dpo_advice"),
    *("decided_by", "decided_on", "decision_reason"),
)
"""Fields that the acts of its page set."""


class PrivacyAssessment(Record):
    """Privacy assessments: impact (DPIA), legitimate interests (LIA) and transfers (TIA), from draft to decision."""

    requirement = "6.1.4"
    prefix = "DPA"
    group = "Prove"
    columns = ("ref", "title", "kind", "state", "owner", "decided_on", "next_due")
    doer = "decided_by"
    deadline = (Deadline("wanted_by", "owner", over=("approved", "refused")), Deadline("next_due", "owner"))

    title = Text("Title")
    kind = Word(
        "dpia",
        "lia",
        "tia",
        label="Kind",
        help="Impact, legitimate interests, or a transfer to another country.",
    )
    activities = References("ProcessingActivity", label="Activities")
    vendor = Reference("Vendor", label="Vendor")
    country = Text("Country", "Of a transfer.")
    owner = Reference("Person", label="Owner")
    wanted_by = Day("Wanted by")
    description = Prose("What is done, why and how")
    interest = Prose("Interest pursued", "Whose it is and what it is.")
    necessity = Prose("Why it is needed and in proportion")
    risks = Prose("Risks to people")
    measures = Prose("Measures")
    views = Prose("What those concerned say")
    residual_risk = Word("low", "medium", "high", label="Risk that stays")
    consultation = Word(
        "not-needed",
        "asked",
        "answered",
        label="Prior consultation",
        help="Where a high risk stays (Art. 36).",
    )
    state = Word(
        "draft",
        "submitted",
        "advised",
        "approved",
        "refused",
        label="State",
        help="Set by acts of named people on its page.",
    )
    submitted_by = Reference("Person", label="Submitted by")
    submitted_on = Day("Submitted on")
    dpo = Reference("Person", label="Advised by")
    dpo_advised_on = Day("Advised on")
    dpo_advice = Prose("Advice of the DPO")
    decided_by = Reference("Person", label="Decided by")
    decided_on = Day("Decided on")
    decision_reason = Prose("Reason of the decision")
    next_due = Day("Looked at again by")
    evidence_refs = References("Evidence", label="Evidence")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """State, advice and decision; a draft that nobody submitted may be entered as such."""
        return ACTED
