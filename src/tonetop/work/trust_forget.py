"""What visitors of the trust page said of themselves: erased once it is needed no more, unless it is held."""

from __future__ import annotations

from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Row
from tonetop.records import clock, erasing, holds, write
from tonetop.records.registry import registers
from tonetop.records.write import Change
from tonetop.work.assess import assess
from tonetop.work.own_data.periods import days_now
from tonetop.work.revised import revised, standing
from tonetop.work.trust_ask import JOB, REQUEST


def forget_old() -> int:
    """Erase what visitors said of themselves once it is needed no more; gives of how many asks."""
    days = days_now("visitors")
    if days is None:
        return 0
    kept = holds.standing()
    old = [ref for ref, _ in over_before(cadence.shift(clock.today(), -days))]
    free = [ref for ref in old if holds.keeping(REQUEST, ref, kept) is None]
    for ref in free:
        forget(ref)
    return len(free)


def over_before(day: str) -> list[tuple[str, str]]:
    """The asks that waited for nothing more before a day and whose visitors are still known, each with its day."""
    rows = [row for row in assess().facts.rows(REQUEST) if not row.forgotten_on]
    return [(row.id, _over_on(row)) for row in rows if _over_on(row) < day]


def forget(ref: str) -> None:
    """Erase what the visitor of an ask said of themselves. Raises Refused."""
    holds.demand_free(REQUEST, ref)
    change = revised(standing(REQUEST, ref), forgotten_on=clock.today())
    write.save_all([Change(change.entry, change.after, act=True)], JOB)
    erasing.erase(REQUEST, ref, None, JOB, "kept no longer than it is needed")


def _over_on(row: Row) -> str:
    """The day since which an ask waits for nothing more; of one that nobody decided the day it came."""
    days = (row.asked_on, row.decided_on, row.revoked_on or row.expires_on)
    return max(filter(None, days), default="9999")


def kept() -> str | None:
    """Whether there is an ask that may be too old, so that the job has something to do."""
    rows: Any = registers()[REQUEST].objects.filter(until_on=None)
    rows = rows.filter(**{"forgotten_on": None})
    return "asks" if rows.exists() else None
