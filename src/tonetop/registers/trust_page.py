"""The public trust page: whether it is open to everybody, since when and by whom, and the words at its top."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Sha256
from tonetop.records.models import Record


class TrustPage(Record):
    """Trust page: whether what the organisation shows in public is open, since when and by whom."""

    requirement = "7.4"
    prefix = "TRP"
    group = "Prove"
    own_dates = ("opened_on",)
    columns = ("ref", "opened_on", "opened_by", "closed_on", "closed_by")
    title_field = "ref"
    doer = "opened_by"

    introduction = Prose("Words at the top")
    matter = Sha256("What was published of them")
    opened_on = Day("Open since")
    opened_by = Reference("Person", label="Opened by")
    closed_on = Day("Closed on")
    closed_by = Reference("Person", label="Closed by")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Whether it is open, and which words are public: what a preview was shown of."""
        return ("matter", "opened_on", "opened_by", "closed_on", "closed_by")
