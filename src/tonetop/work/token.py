"""Tokens by which programs act for an account: shown once, kept as a hash, withdrawn at any time."""

from __future__ import annotations

import hashlib
import secrets

from tonetop.records import clock
from tonetop.records.models import Account, ApiToken

PREFIX = "tonetop_"


def make_token(account: Account, name: str) -> str:
    """A fresh token of an account; the only time that it can be read."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(account=account, name=name, sha256=_hashed(token), made_on=clock.today())
    return token


def account_of(token: str) -> Account | None:
    """The active account whose token this is, or None."""
    found = (
        ApiToken.objects.filter(sha256=_hashed(token), account__is_active=True)
        .select_related("account")
        .first()
    )
    return found.account if found else None


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
