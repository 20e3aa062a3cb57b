"""Look at what is monitored, record what was found, pause and go on; what cannot be told is said to be so."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from tonetop.core import cadence
from tonetop.core.assess import NO_DATA, NOT_APPLICABLE, PASS
from tonetop.core.facts import Facts, Row
from tonetop.records import clock, write
from tonetop.records.due import DEADLINE, REVIEW, due, undated
from tonetop.records.intake import Refused
from tonetop.records.ledger.database import LedgerError
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.standard.assessment import Assessment
from tonetop.standard.monitored import FAILS, HOLDS, UNKNOWN, Monitor, monitors
from tonetop.standard.terms.processing import current_notice
from tonetop.work.assess import assess
from tonetop.work.found_assets import undecided_ai
from tonetop.work.look_at_backup import look_at_backup
from tonetop.work.permission import writer
from tonetop.work.revised import New, new, next_refs, revised, standing
from tonetop.work.run_scan import latest
from tonetop.work.sample import is_empty
from tonetop.work.verify_folder import verify_folder
from tonetop.work.watch_notice import history

RESULT, PAUSE = "MonitorResult", "MonitorPause"
JOB = By("job monitors", None, "job")
BACKUPS = "TONETOP_BACKUPS"
LONGEST = 365
"""For how many days a monitor may be paused at once."""
NAMED = 3
"""How many of what falls short are named."""
Outcome = tuple[str, str]
"""A state of `monitored` and the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A monitor as it stands: its last result, those of the days before by day, the pause it is in, if it is late."""

    monitor: Monitor
    last: Row | None
    by_day: dict[str, Row]
    pause: Row | None
    late: bool

    @property
    def state(self) -> str:
        """What its last look came to; no data where there was none in time."""
        return UNKNOWN if self.last is None or self.late else str(self.last.state)


def watched(facts: Facts) -> list[Watched]:
    """Every monitor as it stands on the facts' day."""
    found: dict[str, dict[str, Row]] = {id: {} for id in monitors()}
    for row in sorted(
        facts.rows(RESULT), key=lambda row: (row.checked_on or "", row.checked_at or "", row.id)
    ):
        if row.monitor in found and row.checked_on:
            found[row.monitor][row.checked_on] = row
    return [_watched(facts, monitor, found[id]) for id, monitor in monitors().items()]


def _watched(facts: Facts, monitor: Monitor, by_day: dict[str, Row]) -> Watched:
    last = by_day[max(by_day)] if by_day else None
    pause = paused(facts, monitor.id)
    awaited = cadence.shift(last.checked_on, 2 * monitor.every_days) if last is not None else ""
    return Watched(monitor, last, by_day, pause, pause is None and bool(awaited) and awaited < facts.as_of)


def paused(facts: Facts, monitor: str) -> Row | None:
    """The pause that a monitor is in on the facts' day."""
    day = facts.as_of
    rows = [
        row
        for row in facts.rows(PAUSE)
        if row.monitor == monitor and (row.paused_on or "") <= day <= (row.until or "") and not row.ended_on
    ]
    return max(rows, key=lambda row: (row.until, row.id), default=None)


def anything() -> str | None:
    """Whether there is anything to monitor; None in a house without a record."""
    return None if is_empty() else "records"


def look_at_due() -> dict[str, int]:
    """Look at what is due and not paused, and record it; what the background job does. Gives how many came to what."""
    found = assess()
    today = found.as_of
    waiting = [
        one.monitor
        for one in watched(found.facts)
        if one.pause is None
        and (one.last is None or cadence.shift(one.last.checked_on, one.monitor.every_days) <= today)
    ]
    return _recorded(found, waiting, JOB)


def look_now(account: Account) -> dict[str, int]:
    """Look at everything that is not paused, for an account. Raises Forbidden, Refused."""
    by = writer(account, RESULT)
    found = assess()
    return _recorded(found, [one.monitor for one in watched(found.facts) if one.pause is None], by)


def _recorded(found: Assessment, looked: list[Monitor], by: By) -> dict[str, int]:
    now = clock.now()
    told: list[New] = []
    refs = next_refs(RESULT, len(looked)) if looked else []
    for ref, monitor in zip(refs, looked, strict=True):
        state, why = outcome(found, monitor)
        about = {"id": ref, "monitor": monitor.id, "checked_on": found.as_of, "state": state, "why": why}
        told.append((RESULT, about | {"checked_at": f"{now:%H:%M}"}))
    if told:
        write.save_all(new(told), by)
    held = sum(plain["state"] == HOLDS for _, plain in told)
    return {"looked_at": len(told), "hold": held}


def outcome(found: Assessment, monitor: Monitor) -> Outcome:
    """What a look at a monitor comes to now; what keeps it from being told is the reason of no data."""
    if monitor.way == "check":
        return _by_check(found, monitor.of)
    if monitor.way == "overdue":
        return _by_overdue(found.facts, monitor)
    try:
        return MEASURED[monitor.of](found.facts, monitor)
    except (OSError, DatabaseError, sqlite3.Error, LedgerError) as error:
        return UNKNOWN, f"It could not be looked at: {error}"


def _by_check(found: Assessment, id: str) -> Outcome:
    result = {**found.checks, **found.privacy}[id]
    states = {PASS: HOLDS, NOT_APPLICABLE: HOLDS, NO_DATA: UNKNOWN}
    return states.get(result.result, FAILS), result.why


def _by_overdue(facts: Facts, monitor: Monitor) -> Outcome:
    kinds = {"reviews": (REVIEW,), "deadlines": (DEADLINE,)}.get(monitor.of, (REVIEW, DEADLINE))
    if monitor.types and not any(facts.holds(type) for type in monitor.types):
        return UNKNOWN, f"Nothing is recorded of {', '.join(monitor.types)}"
    asked = [one for one in facts.prepared(due) if one.what in kinds]
    asked = [one for one in asked if not monitor.types or one.type in monitor.types]
    late = [one for one in asked if one.on < facts.as_of]
    if late:
        return (
            FAILS,
            f"{len(late)} overdue, the longest since {late[0].on}: {_some([one.ref for one in late])}",
        )
    silent = undated(facts, monitor.types)
    if not asked and (silent or not monitor.types):
        return UNKNOWN, "Nothing has a day yet"
    if silent:
        return HOLDS, f"Nothing is overdue; {len(silent)} say no day: {_some(silent)}"
    return HOLDS, "Nothing is overdue"


def _some(refs: list[str]) -> str:
    return ", ".join(refs[:NAMED]) + ("" if len(refs) <= NAMED else ", …")


def _notice(facts: Facts, monitor: Monitor) -> Outcome:
    notice = facts.prepared(current_notice)
    if notice is None:
        return UNKNOWN, "No notice is on record"
    last = next(iter(history(facts, notice.id)), None)
    if last is None or cadence.between(facts.as_of, last.checked_on or "0001-01-01") > monitor.within_days:
        since = f"since {last.checked_on}" if last is not None else "yet"
        return UNKNOWN, f"The notice {notice.id} was not fetched {since}"
    if last.reachable:
        return HOLDS, f"It answered on {last.checked_on}"
    return FAILS, f"It did not answer on {last.checked_on}: {last.why or 'no reason was given'}"


def _ledger(facts: Facts, monitor: Monitor) -> Outcome:
    report = verify_folder(settings.DATA)
    if report.problems:
        return FAILS, f"{len(report.problems)} problems; the first: {report.problems[0]}"
    return HOLDS, "Every event, link and signature fits, and the tables say the same"


def _backup(facts: Facts, monitor: Monitor) -> Outcome:
    folder = os.environ.get(BACKUPS, "")
    if not folder:
        return UNKNOWN, f"No folder of backups is named; whoever runs Tonetop names it in {BACKUPS}"
    found = look_at_backup(Path(folder), clock.now(), monitor.within_days)
    return (HOLDS if found.whole else FAILS if found.there else UNKNOWN), found.why


def _candidates(facts: Facts, monitor: Monitor) -> Outcome:
    scans = latest(facts.as_of)
    if not scans:
        return UNKNOWN, "No scan is kept yet"
    left = undecided_ai(facts, scans)
    if left:
        return FAILS, f"{len(left)} that scans found wait for a decision: {_some([one.name for one in left])}"
    return HOLDS, "Whatever scans found of AI is registered or decided on"


MEASURED = {"notice": _notice, "ledger": _ledger, "backup": _backup, "candidates": _candidates}


def pause(account: Account, monitor: str, until: str, reason: str) -> None:
    """Do not look at a monitor up to a day, for a reason. Raises Forbidden, Refused."""
    by = writer(account, PAUSE)
    today = clock.today()
    if monitor not in monitors():
        raise Refused(f"there is no monitor {monitor}")
    if not cadence.is_day(until) or not today <= until <= cadence.shift(today, LONGEST):
        raise Refused(f"name the last day of the pause: from today on, for no more than {LONGEST} days")
    if not reason.strip():
        raise Refused("say why it is paused")
    if paused(assess().facts, monitor) is not None:
        raise Refused(f"{monitor} is paused already")
    told: dict[str, Any] = {
        "id": next_refs(PAUSE, 1)[0],
        "monitor": monitor,
        "paused_on": today,
        "until": until,
    }
    told |= {"reason": reason.strip(), "paused_by": account.person or None}
    write.save_all(new([(PAUSE, told)]), by)


def go_on(account: Account, monitor: str) -> None:
    """End the pause that a monitor is in. Raises Forbidden, Refused."""
    by = writer(account, PAUSE)
    held = paused(assess().facts, monitor)
    if held is None:
        raise Refused(f"{monitor} is not paused")
    write.save_all([revised(standing(PAUSE, held.id), ended_on=clock.today())], by)
