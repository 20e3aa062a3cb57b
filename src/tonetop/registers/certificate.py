"""Certificates: what a body attests, in which scope, from when to when, and whether it was paused or taken back."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, Text, Word
from tonetop.records.models import Record


class Certificate(Record):
    """Certificates: what a body attests, in which scope, from when to when, and whether it was paused or taken back."""

    requirement = "4.4"
    prefix = "CRT"
    group = "Prove"
    own_dates = ("issued_on",)
    columns = ("ref", "number", "body", "issued_on", "valid_until", "state")
    title_field = "number"
    deadline = Deadline("valid_until", over=("taken-back", "lapsed"))

    number = Text("Number")
    norm = Text("Norm")
    body = Text("Issued by")
    scope = Prose("Scope")
    audit = Reference("ExternalAudit", label="After")
    issued_on = Day("Issued on")
    valid_until = Day("Valid until")
    state = Word("valid", "paused", "taken-back", "lapsed", label="State")
    evidence_ref = Reference("Evidence", label="File")
