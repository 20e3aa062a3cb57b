"""The monitors of the compliance centre: what was found day by day, looked at now, paused with a reason and an end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.standard.monitored import FAILS, HOLDS, UNKNOWN
from tonetop.web.auditing import given
from tonetop.web.wording import sentence
from tonetop.work import monitor
from tonetop.work.assess import assess
from tonetop.work.monitor import PAUSE, RESULT, Watched
from tonetop.work.permission import Forbidden, may_write

DAYS = 30
"""How many days the strip of a monitor shows."""
TALL, SHORT = 16, 5
PAUSED = "paused"
STATES = {FAILS: "Does not hold", UNKNOWN: "No data", PAUSED: "Paused", HOLDS: "Holds"}
RESULTS = {HOLDS: "pass", FAILS: "fail", UNKNOWN: "no-data", PAUSED: "not-applicable"}
"""How the states are drawn, by the marks of results."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of a strip: its place, the state that was found, how tall it is drawn, and the day."""

    x: int
    state: str
    height: int
    day: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A monitor as the page shows it: its state with a pause, the strip, and how many days held of those looked at."""

    one: Watched
    state: str
    strip: list[Mark]
    held: int
    looked: int


def monitors(request: Any) -> HttpResponse:
    """The page: what does not hold first."""
    look, account = request.look, request.user
    facts = assess(look.as_of, look.known_on).facts
    listed = shown(facts)
    people = {
        one.pause.paused_by for one in (each.one for each in listed) if one.pause and one.pause.paused_by
    }
    context = {
        "shown": listed,
        "counts": {state: sum(one.state == state for one in listed) for state in STATES},
        "states": STATES,
        "results": RESULTS,
        "days": DAYS,
        "pauses": may_write(account, PAUSE),
        "looks": may_write(account, RESULT) and look.is_today,
        "named": titles(people, ["Person"]) if people else {},
        "begun": any(one.one.last is not None for one in listed),
        "furthest": cadence.shift(look.today, monitor.LONGEST),
    }
    return render(request, "centre_monitors.jinja", context)


def shown(facts: Facts) -> list[Shown]:
    """The monitors as they stand on the facts' day; what does not hold first."""
    order = list(STATES)
    found = [_shown(one, facts.as_of) for one in monitor.watched(facts)]
    return sorted(found, key=lambda one: order.index(one.state))


def _shown(one: Watched, today: str) -> Shown:
    days = [cadence.shift(today, place - DAYS + 1) for place in range(DAYS)]
    found = [one.by_day.get(day) for day in days]
    strip = [
        Mark(place * 8, row.state, SHORT if row.state == UNKNOWN else TALL, day)
        for place, (day, row) in enumerate(zip(days, found, strict=True))
        if row is not None
    ]
    held = sum(mark.state == HOLDS for mark in strip)
    return Shown(one, PAUSED if one.pause is not None else one.state, strip, held, len(strip))


@require_POST
def look_now(request: Any) -> HttpResponse:
    """Look at everything that is not paused."""
    try:
        done = monitor.look_now(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    told = ngettext("%(n)s monitor was looked at.", "%(n)s monitors were looked at.", done["looked_at"])
    messages.success(request, told % {"n": done["looked_at"]})
    return redirect("centre-monitors")


@require_POST
def pause(request: HttpRequest, name: str) -> HttpResponse:
    """Pause a monitor up to a day, for a reason."""
    account: Any = request.user
    try:
        monitor.pause(account, name, given(request, "until"), given(request, "reason"))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Paused; the pause and its reason are on record."))
    return redirect("centre-monitors")


@require_POST
def go_on(request: HttpRequest, name: str) -> HttpResponse:
    """End a pause."""
    account: Any = request.user
    try:
        monitor.go_on(account, name)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("It is looked at again from the next round on."))
    return redirect("centre-monitors")
