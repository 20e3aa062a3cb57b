"""The one way to erase: personal values of a record leave the ledger's store and every version of its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import connection, models, transaction
from django_tasks_db.models import DBTaskResult

from tonetop.core import ledger
from tonetop.core.ledger import Sealed
from tonetop.records import clock, holds
from tonetop.records.acting import demand_not_held
from tonetop.records.doers import ACCOUNT, Doers
from tonetop.records.entrance import Session
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.ledger import erasure, keys
from tonetop.records.ledger.erasure import Order
from tonetop.records.models import Account, Import, Record, StoredAssessment
from tonetop.records.notes import PrivateNote
from tonetop.records.passkeys import Passkey
from tonetop.records.provisioning import Listed
from tonetop.records.registry import registers
from tonetop.records.rollback import demand_writable
from tonetop.records.scans import Candidate, Correction
from tonetop.records.write import By

ERASED = "(erased)"
MADE_OF_THEM: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (StoredAssessment, ("results",)),
    (Import, ("file", "refused", "remarks", "files")),
    (DBTaskResult, ("return_value", "traceback")),
    (Correction, ("reason",)),
    (Candidate, ("reason",)),
)
"""Tables beside the registers that may repeat what a record said, and the columns that would."""
SHORTEST = 3
"""Characters of a value that is looked for in texts made from it; shorter ones would hit by chance."""


def erase(
    type: str, ref: str, fields: Sequence[str] | None, by: By, reason: str
) -> tuple[int, tuple[str, ...]]:
    """Destroy personal values of a record; gives the number of the event that says so, and the fields emptied.

    fields: None for all. reason stays in the log for ever. Raises Refused when there is nothing to erase.
    """
    model = registers().get(type)
    if model is None:
        raise Refused(f"{type} is no record type; the types are {', '.join(registers())}, and Account")
    named = tuple(fields) if fields else model.personal()
    for name in named:
        if name not in model.personal():
            own = ", ".join(model.personal())
            raise Refused(f"{type}: {name} holds no personal value; those that do are {own}")
    with transaction.atomic():
        demand_writable()
        rows = list(model.objects.filter(ref=ref))
        if not rows:
            raise Refused(f"{type} {ref}: there is no such record")
        demand_not_held(max(rows, key=lambda row: row.revision))
        event = _kept_values(type, ref, named, by, reason)
        if event is None:
            raise Refused(f"{type} {ref}: nothing is left to erase of {', '.join(named)}")
        values = {text for row in rows for name in named for text in _texts(getattr(row, name))}
        _blank(model, ref, named)
        _shorten(values)
        if type == "Person" and "name" in named:
            for account in Account.objects.filter(person=ref):
                _kept_values("Account", str(account.pk), ("name",), by, reason)
                Account.objects.filter(pk=account.pk).update(first_name="", last_name="")
    settle()
    return event.sequence, tuple(ledger.read(event.body)["data"]["fields"])


def erase_account(number: str, by: By, reason: str) -> tuple[int, tuple[str, ...]]:
    """Destroy name and e-mail address of an account that may no longer sign in; its number and acts stay.

    Gives the number of the event that says so, and the fields emptied. Raises Refused.
    """
    with transaction.atomic():
        demand_writable()
        account = Account.objects.filter(pk=number).first() if number.isdigit() else None
        if account is None:
            raise Refused(f"Account {number}: there is no such account; give its number")
        holds.demand_free("Account", number)
        if account.is_active:
            raise Refused(f"Account {number}: may still sign in; take its sign-in away first")
        if not account.email:
            raise Refused(f"Account {number}: nothing is left to erase")
        event = _kept_values("Account", number, None, by, reason)
        if event is None:
            told = {"erased": {}, "fields": ["name"], "reason": reason}
            event = tell("Account", number, erasure.ERASED, told, by)
        EmailAddress.objects.filter(user=account).delete()
        SocialAccount.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        Session.objects.filter(account=account).delete()
        PrivateNote.objects.filter(account=account).delete()
        gone = {"external_id": "", "removed": True, "closed": False}
        Listed.objects.update_or_create(account=account, defaults=gone)
        Passkey.objects.filter(account=account).update(name="")
        account.first_name = account.last_name = account.email = ""
        account.username = f"{ACCOUNT}{number}"
        account.save()
    settle()
    return event.sequence, ("name", "email")


def settle() -> None:
    """Take what was erased out of the database's own files, once nothing is under way any more."""
    if not connection.in_atomic_block:
        erasure.scrub(connection)


def _kept_values(type: str, ref: str, fields: tuple[str, ...] | None, by: By, reason: str) -> Sealed | None:
    """Erase what the ledger keeps of a record; None where it keeps nothing of it."""
    actor, named = Doers(clock.today()).actor(by)
    if any(value.owner == (type, ref) for value in named):
        actor, named = replace(actor, name=None), ()
    order = Order((type, ref), fields, actor, clock.now(), reason, named)
    if not erasure.keeps(connection, order):
        return None
    return erasure.erase(connection, order, keys.load(settings.DATA) if named else None)


def _blank(model: type[Record], ref: str, named: Sequence[str]) -> None:
    """Empty the columns in every version."""
    plain: models.QuerySet[Record] = models.QuerySet(model)
    plain.filter(ref=ref).update(**{name: {} if name == "source_data" else None for name in named})


def _texts(value: Any) -> list[str]:
    """Every text in a value that is long enough to be known again."""
    if isinstance(value, str):
        return [value] if len(value) >= SHORTEST else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list | tuple) else []


def _shorten(values: set[str]) -> None:
    """Take the values out of what was made from them: stored results, and what imports told of their rows."""
    if not values:
        return
    for model, names in MADE_OF_THEM:
        for row in model.objects.only("pk", *names).iterator():
            told = {name: _without(getattr(row, name), values) for name in names}
            if any(told[name] != getattr(row, name) for name in names):
                model.objects.filter(pk=row.pk).update(**told)


def _without(told: Any, values: set[str]) -> Any:
    if isinstance(told, str):
        for value in sorted(values, key=len, reverse=True):
            told = told.replace(value, ERASED)
        return told
    if isinstance(told, dict):
        return {name: _without(item, values) for name, item in told.items()}
    return [_without(item, values) for item in told] if isinstance(told, list) else told
