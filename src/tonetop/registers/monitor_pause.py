"""Pauses of monitors: what is not looked at for a while, until when, why, and who said so."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, Text
from tonetop.records.models import Record


class MonitorPause(Record):
    """Pauses of monitors: what is not looked at for a while, until when, why, and who said so."""

    requirement = "9.1"
    prefix = "PAU"
    group = "Prove"
    own_dates = ("paused_on",)
    columns = ("ref", "monitor", "paused_on", "until", "paused_by", "reason")
    title_field = "monitor"
    doer = "paused_by"
    deadline = Deadline("until", "paused_by", done=("ended_on",), passes=True)

    monitor = Text("Monitor")
    paused_on = Day("Paused on")
    until = Day("Until")
    reason = Prose("Reason")
    paused_by = Reference("Person", label="Paused by")
    ended_on = Day("Ended on")
