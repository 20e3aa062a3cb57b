"""Judgements of notices: whether a notice says a thing that an activity does, as somebody judged it, and where."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Sha256, Text, Word
from tonetop.records.models import Record


class NoticeJudgement(Record):
    """Judgements of notices: whether a notice says a thing that an activity does, as somebody judged it, and where."""

    requirement = "A.8.2"
    prefix = "NJ"
    group = "Prove"
    own_dates = ("judged_on",)
    columns = ("ref", "notice", "activity", "part", "term", "verdict", "judged_by")
    title_field = "term"
    doer = "judged_by"

    notice = Reference("PrivacyNotice", label="Notice")
    activity = Reference("ProcessingActivity", label="Activity")
    part = Word("purposes", "data_categories", "recipients", "third_countries", label="Of what")
    term = Text("What the activity says")
    verdict = Word("said", "not-said", label="Does the notice say it")
    quote = Prose("Quotation of the notice", personal=False)
    note = Prose("Why")
    sha256 = Sha256("SHA-256 of the text judged")
    judged_by = Reference("Person", label="Judged by")
    judged_on = Day("Judged on")
