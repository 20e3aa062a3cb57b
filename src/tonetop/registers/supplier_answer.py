"""Answers of suppliers: what each question of an assessment was answered with, by whom, on what evidence."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Word
from tonetop.records.models import Record
from tonetop.standard.suppliers import ANSWERS, questions


class SupplierAnswer(Record):
    """Answers of suppliers: what each question of an assessment was answered with, and what follows."""

    requirement = "A.10.3"
    prefix = "SQ"
    group = "Prove"
    own_dates = ("answered_on",)
    columns = ("ref", "vendor", "question", "answer", "answered_on", "answered_by", "action")
    title_field = "question"
    doer = "answered_by"

    vendor = Reference("Vendor", label="Vendor")
    question = Word(*(one.id for one in questions()), label="Question")
    answer = Word(*ANSWERS, label="Answer")
    note = Prose("Note")
    evidence_refs = References("Evidence", label="Evidence")
    answered_by = Reference("Person", label="Answered by")
    answered_on = Day("Answered on")
    action = Reference("Action", label="Action")
