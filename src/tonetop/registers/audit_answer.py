"""Audit answers: what an auditor noted to each question of a checklist, and on which evidence."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Text, Word
from tonetop.records.models import Record


class AuditAnswer(Record):
    """Audit answers: what an auditor noted to each question of a checklist, and on which evidence."""

    requirement = "9.2.1"
    prefix = "AA"
    group = "Prove"
    key = ("audit", "question")
    own_dates = ("noted_on",)
    columns = ("ref", "audit", "clause", "question", "seen", "noted_on")
    title_field = "question"
    doer = "noted_by"

    audit = Reference("InternalAudit", label="Audit")
    question = Text("Question", "The key of the question in the checklist.")
    clause = Text("Clause or control")
    asked = Prose("Question as asked")
    seen = Word("answered", "in-part", "not-answered", "not-asked", label="Answered?")
    note = Prose("Note")
    evidence = References("any", label="Evidence")
    noted_by = Reference("Person", label="Noted by")
    noted_on = Day("Noted on")
