"""Planned communications: who is to speak, where, about what, on which day, and what came of it."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Reference, Text, Texts, Word, Words
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary

KINDS = ("all-hands", "email", "newsletter", "intranet", "video", "external-statement", "stakeholder-meeting")


class PlannedCommunication(Record):
    """Planned communications: who is to speak, where, about what, on which day, and what came of it."""

    requirement = "7.4"
    prefix = "PLAN"
    group = "Steer"
    own_dates = ("settled_on",)
    columns = ("ref", "title", "kind", "speaker", "planned_on", "done")
    deadline = Deadline("planned_on", "speaker", done=("done", "cancelled_on"))

    title = Text("Title")
    kind = Word(*KINDS, label="Kind")
    speaker = Reference("Person", label="Speaker")
    planned_on = Day("Planned on")
    settled_on = Day("Settled on")
    themes = Words(*vocabulary("themes"), label="Themes")
    units = Texts("Units")
    done = Reference("Communication", label="Held as")
    cancelled_on = Day("Cancelled on")
