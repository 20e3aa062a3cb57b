"""The days that every question about records takes."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Schema

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.intake import Refused


def only(request: HttpRequest, form: type[Schema] | None = None, *more: str) -> None:
    """Raises Refused for a parameter that the route does not take, or that is given twice: it would be swallowed."""
    known = [*(form.model_fields if form else ()), *more]
    for name, values in request.GET.lists():
        if name not in known:
            raise Refused(f"there is no parameter {name!r} here; it takes {', '.join(known) or 'none'}")
        if len(values) > 1:
            raise Refused(f"the parameter {name!r} is given {len(values)} times; give it once")


class Look(Schema):
    """As of which day, as known on which; both default to now."""

    as_of: str = Field("", description="As of which day (YYYY-MM-DD); empty: today.")
    known_on: str = Field("", description="As known on which day; empty: with all that was recorded since.")

    def days(self) -> tuple[str, str | None]:
        """The days, judged. Raises Refused."""
        for name, day in (("as_of", self.as_of), ("known_on", self.known_on)):
            if day and not cadence.is_day(day):
                raise Refused(f"{name} {day!r} is no day; write YYYY-MM-DD")
        return self.as_of or clock.today(), self.known_on or None
