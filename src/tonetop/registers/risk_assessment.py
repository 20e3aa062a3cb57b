"""AI risks: how high, how high after treatment, and who looked at them."""

from __future__ import annotations

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
