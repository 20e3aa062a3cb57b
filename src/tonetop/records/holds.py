"""Legal holds as everything asks for them that erases, deletes or withdraws: what they keep, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tonetop.core import ledger
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.standard.facts_file import linking_fields, targets

TYPE = "LegalHold"
ACCOUNT = "Account"
CHANGED = "SELECT body FROM ledger_events WHERE type = 'account.changed' AND kind = %s AND subject = %s"
KINDS = {"Person": "people", ACCOUNT: "accounts"}
"""The kind of own data that the personal values of a type are."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands: its id, its case and reason, and what it keeps; empty fields keep everything."""

    ref: str
    title: str
    reason: str
    since: str
    type: str = ""
    record: str = ""
    linked: bool = False
    own_kind: str = ""

    def words(self) -> str:
        """Why something is kept, within a sentence."""
        case = f" ({self.title})" if self.title else ""
        return f"it is under legal hold {self.ref}{case} since {self.since}; the hold has to be lifted first"


def standing() -> list[Hold]:
    """The holds that stand now, the oldest first."""
    rows: Any = registers()[TYPE].objects.filter(until_on=None, withdrawn_on=None, **{"lifted_on": None})
    rows = rows.exclude(**{"held_on": None})  # a draft that no act set holds nothing
    names = ("ref", "title", "reason", "held_on", "record_type", "record", "linked", "own_kind")
    told: list[Any] = list(rows.order_by("row").values_list(*names))
    found = [_hold(row) for row in told]
    return sorted(found, key=lambda hold: (hold.since, hold.ref))


def _hold(row: Any) -> Hold:
    ref, title, reason, since, type, record, linked, own_kind = row
    texts = (title or "", reason or "", since or "", type or "", record or "")
    return Hold(ref, *texts, bool(linked), own_kind or "")


def keeping(type: str, ref: str, among: Iterable[Hold] | None = None) -> Hold | None:
    """The first hold that keeps a record or an account; None when nothing does. among: those asked; None: all."""
    if type == TYPE:
        return None
    for hold in standing() if among is None else among:
        if not hold.own_kind and _keeps(hold, type, ref):
            return hold
    return None


def keeping_kind(kind: str, among: Iterable[Hold] | None = None) -> Hold | None:
    """The first hold that keeps a whole kind of own data; a hold on everything is one."""
    for hold in standing() if among is None else among:
        if hold.own_kind == kind or not (hold.own_kind or hold.type):
            return hold
    return None


def demand_free(type: str, ref: str) -> None:
    """Raises Refused when a hold keeps a record or an account."""
    hold = keeping(type, ref)
    if hold is not None:
        raise Refused(f"{type} {ref}: {hold.words()}")


def demand_kind_free(kind: str) -> None:
    """Raises Refused when a hold keeps a whole kind of own data."""
    hold = keeping_kind(kind)
    if hold is not None:
        raise Refused(f"{kind}: {hold.words()}")


def against_erasing(
    type: str, ref: str, fields: Sequence[str], *, withdrawn: bool, among: Sequence[Hold] | None = None
) -> tuple[str, Hold] | None:
    """What a hold keeps of that which goes with a record's personal values, and the hold; None: nothing.

    The kinds of own data that the record is of; and of a person whose name goes, the accounts that bear it.
    """
    kept = standing() if among is None else among
    kinds = [KINDS[type]] if type in KINDS else []
    for kind in [*kinds, *(["withdrawn"] if withdrawn else [])]:
        hold = keeping_kind(kind, kept)
        if hold is not None:
            return f"{type} {ref}", hold
    if type == "Person" and "name" in fields:
        for number in Account.objects.filter(person=ref).values_list("pk", flat=True):
            hold = keeping(ACCOUNT, str(number), kept) or keeping_kind(KINDS[ACCOUNT], kept)
            if hold is not None:
                return f"{ACCOUNT} {number}", hold
    return None


def demand_erasable(type: str, ref: str, fields: Sequence[str], *, withdrawn: bool) -> None:
    """Raises Refused when a hold keeps anything that goes with a record's personal values."""
    found = against_erasing(type, ref, fields, withdrawn=withdrawn)
    if found is not None:
        raise Refused(f"{found[0]}: {found[1].words()}")


def _keeps(hold: Hold, type: str, ref: str) -> bool:
    if not hold.type:
        return True
    if hold.type == type and hold.record in ("", ref):
        return True
    if not hold.record:
        return False
    if hold.type == "Person" and type == ACCOUNT:
        return hold.record in _borne_by(ref)
    return hold.linked and type != ACCOUNT and _names(type, ref, hold)


def _borne_by(number: str) -> set[str]:
    """The people whose account one is or was: what it did and was told as theirs stays theirs when it is given on."""
    now = Account.objects.filter(pk=number).values_list("person", flat=True) if number.isdecimal() else ()
    people = set(now)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [ACCOUNT, number])
        for (body,) in cursor.fetchall():
            told = ledger.read(bytes(body))["data"]
            people |= {told.get("person", ""), told.get("was", "")}
    return people - {""}


def _names(type: str, ref: str, hold: Hold) -> bool:
    """Whether any version of a record names the held one, by a reference or as who entered it."""
    model = registers().get(type)
    if model is None:
        return False
    fields = [judge.name for judge in linking_fields(model.shape())]
    rows = model.objects.filter(ref=ref).values_list(*fields)
    return any(hold.record in targets(value) for row in rows for value in row)
