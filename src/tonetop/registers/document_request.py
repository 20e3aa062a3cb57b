"""Requests for documents: who asks for what the trust page lists, what was decided, and until when the link is good."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Sha256, Text, Word
from tonetop.records.models import Record

PERSONAL = ("name", "organisation", "mail", "reason")
"""What a visitor said of themselves; it is erased when it is needed no more."""


class DocumentRequest(Record):
    """Requests for documents: who asks for what the trust page lists, what was decided, until when the link is good."""

    requirement = "7.4"
    prefix = "DRQ"
    group = "Prove"
    own_dates = ("asked_on",)
    columns = ("ref", "item", "asked_on", "outcome", "decided_by", "expires_on", "revoked_on")
    title_field = "ref"
    doer = "decided_by"

    item = Reference("TrustItem", label="Document")
    name = Text("Name", personal=True)
    organisation = Text("Organisation", personal=True)
    mail = Text("Mail address", personal=True)
    reason = Prose("What for", personal=True)
    language = Text("Language")
    asked_on = Day("Asked on")
    answer_due = Day("Answer wanted by")
    outcome = Word("approved", "declined", label="Outcome")
    decided_on = Day("Decided on")
    decided_by = Reference("Person", label="Decided by")
    decision_reason = Prose("Reason")
    expires_on = Day("Link good until")
    link = Sha256("Hash of the link's secret")
    sent_on = Day("Mail sent on")
    revoked_on = Day("Taken back on")
    revoked_by = Reference("Person", label="Taken back by")
    forgotten_on = Day("Personal data erased on")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Everything: a visitor asks, and what comes of it are acts."""
        return tuple(cls.shape().fields)
