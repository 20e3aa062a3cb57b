"""Reports to hand out: which there are, for whom and which period, and the files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.standard.acts import leaders
from tonetop.standard.assessment import Assessment
from tonetop.web.report import TITLES
from tonetop.work.assess import assess
from tonetop.work.printing import NotPrintedError
from tonetop.work.reports.applicability import applicability
from tonetop.work.reports.board import board
from tonetop.work.reports.dossier import dossier
from tonetop.work.reports.report import FORMS, Report

NAMES = ("board", "dossier", "applicability")
YEAR = 365


def reports(request: HttpRequest) -> HttpResponse:
    """The page that leads to every report."""
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    context = {
        "forms": {form: TITLES[form] for form in FORMS},
        "readiness": TITLES,
        "people": [(row.id, row.name or row.id) for row in leaders(facts)],
        "since": cadence.shift(look.as_of, -YEAR),
        "until": look.as_of,
    }
    return render(request, "reports.jinja", context)


def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One report as a download."""
    if name not in NAMES or form not in FORMS:
        raise Http404("There is no such report")
    look, organisation = request.look, str(request.organisation)  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    try:
        kind, make = FORMS[form]
        made = make(_report(name, found, organisation, request.GET))
    except (NotPrintedError, ValueError) as error:
        said = f"{str(error)[:1].upper()}{str(error)[1:]}."
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": f'attachment; filename="{name}-{look.as_of}.{form}"'}
    return HttpResponse(made, content_type=kind, headers=headers)


def _report(name: str, found: Assessment, organisation: str, asked: Any) -> Report:
    """Raises ValueError for a period or a person that there is not."""
    if name == "board":
        return board(found, organisation)
    if name == "applicability":
        return applicability(found, organisation)
    since = asked.get("since") or cadence.shift(found.as_of, -YEAR)
    until, person = asked.get("until") or found.as_of, asked.get("person", "")
    if not (cadence.is_day(since) and cadence.is_day(until) and since <= until):
        raise ValueError(gettext("the period is from one day to a later one, each written YYYY-MM-DD"))
    if person and found.facts.get("Person", person) is None:
        raise ValueError(gettext("there is no person %(person)s") % {"person": person})
    return dossier(found.facts, organisation, since, until, person)
