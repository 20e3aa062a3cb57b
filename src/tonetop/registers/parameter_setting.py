"""Parameter settings: where the organisation judges by another number than the catalogue, why, and by whose word."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Prose, Reference, Word
from tonetop.records.models import Record
from tonetop.standard.catalogue import parameters


class ParameterSetting(Record):
    """Parameter settings: where the organisation judges by another number than the catalogue, and why."""

    requirement = "4.4"
    prefix = "PS"
    group = "Govern"
    key = ("parameter",)
    own_dates = ("approved_on",)
    columns = ("ref", "parameter", "value", "approved_by", "approved_on")
    title_field = "parameter"
    doer = "approved_by"

    parameter = Word(*parameters(), label="Parameter")
    value = Number("Value", "Days, or a share from 0 to 1.")
    reason = Prose("Reason", "Why the catalogue's number does not fit.")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
