"""Attendance: who was at a meeting, in which way and for whom."""

from __future__ import annotations

from tonetop.records.fields import Reference, Word
from tonetop.records.models import Record


class Attendance(Record):
    """Attendance: who was at a meeting, in which way and for whom."""

    requirement = "9.3"
    prefix = "AT"
    group = "Steer"
    key = ("meeting", "person")
    columns = ("ref", "meeting", "person", "mode", "role")
    title_field = "mode"
    doer = "person"

    meeting = Reference("Meeting", label="Meeting")
    person = Reference("Person", label="Person")
    mode = Word("present", "remote", "apology", "delegate", label="Mode")
    on_behalf_of = Reference("Person", label="On behalf of")
    role = Word("chair", "member", "presenter", label="Role")
