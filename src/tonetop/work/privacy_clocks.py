"""The clocks of requests, breaches and incidents: by when, how long that is, and whether it was kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.clocks import HOURS, answer_by, is_extended, notify_by, report_by

RUNNING, KEPT, LATE, NOT_NEEDED = "running", "kept", "late", "not-needed"
ENDS = {"SubjectRequest": answer_by, "DataBreach": notify_by, "Incident": report_by}
"""By when the law wants what, by record type."""
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a request, breach or incident: its last day, hour where one is known; days left (negative: over).

    state: running, kept, late (done after its day) or not-needed.
    """

    row: Row
    by: str | None
    at: str
    left: int
    state: str
    extended: bool = False


def clock_of(facts: Facts, row: Row) -> Clock:
    """The clock of a request, a breach of personal data or an incident of an AI system.

    Only a reason ends it without a word to the authority; closing the record does not.
    """
    is_request = row.type == "SubjectRequest"
    by = ENDS[row.type](row)
    done = row.answered_on if is_request else row.authority_told_on
    left = cadence.between(by, facts.as_of) if by else 0
    in_hours = row.type == "DataBreach"
    hour = _hour(row, str(facts.organisation.get("time_zone") or "UTC")) if in_hours else ""
    waived = not is_request and not done and bool(row.no_notice_reason)
    state = NOT_NEEDED if waived else RUNNING if not done else LATE if by and done > by else KEPT
    return Clock(row, by, hour, left, state, is_request and is_extended(row))


def _hour(breach: Row, zone: str) -> str:
    """The hour at which the 72 hours end, by the clock of the organisation; empty where none was noted.

    72 hours are counted as hours: over a change of the clock they end an hour earlier or later on the wall.
    """
    told = _TIME.fullmatch((breach.aware_at or "").strip())
    if not told or not breach.aware_on:
        return ""
    place = ZoneInfo(zone)
    known = datetime.combine(date.fromisoformat(breach.aware_on), time(int(told[1]), int(told[2])), place)
    over = (known.astimezone(ZoneInfo("UTC")) + timedelta(hours=HOURS)).astimezone(place)
    return f"{over:%H:%M}"


def running(facts: Facts) -> list[Clock]:
    """The clocks that run, the one that ends first leading."""
    rows = (*facts.rows("SubjectRequest"), *facts.rows("DataBreach"))
    found = [clock_of(facts, row) for row in rows]
    return sorted((one for one in found if one.state == RUNNING), key=lambda one: (one.by or "", one.row.id))
