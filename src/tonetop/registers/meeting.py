"""Meetings: management reviews, risk reviews and others, with what was put before them."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Inputs, Number, Reference, Word
from tonetop.records.models import Record
from tonetop.standard.catalogue import review_inputs


class Meeting(Record):
    """Meetings: management reviews, risk reviews and others, with what was put before them."""

    requirement = "9.3"
    prefix = "MT"
    group = "Steer"
    own_dates = ("held_on",)
    columns = ("ref", "kind", "held_on", "planned_on", "minutes_ref", "minutes_approved_on")
    title_field = "kind"
    doer = "minutes_approved_by"
    deadline = Deadline("planned_on", done=("held_on",))

    kind = Word(
        "management-review", "steering", "board", "risk-review", "strategy", "one-to-one", label="Kind"
    )
    body = Reference("Body", label="Body")
    planned_on = Day("Planned on")
    held_on = Day("Held on")
    minutes_ref = Reference("Evidence", label="Minutes")
    minutes_approved_by = Reference("Person", label="Minutes approved by")
    minutes_approved_on = Day("Minutes approved on")
    duration_min = Number("Length in minutes")
    inputs = Inputs(
        *review_inputs(), label="Inputs", help="Which records were put before the meeting, by input."
    )
