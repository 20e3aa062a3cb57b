"""Who leads: bodies and who sits on them, roles with their authority, who answers for what, attendance by function."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.core.facts import Row
from tonetop.records.titles import titles
from tonetop.standard import structure as order
from tonetop.work.assess import assess
from tonetop.work.permission import may_write

PEOPLE = ("chair", "deputy", "person", "delegated_from", "assigned_by", "accountable")
LISTS = ("members", "responsible", "consulted", "informed")


def structure(request: HttpRequest) -> HttpResponse:
    """The page."""
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    bodies, held = order.current(facts, "Body"), order.holders(facts)
    duties = order.responsibilities(facts)
    named = set(_named([*bodies, *(one.row for one in held), *duties]))
    context = {
        "bodies": _nested(bodies),
        "holders": held,
        "duties": duties,
        "attendance": order.attendance(facts),
        "functions": order.FUNCTIONS,
        "named": titles(named, ["Person", "Body"]) if named else {},
        "writes": may_write(request.user, "RoleAssignment"),  # type: ignore[arg-type]
    }
    return render(request, "structure.jinja", context)


def _named(rows: Iterable[Row]) -> Iterable[str]:
    for row in rows:
        for name in PEOPLE:
            if getattr(row, name, None):
                yield getattr(row, name)
        for name in LISTS:
            yield from getattr(row, name, None) or ()


def _nested(bodies: list[Row]) -> list[tuple[int, Row]]:
    """The bodies with how deep each stands under the one it reports to; one that reports in a circle stands on top."""
    there = {row.id: row for row in bodies}

    def path(row: Row) -> list[str]:
        way = [row.id]
        while (above := there.get(there[way[-1]].reports_to or "")) is not None and above.id not in way:
            way.append(above.id)
        return way[::-1]

    ways = sorted((path(row), row) for row in bodies)
    return [(len(way) - 1, row) for way, row in ways]
