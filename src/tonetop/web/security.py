"""Your sign-in: the second factor, the recovery codes, and where else one is signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tonetop.records.entrance import kept_as
from tonetop.web.signing import domain, named
from tonetop.work import sessions
from tonetop.work.factor_elsewhere import must_enrol
from tonetop.work.second_factor import needing


@never_cache
def security(request: Any) -> HttpResponse:
    """The page."""
    account = request.user
    held = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    of = {kind: [one for one in held if one.type == kind] for kind in Authenticator.Type}
    codes = of[Authenticator.Type.RECOVERY_CODES]
    context = {
        "must": must_enrol(request),
        "needs": account.role in needing(),
        "app": of[Authenticator.Type.TOTP][:1],
        "keys": of[Authenticator.Type.WEBAUTHN],
        "codes": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "sessions": sessions.standing(account),
        "here": kept_as(request.session.session_key or ""),
        "domain": domain(request),
        "has_name": named(domain(request)),
    }
    return render(request, "security.jinja", context)


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out one other session, or all others."""
    account: Any = request.user
    number = request.POST.get("session", "")
    if number.isdecimal():
        ended = int(sessions.end(account, int(number)))
    else:
        ended = sessions.end_others(account, request.session.session_key)
    if ended:
        said = ngettext("%(n)d session was signed out.", "%(n)d sessions were signed out.", ended)
        messages.success(request, said % {"n": ended})
    else:
        messages.success(request, gettext("You are signed in nowhere else."))
    return redirect("security")
