"""Processing activities (RoPA): which personal data is used for what, where and how long."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Amounts, Day, Prose, Reference, References, Text, Texts, YesNo
from tonetop.records.models import Record


class ProcessingActivity(Record):
    """Processing activities (RoPA): which personal data is used for what, where and how long."""

    requirement = "A.7.2"
    prefix = "RP"
    group = "Prove"
    columns = ("ref", "name", "owner", "purposes", "high_risk", "last_reviewed_on")
    title_field = "name"
    review = Every(months=12, since="last_reviewed_on")
    deadline = Deadline("next_review_due", "owner")

    name = Text("Name")
    controller = Text("Controller")
    joint_controllers = Texts("Joint controllers")
    dpo_contact = Prose("Contact of the DPO")
    purposes = Texts("Purposes")
    legal_basis = Text("Legal basis")
    subject_categories = Texts("Subject categories")
    data_categories = Texts("Data categories")
    recipients = Texts("Recipients")
    third_countries = Texts("Third countries")
    safeguards = Prose("Safeguards")
    erasure_limits = Amounts("Erasure limits (days)")
    security_summary = Prose("Security summary")
    systems = References("Asset", "AISystem", label="Systems")
    vendors = Texts("Vendors")
    evidence_refs = References("Evidence", label="Evidence")
    owner = Reference("Person", label="Owner")
    high_risk = YesNo("High risk")
    last_reviewed_on = Day("Last reviewed on")
    next_review_due = Day("Next review due")
