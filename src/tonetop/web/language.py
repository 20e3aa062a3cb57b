"""The language of the pages: the account's own, else the one chosen in this browser, else what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tonetop.records.reminding import Preference
from tonetop.work.remind import usual

KEPT = "language"
"""Where a session keeps it, so that no page asks the database for it."""
PROGRAMS = ("/api/", "/scim/")
"""What programs read stays in one language."""
YEAR = 365 * 24 * 3600


class ReadersLanguage:
    """Tells every page in its reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        programs = request.path.startswith(PROGRAMS)
        chosen = settings.LANGUAGE_CODE if programs else request.session.get(KEPT, "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


@receiver(user_logged_in)
def begin(request: Any = None, user: Any = None, **_: Any) -> None:
    """Who signs in reads in their own language, where they have chosen one."""
    kept = Preference.objects.filter(account=user).values_list("language", flat=True).first()
    if kept and hasattr(request, "session"):
        request.session[KEPT] = kept


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a language: for the account where somebody is signed in, and in this browser."""
    chosen, onwards = request.POST.get("language", ""), request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onwards, {request.get_host()}, request.is_secure())
    response = redirect(onwards if safe else "/")
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        request.session[KEPT] = chosen
        kept, fresh = {"language": chosen}, {"digest": usual(request.user), "language": chosen}
        Preference.objects.update_or_create(account=request.user, defaults=kept, create_defaults=fresh)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
