"""Who may call the API: an account by its token, or by the session of the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from tonetop.records.models import Account
from tonetop.work.factor_elsewhere import must_enrol, note_door
from tonetop.work.permission import READ, Forbidden, demand
from tonetop.work.token import GATES, MANAGES, READS, WRITES, account_of


def scope_of(request: HttpRequest) -> str:
    """What a request is about, as tokens name it."""
    route = request.resolver_match.route if request.resolver_match is not None else ""
    return scope_for(route, request.method or "")


def scope_for(route: str, method: str) -> str:
    """The scope that a token needs: of the gates, the webhooks, else reading or writing; the document says the same."""
    if "gates/" in route:
        return GATES
    if "v1/webhooks" in route:
        return MANAGES
    return READS if method.upper() in ("GET", "HEAD", "OPTIONS") else WRITES


class Token(HttpBearer):
    """A bearer token of an account; only its hash is kept."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """The token's account, or None."""
        account = account_of(token, scope_of(request))
        if account is not None:
            request.user = account
            demand(account, READ)
        return account


class Session(SessionAuth):
    """The session of someone signed in to the pages; changes need the CSRF token.

    It opens nothing to whoever needs a second factor and has none.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """The session's account, or None: whoever brings no session is unknown, whatever else lacks."""
        return super().__call__(request) if request.COOKIES.get(self.param_name) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The session's account, or None."""
        account: Any = super().authenticate(request, key)
        if account is not None:
            if must_enrol(request):
                raise Forbidden("your role needs a second factor; enrol one under /security/ first")
            demand(account, READ)
            note_door(request)
        return account


DOORS = [Token(), Session()]
