"""The days that every question about records takes."""

from __future__ import annotations

from ninja import Schema

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.intake import Refused


class Look(Schema):
    """As of which day, as known on which; both default to now."""

    as_of: str = ""
    known_on: str = ""

    def days(self) -> tuple[str, str | None]:
        """The days, judged. Raises Refused."""
        for name, day in (("as_of", self.as_of), ("known_on", self.known_on)):
            if day and not cadence.is_day(day):
                raise Refused(f"{name} {day!r} is no day; write YYYY-MM-DD")
        return self.as_of or clock.today(), self.known_on or None
