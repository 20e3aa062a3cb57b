"""Statement of Applicability: each control, whether it applies, why, and how far it is."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Prose, Reference, References, Text, Word, YesNo
from tonetop.records.models import Record


class SoAEntry(Record):
    """Statement of Applicability: each control, whether it applies, why, and how far it is."""

    requirement = "6.1.3"
    prefix = "SOA"
    group = "Govern"
    key = ("control",)
    own_dates = ("approved_on",)
    columns = ("ref", "control", "applicable", "status", "owner", "justification")
    title_field = "control"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")

    control = Text("Control")
    applicable = YesNo("Applicable")
    justification = Prose("Justification")
    status = Word("not-started", "partial", "implemented", label="Status")
    owner = Reference("Person", label="Owner")
    evidence_refs = References("Evidence", label="Evidence")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
