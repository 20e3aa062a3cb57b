"""One-time links: how the first administrator comes in, and how whoever is locked out comes in again."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import models, transaction

from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Invitation
from tonetop.records.write import By
from tonetop.work.second_factor import reset

HOURS = 24
"""How long a link is good for."""
FIRST = "administrator"
COMMAND_LINE = By()


class NoEntry(Exception):
    """The link or the account is not there; the message is one sentence that says what to do."""


class Taken(Refused):
    """Somebody else has the user name or the address already."""


def taken(address: str, but: int = 0) -> bool:
    """Whether an account, but the one of the number `but`, has an address or user name already."""
    held = models.Q(username__iexact=address) | models.Q(email__iexact=address)
    return bool(address) and Account.objects.filter(held).exclude(pk=but).exists()


def make_account(
    role: str, email: str = "", *, person: str = "", name: str = "", by: By = COMMAND_LINE
) -> Account:
    """A new account without a password, and its ledger line (its number and role, nothing personal).

    Raises Taken when somebody has the address, or it as their user name.
    """
    with transaction.atomic():
        if taken(email or role):
            raise Taken(f"there is an account with the e-mail address {email or role} already")
        account = Account(username=email or role, email=email, role=role, person=person, first_name=name)
        account.set_unusable_password()
        account.save()
        tell("Account", str(account.pk), "account.created", {"role": role}, by)
    return account


def first_account() -> Account | None:
    """The administrator that an empty folder is given; None when there are accounts already."""
    return None if Account.objects.exists() else make_account(FIRST)


def chosen(email: str | None) -> Account:
    """The account of an e-mail address, else the first administrator; none that has lapsed. Raises NoEntry."""
    lasting = models.Q(until="") | models.Q(until__gte=clock.calendar_day())
    active = Account.objects.filter(lasting, is_active=True)
    if email is None:
        account = active.filter(role=FIRST).order_by("pk").first()
        if account is None:
            raise NoEntry("There is no administrator yet; `tonetop up` makes one at its first start")
        return account
    account = active.filter(email__iexact=email).first()
    if account is None:
        raise NoEntry(
            f"There is no account with the e-mail address {email}; look at the accounts in the web app"
        )
    return account


def invite(account: Account, by: By = COMMAND_LINE) -> str:
    """The secret of a new one-time link for an account; earlier unused links of the account lapse."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(account=account, used=None).delete()
        expires = clock.now() + timedelta(hours=HOURS)
        Invitation.objects.create(account=account, secret=_hashed(token), expires=expires)
        tell("Account", str(account.pk), "account.link-made", {"hours": HOURS}, by)
    return token


def look(token: str) -> Account | None:
    """Whose link this is, without using it up; None when it is none, used or lapsed."""
    found = _open(token).first()
    return found.account if found and found.account.comes_in(clock.calendar_day()) else None


def redeem(token: str) -> Account:
    """Use a link up; gives the account that now signs in. Raises NoEntry when it is none, used or lapsed.

    Whoever comes in by a link was locked out: a second factor that they had is taken away, and told of.
    """
    with transaction.atomic():
        found = _open(token).select_for_update().first()
        if found is None or not found.account.comes_in(clock.calendar_day()):
            raise NoEntry("This link has been used or has lapsed; `tonetop sign-in` prints a new one")
        found.used = clock.now()
        found.save(update_fields=["used"])
        account = found.account
        by = By(f"account-{account.pk}", None, "one-time link")
        tell("Account", str(account.pk), "account.link-used", {}, by)
        reset(account, by)
    return account


def _open(token: str) -> models.QuerySet[Invitation]:
    held = Invitation.objects.filter(secret=_hashed(token), used=None, expires__gt=clock.now())
    return held.filter(account__is_active=True).select_related("account")


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
