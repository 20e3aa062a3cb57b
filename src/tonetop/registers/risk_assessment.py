"""AI risks: how high, how high after treatment, and who looked at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Prose, Reference, References, Text, Word
from tonetop.records.models import Record
from tonetop.standard.risks import LEVELS, LIKELIHOODS, SEVERITIES


class RiskAssessment(Record):
    """AI risks: how high, how high after treatment, and who looked at them."""

    requirement = "6.1.2"
    prefix = "R"
    group = "Govern"
    own_dates = ("performed_on",)
    columns = ("ref", "subject", "inherent", "residual", "status", "performed_on", "reviewed_on")
    title_field = "subject"
    doer = "performed_by"
    also = ("approved_by",)
    review = Every(months=12, since="performed_on")
    succeeds = ("subject",)

    title = Text("What may happen")
    subject = Reference("AISystem", "Asset", "Decision", label="Subject")
    performed_on = Day("Performed on")
    performed_by = Reference("Person", label="Performed by")
    owner = Reference(
        "Person", label="Owner", help="Who answers for the risk; none: whoever answers for the subject."
    )
    description = Prose("Why, and whom it hits", personal=False)
    likelihood = Word(*LIKELIHOODS, label="How likely")
    severity = Word(*SEVERITIES, label="How grave")
    inherent = Word(*LEVELS, label="Inherent")
    likelihood_after = Word(*LIKELIHOODS, label="How likely after treatment")
    severity_after = Word(*SEVERITIES, label="How grave after treatment")
    residual = Word(*LEVELS, label="Residual")
    criteria = Text("Criteria", "The version of the risk criteria by which it was judged.")
    status = Word("draft", "approved", "closed", label="Status")
    reviewed_by = References("Person", label="Reviewed by")
    reviewed_on = Day("Reviewed on")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    closing_by = Reference("Person", label="Closed by")
    closing_on = Day("Closed on")
    closing_reason = Prose("Why it is closed")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Who closed it is told by their act alone."""
        return ("closing_by", "closing_on", "closing_reason") if last is not None else ()

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """A risk that is gone keeps no gate shut, so nobody lets their own go alone."""
        held: Any = last
        if held is None:
            return ""
        if held.status == "closed":
            return "it is closed; record a new risk" if values.get("status") != "closed" else ""
        if values.get("status") == "closed" or (values.get("withdrawn_on") and not held.withdrawn_on):
            return "another person than its owner closes a risk, with a reason, on its page"
        if held.subject and values.get("subject") != held.subject:
            return "it stays with what it is about; record a new risk, and have this one closed"
        return ""
