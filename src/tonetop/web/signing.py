"""Signing with a passkey: one's passkeys, how one is enrolled and removed, and what the browser asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.titles import titles
from tonetop.web.wording import sentence
from tonetop.work.answer import answer
from tonetop.work.enrol import MOST, enrol, of_others, offer, passkeys, remove
from tonetop.work.permission import Forbidden
from tonetop.work.sign import answer_signed, can_sign, take

Options = Callable[..., dict[str, Any]]


def domain(request: HttpRequest) -> str:
    """The name by which the house was reached, to which passkeys are bound."""
    return split_domain_port(request.get_host())[0]


def named(domain: str) -> bool:
    """Whether a domain is a name and no number: browsers bind passkeys to names alone."""
    try:
        ip_address(domain.strip("[]"))
    except ValueError:
        return True
    return False


def may_sign(request: Any) -> bool:
    """Whether whoever is signed in has a passkey that signs here."""
    return can_sign(request.user, domain(request))


def as_options(options: Options) -> Callable[..., HttpResponse]:
    """A view that gives the options as JSON; 400 or 403 with a problem in one sentence."""

    @wraps(options)
    def view(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return JsonResponse(options(request, **named))
        except Forbidden as forbidden:
            return JsonResponse({"problem": sentence(forbidden)}, status=403)
        except Refused as refused:
            return JsonResponse({"problem": sentence(refused)}, status=400)

    return view


def signing(request: HttpRequest) -> HttpResponse:
    """The page: the passkeys of the account, and the form that enrols one."""
    return _page(request)


def _page(request: Any, problem: str = "") -> HttpResponse:
    person, here = request.user.person, domain(request)
    own, others = passkeys(request.user), of_others(request.user)
    people = {passkey.person for passkey in (*own, *others)}
    context = {
        "passkeys": own,
        "others": others,
        "person": person,
        "named": titles(people, ["Person"]) if people else {},
        "domain": here,
        "has_name": named(here),
        "most": MOST,
        "problem": problem,
        "asks_password": request.user.has_usable_password(),
    }
    return render(request, "signing.jinja", context, status=400 if problem else 200)


@require_POST
@sensitive_post_parameters("password")
@as_options
def signing_offer(request: Any) -> dict[str, Any]:
    """What the browser needs to make a passkey, once the password was given."""
    if not consume(request, action="reauthenticate", user=request.user):
        raise Refused("there were too many attempts; wait a minute and try again")
    return offer(request.user, domain(request), request.POST.get("password", ""))


@require_POST
def signing_enrol(request: Any) -> HttpResponse:
    """Take in the passkey that the browser made."""
    try:
        given = given_by_browser(request, "credential")
        made = enrol(request.user, given, request.POST.get("name", ""), domain(request))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused))
    messages.success(request, gettext("%(name)s is enrolled: you can sign with it now.") % {"name": made})
    return redirect("signing")


@require_POST
def signing_remove(request: Any, number: int) -> HttpResponse:
    """Let a passkey sign no more."""
    try:
        gone = remove(request.user, number)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    messages.success(
        request, gettext("%(name)s signs no more. What it signed stays signed.") % {"name": gone}
    )
    return redirect("signing")


def signed_or_not(request: Any, type: str, ref: str, word: str, options: dict[str, Any]) -> Record:
    """Write the answer of a form, with its signature when the form brings one; raises as the verbs do."""
    if not request.POST.get("assertion") and "sign" not in request.POST:
        return answer(request.user, type, ref, word, **options)
    taken = take(request.user, given_by_browser(request, "assertion"), domain(request))
    return answer_signed(request.user, taken, type, ref, word, **options)


def given_by_browser(request: HttpRequest, name: str) -> dict[str, Any]:
    """What the script put into a field of the form; empty when that is nothing of the kind."""
    try:
        given = json.loads(request.POST.get(name, ""))
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}
