"""Tokens by which programs act for an account: shown once, kept as a hash, for some things alone, with an end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.tokens import ApiToken
from tonetop.records.write import By
from tonetop.work.permission import Forbidden

PREFIX = "tonetop_"
COMMAND_LINE = By()
READS, WRITES, GATES, MANAGES = "read", "write", "gates", "manage"
SCOPES = (READS, WRITES, GATES, MANAGES)
"""What a token may open: everything that is only read, what changes records, the gates, the webhooks."""


def make_token(
    account: Account, name: str, by: By = COMMAND_LINE, scopes: Sequence[str] = (), ends_on: str = ""
) -> str:
    """A fresh token of an account; the only time that it can be read. Raises Refused for a scope or day that is none.

    scopes: what it opens, within what the account may; none: all of it. ends_on: the last day on which it works.
    """
    unknown = next((scope for scope in scopes if scope not in SCOPES), None)
    if unknown is not None:
        raise Refused(f"there is no scope {unknown!r}; there are {', '.join(SCOPES)}")
    if ends_on and (not cadence.is_day(ends_on) or ends_on < clock.calendar_day()):
        raise Refused(f"{ends_on!r} is no day that lies ahead; write YYYY-MM-DD")
    token = PREFIX + secrets.token_urlsafe(32)
    kept = [scope for scope in SCOPES if scope in scopes]
    with transaction.atomic():
        made = ApiToken.objects.create(
            account=account,
            name=name[:100],
            sha256=_hashed(token),
            made_on=clock.today(),
            scopes=" ".join(kept),
            ends_on=ends_on,
        )
        data = {"token": made.pk, "scopes": kept, "ends_on": ends_on or None}
        tell("Account", str(account.pk), "account.token-made", data, by)
    return token


def account_of(token: str, scope: str) -> Account | None:
    """The active account whose token this is, or None. Raises Forbidden when the token does not open such things."""
    found = ApiToken.objects.filter(sha256=_hashed(token)).select_related("account").first()
    if found is None or not found.account.comes_in(clock.calendar_day()):
        return None
    if found.ends_on and found.ends_on < clock.calendar_day():
        return None
    if found.scopes and scope not in found.scopes.split():
        raise Forbidden(
            f"this token opens {' and '.join(found.scopes.split())}, not {scope}; make one that does"
        )
    found.account.came_by = "token"
    return found.account


def is_token(token: str) -> bool:
    """Whether somebody made such a token, whatever it opens."""
    return ApiToken.objects.filter(sha256=_hashed(token)).exists()


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
