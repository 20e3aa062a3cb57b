"""What the program itself holds of people: what there is, what is due to go, what is held, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.titles import titles
from tonetop.standard.own_data import BY_HAND, KINDS
from tonetop.web.auditing import given
from tonetop.web.wording import sentence
from tonetop.work import hold as holds
from tonetop.work.assess import assess
from tonetop.work.own_data import carry_out, periods, record_entry
from tonetop.work.own_data.due import due
from tonetop.work.own_data.inventory import inventory
from tonetop.work.own_data.persons import find
from tonetop.work.permission import JUDGE, OWN_DATA, SEE_OWN_DATA, Forbidden, demand, may, may_write

HELD, DUE, HOLDS, PERSON = "held", "due", "holds", "person"
SHOWN = 12
"""How many due things of a kind are named."""
USUAL_REVIEW = 182


def own_data(request: Any, problem: str = "", status: int = 200) -> HttpResponse:
    """The page; one part of it at a time."""
    _demand(request, SEE_OWN_DATA)
    part = request.GET.get("part", HELD)
    part = part if part in PARTS else HELD
    context = {
        "part": part,
        "acts": may(request.user, OWN_DATA),
        "holds": may(request.user, JUDGE) and bool(request.user.person),
        "writes": may_write(request.user, periods.TYPE) and bool(request.user.person),
        "enters": may_write(request.user, record_entry.TYPE),
        "problem": problem,
        "given": request.POST if problem else {},
    }
    return render(request, "own_data.jinja", context | PARTS[part](request), status=status)


def _held(request: Any) -> dict[str, Any]:
    return {"inventory": inventory(), "entry": record_entry.standing(), "periods": periods.periods()}


def _due(request: Any) -> dict[str, Any]:
    today, found = clock.today(), due()
    people = {one.period.said.approved_by for one in found.values() if one.period.said is not None}
    return {
        "found": found.values(),
        "today": today,
        "furthest": cadence.shift(today, periods.FURTHEST),
        "by_hand": BY_HAND,
        "shown": SHOWN,
        "registers": registers(),
        "named": titles({one for one in people if one}, ["Person"]),
        "waiting": sum(len(one.free) for one in found.values()),
    }


def _holds(request: Any) -> dict[str, Any]:
    look = request.look
    facts = assess(look.as_of, look.known_on).facts
    stand, lifted = holds.listed(facts)
    people = {person for row in (*stand, *lifted) for person in (row.held_by, row.lifted_by) if person}
    return {
        "stand": stand,
        "lifted": lifted,
        "named": titles(people, ["Person"]) if people else {},
        "types": [*registers(), holds.ACCOUNT],
        "kinds": KINDS,
        "today": facts.as_of,
        "furthest": cadence.shift(clock.today(), holds.LONGEST),
        "usual": cadence.shift(clock.today(), USUAL_REVIEW),
        "about": {name: request.GET.get(name, "") for name in ("type", "record")},
    }


def _person(request: Any) -> dict[str, Any]:
    _demand(request, OWN_DATA)
    words = request.GET.get("q", "").strip()
    asked = request.GET.get("request", "")
    return {"q": words, "asked": asked, "people": find(words) if words else []}


PARTS: dict[str, Callable[[Any], dict[str, Any]]] = {HELD: _held, DUE: _due, HOLDS: _holds, PERSON: _person}


def _demand(request: Any, act: str) -> None:
    try:
        demand(request.user, act)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def _done(request: HttpRequest, part: str, act: Callable[[Any], str]) -> HttpResponse:
    """An act of the page: what it says, or the page with what is wrong."""
    try:
        told = act(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, told)
    return redirect(f"{reverse('own-data')}?part={part}")


@require_POST
def period(request: HttpRequest, kind: str) -> HttpResponse:
    """Say how long a kind is kept, whether it goes by itself, or put it off."""

    def act(account: Any) -> str:
        days = given(request, "days")
        if days and not days.isdecimal():
            raise Refused("write the days as a whole number")
        wish = periods.Wish(
            int(days[:6]) if days else None,
            "automatic" in request.POST,
            given(request, "put_off_until"),
            given(request, "reason"),
        )
        periods.change(account, kind, wish)
        return gettext("Settled; who said so, and why, is on record.")

    return _done(request, DUE, act)


@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Let go of what is due of one kind, once somebody saw it."""

    def act(account: Any) -> str:
        done = carry_out.run_for(account, [given(request, "kind")])
        gone, left = sum(one.gone for one in done), [why for one in done for why in one.left]
        if left:
            messages.warning(request, sentence(Refused(left[0])))
        told = ngettext(
            "%(n)s thing is gone; the ledger says so.", "%(n)s are gone; the ledger says so.", gone
        )
        return told % {"n": gone}

    return _done(request, DUE, act)


@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Set a hold."""

    def act(account: Any) -> str:
        wish = holds.Wish(
            given(request, "title"),
            given(request, "reason"),
            given(request, "review_by"),
            given(request, "type"),
            given(request, "record"),
            "linked" in request.POST,
            given(request, "own_kind"),
        )
        ref = holds.set_hold(account, wish)
        return gettext("%(ref)s stands: what it holds is not erased, withdrawn or disposed of.") % {
            "ref": ref
        }

    return _done(request, HOLDS, act)


@require_POST
def lift(request: HttpRequest, ref: str) -> HttpResponse:
    """Lift a hold with a reason, or say that it still stands."""

    def act(account: Any) -> str:
        if given(request, "review_by"):
            holds.review(account, ref, given(request, "review_by"))
            return gettext("It still stands, and is looked at again on that day.")
        holds.lift(account, ref, given(request, "reason"))
        return gettext("Lifted; why stands in the ledger.")

    return _done(request, HOLDS, act)


@require_POST
def entry(request: HttpRequest) -> HttpResponse:
    """Enter the program's own draft into the record of processing."""
    account: Any = request.user
    try:
        ref = record_entry.enter(account)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("own-data")
    messages.success(request, gettext("Entered as a draft; fill in what only your organisation knows."))
    return redirect("privacy-activity", ref)
