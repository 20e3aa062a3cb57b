"""Risk treatment plans: what is done about a risk, and who accepted what remains."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Reference, Texts, Word
from tonetop.records.models import Record


class RiskTreatmentPlan(Record):
    """Risk treatment plans: what is done about a risk, and who accepted what remains."""

    requirement = "6.1.3"
    prefix = "TP"
    group = "Govern"
    columns = ("ref", "risk", "option", "owner", "due", "approved_by")
    title_field = "risk"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")
    deadline = Deadline("due", "owner", done=("residual_accepted_on",))

    risk = Reference("RiskAssessment", label="Risk")
    option = Word("avoid", "reduce", "share", "accept", label="Option")
    controls = Texts("Controls")
    owner = Reference("Person", label="Owner")
    due = Day("Due")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    residual_accepted_by = Reference("Person", label="Residual accepted by")
    residual_accepted_on = Day("Residual accepted on")
