"""Settings: what the organisation is called, where its days begin, and who may sign in as what."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import ROLES, Account
from tonetop.records.registry import registers
from tonetop.records.titles import Title, titles
from tonetop.standard.facts_file import BUSINESSES
from tonetop.web.wording import sentence
from tonetop.work import lock_out
from tonetop.work.invite import FIRST, HOURS
from tonetop.work.keep_accounts import Standing, add_account, change_account, new_link
from tonetop.work.permission import SEE_ACCOUNTS, Forbidden, manager, may
from tonetop.work.second_factor import needing, settle_needing
from tonetop.work.settle import settle
from tonetop.work.untie import tied, untie

PEOPLE = 500


def settings(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


def _page(request: Any, problem: str = "", part: str = "", link: str = "", whose: str = "") -> HttpResponse:
    role = request.user.role
    sees = may(request.user, SEE_ACCOUNTS)
    accounts = list(Account.objects.order_by("-is_active", "email", "pk")) if sees else []
    persons = {account.person for account in accounts if account.person}
    context = {
        "manages": role in (FIRST, "governance-lead"),
        "administers": role == FIRST,
        "sees_accounts": sees,
        "accounts": accounts,
        "tied": tied() if role == FIRST else (),
        "locked": {one.pk: minutes for one in accounts if (minutes := lock_out.locked(one))},
        "named": titles(persons, ["Person"]) if persons else {},
        "people": _people() if role == FIRST else [],
        "roles": ROLES,
        "businesses": BUSINESSES,
        "zones": sorted(available_timezones()),
        "problem": problem,
        "part": part,
        "given": request.POST if problem else {},
        "link": link,
        "whose": whose,
        "hours": HOURS,
        "needing": needing(),
        "today": clock.calendar_day(request.organisation),
    }
    return render(request, "settings.jinja", context, status=400 if problem else 200)


def _people() -> list[Title]:
    rows = registers()["Person"].objects.filter(until_on=None, withdrawn_on=None).order_by("ref")[:PEOPLE]
    return [Title("Person", row.ref, str(row)) for row in rows]


@require_POST
def organisation(request: Any) -> HttpResponse:
    """Change the organisation's settings."""
    given = {name: request.POST.get(name, "").strip()[:200] for name in ("name", "time_zone", "business")}
    try:
        settle(given, manager(request.user))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused), "organisation")
    messages.success(request, gettext("Saved."))
    return redirect("settings")


@require_POST
def invitation(request: Any) -> HttpResponse:
    """Make an account and show its one-time link, this once."""
    email, name = request.POST.get("email", "").strip(), request.POST.get("name", "").strip()
    standing = _standing(request, True)
    try:
        made, token = add_account(request.user, email, name, standing)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused), "accounts")
    return _page(request, link=_address(request, token), whose=str(made))


@require_POST
def account(request: Any, number: int) -> HttpResponse:
    """Change one account, or make a fresh link for it."""
    try:
        if "untie" in request.POST:
            untie(request.user, number)
            messages.success(request, gettext("Forgotten. The address settles again whose account it is."))
            return redirect("settings")
        if "unlock" in request.POST:
            lock_out.unlock(request.user, number)
            messages.success(request, gettext("Unlocked. A password is taken again at once."))
            return redirect("settings")
        if "link" in request.POST:
            found, token = new_link(request.user, number)
            return _page(request, link=_address(request, token), whose=str(found))
        change_account(request.user, number, _standing(request, "active" in request.POST))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused), "accounts")
    messages.success(request, gettext("Saved."))
    return redirect("settings")


@require_POST
def second(request: Any) -> HttpResponse:
    """Say which roles need a second factor."""
    try:
        settle_needing(request.POST.getlist("role"), request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused), "second")
    messages.success(request, gettext("Saved."))
    return redirect("settings")


def _standing(request: HttpRequest, active: bool) -> Standing:
    role, person, until = (request.POST.get(name, "").strip() for name in ("role", "person", "until"))
    return Standing(role, person, active, until)


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("welcome", args=[token]))
