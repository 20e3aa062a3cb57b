"""Field inventory: each field of a system with personal data, and whether it is needed."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Number, Prose, Reference, Text, Word
from tonetop.records.models import Record


class FieldInventory(Record):
    """Field inventory: each field of a system with personal data, and whether it is needed."""

    requirement = "A.7.2"
    prefix = "FI"
    group = "Prove"
    key = ("system", "field")
    own_dates = ("reviewed_on",)
    columns = ("ref", "system", "field", "data_category", "needed", "reviewed_on")
    title_field = "field"
    review = Every(months=12, since="reviewed_on")

    system = Reference("Asset", "AISystem", label="System")
    field = Text("Field")
    data_category = Text("Data category")
    purpose = Text("Purpose")
    needed = Word(
        "yes", "no", "unknown", label="Needed", help="Whether the purpose can be reached without the field."
    )
    reviewed_on = Day("Reviewed on")
    removed_on = Day("Removed on")
    justification = Prose("Justification")
    found_on = Day("Found on", "The day of the scan that found it; empty where people listed it.")
    found_in = Text("Found in", "The source that was scanned.")
    scan = Number("Scan", "The number of the scan that found it.")
