"""The tone from the top: who spoke when, on which channel, to how many, about what, and what is planned next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tonetop.core import cadence
from tonetop.core.assess import FAIL, PARTIAL, PASS
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard import catalogue
from tonetop.standard.terms.people import top_managers
from tonetop.standard.terms.systems import in_scope_units
from tonetop.standard.terms.voice import items, proven, reach, spoken_by_top

DAYS = 365
LIMIT = "comm_gap_days"
"""The parameter after how many days silence counts as a gap (LD-4.1)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One communication: its record, whether a top manager spoke, the share reached, whether its artefact is kept."""

    record: Row
    by_top: bool
    share: float | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Meter:
    """How often one speaks: the last day, days since, the longest gap of 365 days, and how often on which channel.

    person: None for all of top management together. limit: days after which silence counts.
    """

    person: Row | None
    last: Row | None
    since: int | None
    gap: int | None
    channels: Sequence[tuple[str, int]]
    limit: int

    @property
    def result(self) -> str:
        """Backed within the limit all year, partly when a gap lies behind, not backed while silence lasts."""
        if self.since is None or self.since > self.limit:
            return FAIL
        return PARTIAL if self.gap is not None and self.gap > self.limit else PASS

    @property
    def count(self) -> int:
        """How often in 365 days."""
        return sum(number for _, number in self.channels)


@dataclass(frozen=True, slots=True)
class Covered:
    """A theme or a unit: how often top management spoke of it or to it in 365 days, when last, when it is planned."""

    name: str
    count: int
    last: Row | None
    planned: Row | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned communication that is neither held nor cancelled, and the days until then, negative once overdue."""

    record: Row
    days: int | None


def log(facts: Facts) -> list[Spoken]:
    """Every communication, the newest first; what has no day comes last."""
    rows = sorted(facts.rows("Communication"), key=lambda row: (row.sent_on or "", row.id), reverse=True)
    return [Spoken(row, spoken_by_top(facts, row), _share(row), proven(facts, row)) for row in rows]


def _share(row: Row) -> float | None:
    found = reach(row)
    return None if found is None else float(found)


def meters(facts: Facts) -> list[Meter]:
    """The cadence of top management together, then of each top manager, who was silent longest first."""
    now = Moment(facts)
    rows, limit = list(items(now, DAYS)), int(now.parameter(LIMIT))
    own = [
        _meter(facts, [row for row in rows if row.speaker == person.id], limit, person)
        for person in top_managers(now)
    ]
    own.sort(key=lambda meter: (meter.since is not None, -(meter.since or 0)))
    return [_meter(facts, rows, limit, None), *own]


def _meter(facts: Facts, rows: Sequence[Row], limit: int, person: Row | None) -> Meter:
    channels = sorted(
        Counter(row.kind for row in rows if row.kind).items(), key=lambda one: (-one[1], one[0])
    )
    if not rows:
        return Meter(person, None, None, None, channels, limit)
    days = sorted({row.sent_on for row in rows})
    since = cadence.between(facts.as_of, days[-1])
    gap = max([since, *(cadence.between(later, earlier) for earlier, later in pairwise(days))])
    return Meter(person, rows[-1], since, gap, channels, limit)


def planned(facts: Facts) -> list[Planned]:
    """What is planned and neither held nor cancelled, by day; what has no day comes last."""
    rows = [row for row in facts.rows("PlannedCommunication") if not row.done and not row.cancelled_on]
    rows.sort(key=lambda row: (row.planned_on or cadence.LAST, row.id))
    return [Planned(row, _until(facts, row)) for row in rows]


def _until(facts: Facts, row: Row) -> int | None:
    return cadence.between(row.planned_on, facts.as_of) if row.planned_on else None


def kept_plan(facts: Facts) -> tuple[int, int]:
    """Of what was planned for the last 365 days and not cancelled: how many were held, and how many there were."""
    since = cadence.shift(facts.as_of, -DAYS)
    due = [
        row
        for row in facts.rows("PlannedCommunication")
        if row.planned_on and since < row.planned_on <= facts.as_of and not row.cancelled_on
    ]
    return sum(bool(row.done) for row in due), len(due)


def themes(facts: Facts) -> list[Covered]:
    """The catalogue's themes: those never spoken of in 365 days first."""
    return _covered(facts, catalogue.vocabulary("themes"), "themes")


def units(facts: Facts) -> list[Covered]:
    """The units in scope: those that nobody of the top addressed in 365 days first."""
    return _covered(facts, in_scope_units(Moment(facts)), "units")


def _covered(facts: Facts, names: Iterable[str], field: str) -> list[Covered]:
    spoken, coming = list(items(Moment(facts), DAYS)), [one.record for one in planned(facts)]
    found = []
    for name in names:
        rows = [row for row in spoken if name in (getattr(row, field) or ())]
        ahead = next((row for row in coming if name in (getattr(row, field) or ())), None)
        found.append(Covered(name, len(rows), rows[-1] if rows else None, ahead))
    return sorted(found, key=lambda one: one.last is not None)
