"""What happens around every page: the security headers, who may see it, and the day everything is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tonetop.records import clock
from tonetop.web.look import NAMES, look_of

Next = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
VOICES = ("/surveys/answer/", "/concerns/new/", "/concerns/receipt/")
"""Where people answer and raise concerns without anybody knowing who they are."""
OPEN = ("/accounts/login/", "/static/", "/welcome/", "/healthz", "/calendar/", *VOICES)
"""Addresses that need no sign-in; everything else does."""
DOORS = ("/accounts/login/", "/accounts/logout/", "/accounts/password/change/")
"""What of the accounts' pages there is: nobody signs up, and who is locked out gets a one-time link."""


class SecurityHeaders:
    """Adds a content security policy without inline script and without any other host."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class SignedIn:
    """Sends whoever is not signed in to the sign-in page; deny by default. The API answers for itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/accounts/") and request.path not in DOORS:
            raise Http404("There is no such page")
        open_to_all = request.path.startswith((*OPEN, "/api/"))
        if not open_to_all and not request.user.is_authenticated:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
        response = self.get_response(request)
        if not open_to_all:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class AsOf:
    """Gives every request its organisation and its look, and tells times in the organisation's time zone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.organisation = SimpleLazyObject(clock.organisation)
        request.look = SimpleLazyObject(lambda: look_of(request, request.organisation))
        if not request.user.is_authenticated:
            return self.get_response(request)
        if any(name in request.GET for name in NAMES):
            _ = request.look.as_of  # a chosen day is kept before anything answers, even an error
        with timezone.override(ZoneInfo(request.organisation.time_zone)):
            return self.get_response(request)
