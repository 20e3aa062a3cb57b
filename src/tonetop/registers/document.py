"""Documents: what the organisation says in writing, whose it is, and for whom."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Reference, Text, Texts, Word
from tonetop.records.models import Record


class Document(Record):
    """Documents: what the organisation says in writing, whose it is, and for whom."""

    requirement = "7.5"
    prefix = "DOC"
    group = "Govern"
    own_dates = ("begun_on",)
    columns = ("ref", "title", "kind", "owner", "audience", "retired_on")
    review = Every(months=12, since="begun_on")

    title = Text("Title")
    kind = Word("policy", "procedure", "plan", "guideline", "report", "other", label="Kind")
    owner = Reference("Person", label="Owner")
    begun_on = Day("Begun on")
    audience = Texts("Audience", "Units that must know it, or all.")
    retired_on = Day("Retired on")
    retired_by = Reference("Person", label="Retired by")
    replaced_by = Reference("Document", label="Replaced by")
