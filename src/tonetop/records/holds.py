"""Legal holds as everything asks for them that erases, deletes or withdraws: what they keep, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tonetop.records.intake import Refused
from tonetop.records.models import Account, Link
from tonetop.records.registry import registers

TYPE = "LegalHold"
ACCOUNT = "Account"


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


def _keeps(hold: Hold, type: str, ref: str) -> bool:
    if not hold.type:
        return True
    if hold.type == type and hold.record in ("", ref):
        return True
    if not hold.record:
        return False
    if hold.type == "Person" and type == ACCOUNT:
        return Account.objects.filter(pk=ref, person=hold.record).exists()
    return hold.linked and type != ACCOUNT and _names(type, ref, hold)


def _names(type: str, ref: str, hold: Hold) -> bool:
    """Whether a record names the held one, by a link or, of a person, as who entered it."""
    if Link.objects.filter(from_type=type, from_ref=ref, to_ref=hold.record).exists():
        return True
    entered = hold.type == "Person" and type in registers()
    return entered and bool(registers()[type].objects.filter(ref=ref, entered_by=hold.record).exists())
