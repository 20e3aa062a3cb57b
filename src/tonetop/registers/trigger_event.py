"""Trigger events: changes of law, strategy or scope that ask for a fresh look."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Word
from tonetop.records.models import Record


class TriggerEvent(Record):
    """Trigger events: changes of law, strategy or scope that ask for a fresh look."""

    requirement = "4.1"
    prefix = "TE"
    group = "Steer"
    own_dates = ("occurred_on",)
    columns = ("ref", "kind", "occurred_on", "summary", "assessed_on")
    title_field = "summary"
    doer = "assessed_by"

    kind = Word("law", "incident", "strategy", "scope", "audit", "other", label="Kind")
    occurred_on = Day("Occurred on")
    summary = Prose("Summary")
    assessed_on = Day("Assessed on")
    assessed_by = Reference("Person", label="Assessed by")
