"""Bodies: boards, committees and forums, their mandate, who sits on them, and which functions must be there."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Prose, Reference, References, Text, Word, Words
from tonetop.records.models import Record

FUNCTIONS = ("business", "legal", "it", "data", "hr", "risk", "other")


class Body(Record):
    """Bodies: boards, committees and forums, their mandate, who sits on them, and which functions must be there."""

    requirement = "5.3"
    prefix = "BODY"
    group = "Steer"
    own_dates = ("valid_from",)
    columns = ("ref", "name", "kind", "chair", "meets_every", "valid_from")
    title_field = "name"

    name = Text("Name")
    kind = Word("board", "executive", "forum", "committee", "other", label="Kind")
    mandate = Prose("Mandate")
    reports_to = Reference("Body", label="Reports to")
    chair = Reference("Person", label="Chair")
    deputy = Reference("Person", label="Deputy chair")
    members = References("Person", label="Members")
    functions = Words(*FUNCTIONS, label="Functions that must be there")
    meets_every = Number("Meets every (months)")
    appointed_in = Reference("Meeting", "Decision", "Evidence", label="Appointed by")
    valid_from = Day("Valid from")
    valid_to = Day("Valid to")
