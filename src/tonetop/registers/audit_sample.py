"""Audit samples: what was drawn from which frozen population, by which seed, and why so many."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Prose, Reference, Sha256, Text, Texts
from tonetop.records.models import Record


class AuditSample(Record):
    """Audit samples: what was drawn from which frozen population, by which seed, and why so many.

    Whoever has the population, the seed and the size draws the same records again.
    """

    requirement = "9.2.1"
    prefix = "SMP"
    group = "Prove"
    own_dates = ("drawn_on",)
    columns = ("ref", "audit", "register", "population", "size", "drawn_on")
    title_field = "register"
    doer = "drawn_by"

    audit = Reference("InternalAudit", label="Audit")
    register = Text("Register")
    frozen_as_of = Day("Population as of")
    frozen_known_on = Day("As known on")
    condition = Text("Condition", "What of the register belonged to the population.")
    population = Number("Size of the population")
    sha256 = Sha256("SHA-256 of the population", "Of its ids in order, one a line.")
    seed = Text("Seed")
    size = Number("Size of the sample")
    justification = Prose("Why so many")
    drawn = Texts("Drawn")
    drawn_by = Reference("Person", label="Drawn by")
    drawn_on = Day("Drawn on")
