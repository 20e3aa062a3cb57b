"""Who leads: bodies and who sits on them, roles with their authority, who answers for what, attendance by function."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tonetop.core.facts import Facts, Row
from tonetop.records.titles import titles
from tonetop.standard import structure as order
from tonetop.web.kept import kept
from tonetop.work.assess import assess
from tonetop.work.permission import may_write

PEOPLE = ("chair", "deputy", "person", "delegated_from", "assigned_by", "accountable")
LISTS = ("members", "responsible", "consulted", "informed")


def structure(request: HttpRequest) -> HttpResponse:
    """The page; its matter is the same for everybody who looks at the same day and may write the same."""
    look = request.look  # type: ignore[attr-defined]
    writes = may_write(request.user, "RoleAssignment")  # type: ignore[arg-type]

    def make() -> str:
        matter = _matter(assess(look.as_of, look.known_on).facts)
        return render_to_string("parts/structure.jinja", matter | {"look": look, "writes": writes})

    main = kept(("structure", look.as_of, look.known_on, writes), make)
    return render(request, "structure.jinja", {"main": main})


def _matter(facts: Facts) -> dict[str, Any]:
    bodies, held = order.current(facts, "Body"), order.holders(facts)
    duties = order.responsibilities(facts)
    named = set(_named([*bodies, *(one.row for one in held), *duties]))
    return {
        "bodies": _nested(bodies),
        "holders": held,
        "duties": duties,
        "attendance": order.attendance(facts),
        "functions": order.FUNCTIONS,
        "named": titles(named, ["Person", "Body"]) if named else {},
    }


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
