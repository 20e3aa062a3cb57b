"""Results of monitors: when something was looked at, whether it held, and why or why it could not be told."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Text, Word
from tonetop.records.models import Record
from tonetop.standard.monitored import STATES


class MonitorResult(Record):
    """Results of monitors: when something was looked at, whether it held, and why or why it could not be told."""

    requirement = "9.1"
    prefix = "MON"
    group = "Prove"
    own_dates = ("checked_on",)
    columns = ("ref", "monitor", "checked_on", "state", "why")
    title_field = "monitor"

    monitor = Text("Monitor")
    checked_on = Day("Checked on")
    checked_at = Text("Time (UTC)")
    state = Word(*STATES, label="State")
    why = Prose("Why")
