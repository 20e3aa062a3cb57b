"""Findings: what audits found, why it came about, and whether it is gone."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, Text, Word
from tonetop.records.models import Record


class Finding(Record):
    """Findings: what audits found, why it came about, and whether it is gone."""

    requirement = "10.2"
    prefix = "F"
    group = "Prove"
    own_dates = ("raised_on",)
    columns = ("ref", "audit", "clause", "grade", "statement", "due", "closed_on")
    title_field = "statement"
    doer = "verified_by"
    deadline = Deadline("due", done=("closed_on",))

    audit = Reference("InternalAudit", label="Audit")
    clause = Text("Clause")
    grade = Word("major", "minor", "ofi", label="Grade")
    statement = Prose("Statement")
    evidence = Prose("Evidence")
    raised_on = Day("Raised on")
    cause = Prose("Cause")
    correction = Prose("Correction")
    action = Reference("Action", label="Action")
    due = Day("Due")
    closed_on = Day("Closed on")
    verified_by = Reference("Person", label="Verified by")
    verified_on = Day("Verified on")
    repeat_of = Reference("Finding", label="Repeat of")
    external_audit = Reference("ExternalAudit", label="External audit")
    graded_by = Reference("Person", label="Graded by")
    effective = Word("yes", "no", "unknown", label="Did the action work?")
