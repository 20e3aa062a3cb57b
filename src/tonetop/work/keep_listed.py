"""Keep accounts as a directory lists them: bring, change, close; nothing of a person is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet

from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.provisioning import DirectoryKey, Listed
from tonetop.records.write import By
from tonetop.work.invite import FIRST, Taken, make_account
from tonetop.work.keep_accounts import last_administrator
from tonetop.work.sessions import end_others

FIELDS = {"user": "username", "email": "email", "name": "first_name"}


class Fixed(Refused):
    """This is not for a directory to change; the message says who may."""


class Missing(Refused):
    """There is no such account."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a directory says of an account; None: nothing of it."""

    user: str | None = None
    email: str | None = None
    name: str | None = None
    active: bool | None = None
    external_id: str | None = None


def listed() -> QuerySet[Account]:
    """Every account but those that the directory took out, in the order in which they were made."""
    return Account.objects.select_related("listed").exclude(listed__removed=True).order_by("pk")


def one(number: str) -> Account:
    """An account by its number. Raises Missing."""
    found = listed().filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if found is None:
        raise Missing(f"there is no account {number}")
    return found


def bring(key: DirectoryKey, said: Said) -> Account:
    """A new account in the key's role, or one that the directory took out before. Raises Taken, Fixed, Refused."""
    user = _judged(said).user
    if not user:
        raise Refused("userName is missing")
    email = said.email or user
    _demand_address(email)
    with transaction.atomic():
        others = list(_same(user, email)[:2])
        gone = len(others) == 1 and Listed.objects.filter(account=others[0], removed=True).exists()
        if others and not gone:
            raise Taken(f"there is an account with the user name or address {user} already")
        if gone:
            Listed.objects.filter(account=others[0]).update(removed=False)
            return change(
                key, others[0], Said(user, email, said.name, said.active is not False, said.external_id)
            )
        made = make_account(key.role, email, name=said.name or "", by=_by(key))
        made.username = user
        made.save(update_fields=["username"])
        _note(made, brought=True)
        _remember(made, said)
        if said.active is False:
            _set_active(key, made, active=False)
    return made


def change(key: DirectoryKey, account: Account, said: Said) -> Account:
    """What the directory says instead; what it says nothing of stays. Raises Taken, Fixed, Refused.

    It changes the address of an account that it brought, and opens one that it closed; a key must not lead into the
    account of somebody whom administrators let in.
    """
    _judged(said)
    with transaction.atomic():
        _rename(key, account, said)
        if said.active is not None and said.active != account.is_active:
            _set_active(key, account, active=said.active)
        _remember(account, said)
    return account


def take_out(key: DirectoryKey, account: Account) -> None:
    """Close an account for good as far as the directory is concerned; it stays, and may not sign in."""
    with transaction.atomic():
        if account.is_active:
            _set_active(key, account, active=False)
        _note(account, removed=True)


def _judged(said: Said) -> Said:
    for name, longest in (("user", 150), ("email", 254), ("name", 150), ("external_id", 400)):
        value = getattr(said, name)
        if value is not None and (len(value) > longest or "\0" in value):
            raise Refused(f"{name} is longer than {longest} characters, or holds the character U+0000")
    if said.email:
        _demand_address(said.email)
    return said


def _demand_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"{email!r} is no e-mail address; say one in userName or emails") from None


def _same(user: str, email: str) -> QuerySet[Account]:
    held = Q(username__iexact=user) | Q(email__iexact=user)
    return Account.objects.filter(held | Q(username__iexact=email) | Q(email__iexact=email))


def _rename(key: DirectoryKey, account: Account, said: Said) -> None:
    wanted = {name: getattr(said, name) for name in FIELDS}
    if not _brought(account):
        wanted = {name: _as_it_is(account, name, value) for name, value in wanted.items()}
    changed = [name for name, value in wanted.items() if value and value != getattr(account, FIELDS[name])]
    if "name" in changed and said.name == account.get_full_name():
        changed.remove("name")
    if not changed:
        return
    if changed != ["name"]:
        _demand_brought(account)
    new = {FIELDS[name]: wanted[name] for name in changed}
    user, email = new.get("username", account.username), new.get("email", account.email)
    if _same(user, email or user).exclude(pk=account.pk).exists():
        raise Taken(f"there is another account with the user name or address {user} already")
    for field, value in new.items():
        setattr(account, field, value)
    if "name" in changed:
        account.last_name = ""
    account.save(update_fields=[*new, "last_name"])
    tell("Account", str(account.pk), "account.renamed", {"fields": changed}, _by(key))


def _as_it_is(account: Account, name: str, value: str | None) -> str | None:
    """A user name or address as the account has it, where they differ in capitals alone."""
    held = str(getattr(account, FIELDS[name]))
    return held if name != "name" and value and value.casefold() == held.casefold() else value


def _brought(account: Account) -> bool:
    return Listed.objects.filter(account=account, brought=True).exists()


def _demand_brought(account: Account) -> None:
    if account.role == FIRST:
        raise Fixed("the user name and address of an administrator are changed by administrators alone")
    if not _brought(account):
        raise Fixed(
            "the user name and address of an account that no directory brought are changed by administrators alone"
        )


def _demand_closed_here(account: Account) -> None:
    if account.role == FIRST:
        raise Fixed("an administrator whose account was closed is let in again by administrators alone")
    if not Listed.objects.filter(account=account, closed=True).exists():
        raise Fixed("an account that no directory closed is let in again by administrators alone")


def _set_active(key: DirectoryKey, account: Account, *, active: bool) -> None:
    if active:
        _demand_closed_here(account)
    elif last_administrator(account):
        raise Fixed("this is the last administrator; name another one first")
    account.is_active = active
    account.save(update_fields=["is_active"])
    _note(account, closed=not active)
    if not active:
        end_others(account)
    told = {"role": account.role, "person": account.person, "active": active, "until": account.until}
    tell("Account", str(account.pk), "account.changed", told, _by(key))


def _remember(account: Account, said: Said) -> None:
    if said.external_id is not None:
        _note(account, external_id=said.external_id)
        account.refresh_from_db()


def _note(account: Account, **noted: str | bool) -> None:
    Listed.objects.update_or_create(account=account, defaults=noted)


def _by(key: DirectoryKey) -> By:
    return By(f"directory {key.pk}", None, "directory key")
