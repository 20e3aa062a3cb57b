"""People: who they are, in which unit, and from when to when they belong to top management."""

from __future__ import annotations

from tonetop.records.fields import Day, Text, Word, YesNo
from tonetop.records.models import Record


class Person(Record):
    """People: who they are, in which unit, and from when to when they belong to top management."""

    requirement = "5.3"
    prefix = "P"
    group = "Steer"
    own_dates = ("valid_from",)
    columns = ("ref", "name", "title", "org_unit", "is_top_management")
    title_field = "name"

    name = Text("Name", personal=True)
    title = Text("Title", personal=True)
    org_unit = Text("Unit")
    unit_kind = Word(
        "business",
        "legal",
        "it",
        "data",
        "hr",
        "risk",
        "other",
        label="Kind of unit",
        help="What kind of work the unit does; forums and gate ownership are judged by it.",
    )
    is_top_management = YesNo(
        "Top management",
        "Whether the person directs the organisation at the highest level; rank counts on the day of each act.",
    )
    valid_from = Day("Valid from")
    valid_to = Day("Valid to")
