"""Incidents of AI systems: what went wrong, how grave it is, and by when the law wants it reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.clocks import report_by
from tonetop.work.assess import assess
from tonetop.work.permission import may_write
from tonetop.work.privacy_clocks import KEPT, LATE, NOT_NEEDED, RUNNING


@dataclass(frozen=True, slots=True)
class Line:
    """An incident with its clock: its last day, the days left (negative: over), and how it stands; empty for none."""

    row: Row
    by: str
    left: int
    state: str
    breaches: tuple[Row, ...]


def clock(facts: Facts, row: Row) -> Line:
    """The clock of an incident on the day of the facts; one that nobody judged yet has none."""
    by = report_by(row) or ""
    told = row.authority_told_on or ""
    needless = bool(row.no_notice_reason or (row.closed_on and not told))
    state = "" if not by else NOT_NEEDED if needless and not told else RUNNING if not told else KEPT
    state = LATE if state == KEPT and told > by else state
    breaches = tuple(one for one in facts.rows("DataBreach") if one.incident == row.id)
    return Line(row, by, cadence.between(by, facts.as_of) if by else 0, state, breaches)


@require_safe
def incidents(request: Any) -> HttpResponse:
    """Every incident, those whose clock runs first, then those that are open, the newest leading."""
    facts = assess(request.look.as_of, request.look.known_on).facts
    lines = sorted(
        (clock(facts, row) for row in facts.rows("Incident")),
        key=lambda one: one.row.occurred_on or "",
        reverse=True,
    )
    lines.sort(
        key=lambda one: (
            one.state != RUNNING,
            bool(one.row.closed_on),
            one.by if one.state == RUNNING else "",
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
