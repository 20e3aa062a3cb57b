"""Checks of notices: when a public address was fetched, whether it was in reach, and whether its text had changed."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Reference, Sha256, Text, YesNo
from tonetop.records.models import Record


class NoticeCheck(Record):
    """Checks of notices: when a public address was fetched, whether it was in reach, whether its text had changed."""

    requirement = "A.8.2"
    prefix = "NC"
    group = "Prove"
    own_dates = ("checked_on",)
    columns = ("ref", "notice", "checked_on", "reachable", "changed", "why")
    title_field = "address"

    notice = Reference("PrivacyNotice", label="Notice")
    checked_on = Day("Checked on")
    address = Text("Public address")
    reachable = YesNo("In reach")
    status = Number("HTTP status")
    size = Number("Bytes")
    sha256 = Sha256("SHA-256 of the text")
    changed = YesNo("Changed since the check before")
    why = Text("Why not")
