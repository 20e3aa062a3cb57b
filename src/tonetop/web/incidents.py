"""Incidents of AI systems: what went wrong, how grave it is, and by when the law wants it reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts, Row
from tonetop.work.assess import assess
from tonetop.work.permission import may_write
from tonetop.work.privacy_clocks import RUNNING, Clock, clock_of


@dataclass(frozen=True, slots=True)
class Line:
    """An incident with its clock and the breaches of personal data that it brought; state is empty without a clock."""

    row: Row
    clock: Clock
    state: str
    breaches: tuple[Row, ...]


def line(facts: Facts, row: Row) -> Line:
    """An incident on the day of the facts; one that nobody judged yet has no clock."""
    clock = clock_of(facts, row)
    breaches = tuple(one for one in facts.rows("DataBreach") if one.incident == row.id)
    return Line(row, clock, clock.state if clock.by else "", breaches)


@require_safe
def incidents(request: Any) -> HttpResponse:
    """Every incident, those whose clock runs first, then those that are open, the newest leading."""
    facts = assess(request.look.as_of, request.look.known_on).facts
    lines = sorted(
        (line(facts, row) for row in facts.rows("Incident")),
        key=lambda one: one.row.occurred_on or "",
        reverse=True,
    )
    lines.sort(
        key=lambda one: (
            one.state != RUNNING,
            bool(one.row.closed_on),
            one.clock.by if one.state == RUNNING else "",
        )
    )
    context = {
        "facts": facts,
        "lines": lines,
        "running": sum(one.state == RUNNING for one in lines),
        "open": sum(not one.row.closed_on for one in lines),
        "adds": may_write(request.user, "Incident"),
    }
    return render(request, "incidents.jinja", context)
