"""Asks: what is put before a person to answer, by whom, why, until when, and what follows if nobody answers."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Word
from tonetop.records.models import Record


class Ask(Record):
    """Asks: what is put before a person to answer, by whom, why, until when, and what follows if nobody answers."""

    requirement = "5.1"
    prefix = "ASK"
    group = "Steer"
    own_dates = ("asked_on",)
    columns = ("ref", "kind", "about", "asked_of", "asked_on", "due", "closed_on")
    title_field = "kind"
    doer = "asked_by"
    deadline = Deadline("due", "asked_of", done=("closed_on",))

    kind = Word("approve", "review-risk", "see", "decide", "confirm", "acknowledge", label="Kind")
    about = References("any", label="About")
    asked_of = Reference("Person", label="Asked of")
    asked_by = Reference("Person", label="Asked by")
    asked_on = Day("Asked on")
    due = Day("Due")
    why = Prose("Why now")
    if_not = Prose("If nobody answers")
    delegated_from = Reference("Person", label="Delegated from")
    closed_on = Day("Closed on")
