"""Risk treatment plans: what is done about a risk, and who accepted what remains."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Prose, Reference, Texts, Word
from tonetop.records.models import Record
from tonetop.standard.risks import OPTIONS


class RiskTreatmentPlan(Record):
    """Risk treatment plans: what is done about a risk, and who accepted what remains."""

    requirement = "6.1.3"
    prefix = "TP"
    group = "Govern"
    columns = ("ref", "risk", "option", "owner", "due", "approved_by")
    title_field = "risk"
    doer = "approved_by"
    also = ("residual_accepted_by",)
    review = Every(months=12, since="approved_on")
    deadline = Deadline("due", "owner", done=("residual_accepted_on",))

    risk = Reference("RiskAssessment", label="Risk")
    option = Word(*OPTIONS, label="Option")
    measures = Prose("What is done", personal=False)
    controls = Texts("Controls", "Of Annex A, such as A.6.2.4, or controls of your own.")
    owner = Reference("Person", label="Owner")
    due = Day("Due")
    done_on = Day("Carried out on")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    residual_accepted_by = Reference("Person", label="Residual accepted by")
    residual_accepted_on = Day("Residual accepted on")
