"""Who may call the API: an account by its token, or by the session of the pages."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from tonetop.records.models import Account
from tonetop.work.token import account_of


class Token(HttpBearer):
    """A bearer token of an account; only its hash is kept."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """The token's account, or None."""
        account = account_of(token)
        if account is not None:
            request.user = account
        return account


class Session(SessionAuth):
    """The session of someone signed in to the pages; changes need the CSRF token."""


DOORS = [Token(), Session()]
