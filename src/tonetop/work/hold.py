"""Legal holds: set one with a reason and a day on which it is looked at again, put that day off, lift it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import clock, holds, write
from tonetop.records.intake import Refused, known
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import By, Change
from tonetop.standard.own_data import KINDS
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import JUDGE, doer
from tonetop.work.revised import new, revised, standing
from tonetop.work.warrant import answering

TYPE, ACCOUNT = holds.TYPE, holds.ACCOUNT
LONGEST = 366
"""In how many days a hold is looked at again at the latest."""
LETTERS = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be held, why and until when at the latest somebody looks at it again.

    type, record: a record, a whole register, or everything where both are empty; linked: with what names the record.
    own_kind: a kind of own data instead.
    """

    title: str
    reason: str
    review_by: str
    type: str = ""
    record: str = ""
    linked: bool = False
    own_kind: str = ""


def set_hold(account: Account, wish: Wish) -> str:
    """Set a hold for an account; gives its id. Raises Forbidden, Refused."""
    by = doer(account, JUDGE)
    return put(wish, by, answering(account, assess().facts, JUDGE))


def put(wish: Wish, by: By, person: str | None) -> str:
    """Set a hold; whoever calls it settles who may. Gives its id. Raises Refused."""
    _demand(wish)
    plain = {
        "id": next_ref(TYPE),
        "title": wish.title.strip(),
        "reason": wish.reason.strip(),
        "record_type": wish.type or None,
        "record": wish.record or None,
        "linked": wish.linked or None,
        "own_kind": wish.own_kind or None,
        "held_on": clock.today(),
        "held_by": person,
        "review_by": wish.review_by,
    }
    write.save_all([_act(change) for change in new([(TYPE, plain)])], by)
    return str(plain["id"])


def lift(account: Account, ref: str, reason: str) -> None:
    """Lift a hold for an account. Raises Forbidden, Refused."""
    by = doer(account, JUDGE)
    end(ref, reason, by, answering(account, assess().facts, JUDGE))


def end(ref: str, reason: str, by: By, person: str | None) -> None:
    """Lift a hold, with a reason; whoever calls it settles who may. Raises Refused."""
    row = _standing(ref)
    if not reason.strip():
        raise Refused("say why the hold is lifted")
    _demand_short(reason)
    fields: dict[str, Any] = {"lifted_on": clock.today(), "lifted_by": person, "lift_reason": reason.strip()}
    write.save_all([_act(revised(row, **fields))], by)


def review(account: Account, ref: str, review_by: str) -> None:
    """Say that a hold was looked at and still stands, up to another day. Raises Forbidden, Refused."""
    by = doer(account, JUDGE)
    answering(account, assess().facts, JUDGE)
    row = _standing(ref)
    _demand_day(review_by)
    write.save_all([_act(revised(row, review_by=review_by))], by)


def listed(facts: Facts) -> tuple[list[Row], list[Row]]:
    """The holds that stand on the facts' day and those that were lifted, the newest first."""
    rows = sorted(facts.rows(TYPE), key=lambda row: (row.held_on or "", row.id), reverse=True)
    return [row for row in rows if row.held_on and not row.lifted_on], [row for row in rows if row.lifted_on]


def _standing(ref: str) -> Any:
    row: Any = standing(TYPE, ref)
    if row.lifted_on:
        raise Refused(f"{ref} was lifted on {row.lifted_on} already")
    return row


def _demand(wish: Wish) -> None:
    if not wish.title.strip() or not wish.reason.strip():
        raise Refused("name the case and say why it is held")
    _demand_short(wish.title + wish.reason)
    _demand_day(wish.review_by)
    if wish.own_kind and wish.type:
        raise Refused("hold either records or a kind of own data; for both, set two holds")
    if wish.own_kind and wish.own_kind not in KINDS:
        raise Refused(f"{wish.own_kind!r} is no kind of own data; there are {', '.join(KINDS)}")
    _demand_there(wish)


def _demand_there(wish: Wish) -> None:
    if wish.record and not wish.type:
        raise Refused("say of which register the record is")
    if wish.linked and not wish.record:
        raise Refused("name the record whose company is held too")
    if wish.type and wish.type not in (*registers(), ACCOUNT):
        raise Refused(f"{wish.type} is no register")
    if wish.type == ACCOUNT and wish.record:
        there = wish.record.isdigit() and Account.objects.filter(pk=wish.record).exists()
    else:
        there = not wish.record or bool(known(wish.type, [wish.record]))
    if not there:
        raise Refused(f"{wish.type} {wish.record}: there is no such record")


def _demand_day(day: str) -> None:
    last = cadence.shift(clock.today(), LONGEST)
    if not cadence.is_day(day) or not clock.today() <= day <= last:
        raise Refused("say by which day it is looked at again: within a year from today")


def _demand_short(text: str) -> None:
    if len(text) > LETTERS:
        raise Refused(f"say it in at most {LETTERS} letters")


def _act(change: Change) -> Change:
    return Change(change.entry, change.after, act=True)


def of(type: str, ref: str) -> Record | None:
    """The hold that keeps a record, as its register has it; None when nothing does."""
    hold = holds.keeping(type, ref)
    return write.latest(TYPE, hold.ref) if hold else None
