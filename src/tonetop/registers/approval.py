"""Approvals: the answer that a person gave to what was put before them, and to exactly which version of it."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Prose, Reference, References, Sha256, Text, Word, YesNo
from tonetop.records.models import Record


class Approval(Record):
    """Approvals: the answer that a person gave to what was put before them, and to exactly which version of it.

    sha256 is the hash of what was shown: of a document its text, of another record its plain form in canonical JSON.
    It lapses visibly when what it names is not what holds any more.
    """

    requirement = "5.1"
    prefix = "APP"
    group = "Steer"
    own_dates = ("answered_on",)
    columns = ("ref", "about", "answer", "answered_by", "answered_on", "signed")
    title_field = "answer"
    doer = "answered_by"
    signed_field = "signed"

    about = References("any", label="About")
    version = Number("Version", "Which version of the record was shown.")
    sha256 = Sha256("SHA-256 of what was shown")
    answer = Word(
        "approved", "approved-with-comment", "sent-back", "declined", "seen", "delegated", label="Answer"
    )
    comment = Prose("Comment")
    answered_by = Reference("Person", label="Answered by")
    answered_on = Day("Answered on")
    rank = Text("Rank on that day")
    delegated_to = Reference("Person", label="Delegated to")
    on_behalf_of = Reference("Person", label="On behalf of")
    signed = YesNo("Signed with a passkey")
    ask = Reference("Ask", label="Asked in")
