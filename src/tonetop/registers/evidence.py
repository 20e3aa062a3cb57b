"""Evidence: what proves a fact, with its own date, its hash and where it lies."""

from __future__ import annotations

from tonetop.records.fields import Day, Reference, References, Sha256, Text, Word
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary


class Evidence(Record):
    """Evidence: what proves a fact, with its own date, its hash and where it lies."""

    requirement = "7.5"
    prefix = "EV"
    group = "Prove"
    own_dates = ("occurred_on",)
    declared = ("recorded_on",)
    columns = ("ref", "title", "kind", "occurred_on", "recorded_on", "sha256")

    kind = Word(*vocabulary("evidence_kinds"), label="Kind")
    title = Text("Title")
    occurred_on = Day("Occurred on", "The day of what it proves, not of its upload.")
    recorded_by = Reference("Person", label="Recorded by")
    source_system = Text("Source system")
    uri = Text("Address")
    sha256 = Sha256("SHA-256")
    links = References("any", label="Links")
    retain_until = Day("Retain until")
    classification = Text("Classification")
