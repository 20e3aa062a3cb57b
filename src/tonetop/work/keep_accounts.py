"""Keep the accounts: who may sign in, in which role and as which person; done by administrators alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused, known
from tonetop.records.models import ROLES, Account
from tonetop.records.provisioning import Listed
from tonetop.records.write import By
from tonetop.work.invite import FIRST, Taken, invite, make_account, taken
from tonetop.work.permission import GUEST, KEEP_ACCOUNTS, doer
from tonetop.work.sessions import end_others


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account is: its role, which person of the register it is of, whether and until when it signs in.

    until: the last day, YYYY-MM-DD; empty for good, which a guest never is.
    """

    role: str
    person: str = ""
    is_active: bool = True
    until: str = ""


def administrator(account: Account | None) -> By:
    """Who keeps accounts, once it is settled that they may; None: whoever runs the command line. Raises Forbidden."""
    return By() if account is None else doer(account, KEEP_ACCOUNTS)


def add_account(account: Account | None, email: str, name: str, standing: Standing) -> tuple[Account, str]:
    """A new account and the secret of its one-time link. Raises Forbidden, Refused."""
    by = administrator(account)
    demand_new(email, standing)
    with transaction.atomic():
        made = make_account(standing.role, email, person=standing.person, name=name[:150], by=by)
        if standing.until:
            _settle(made, standing, by)
        return made, invite(made, by)


def demand_new(email: str, standing: Standing) -> None:
    """Raises Refused unless an account can be made for an address, and stand so."""
    _judge(standing)
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"{email!r} is no e-mail address") from None
    if taken(email):
        raise Taken(f"there is an account with the e-mail address {email} already")


def change_account(account: Account | None, number: int, standing: Standing) -> Account:
    """Give an account another role or person, or take its sign-in away or back. Raises Forbidden, Refused."""
    by = administrator(account)
    _judge(standing)
    with transaction.atomic():
        found = _found(number)
        stays = standing.is_active and standing.role == FIRST and not standing.until
        if not stays and last_administrator(found):
            raise Refused(f"{found} is the last administrator; name another one first")
        _settle(found, standing, by)
        # From now on it stands as an administrator said: no directory opens it again.
        Listed.objects.filter(account=found).update(closed=False)
        if not found.is_active:
            end_others(found)
    return found


def last_administrator(account: Account) -> bool:
    """Whether an account is an administrator's, and no other administrator signs in for good."""
    others = Account.objects.filter(role=FIRST, is_active=True, until="").exclude(pk=account.pk)
    return account.role == FIRST and not others.exists()


def name_person(account: Account, person: str, by: By) -> None:
    """Say which person of the register an account is of, with its ledger line; whoever calls it settles who may."""
    with transaction.atomic():
        _settle(account, Standing(account.role, person, account.is_active, account.until), by)


def _settle(found: Account, standing: Standing, by: By) -> None:
    was = found.person if found.person != standing.person else ""
    found.role, found.person, found.is_active = standing.role, standing.person, standing.is_active
    found.until = standing.until
    found.save(update_fields=["role", "person", "is_active", "until"])
    told = {"role": found.role, "person": found.person, "active": found.is_active, "until": found.until}
    told |= {"was": was} if was else {}
    tell("Account", str(found.pk), "account.changed", told, by)


def new_link(account: Account | None, number: int) -> tuple[Account, str]:
    """A fresh one-time link for an account; earlier unused ones lapse. Raises Forbidden, Refused."""
    by = administrator(account)
    found = _found(number)
    if not found.comes_in(clock.calendar_day()):
        raise Refused(f"{found} may not sign in; let them in again first")
    return found, invite(found, by)


def _found(number: int) -> Account:
    found = Account.objects.filter(pk=number).first()
    if found is None:
        raise Refused(f"there is no account {number}")
    return found


def _judge(standing: Standing) -> None:
    if standing.role not in ROLES:
        raise Refused(f"{standing.role!r} is no role; the roles are {', '.join(ROLES)}")
    if standing.until and not cadence.is_day(standing.until):
        raise Refused(f"{standing.until!r} is no day; write the last day of access as YYYY-MM-DD")
    if standing.role == GUEST and standing.is_active and not standing.until:
        raise Refused("a guest comes in until a day; say which is the last day of access")
    if standing.person and not known("Person", [standing.person]):
        raise Refused(
            f"{standing.person!r} is no person of the register; write a person's id, or leave it empty"
        )
