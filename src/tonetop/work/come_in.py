"""Come in by a one-time link: choose a password, and a name and an e-mail address where there are none yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work.invite import Taken, look, redeem, taken
from tonetop.work.sessions import end_others
from tonetop.work.tell_password import tell_password


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose on coming in; the password twice, so that a slip shows."""

    name: str
    email: str
    password: str
    again: str


def come_in(token: str, chosen: Chosen) -> Account:
    """Use a link up and set what was chosen; gives the account that now signs in. Raises Refused, NoEntry.

    An account that has an e-mail address keeps it: the link may set a password, not take over another's address.
    """
    with transaction.atomic():
        there = look(token)
        if there is not None:
            _judge(there, chosen)
        account = redeem(token)
        account.first_name, account.last_name = chosen.name.strip()[:150], ""
        if not account.email:
            account.email = account.username = chosen.email.strip()
        account.set_password(chosen.password)
        account.save()
        tell_password(account, "one-time link")
        end_others(account)
    return account


def _judge(account: Account, chosen: Chosen) -> None:
    if not chosen.name.strip():
        raise Refused("write your name")
    if not account.email:
        _judge_email(chosen.email.strip(), account)
    if chosen.password != chosen.again:
        raise Refused("the two passwords differ; write the same one twice")
    try:
        validate_password(chosen.password, account)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages).rstrip(".")) from None


def _judge_email(email: str, account: Account) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"{email!r} is no e-mail address") from None
    if taken(email, account.pk):
        raise Taken(f"there is an account with the e-mail address {email} already")
