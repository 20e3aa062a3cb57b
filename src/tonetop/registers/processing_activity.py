"""Processing activities (RoPA): which personal data is used for what, where and how long."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Amounts, Day, Prose, Reference, References, Text, Texts, Word, YesNo
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
    recipients = Texts("Recipients", may_be_none=True)
    third_countries = Texts("Third countries", may_be_none=True)
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
    business_function = Text("Business function")
    role = Word("controller", "joint-controller", "processor", label="Our role", help="Empty: controller.")
    version = Text("Version")
    controller_contact = Prose("Contact of the controller")
    representative = Prose("Representative", "Of a controller or processor outside the Union, with contact.")
    controllers = Texts("Controllers acted for", "As processor: each with its contact.")
    processing_categories = Texts(
        "Categories of processing", "As processor: controller: what is done for it."
    )
    special_categories = Texts(
        "Special categories",
        "Those of its data categories that Art. 9 or 10 GDPR protects.",
        may_be_none=True,
    )
    special_condition = Text("Condition for special categories", "Of Art. 9(2) or 10 GDPR.")
    required_categories = Texts("Categories that people have to give", "The others are optional.")
    sources = Texts("Where the data comes from")
    transfer_mechanisms = Texts(
        "Mechanism per transfer", "Country: adequacy, scc, bcr, code, certification or derogation."
    )
    contracts = References("VendorContract", label="Contracts")
    vendor_records = References("Vendor", label="Vendors on record")
    assessments = References("PrivacyAssessment", label="Assessments")
    volume = Text("How many people")
    vulnerable_subjects = YesNo("Vulnerable people")
    datasets = Texts("Datasets and columns", "System: table or table.column.")
    automated_decisions = YesNo(
        "Automated decisions", "That bind people or affect them as much (Art. 22 GDPR)."
    )
    automated_logic = Prose("How automated decisions are made")
    retention_note = Prose("Retention in words")
    validated_on = Day("Held against the systems on")
    validation_ref = Reference("Evidence", label="Proof of that")
