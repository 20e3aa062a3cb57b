"""Acknowledgements: who said of which version that they know it, and when."""

from __future__ import annotations

from tonetop.records.fields import Day, Reference
from tonetop.records.models import Record


class Acknowledgement(Record):
    """Acknowledgements: who said of which version that they know it, and when."""

    requirement = "7.3"
    prefix = "ACK"
    group = "Prove"
    key = ("version", "person")
    own_dates = ("acknowledged_on",)
    columns = ("ref", "version", "person", "acknowledged_on")
    title_field = "person"
    doer = "person"

    version = Reference("DocumentVersion", label="Version")
    person = Reference("Person", label="Person")
    acknowledged_on = Day("Acknowledged on")
