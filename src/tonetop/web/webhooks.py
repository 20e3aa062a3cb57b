"""Webhooks as pages: whom the house tells that something happened, and the messages that did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.webhooks import DEAD, DELIVERED, WAITING, Webhook
from tonetop.records.write import By
from tonetop.web.wording import sentence
from tonetop.work import webhook_letters
from tonetop.work import webhooks as verbs
from tonetop.work.permission import Forbidden, manager
from tonetop.work.post_public import ALLOWED, allowed
from tonetop.work.webhooks import EVENTS, Wish, tellable

SHOWN = 50


def webhooks(request: HttpRequest) -> HttpResponse:
    """The page; POST adds one and shows its secret, this once."""
    by = _by(request)
    if request.method != "POST":
        return _all(request)
    try:
        made, secret = verbs.add(_wish(request), by)
    except Refused as refused:
        return _all(request, sentence(refused))
    return _one(request, made, secret)


def webhook(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one webhook; POST changes it, or does something with it or its messages."""
    by = _by(request)
    found = Webhook.objects.filter(pk=number).first()
    if found is None:
        raise Http404("There is no such webhook")
    if request.method != "POST":
        return _one(request, found)
    act = request.POST.get("act", "change")
    try:
        if act == "secret":
            return _one(request, found, verbs.rotate(number, by))
        if act == "remove" and "sure" not in request.POST:
            raise Refused(gettext("tick that you are sure, and send it once more"))
        told = ACTS.get(act, _change)(request, number, by)
    except Refused as refused:
        return _one(request, found, problem=sentence(refused))
    messages.success(request, told)
    return redirect("webhooks") if act == "remove" else redirect("webhook", number)


def _by(request: Any) -> By:
    try:
        return manager(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def _all(request: HttpRequest, problem: str = "") -> HttpResponse:
    may = allowed()
    context = {
        "hooks": verbs.webhooks(),
        "problem": problem,
        "given": request.POST if problem else {},
        "hosts": sorted([*may.hosts, *(f"{scheme}://{host}:{port}" for scheme, host, port in may.origins)]),
        "variable": ALLOWED,
        "events": EVENTS,
        "types": tellable(),
        "chosen_events": request.POST.getlist("event"),
        "chosen_types": request.POST.getlist("type"),
    }
    return render(request, "webhooks.jinja", context, status=400 if problem else 200)


def _one(request: HttpRequest, found: Webhook, secret: str = "", problem: str = "") -> HttpResponse:
    found.refresh_from_db()
    state = request.GET.get("state", "")
    sent = {each: found.deliveries.filter(state=each).count() for each in (WAITING, DEAD, DELIVERED)}
    state = state if state in sent else ""
    context = {
        "hook": found,
        "secret": secret,
        "problem": problem,
        "given": request.POST if problem else {},
        "counts": sent,
        "state": state,
        "letters": webhook_letters.letters(found.pk, state, SHOWN),
        "most": SHOWN,
        "events": EVENTS,
        "types": tellable(),
        "chosen_events": request.POST.getlist("event") if problem else found.events.split(),
        "chosen_types": request.POST.getlist("type") if problem else found.types.split(),
        "rests": found.rests_until if found.rests_until and found.rests_until > clock.now() else None,
        "both": found.earlier_until if found.earlier_until and found.earlier_until > clock.now() else None,
    }
    return render(request, "webhook.jinja", context, status=400 if problem else 200)


def _wish(request: HttpRequest) -> Wish:
    told = request.POST
    return Wish(told.get("name", ""), told.get("address", ""), told.getlist("event"), told.getlist("type"))


def _change(request: HttpRequest, number: int, by: By) -> str:
    verbs.change(number, _wish(request), by)
    return gettext("Saved.")


def _switch_on(request: HttpRequest, number: int, by: By) -> str:
    verbs.switch(number, True, by)
    return gettext("The webhook is on.")


def _switch_off(request: HttpRequest, number: int, by: By) -> str:
    verbs.switch(number, False, by)
    return gettext("The webhook is off. What happens meanwhile waits.")


def _try(request: HttpRequest, number: int, by: By) -> str:
    webhook_letters.send_try(number, by)
    return gettext("A message that tells nothing is in the queue; look again in a minute whether it arrived.")


def _again(request: HttpRequest, number: int, by: By) -> str:
    letter = request.POST.get("letter", "")
    if letter and not letter.isdecimal():
        raise Refused(gettext("there is no such message"))
    webhook_letters.send_again(number, int(letter) if letter else None, by)
    return gettext("It is sent again within a minute.")


def _remove(request: HttpRequest, number: int, by: By) -> str:
    verbs.remove(number, by)
    return gettext("The webhook is removed; the ledger keeps that it was there.")


ACTS: dict[str, Callable[[HttpRequest, int, By], str]] = {
    "on": _switch_on,
    "off": _switch_off,
    "try": _try,
    "again": _again,
    "remove": _remove,
}
