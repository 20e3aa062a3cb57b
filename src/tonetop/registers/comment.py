"""Comments: what people said about a draft or a record before it was settled, kept as evidence of involvement."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Sha256
from tonetop.records.models import Record


class Comment(Record):
    """Comments: what people said about a draft or a record before it was settled, kept as evidence of involvement."""

    requirement = "5.1"
    prefix = "CMT"
    group = "Steer"
    own_dates = ("said_on",)
    columns = ("ref", "about", "said_by", "said_on", "text")
    title_field = "text"
    doer = "said_by"

    about = References("any", label="About")
    sha256 = Sha256("Text commented on", "The hash of the very text that the comment is about.")
    said_by = Reference("Person", label="Said by")
    said_on = Day("Said on")
    text = Prose("Text")
    answer = Prose("What came of it")
    answered_by = Reference("Person", label="Answered by")
    answered_on = Day("Answered on")
