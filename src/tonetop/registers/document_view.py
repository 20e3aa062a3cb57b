"""Views of documents: by which approved request something was seen, on which day and at which time."""

from __future__ import annotations

from tonetop.records.fields import Day, Reference, Sha256, Text
from tonetop.records.models import Record


class DocumentView(Record):
    """Views of documents: by which approved request something was seen, on which day and at which time."""

    requirement = "7.4"
    prefix = "DVW"
    group = "Prove"
    own_dates = ("viewed_on",)
    columns = ("ref", "request", "item", "viewed_on", "viewed_at")
    title_field = "ref"

    request = Reference("DocumentRequest", label="Request")
    item = Reference("TrustItem", label="Document")
    viewed_on = Day("Seen on")
    viewed_at = Text("Time", "By the clock of the organisation.")
    sha256 = Sha256("SHA-256 of what was given")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Everything: opening a link writes it, and nothing else."""
        return tuple(cls.shape().fields)
