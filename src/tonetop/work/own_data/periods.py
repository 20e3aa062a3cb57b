"""How long each kind of own data is kept: the usual period, or what the organisation said, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.records import clock, holds, write
from tonetop.records.holds import Hold
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import By
from tonetop.standard.own_data import BY_HAND, KINDS, Kind
from tonetop.work.permission import Forbidden, writer
from tonetop.work.revised import new, revised

TYPE = "OwnPeriod"
FURTHEST = 366
"""For how many days at most a kind is put off at once."""


@dataclass(frozen=True, slots=True)
class Period:
    """A kind with its days, whether it goes by itself, until when it was put off, and the hold on it if one stands."""

    kind: Kind
    days: int
    automatic: bool
    put_off_until: str = ""
    hold: Hold | None = None
    said: Any = None

    def runs(self, today: str) -> bool:
        """Whether what is due goes by itself today."""
        return self.automatic and self.hold is None and not self.put_off_until > today

    def before(self, today: str) -> str:
        """The day before which everything of the kind is due."""
        return cadence.shift(today, -self.days)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to hold of a kind: days (None: the usual), whether it goes by itself, put off until a day, and why."""

    days: int | None
    automatic: bool
    put_off_until: str = ""
    reason: str = ""


def periods() -> dict[str, Period]:
    """Every kind with the period that holds for it now."""
    rows: Any = registers()[TYPE].objects.filter(until_on=None, withdrawn_on=None)
    said = {row.kind: row for row in rows}
    kept = holds.standing()
    return {key: _period(kind, said.get(key), kept) for key, kind in KINDS.items()}


def _period(kind: Kind, row: Any, kept: list[Hold]) -> Period:
    hold = holds.keeping_kind(kind.key, kept)
    if row is None:
        return Period(kind, kind.usual, kind.always, hold=hold)
    days = kind.usual if row.days is None else int(row.days)
    automatic = kind.always if row.automatic is None else row.automatic
    return Period(kind, days, bool(automatic) and kind.way != BY_HAND, row.put_off_until or "", hold, row)


def days_now(key: str) -> int | None:
    """For how many days a kind is kept that goes by itself today; None when it does not go today."""
    found = periods()[key]
    return found.days if found.runs(clock.today()) else None


def change(account: Account, key: str, wish: Wish) -> Record | None:
    """Say how long a kind is kept. Raises Forbidden, Refused."""
    by = writer(account, TYPE)
    if not by.person:
        raise Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    return settle(key, wish, by)


def settle(key: str, wish: Wish, by: By) -> Record | None:
    """Say how long a kind is kept; whoever calls it settles who may. Raises Refused."""
    kind = KINDS.get(key)
    if kind is None:
        raise Refused(f"{key!r} is no kind of own data; there are {', '.join(KINDS)}")
    if kind.way == BY_HAND:
        raise Refused("how long a file of evidence is kept stands on its own page")
    today = clock.today()
    off = wish.put_off_until
    if off and not (cadence.is_day(off) and today <= off <= cadence.shift(today, FURTHEST)):
        raise Refused("say until which day it is put off: within a year from today")
    other = wish.days is not None and wish.days != kind.usual
    if (other or off) and not wish.reason.strip():
        raise Refused("say why the usual period does not fit")
    fields: dict[str, Any] = {
        "days": wish.days,
        "automatic": wish.automatic,
        "put_off_until": off or None,
        "reason": wish.reason.strip() or None,
        "approved_by": by.person,
        "approved_on": today,
    }
    row = write.latest(TYPE, key)
    if row is not None and not row.withdrawn_on:
        return write.save_all([revised(row, **fields)], by)[0]
    return write.save_all(new([(TYPE, {"kind": key} | fields)]), by)[0]
