"""The calendar of the compliance centre: a month with what falls due on each day, and a year of it as iCalendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records import clock, tongue
from tonetop.records.titles import titles
from tonetop.web.audit_calendar import audit_title
from tonetop.web.due import WHAT
from tonetop.web.environment import address
from tonetop.web.naming import called
from tonetop.web.requirements import items
from tonetop.web.side import title
from tonetop.work import calendar_feed
from tonetop.work.assess import assess
from tonetop.work.calendar_feed import Event
from tonetop.work.centre_calendar import DESK, ITEM, KINDS, Entry, entries, month_of
from tonetop.work.freeze import AUDITS as AUDITED
from tonetop.work.places import place

YEAR = 365
WEEK = 7
TOGETHER = 3
"""From how many alike on they stand together."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An entry as the page shows it: what it is called, where it is done, whose it is, whether its day is past."""

    entry: Entry
    text: str
    address: str
    late: bool


@dataclass(frozen=True, slots=True)
class Bunch:
    """Things of one day, kind and type: one alone, or several under what they have in common."""

    kind: str
    name: str
    things: list[Thing]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's grid: whether it is of the month, and what falls due on it."""

    day: str
    inside: bool
    bunches: list[Bunch]


def calendar(request: Any) -> HttpResponse:
    """The page; `month` as YYYY-MM, this one by default; `kind` shows one kind alone."""
    look = request.look
    found = assess(look.as_of, look.known_on)
    asked = request.GET.get("month", "")
    known = cadence.is_period(asked) and len(asked) == len("2025-12") and asked[5].isdecimal()
    first, last = cadence.period(asked if known else look.as_of[:7])
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    month = entries(found, first, last)
    shown = [entry for entry in month if kind in ("", entry.kind)]
    things = _things(found.facts, shown)
    held = Counter(entry.kind for entry in month)
    people = sorted({who for entry in shown for who in entry.whose})
    context = {
        "weeks": _weeks(first, last, things),
        "days": _by_day(things),
        "kinds": KINDS,
        "kind": kind,
        "counts": {name: held[name] for name in KINDS},
        "total": len(month),
        "month": first[:7],
        "first": first,
        "before": cadence.shift(first, -1)[:7],
        "after": cadence.shift(last, 1)[:7],
        "today": look.today,
        "named": titles(people, ["Person"]) if people else {},
    }
    return render(request, "centre_calendar.jinja", context)


def _things(facts: Facts, shown: list[Entry]) -> list[Thing]:
    """What each entry is called and where it is done."""
    types = sorted({entry.type for entry in shown if entry.type != ITEM})
    named = titles({entry.ref for entry in shown if entry.type != ITEM}, types) if types else {}
    found = {(one.type, one.ref): one for several in named.values() for one in several}
    known = items() if any(entry.type == ITEM for entry in shown) else {}

    def text(entry: Entry) -> str:
        if entry.type == ITEM:
            item = known[entry.ref]
            return f"{entry.ref} {tongue.told(str(item.get('title') or item['name']))}"
        row = facts.get(entry.type, entry.ref) if entry.type in AUDITED else None
        if row is not None:
            return audit_title(row)
        one = found.get((entry.type, entry.ref))
        name = called(one, 90) if one is not None else entry.ref
        return f"{name}: {gettext(WHAT[entry.what])}" if entry.kind == DESK else name

    return [Thing(entry, text(entry), _where(entry), entry.day < facts.as_of) for entry in shown]


def _where(entry: Entry) -> str:
    if entry.type == ITEM:
        return address("requirement", entry.ref)
    if entry.type == "InternalAudit":
        return address("audit-of", entry.ref)
    return place(entry.type, entry.ref) if entry.kind == DESK else address("record", entry.type, entry.ref)


def _by_day(things: list[Thing]) -> list[tuple[str, list[Bunch]]]:
    found: dict[str, list[Thing]] = {}
    for thing in things:
        found.setdefault(thing.entry.day, []).append(thing)
    return [(day, list(_bunches(several))) for day, several in found.items()]


def _bunches(things: list[Thing]) -> Iterator[Bunch]:
    """The things of a day; so many of one kind and type that they would hide all others stand together."""
    for (kind, type), some in groupby(things, key=lambda thing: (thing.entry.kind, thing.entry.type)):
        alike = list(some)
        name = gettext("Requirements") if type == ITEM else title(type)
        if len(alike) >= TOGETHER:
            yield Bunch(kind, name, alike)
        else:
            yield from (Bunch(kind, "", [thing]) for thing in alike)


def _weeks(first: str, last: str, things: list[Thing]) -> list[list[Day]]:
    """Whole weeks from Monday that hold the month."""
    held = dict(_by_day(things))
    begin = cadence.shift(first, -date.fromisoformat(first).weekday())
    many = cadence.between(last, begin) // WEEK + 1
    days = [cadence.shift(begin, place) for place in range(many * WEEK)]
    made = [Day(day, first <= day <= last, held.get(day, [])) for day in days]
    return [made[place : place + WEEK] for place in range(0, len(made), WEEK)]


def file(request: Any) -> HttpResponse:
    """What falls due from this month on, for a year, as iCalendar."""
    look = request.look
    found = assess(look.as_of, look.known_on)
    since = month_of(look.as_of)[0]
    shown = entries(found, since, cadence.shift(since, YEAR))
    events = []
    for thing in _things(found.facts, shown):
        words = f"{gettext(KINDS[thing.entry.kind])}: {thing.text}"
        where = request.build_absolute_uri(thing.address)
        events.append(Event(thing.entry.key, thing.entry.day, words, where))
    made = calendar_feed.written(events, clock.now())
    headers = {"Content-Disposition": f'attachment; filename="calendar-{look.as_of}.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)
