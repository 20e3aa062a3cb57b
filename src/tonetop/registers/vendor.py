"""Vendors: who supplies systems or processes personal data for us, where, and when they are looked at again."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Prose, Reference, References, Text, Texts, Word, YesNo
from tonetop.records.models import Record


class Vendor(Record):
    """Vendors: who supplies systems or processes personal data for us, where, and when they are looked at again."""

    requirement = "A.10.3"
    prefix = "VEN"
    group = "Prove"
    columns = ("ref", "name", "role", "country", "owner", "assessed_on", "reassess_due")
    title_field = "name"
    doer = "assessed_by"
    review = Every(months=12, since="assessed_on")
    deadline = Deadline("reassess_due", "owner", done=("retired_on",))

    name = Text("Name", "As the record of processing and the assets name it.")
    role = Word(
        *("processor", "sub-processor", "joint-controller", "independent-controller", "other"),
        label="Role",
        help="What it is to the personal data that it gets.",
    )
    service = Text("What it does")
    country = Text("Country", "Where it processes; one more country stands under further countries.")
    countries = Texts("Further countries")
    contact = Prose("Contact")
    subprocessors = Texts("Sub-processors")
    certificates = Texts("Certificates")
    uses_ai = YesNo("Uses AI")
    owner = Reference("Person", label="Owner")
    risk = Word("low", "medium", "high", label="Risk")
    assessed_by = Reference("Person", label="Assessed by")
    assessed_on = Day("Assessed on")
    outcome = Word("suitable", "suitable-with-conditions", "not-suitable", label="Outcome")
    conditions = Prose("Conditions")
    reassess_due = Day("Assessed again by")
    evidence_refs = References("Evidence", label="Evidence")
    retired_on = Day("Ended on")
