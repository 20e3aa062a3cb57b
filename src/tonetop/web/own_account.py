"""What somebody changes of their own way in stands or falls with its ledger line: password, app, passkey, codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tonetop.records.rollback import ReadOnly, demand_writable
from tonetop.web.wording import sentence

CHANGING = (
    *(
        "/accounts/password/change/",
        "/accounts/password/reset/key/",
        "/accounts/2fa/totp/",
        "/accounts/2fa/webauthn/add/",
    ),
    *("/accounts/2fa/webauthn/keys/", "/accounts/2fa/recovery-codes/"),
)


class OwnAccount:
    """Makes one transaction of a change to one's own account; where nothing may be written, it says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answer_to: Any = AccountMiddleware(get_response).process_exception

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The view's own answer within a transaction; None for every other page."""
        if request.method != "POST" or not request.path.startswith(CHANGING):
            return None
        try:
            demand_writable()
        except ReadOnly as refused:
            messages.error(request, sentence(refused))
            return HttpResponseRedirect(request.path)
        try:
            with transaction.atomic():
                answer: HttpResponse = view(request, *args, **kwargs)
        except (ImmediateHttpResponse, ReauthenticationRequired) as wanted:
            answer = self.answer_to(request, wanted)  # Django asks nobody what to do with what is raised here
        return answer
