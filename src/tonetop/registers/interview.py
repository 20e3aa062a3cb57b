"""Interviews: whom an auditor spoke with, when, about what, and what was said."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Texts
from tonetop.records.models import Record


class Interview(Record):
    """Interviews: whom an auditor spoke with, when, about what, and what was said."""

    requirement = "9.2.1"
    prefix = "INT"
    group = "Prove"
    own_dates = ("held_on",)
    columns = ("ref", "audit", "person", "interviewer", "held_on", "clauses")
    title_field = "person"
    doer = "interviewer"

    audit = Reference("InternalAudit", "ExternalAudit", label="Audit")
    person = Reference("Person", label="Person")
    interviewer = Reference("Person", label="Interviewer")
    held_on = Day("Held on")
    clauses = Texts("Clauses")
    notes = Prose("Notes")
    evidence = References("any", label="Evidence named")
