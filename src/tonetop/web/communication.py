"""Communication as a page: how often leaders speak, what they said and to whom, what is planned and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core.moment import Moment
from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.standard import catalogue, tone
from tonetop.standard.terms.people import top_managers
from tonetop.standard.terms.voice import KINDS
from tonetop.web.wording import sentence
from tonetop.work import plan_communication as verb
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, may_write

SHOWN = 40
"""How many communications the log shows; the register shows all."""


def communication(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


def _page(request: Any, problem: str = "") -> HttpResponse:
    found = assess(request.look.as_of, request.look.known_on)
    facts, log = found.facts, found.facts.prepared(tone.log)
    shown, coming = log[:SHOWN], facts.prepared(tone.planned)
    rows = [*(one.record for one in shown), *(one.record for one in coming)]
    speakers = {row.speaker for row in rows if row.speaker}
    context = {
        "meters": facts.prepared(tone.meters),
        "log": shown,
        "more": len(log) - len(shown),
        "planned": coming,
        "plan": facts.prepared(tone.kept_plan),
        "themes": facts.prepared(tone.themes),
        "units": facts.prepared(tone.units),
        "checks": [
            (text, found.checks[id]) for id, text in catalogue.checks().items() if text.duty == "LD-4"
        ],
        "named": titles(speakers, ["Person"]) if speakers else {},
        "managers": top_managers(Moment(facts)),
        "kinds": KINDS,
        "words": catalogue.vocabulary("themes"),
        "writes": may_write(request.user, verb.SAID),
        "given": request.POST,
        "chosen": request.POST.getlist("themes"),
        "problem": problem,
    }
    return render(request, "communication.jinja", context, status=400 if problem else 200)


@require_POST
def plan(request: Any) -> HttpResponse:
    """Plan one more."""
    names = ("kind", "speaker", "title", "planned_on")
    given: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in names}
    plain = {name: value for name, value in given.items() if value}
    themes = request.POST.getlist("themes")
    try:
        verb.plan(request.user, plain | ({"themes": themes} if themes else {}))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused))
    messages.success(request, gettext("Planned."))
    return redirect("communication")


def held(request: Any, ref: str) -> HttpResponse:
    """What came of a plan: the form that makes a communication of it; POST records it, or cancels the plan."""
    if not may_write(request.user, verb.SAID):
        raise PermissionDenied(gettext("Your role does not write this register; ask the governance lead."))
    try:
        planned = verb.open_plan(ref)
    except Refused as refused:
        raise Http404(sentence(refused)) from None
    if request.method != "POST":
        return _form(request, planned)
    try:
        if "cancel" in request.POST:
            verb.cancel(request.user, ref)
            messages.success(request, gettext("Cancelled; the plan stays on record."))
            return redirect("communication")
        made = verb.hold(request.user, ref, _held(request))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _form(request, planned, sentence(refused))
    messages.success(request, gettext("Recorded: it now counts."))
    return redirect("record", verb.SAID, made.ref)


def _held(request: Any) -> verb.Held:
    file = request.FILES.get("file")
    return verb.Held(
        request.POST.get("day", "").strip(),
        request.POST.get("audience", ""),
        request.POST.get("reached", ""),
        tuple(request.POST.getlist("themes")),
        tuple(unit for unit in request.POST.getlist("units") if unit.strip())[:200],
        file.chunks() if file else None,
        (file.content_type or "") if file else "",
    )


def _form(request: Any, planned: Any, problem: str = "") -> HttpResponse:
    day = min(planned.planned_on or request.look.today, request.look.today)
    units = {one.name for one in assess().facts.prepared(tone.units)} | set(planned.units or ())
    context = {
        "row": planned,
        "units": sorted(units),
        "reached_units": request.POST.getlist("units") or planned.units or (),
        "named": titles({planned.speaker}, ["Person"]) if planned.speaker else {},
        "day": request.POST.get("day", day),
        "words": catalogue.vocabulary("themes"),
        "chosen": request.POST.getlist("themes") or planned.themes or (),
        "given": request.POST,
        "problem": problem,
    }
    return render(request, "communication_held.jinja", context, status=400 if problem else 200)
