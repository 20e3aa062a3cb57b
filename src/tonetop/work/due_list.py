"""What waits for a person by when: their own, and what stayed undone so long that it comes to the next rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.due import Due, due
from tonetop.records.models import Account
from tonetop.records.reminding import Snooze
from tonetop.standard.terms import people
from tonetop.work.gates_due import gates_due
from tonetop.work.privacy_due import privacy_due

AHEAD = 60
"""How many days ahead a list looks."""
TO_LEAD, TO_TOP = 14, 30
"""Days overdue after which the governance lead is told too, and after which top management is."""
OWN, LEAD, TOP = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is due: in how many days (negative: so many overdue), and to which rank it has come."""

    due: Due
    days: int
    rank: int
    snoozed: str = ""


def waiting(facts: Facts, put_off: Mapping[tuple[str, str], str] | None = None) -> list[Item]:
    """Everything overdue or due within AHEAD days, the earliest first; put_off: until when each was put off."""
    return _with(put_off, everything(facts), facts.as_of)


def everything(facts: Facts) -> list[Item]:
    """Everything that waits, from the records' own days, the privacy desk and the gates, the earliest first."""
    beside = (*privacy_due(facts), *facts.prepared(gates_due))
    found = [item for one in beside if (item := _item(facts, one)).days <= AHEAD]
    return sorted((*facts.prepared(standing), *found), key=lambda item: item.due)


def _item(facts: Facts, one: Due) -> Item:
    days = cadence.between(one.on, facts.as_of)
    return Item(one, days, _rank(days))


def of(person: str, facts: Facts, put_off: Mapping[tuple[str, str], str] | None = None) -> list[Item]:
    """What waits for one person: what is theirs, and what has come to their rank."""
    leads, tops = facts.prepared(leading), facts.prepared(topmost)
    rank = TOP if person in tops else LEAD if person in leads else OWN
    least = rank or TOP + 1
    theirs = [
        item
        for item in everything(facts)
        if item.rank >= least or person in item.due.whose or _is_nobodys(item, rank)
    ]
    return _with(put_off, theirs, facts.as_of)


def parted(items: Iterable[Item], person: str) -> tuple[list[Item], list[Item]]:
    """What is asked of a person or theirs, and what came up to them because others left it undone."""
    own, came_up = list[Item](), list[Item]()
    for item in items:
        (own if person in item.due.whose else came_up).append(item)
    return own, came_up


def standing(facts: Facts) -> tuple[Item, ...]:
    """Everything that waits, before anybody put it off; a preparation of facts."""
    last, found = cadence.shift(facts.as_of, AHEAD), []
    for one in facts.prepared(due):
        if one.on > last:
            break
        found.append(_item(facts, one))
    return tuple(found)


def _with(put_off: Mapping[tuple[str, str], str] | None, items: Iterable[Item], today: str) -> list[Item]:
    """The items, each with the day until which it was put off if that is still to come."""
    later = {key: until for key, until in (put_off or {}).items() if until > today}
    if not later:
        return list(items)
    return [replace(item, snoozed=later.get((item.due.type, item.due.ref), "")) for item in items]


def put_off(account: Account) -> dict[tuple[str, str], str]:
    """What an account put off, each with the day until which."""
    rows = Snooze.objects.filter(account=account).values_list("type", "ref", "until")
    return {(type, ref): until for type, ref, until in rows}


def leading(facts: Facts) -> frozenset[str]:
    """Who holds the role of AIMS lead on the facts' day; a preparation of facts."""
    return frozenset(
        row.person
        for row in facts.rows("RoleAssignment")
        if row.role == "aims-lead" and row.person and people.in_force(row, facts.as_of)
    )


def topmost(facts: Facts) -> frozenset[str]:
    """Who is top management on the facts' day; a preparation of facts."""
    return frozenset(row.id for row in facts.rows("Person") if people.top(facts, row.id, facts.as_of))


def _rank(days: int) -> int:
    return TOP if days < -TO_TOP else LEAD if days < -TO_LEAD else OWN


def _is_nobodys(item: Item, rank: int) -> bool:
    """What names nobody waits for the lead, so that it waits for somebody."""
    return rank == LEAD and not item.due.whose


def overdue(items: Collection[Item]) -> list[Item]:
    """Those that are overdue and not put off."""
    return [item for item in items if item.days < 0 and not item.snoozed]
