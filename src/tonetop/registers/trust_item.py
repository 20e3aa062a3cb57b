"""Things of the trust page: which policy, notice, certificate, contact or document, and who published it when."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Sha256, Text, Word
from tonetop.records.models import Record

ACTED = ("handle", "matter", "shown_on", "shown_by", "ended_on", "ended_by")
"""Fields that the acts of its page set."""


class TrustItem(Record):
    """Things of the trust page: which policy, notice, certificate, contact or document, published by whom and when."""

    requirement = "7.4"
    prefix = "TRI"
    group = "Prove"
    columns = ("ref", "title", "kind", "about", "shown_on", "shown_by", "ended_on")
    doer = "shown_by"

    title = Text("Heading")
    kind = Word(
        *("policy", "notice", "certificate", "contact", "document"),
        label="Kind",
        help="A document is listed, and its text is given on request alone.",
    )
    about = Reference("DocumentVersion", "PrivacyNotice", "Certificate", "Evidence", label="What")
    note = Prose("Words beside it")
    mail = Text("Mail address", personal=True)
    phone = Text("Telephone", personal=True)
    person = Reference("Person", label="Named person", help="Of a contact; empty: nobody is named.")
    handle = Text("Part of its address", "Drawn by chance.")
    # Of what a reader sees: a thing that would show anything else than what was published is not shown.
    matter = Sha256("What was published")
    shown_on = Day("Published on")
    shown_by = Reference("Person", label="Published by")
    ended_on = Day("Taken off on")
    ended_by = Reference("Person", label="Taken off by")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """What is public: somebody saw it in a preview and published it."""
        return ACTED
