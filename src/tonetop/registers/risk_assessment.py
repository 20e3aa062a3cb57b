"""AI risks: how high, how high after treatment, and who looked at them."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Reference, References, Word
from tonetop.records.models import Record


class RiskAssessment(Record):
    """AI risks: how high, how high after treatment, and who looked at them."""

    requirement = "6.1.2"
    prefix = "R"
    group = "Govern"
    own_dates = ("performed_on",)
    columns = ("ref", "subject", "inherent", "residual", "status", "performed_on", "reviewed_on")
    title_field = "subject"
    doer = "performed_by"
    review = Every(months=12, since="performed_on")
    succeeds = ("subject",)

    subject = Reference("AISystem", "Asset", "Decision", label="Subject")
    performed_on = Day("Performed on")
    performed_by = Reference("Person", label="Performed by")
    inherent = Word("low", "medium", "high", "critical", label="Inherent")
    residual = Word("low", "medium", "high", "critical", label="Residual")
    status = Word("draft", "approved", "closed", label="Status")
    reviewed_by = References("Person", label="Reviewed by")
    reviewed_on = Day("Reviewed on")
