"""Privacy notices: what the public is told, where, and whether it can be reached."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Reference, Text, Texts, YesNo
from tonetop.records.models import Record


class PrivacyNotice(Record):
    """Privacy notices: what the public is told, where, and whether it can be reached."""

    requirement = "A.8.2"
    prefix = "PN"
    group = "Prove"
    own_dates = ("published_on",)
    columns = ("ref", "version", "published_on", "url", "covers_ai", "last_checked_reachable_on")
    title_field = "version"
    doer = "approved_by"
    review = Every(months=12, since="published_on")
    deadline = Deadline("next_review_due", "approved_by")
    succeeds = ()

    version = Text("Version")
    published_on = Day("Published on")
    url = Text("Public address")
    covers_ai = YesNo("Covers ai")
    languages = Texts("Languages")
    purposes = Texts("Purposes")
    approved_by = Reference("Person", label="Approved by")
    next_review_due = Day("Next review due")
    last_checked_reachable_on = Day("Last checked reachable on")
