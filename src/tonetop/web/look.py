"""The day everything is looked at: chosen once in the header, kept in the session, told on every page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.models import Organisation
from tonetop.work.freeze import day_for_guests
from tonetop.work.permission import GUEST

NAMES = ("as_of", "known_on")


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

    def others(self) -> list[tuple[str, str]]:
        """Other days that people often look at, as (words, day)."""
        first = f"{self.today[:8]}01"
        return [
            (gettext("Yesterday"), cadence.shift(self.today, -1)),
            (gettext("The end of last month"), cadence.shift(first, -1)),
            (gettext("A year ago"), cadence.shift(self.today, -365)),
            (gettext("In three months, if nothing is recorded"), cadence.shift(self.today, 91)),
        ]


def look_of(request: HttpRequest, organisation: Organisation) -> Look:
    """The look of a request: its own parameters, else what the session keeps, else today.

    Guests look at the day on which evidence was frozen while an audit with such a day is under way.
    """
    for name in NAMES:
        if name in request.GET:
            _keep(request, name, request.GET[name].strip())
    as_of, known_on = (request.session.get(name) for name in NAMES)
    today = clock.today(organisation)
    if not as_of and getattr(request.user, "role", "") == GUEST and (frozen := day_for_guests()):
        return Look(frozen, known_on or frozen, today)
    return Look(as_of or today, known_on or None, today)


def _keep(request: HttpRequest, name: str, given: str) -> None:
    """Keep a day for the session; an empty one takes the choice back, what is no day is said and changes nothing."""
    if given and not cadence.is_day(given):
        problem = gettext("%(given)s is no day; write YYYY-MM-DD, such as 2025-12-31.") % {
            "given": given[:40]
        }
        messages.error(request, problem)
    elif given != (request.session.get(name) or ""):
        request.session[name] = given
