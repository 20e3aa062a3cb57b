"""Let in whom a provider vouches for: by the tie made before, else by the verified address; strangers stay out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tonetop.records import clock
from tonetop.records.happening import tell, told_today
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.work.invite import Taken, make_account
from tonetop.work.ways_in import Way

logger = logging.getLogger(__name__)

LONGEST = 150
"""Characters of a user name."""

NO_ADDRESS, UNVERIFIED, INACTIVE, STRANGER, TIED_OTHERWISE, SEVERAL, BROKEN, OUTSIDE = (
    *(
        "no address",
        "not verified",
        "deactivated",
        "stranger",
        "tied otherwise",
        "several",
        "not genuine",
        "other domain",
    ),
)
SENTENCES = {
    NO_ADDRESS: "{name} did not say your e-mail address; whoever runs it must let it be told",
    UNVERIFIED: "{name} does not vouch for your e-mail address; have it verified there, then come back",
    OUTSIDE: "{name} lets nobody in here with an address of your mail domain; ask an administrator",
    INACTIVE: "your account may not sign in; ask an administrator",
    STRANGER: "there is no account for you here yet; ask an administrator to let you in",
    TIED_OTHERWISE: "your account came in as somebody else from {name} before; ask an administrator",
    SEVERAL: "several accounts have your e-mail address; ask an administrator",
    BROKEN: "what came back from {name} could not be trusted; try once more, and tell an administrator if it stays",
}


class NotLetIn(Exception):
    """Whoever comes stays out; the message is one sentence for them, `reason` one of the words above."""

    def __init__(self, reason: str, way: Way) -> None:
        super().__init__(SENTENCES[reason].format(name=way.name))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of who comes: address, whether it verified it (None: says nothing), name, groups."""

    email: str = ""
    verified: bool | None = None
    name: str = ""
    groups: tuple[str, ...] = ()


def account_for(way: Way, told: Told, tied: Account | None, others: frozenset[int]) -> Account:
    """The account that comes in this way; one is made for a stranger where the file says so. Raises NotLetIn.

    tied: the account that came in as the same person of this provider before; others: the numbers of accounts that
    came in as somebody else of it. Who stays out leaves a line in the log, and the first time in a
    day one in the ledger: outsiders may try as often as they like.
    """
    today = clock.calendar_day()
    if tied is not None:
        return tied if tied.comes_in(today) else _refuse(way, INACTIVE, tied)
    if not told.email:
        _refuse(way, NO_ADDRESS)
    _demand_vouched(way, told)
    found = list(Account.objects.filter(email__iexact=told.email)[:2])
    if len(found) > 1:
        _refuse(way, SEVERAL)
    if not found:
        return _welcomed(way, told)
    account = found[0]
    if not account.comes_in(today):
        _refuse(way, INACTIVE, account)
    if account.pk in others:
        _refuse(way, TIED_OTHERWISE, account)
    _tie(way, account)
    return account


def refuse_broken(way: Way, why: str) -> NotLetIn:
    """What to tell whoever brought an answer that is not genuine; `why` goes into the log alone.

    No ledger line: anybody can send such answers, as many as they like, and the ledger forgets nothing.
    """
    logger.warning("Sign-in by %s refused: %s: %s", way.id, BROKEN, " ".join(why.split())[:400])
    return NotLetIn(BROKEN, way)


def _demand_vouched(way: Way, told: Told) -> None:
    if way.domains and told.email.rpartition("@")[2].lower() not in way.domains:
        _refuse(way, OUTSIDE)
    if told.verified is False or not (told.verified or way.domains):
        _refuse(way, UNVERIFIED)


def _welcomed(way: Way, told: Told) -> Account:
    if way.strangers is None or not _may_name(told.email):
        _refuse(way, STRANGER)
    mapped = (way.strangers.roles[group] for group in told.groups if group in way.strangers.roles)
    role = next(mapped, way.strangers.role)
    try:
        with transaction.atomic():
            account = make_account(role, told.email, name=told.name[:150], by=_by(way))
            _tie(way, account)
    except Taken:
        _refuse(way, SEVERAL)
    return account


def _may_name(email: str) -> bool:
    """Whether an address is one that an account can be named by."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST


def _tie(way: Way, account: Account) -> None:
    with transaction.atomic():
        tell("Account", str(account.pk), "account.tied", {"way": way.id}, _by(way))


def _refuse(way: Way, reason: str, account: Account | None = None) -> NoReturn:
    about = str(account.pk) if account else ""
    logger.warning("Sign-in by %s refused: %s %s", way.id, reason, about)
    said = {"reason": reason, "account": about}
    with transaction.atomic():
        if said not in told_today("SignIn", way.id, "account.refused"):
            tell("SignIn", way.id, "account.refused", said, _by(way))
    raise NotLetIn(reason, way)


def _by(way: Way) -> By:
    return By(f"sign-in {way.id}", None, "single sign-on")
