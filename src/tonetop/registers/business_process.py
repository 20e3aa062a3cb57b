"""Business processes: the normal work into which AIMS steps are built."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Reference, Text, Word, YesNo
from tonetop.records.models import Record


class BusinessProcess(Record):
    """Business processes: the normal work into which AIMS steps are built."""

    requirement = "8.1"
    prefix = "BP"
    group = "Govern"
    columns = ("ref", "name", "kind", "owner", "touches_ai")
    title_field = "name"
    review = Every(months=12)

    name = Text("Name")
    kind = Word(
        "procurement", "product-development", "operations", "change", "hr", "incident", "other", label="Kind"
    )
    owner = Reference("Person", label="Owner")
    touches_ai = YesNo("Touches ai")
