"""Incidents of AI systems: what went wrong, how grave it is, and by when the law wants it reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.standard.terms.clocks import SERIOUS
from tonetop.standard.terms.easing import SEVERITIES, is_grave
from tonetop.web.audit import row_of
from tonetop.web.auditing import demand, given
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.let_up import NOT_SERIOUS, Eased, ease_incident, may_let_up
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


def incident(request: Any, ref: str) -> HttpResponse:
    """One incident with its clock; POST judges it less grave or closes it, by another person than who reported it."""
    if request.method != "POST":
        return _page(request, assess(request.look.as_of, request.look.known_on).facts, ref)
    demand(request, "Incident")
    facts = assess().facts
    row_of(facts, "Incident", ref)
    told = {name: given(request, name) for name in Eased.__dataclass_fields__ if name != "closed"}
    try:
        ease_incident(request.user, ref, Eased(**told, closed=bool(given(request, "closed"))))
    except Refused as refused:
        return _page(request, facts, ref, sentence(refused))
    messages.success(request, gettext("It is on record, with your name and your reason."))
    return redirect(reverse("incident", args=[ref]))


def _page(request: Any, facts: Facts, ref: str, problem: str = "") -> HttpResponse:
    row = row_of(facts, "Incident", ref)
    writes = may_write(request.user, "Incident") and request.look.is_today and not row.closed_on
    context = {
        "facts": facts,
        "line": line(facts, row),
        "grave": is_grave(row._asdict()),
        "writes": writes,
        "other": may_let_up(facts, request.user.person, row),
        "severities": SEVERITIES,
        "kinds": (NOT_SERIOUS, *SERIOUS),
        "sent": request.POST,
        "problem": problem,
    }
    return render(request, "incident.jinja", context, status=400 if problem else 200)
