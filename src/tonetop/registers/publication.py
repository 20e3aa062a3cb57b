"""Publications: where a version was made known, inside or outside, and what proves it."""

from __future__ import annotations

from tonetop.records.fields import Day, Reference, References, Sha256, Text, Word
from tonetop.records.models import Record


class Publication(Record):
    """Publications: where a version was made known, inside or outside, and what proves it."""

    requirement = "7.4"
    prefix = "PUB"
    group = "Govern"
    own_dates = ("published_on",)
    columns = ("ref", "about", "reach", "channel", "published_on", "checked_on")
    title_field = "channel"
    doer = "published_by"

    about = References("DocumentVersion", "PolicyVersion", "PrivacyNotice", label="What")
    reach = Word("inside", "outside", label="Inside or outside")
    channel = Text("Channel")
    address = Text("Address")
    published_by = Reference("Person", label="Published by")
    published_on = Day("Published on")
    sha256 = Sha256("Proof", "The hash of a copy as it was seen there.")
    checked_on = Day("Last seen there on")
    ended_on = Day("Taken down on")
