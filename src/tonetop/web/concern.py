"""Concerns as pages: raised by anybody without signing in, answered by a few, with days told to everyone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tonetop.core.moment import Moment
from tonetop.records.intake import Refused
from tonetop.standard import catalogue
from tonetop.standard.checks.culture import HEARD_DAYS
from tonetop.standard.terms.people import top_managers
from tonetop.web.wording import sentence
from tonetop.work import follow_concern, raise_concern
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden

CHECKS = ("LD-9.3", "LD-6.5")
SHOWN = 60


def concerns(request: Any) -> HttpResponse:
    """What was raised, by days alone; who handles concerns is led on to what was said."""
    found = assess(request.look.as_of, request.look.known_on)
    rows = sorted(found.facts.rows("Concern"), key=lambda row: (row.raised_on or "", row.id), reverse=True)
    sealed = follow_concern.known_to(request.user)
    context = {
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "days": follow_concern.days(rows[:SHOWN], found.facts.as_of),
        "sealed": {one.record: one for one in sealed if one.record},
        "waiting": [one for one in sealed if not one.record],
        "acknowledge": int(found.facts.parameters["concern_ack_days"]),
        "heard": HEARD_DAYS,
        "checks": [(catalogue.checks()[id], found.checks[id].result) for id in CHECKS if id in found.checks],
        "handles": follow_concern.handles(request.user),
    }
    return render(request, "concerns.jinja", context)


@never_cache
@sensitive_post_parameters()
def raised(request: HttpRequest) -> HttpResponse:
    """The page on which anybody raises a concern; it answers 200 even to a mistake, so that no log tells a moment."""
    context: dict[str, Any] = {"problem": "", "receipt": "", "given": request.POST}
    if request.method == "POST":
        anonymous = "named" not in request.POST
        try:
            receipt = raise_concern.raise_concern(request.POST.get("text", ""), anonymous=anonymous)
            context["receipt"] = receipt
        except Refused as refused:
            context["problem"] = sentence(refused)
    return render(request, "concern_new.jinja", context)


@never_cache
@sensitive_post_parameters()
def receipt(request: HttpRequest) -> HttpResponse:
    """The page on which a raiser reads the answer and writes again, by the receipt."""
    context: dict[str, Any] = {"problem": "", "thread": None, "given": request.POST, "sent": False}
    code = request.POST.get("receipt", "")
    if request.method == "POST":
        try:
            context["thread"] = raise_concern.read_again(code)
            if "text" in request.POST:
                raise_concern.write_again(code, request.POST["text"])
                context |= {"thread": raise_concern.read_again(code), "sent": True}
        except Refused as refused:
            context["problem"] = sentence(refused)
    return render(request, "concern_receipt.jinja", context)


@never_cache
@sensitive_post_parameters()
def concern(request: Any, number: int) -> HttpResponse:
    """One concern, for those who may read it; POST follows it up."""
    problem = ""
    try:
        thread = follow_concern.open_concern(request.user, number)
        if request.method == "POST":
            act, person = request.POST.get("act", ""), request.POST.get("person", "")
            follow_concern.follow_concern(request.user, number, act, request.POST.get("text", ""), person)
            messages.success(request, gettext("Recorded; the raiser reads it with the receipt."))
            return redirect("concern", number)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        problem = sentence(refused)
        if "no such" in str(refused):
            raise Http404(problem) from None
    facts = assess(request.look.as_of, request.look.known_on).facts
    context = {
        "thread": thread,
        "managers": top_managers(Moment(facts)),
        "given": request.POST,
        "problem": problem,
    }
    return render(request, "concern.jinja", context, status=400 if problem else 200)
