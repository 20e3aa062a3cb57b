"""Vendor contracts: what was agreed with whom, from when to when, and by when to give notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Text, Texts, Word, YesNo
from tonetop.records.models import Record


class VendorContract(Record):
    """Vendor contracts: what was agreed with whom, from when to when, and by when to give notice."""

    requirement = "A.10.3"
    prefix = "CTR"
    group = "Prove"
    own_dates = ("signed_on",)
    columns = ("ref", "title", "vendor", "kind", "signed_on", "valid_to", "notice_due")
    deadline = (
        Deadline("notice_due", "owner", done=("ended_on",), passes=True),
        Deadline("valid_to", "owner", done=("ended_on",)),
    )

    title = Text("Title")
    vendor = Reference("Vendor", label="Vendor")
    kind = Word(
        *(
            "processing",
            "joint-controllers",
            "transfer-clauses",
            "services",
            "licence",
            "confidentiality",
            "other",
        ),
        label="Kind",
        help="Processing: the contract of Art. 28(3) GDPR.",
    )
    signed_on = Day("Signed on")
    valid_from = Day("Valid from")
    valid_to = Day("Valid until")
    notice_due = Day("Notice by")
    renews = YesNo("Renews by itself")
    subject = Prose("What it covers")
    data_categories = Texts("Data categories")
    subprocessing = Word("none", "with-consent", "with-notice", "free", label="Sub-processors")
    owner = Reference("Person", label="Owner")
    evidence_refs = References("Evidence", label="Evidence")
    ended_on = Day("Ended on")

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """A contract that ends before it begins binds nobody."""
        begins, ends = values.get("valid_from"), values.get("valid_to")
        if begins and ends and ends < begins:
            yield f"it is valid until {ends}, before it is valid from {begins}"
