"""How often may be asked: sign-in, links, programs, uploads, what costs much; beyond it 429 and when to come back.

Counts are shared by all processes of the data folder (`records.tally`). TONETOP_LIMITS multiplies every limit here, for
a house behind one address or a test of load.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from tonetop.records import tally
from tonetop.work import directory_key, lock_out, token

Next = Callable[[HttpRequest], HttpResponse]

FACTOR = "TONETOP_LIMITS"
LOGIN, KNOWN = "/accounts/login/", "tonetop_known"
PROGRAMS = ("/api/", "/scim/")
MINUTE, HOUR = 60, 3600
ADDRESS, ACCOUNT, ALL = "address", "account", "all"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many requests within so many seconds of one address, of one account or token, or of all together."""

    name: str
    most: int
    seconds: int
    of: str


SIGN_IN = Limit("sign-in", 60, MINUTE, ADDRESS)
LINKS = Limit("links", 60, MINUTE, ADDRESS)
ELSEWHERE = Limit("elsewhere", 300, MINUTE, ADDRESS)
VOICES = Limit("voices", 240, MINUTE, ALL)
"""Of all together, for of whom answers and raises concerns nothing is kept, not even a count."""
TRUST = Limit("trust", 120, MINUTE, ADDRESS)
WITNESS = Limit("witness", 60, MINUTE, ADDRESS)
PROGRAM = Limit("programs", 1_200, MINUTE, ACCOUNT)
STRANGE_TOKENS = Limit("strange-tokens", 60, MINUTE, ADDRESS)
UPLOADS = Limit("uploads", 120, MINUTE, ACCOUNT)
COSTLY = Limit("costly", 60, MINUTE, ACCOUNT)
BY_PATH = (
    ("/welcome/", LINKS),
    ("/calendar/", LINKS),
    ("/accounts/oidc/", ELSEWHERE),
    ("/accounts/saml/", ELSEWHERE),
    ("/trust/", TRUST),
    ("/witness/", WITNESS),
    ("/surveys/answer/", VOICES),
    ("/concerns/new/", VOICES),
    ("/concerns/receipt/", VOICES),
)
"""Addresses that anybody may open."""
COSTLY_ROUTES = frozenset(
    (
        *("report-oscal", "report-oscal-file", "organisation-file", "report", "system-bom"),
        *(
            "report-file",
            "audit-report-file",
            "audit-paper-file",
            "review-file",
            "review-pack-file",
            "gap-file",
        ),
        *(
            "privacy-export",
            "privacy-folder",
            "centre-export",
            "export",
            "inventory-file",
            "bundle",
            "verify",
        ),
        *("ask", "sample", "report-template", "report-template-file", "language-model", "jobs"),
        *("privacy-notice-check", "import-look", "training-look", "webhooks", "webhook"),
    )
)
"""Routes that compute or fetch for seconds: printed reports, exports, answers, proofs, calls to elsewhere."""


class Limits:
    """Counts what is limited before anything else is done with it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        waits = (
            _locked(request) or _strange(request) or next(filter(None, map(_over(request), _by(request))), 0)
        )
        if waits:
            return too_many(request, waits)
        response = self.get_response(request)
        if request.path.startswith(PROGRAMS) and response.status_code == 401 and _shows_token(request):
            _over(request)(STRANGE_TOKENS)
        known = getattr(request, "known_from_now", "")
        if known:
            _keep(response, known)
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Counts what costs much, once it is known which page it is; looking at a form costs nothing."""
        name = request.resolver_match.url_name or ""
        is_form = name in {"ask", "jobs", "language-model", "webhooks", "webhook", "report-template"}
        if name not in COSTLY_ROUTES or (is_form and request.method == "GET" and not request.GET.get("q")):
            return None
        waits = _over(request)(COSTLY)
        return too_many(request, waits) if waits else None


def too_many(request: HttpRequest, waits: int = MINUTE) -> HttpResponse:
    """429: a sentence, and in Retry-After the seconds until more is answered."""
    headers = {"Retry-After": str(waits), "Cache-Control": "no-store"}
    if request.path.startswith(PROGRAMS):
        said = f"too much was asked within a short time; come back in {waits} seconds"
        told = {"type": "about:blank", "title": "Too Many Requests", "status": 429}
        body = told | {"detail": said, "problem": said}
        return JsonResponse(body, status=429, headers=headers, content_type="application/problem+json")
    minutes = math.ceil(waits / 60)
    said = ngettext(
        "That was too often within a short time; try again in %(n)d minute.",
        "That was too often within a short time; try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}
    response = render(request, "429.html", {"said": said}, status=429)
    for name, value in headers.items():
        response[name] = value
    return response


def browser_of(request: HttpRequest) -> str:
    """What a browser shows that an account came in from it before."""
    return request.COOKIES.get(KNOWN, "")


def came_in(request: Any, email: str) -> None:
    """Let the browser be known from now on, once it is answered, and its mistakes be forgotten."""
    browser = browser_of(request)
    lock_out.passed(email, browser)
    request.known_from_now = browser if lock_out.known(browser, email) else lock_out.made_known(email)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as proxies that are ours say it; of IPv6 the network, for it is one's own."""
    try:
        found = get_client_ip(request) or ""
    except ImproperlyConfigured:
        found = request.META.get("REMOTE_ADDR", "")
    return ":".join(found.split(":")[:4]) if ":" in found else found


def factor() -> float:
    """By how much limits are wider than they are written; what is no number changes nothing."""
    try:
        return max(float(os.environ.get(FACTOR, "1")), 0.0)
    except ValueError:
        return 1.0


def _by(request: Any) -> list[Limit]:
    path, sends = request.path, request.method == "POST"
    found = [limit for start, limit in BY_PATH if path.startswith(start)]
    if path == LOGIN and sends:
        found.append(SIGN_IN)
    if path.startswith(PROGRAMS):
        found.append(PROGRAM)
    elif sends and request.content_type == "multipart/form-data" and request.user.is_authenticated:
        found.append(UPLOADS)
    return found


def _over(request: Any) -> Callable[[Limit], int]:
    """Counts one more; gives the seconds to wait where it is one too many, else 0."""

    def over(limit: Limit) -> int:
        many, ends = tally.hit(f"{limit.name}:{_who(request, limit)}", limit.seconds)
        return max(1, math.ceil(ends)) if many > limit.most * factor() else 0

    return over


def _who(request: Any, limit: Limit) -> str:
    if limit.of == ALL:
        return ""
    if limit.of == ACCOUNT:
        shown = _token(request)
        if shown:
            return f"token {shown}"
        if request.user.is_authenticated:
            return f"account {request.user.pk}"
    return f"address {address_of(request)}"


def _token(request: Any) -> str:
    """The token that a program showed, where it is one; what is none does not make a caller another one."""
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if not request.path.startswith(PROGRAMS) or scheme.lower() != "bearer":
        return ""
    shown: str = told.strip()
    is_one = directory_key.key_of if request.path.startswith("/scim/") else token.is_token
    return shown if is_one(shown) else ""


def _locked(request: Any) -> int:
    """Seconds for which the account that a sign-in names is locked to this browser."""
    if request.path != LOGIN or request.method != "POST":
        return 0
    return lock_out.waits(request.POST.get("login", ""), browser_of(request))


def _strange(request: Any) -> int:
    """Seconds for which an address that showed many tokens which are none is not listened to."""
    if not request.path.startswith(PROGRAMS) or not _shows_token(request):
        return 0
    many, ends = tally.count(f"{STRANGE_TOKENS.name}:{_who(request, STRANGE_TOKENS)}")
    return math.ceil(ends) if many >= STRANGE_TOKENS.most * factor() else 0


def _shows_token(request: HttpRequest) -> bool:
    return bool(request.headers.get("Authorization"))


def _keep(response: HttpResponse, known: str) -> None:
    response.set_cookie(
        KNOWN,
        known,
        max_age=lock_out.KNOWN_FOR,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
