"""The one way to erase: personal values of a record leave the ledger's store and every version of its row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
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
from tonetop.records.models import Account, Import, Invitation, Record, StoredAssessment
from tonetop.records.notes import PrivateNote
from tonetop.records.passkeys import Challenge, Passkey
from tonetop.records.provisioning import Listed
from tonetop.records.registry import registers
from tonetop.records.reminding import Preference, Sent, Snooze
from tonetop.records.rollback import demand_writable
from tonetop.records.scans import Candidate, Correction
from tonetop.records.tokens import ApiToken
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
NAMES = ("name", "sender", "mail", "phone")
"""Personal fields of which a single word tells who somebody is; any other single word stands for much else."""
SAYING = ("told", "why", "reason", "text", "name", "detail", "value", "traceback", "file", "title", "label")
"""Keys under which a text of one word is said by people; under any other it is an id or a closed word."""
CLOSED = ("id", "ref", "type", "field", "result", "check", "records", "sha256")
"""Keys that bear ids and closed words, which are never shortened."""
OF_ACCOUNT: tuple[tuple[Any, str], ...] = (
    *((model, "") for model in (ApiToken, Preference, Snooze, Challenge, PrivateNote)),
    (Session, "sessions"),
    (Invitation, "links"),
    (Sent, "digests"),
)
"""Rows that belong to an account alone, and the kind of own data that they are, which a hold may keep."""


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
        last = max(rows, key=lambda row: row.revision)
        demand_not_held(last)
        holds.demand_erasable(type, ref, named, withdrawn=bool(last.withdrawn_on))
        event = _kept_values(type, ref, named, by, reason)
        if event is None:
            raise Refused(f"{type} {ref}: nothing is left to erase of {', '.join(named)}")
        values = set(_telling(rows, named))
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
        holds.demand_erasable("Account", number, (), withdrawn=False)
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
        _let_go(account)
        gone = {"external_id": "", "removed": True, "closed": False}
        Listed.objects.update_or_create(account=account, defaults=gone)
        Passkey.objects.filter(account=account).update(name="")
        account.first_name = account.last_name = account.email = ""
        account.username = f"{ACCOUNT}{number}"
        account.set_unusable_password()
        account.save()
    settle()
    return event.sequence, ("name", "email")


def _let_go(account: Account) -> None:
    """Delete the rows of an account, except those of a kind that a hold keeps; they name it by its number alone."""
    for model, kind in OF_ACCOUNT:
        if not kind or holds.keeping_kind(kind) is None:
            model.objects.filter(account=account).delete()


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


def _telling(rows: Sequence[Record], named: Sequence[str]) -> Iterator[str]:
    """The erased texts by which the record is known again elsewhere: phrases, and names of one word.

    What another record says too, such as a title that several people bear, is as much about that one.
    """
    for name in named:
        for text in {text.strip() for row in rows for text in _texts(getattr(row, name))}:
            if len(text) < SHORTEST or not (" " in text or "@" in text or name in NAMES):
                continue
            if not _shared(rows[0], name, text):
                yield text


def _shared(row: Record, name: str, text: str) -> bool:
    """Whether another record of the register says so in the same field: a name alone, anything else within more."""
    others = row.__class__.objects.exclude(ref=row.ref).annotate(_said=Cast(name, models.TextField()))
    if name in NAMES:
        return bool(others.filter(_said__iexact=text).exists())
    forms = {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    found = Q()
    for form in forms:
        found |= Q(_said__icontains=form)
    return bool(others.filter(found).exists())


def _texts(value: Any) -> list[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list | tuple) else []


def _shorten(values: set[str]) -> None:
    """Take the values out of what was made from them: stored results, and what imports told of their rows."""
    if not values:
        return
    longest_first = sorted(values, key=len, reverse=True)
    whole = "|".join(re.escape(value) for value in longest_first)
    wanted = re.compile(rf"(?<!\w)(?:{whole})(?!\w)", re.IGNORECASE)
    for model, names in MADE_OF_THEM:
        for row in model.objects.only("pk", *names).iterator():
            told = {name: _without(getattr(row, name), wanted, name) for name in names}
            if any(told[name] != getattr(row, name) for name in names):
                model.objects.filter(pk=row.pk).update(**told)


def _without(told: Any, wanted: re.Pattern[str], key: str) -> Any:
    """What was told, without the values: within sentences, or a text of one word that is nothing else."""
    if isinstance(told, str):
        if key in CLOSED or not (" " in told or key in SAYING):
            return told
        return wanted.sub(ERASED, told)
    if isinstance(told, dict):
        return {name: _without(item, wanted, name) for name, item in told.items()}
    return [_without(item, wanted, key) for item in told] if isinstance(told, list) else told
