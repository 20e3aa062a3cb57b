"""The day everything is looked at: chosen once in the header, kept in the session, told on every page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from tonetop.core import cadence
from tonetop.records import clock


@dataclass(frozen=True, slots=True)
class Look:
    """As of which day, as known on which (None: all that is known), and what today is."""

    as_of: str
    known_on: str | None
    today: str

    @property
    def is_today(self) -> bool:
        """Whether this is today with all that is known."""
        return self.as_of == self.today and self.known_on is None

    def query(self) -> str:
        """The look as a query string, empty for today; so that an address can be passed on."""
        if self.is_today:
            return ""
        return "?" + urlencode({"as_of": self.as_of} | ({"known_on": self.known_on} if self.known_on else {}))


def look_of(request: HttpRequest) -> Look:
    """The look of a request: its own parameters, else what the session keeps, else today."""
    today = clock.today()
    for name in ("as_of", "known_on"):
        if name in request.GET:
            given = request.GET[name]
            request.session[name] = given if cadence.is_day(given) else ""
    as_of = request.session.get("as_of") or today
    known_on = request.session.get("known_on") or None
    return Look(as_of, known_on, today)
