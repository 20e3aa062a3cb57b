"""Risk criteria: the versions of what counts as acceptable AI risk."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Reference, References, Text
from tonetop.records.models import Record


class RiskCriteria(Record):
    """Risk criteria: the versions of what counts as acceptable AI risk."""

    requirement = "6.1.1"
    prefix = "RC"
    group = "Govern"
    key = ("version",)
    own_dates = ("approved_on",)
    columns = ("ref", "version", "approved_by", "approved_on")
    title_field = "version"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")
    succeeds = ()

    version = Text("Version")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    contributors = References("Person", label="Contributors")
