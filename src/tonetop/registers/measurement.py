"""Measurements: what an objective came to on a day, and which meeting saw it."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Period, Reference, Word
from tonetop.records.models import Record


class Measurement(Record):
    """Measurements: what an objective came to on a day, and which meeting saw it."""

    requirement = "9.1"
    prefix = "M"
    group = "Steer"
    key = ("kpi", "measured_on")
    own_dates = ("measured_on",)
    columns = ("ref", "kpi", "measured_on", "value", "status", "presented_in")
    title_field = "status"

    kpi = Reference("AIObjective", label="Objective")
    value = Number("Value", signed=True)
    measured_on = Day("Measured on")
    period = Period("Period")
    status = Word("green", "amber", "red", label="Status")
    presented_in = Reference("Meeting", label="Presented in")
    presented_on = Day("Presented on")
