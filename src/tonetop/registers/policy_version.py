"""Policies: each version with its approver, signature, principles and where it is published."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Reference, Text, Word, Words, YesNo
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary


class PolicyVersion(Record):
    """Policies: each version with its approver, signature, principles and where it is published."""

    requirement = "5.2"
    prefix = "POL"
    group = "Govern"
    own_dates = ("approved_on",)
    columns = ("ref", "kind", "version", "approved_by", "approved_on", "effective_from")
    title_field = "version"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")
    deadline = Deadline("next_review_due", "approved_by")
    succeeds = ("kind",)

    kind = Word("ai", "privacy", "security", "other", label="Kind")
    version = Text("Version")
    principles = Words(*vocabulary("principles"), label="Principles")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    signature_ref = Reference("Evidence", label="Signature")
    effective_from = Day("Effective from")
    next_review_due = Day("Next review due")
    internal_url = Text("Internal address")
    external_url = Text("Public address")
    public = YesNo("Public")
    supersedes = Reference("PolicyVersion", label="Supersedes")
