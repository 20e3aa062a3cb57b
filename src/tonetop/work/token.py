"""Tokens by which programs act for an account: shown once, kept as a hash, withdrawn at any time."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account, ApiToken
from tonetop.records.write import By

PREFIX = "tonetop_"
COMMAND_LINE = By()


def make_token(account: Account, name: str, by: By = COMMAND_LINE) -> str:
    """A fresh token of an account; the only time that it can be read."""
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        made = ApiToken.objects.create(
            account=account, name=name[:100], sha256=_hashed(token), made_on=clock.today()
        )
        tell("Account", str(account.pk), "account.token-made", {"token": made.pk}, by)
    return token


def account_of(token: str) -> Account | None:
    """The active account whose token this is, or None."""
    found = ApiToken.objects.filter(sha256=_hashed(token)).select_related("account").first()
    return found.account if found and found.account.comes_in(clock.calendar_day()) else None


def tokens() -> list[ApiToken]:
    """Every token that works, the oldest first; none can be read again."""
    return list(ApiToken.objects.select_related("account").order_by("pk"))


def withdraw_token(number: int, by: By = COMMAND_LINE) -> None:
    """Let a token no longer work. Raises Refused when there is none of that number."""
    with transaction.atomic():
        found = ApiToken.objects.filter(pk=number).first()
        if found is None:
            raise Refused(f"there is no token {number}; `tonetop token --list` names those there are")
        found.delete()
        tell("Account", str(found.account_id), "account.token-withdrawn", {"token": number}, by)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
