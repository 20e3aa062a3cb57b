"""Requirements of other frameworks: what a standard, a law or a rule of one's own asks, and what here backs it."""

from __future__ import annotations

from tonetop.records.fields import Prose, Text, Texts, Word
from tonetop.records.models import Record


class FrameworkRequirement(Record):
    """Requirements of other frameworks: what a standard, a law or a rule of one's own asks, and what here backs it."""

    requirement = "4.2"
    prefix = "FR"
    group = "Govern"
    key = ("framework", "number")
    columns = ("ref", "framework", "number", "title", "backed_by", "status")
    title_field = "title"

    framework = Text("Framework")
    number = Text("Number")
    title = Text("Title")
    part = Text("Part")
    statement = Prose("Statement", "In your own words where the text may not be copied.")
    backed_by = Texts("Backed by", "Clauses and controls of ISO/IEC 42001, such as 5.2 or A.7.")
    status = Word("active", "withdrawn", label="Status")
