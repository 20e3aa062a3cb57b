"""What happens around every page: the security headers, who may see it, and the day everything is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from tonetop.records import clock
from tonetop.web.entering import used
from tonetop.web.forgotten import RESET, is_offered
from tonetop.web.look import NAMES, look_of
from tonetop.work.factor_elsewhere import is_asked, note_door
from tonetop.work.permission import may_open
from tonetop.work.second_factor import begins_until
from tonetop.work.watch_guests import note

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
UNUSED = (
    *(
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
    ),
    *(
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    ),
)
"""What browsers can do that no page of ours asks for."""
HEADERS = {
    "Permissions-Policy": ", ".join(f"{each}=()" for each in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
VOICES = ("/surveys/answer/", "/concerns/new/", "/concerns/receipt/")
"""Where people answer and raise concerns without anybody knowing who they are."""
ELSEWHERE = ("/accounts/oidc/", "/accounts/saml/")
"""Where people come in who signed in elsewhere."""
PUBLIC = "/trust/"
"""What everybody may read who finds it: it takes no cookie, gives none, and so cannot know who asks."""
OPEN = (
    *("/accounts/login/", "/accounts/inactive/", "/accounts/2fa/authenticate/", RESET, *ELSEWHERE),
    *("/static/", "/welcome/", "/healthz", "/readyz", "/metrics", "/calendar/", "/language/"),
    *("/witness/add-checkpoint", PUBLIC, *VOICES),
)
"""Addresses that need no sign-in; everything else does."""
PROGRAMS = ("/api/", "/scim/v2/")
"""Addresses for programs, which answer for themselves."""
DOORS = (
    *("/accounts/login/", "/accounts/logout/", "/accounts/inactive/", "/accounts/password/change/"),
    *("/accounts/reauthenticate/", "/accounts/2fa/", "/accounts/2fa/authenticate/"),
    *("/accounts/2fa/reauthenticate/", "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/"),
    *("/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/"),
    *("/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/reauthenticate/"),
)
"""What of the accounts' pages there is: nobody signs up; a password is chosen anew by mail where mail is sent."""
KEYS = re.compile(r"/accounts/2fa/webauthn/keys/\d+/remove/")
ENROLLING = ("/accounts/", "/security/")
"""What opens to whoever needs a second factor and has none."""


def is_door(path: str) -> bool:
    """Whether an address of the accounts' pages is one of those that there are."""
    by_mail = path.startswith(RESET) and is_offered()
    return path in DOORS or by_mail or path.startswith(ELSEWHERE) or bool(KEYS.fullmatch(path))


class SecurityHeaders:
    """Adds a content security policy without inline script and without any other host."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_public = request.path.startswith(PUBLIC)
        if is_public:
            request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        if is_public:
            response.cookies.clear()
            response["Vary"] = "Accept-Language"
        response.headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class SignedIn:
    """Sends whoever is not signed in to the sign-in page; deny by default. The API answers for itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/accounts/") and not is_door(request.path):
            raise Http404
        open_to_all = request.path.startswith((*OPEN, *PROGRAMS))
        if not open_to_all and not request.user.is_authenticated:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
        if not open_to_all:
            used(request)
            note_door(request)
            if _must_enrol(request) and not request.path.startswith(ENROLLING):
                return HttpResponseRedirect(reverse("security"))
        response = self.get_response(request)
        if not open_to_all:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Opens to each role what is for it; the API and the accounts' pages answer for themselves."""
        route, account = request.resolver_match.url_name, request.user
        apart = request.path.startswith(("/accounts/", *PROGRAMS))
        if apart or not account.is_authenticated or may_open(account, route):
            return None
        if route == "home":
            return HttpResponseRedirect(reverse("mine"))
        raise PermissionDenied(gettext("Your role sees what concerns everybody; this is not among it."))


def _must_enrol(request: Any) -> bool:
    """Whether a second factor comes first; until when it does not yet is kept for the pages to say."""
    asked = is_asked(request)
    request.enrol_by = begins_until(request.user) if asked else None
    return asked and request.enrol_by is None


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


class Watched:
    """Notes each page that a guest was shown, once a day, in the ledger."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 200 and not request.path.startswith((*OPEN, *ENROLLING)):
            account = request.user
            if account.is_authenticated:
                note(account, request.path, clock.today(request.organisation))
        return response
