"""Review packs: what was put before a management review, frozen at the sitting, and the verdict on the system."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Sha256, Text, Texts, Word
from tonetop.records.models import Record


class ReviewPack(Record):
    """Review packs: what was put before a management review, frozen at the sitting, and the verdict on the system.

    sha256 is the hash of the frozen inputs; later data does not alter what was seen.
    """

    requirement = "9.3.2"
    prefix = "MRP"
    group = "Steer"
    own_dates = ("built_on",)
    columns = ("ref", "title", "built_on", "frozen_on", "meetings", "minutes")
    doer = "built_by"

    title = Text("Title")
    meetings = References("Meeting", label="Sittings")
    built_by = Reference("Person", label="Built by")
    built_on = Day("Built on")
    since = Day("Covers from")
    notes = Texts("Notes by input", "One a line: the input's key, then what is said about it.", personal=True)
    frozen_on = Day("Frozen on")
    frozen_by = Reference("Person", label="Frozen by")
    sha256 = Sha256("SHA-256 of the inputs")
    suitable = Word("yes", "with-changes", "no", label="Does it fit?")
    adequate = Word("yes", "with-changes", "no", label="Is it enough?")
    effective = Word("yes", "with-changes", "no", label="Does it work?")
    dissent = Prose("Dissent")
    minutes = Reference("DocumentVersion", label="Minutes")
