"""The calendar of audits as a drawing: what was and is to be audited in a year, findings due, certificates ending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.work.audit_report import name

DONE, PLANNED, LATE = "done", "planned", "late"
LANES = ("InternalAudit", "ExternalAudit", "Finding", "Certificate")
STEP = 34
SOON = 8
"""How many of what is due next are told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of an audit's life: what it is about, whether it was, is planned or is late, in words, and by whom."""

    day: str
    state: str
    record: Row
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An entry's place: x in percent of the width, y in pixels."""

    x: float
    y: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year as the template draws it: lanes by name, months and today with their place in percent, dots, height."""

    year: int
    lanes: list[str]
    months: list[tuple[float, str]]
    today: float | None
    dots: list[Dot]
    height: int


def entries(facts: Facts) -> list[Entry]:
    """Everything that has a day, in order of day."""
    found = [*_internal(facts), *_external(facts), *_certificates(facts), *_findings(facts)]
    return sorted(found, key=lambda entry: (entry.day, entry.record.type, entry.record.id))


def due_next(found: list[Entry]) -> list[Entry]:
    """What is late or still to come, the earliest first."""
    return [entry for entry in found if entry.state != DONE][:SOON]


def calendar(facts: Facts, found: list[Entry], year: int) -> Calendar:
    """The drawing of a calendar year."""
    inside = [entry for entry in found if entry.day[:4] == f"{year:04d}"]
    dots = [Dot(_x(e.day), 17 + STEP * LANES.index(e.record.type), e) for e in inside]
    months = [date(year, month, 1).isoformat() for month in range(1, 13)]
    today = _x(facts.as_of) if facts.as_of[:4] == f"{year:04d}" else None
    lanes = [
        gettext("Internal audits"),
        gettext("External audits"),
        gettext("Findings due"),
        gettext("Certificates end"),
    ]
    return Calendar(year, lanes, [(_x(day), day) for day in months], today, dots, STEP * len(lanes))


def audit_title(row: Row) -> str:
    """What people call an internal or external audit."""
    if row.type == "ExternalAudit":
        kind = (row.kind or gettext("audit")).replace("-", " ")
        return gettext("%(kind)s by %(body)s") % {"kind": kind, "body": row.body or gettext("somebody")}
    if row.title:
        return str(row.title)
    return gettext("Audit of %(clauses)s") % {"clauses": ", ".join(row.clauses or ()) or row.id}


def _x(day: str) -> float:
    gone = cadence.between(day, f"{day[:4]}-01-01")
    return round(1 + 98 * gone / 366, 2)


def _state(facts: Facts, day: str, done: str | None = None) -> str:
    return DONE if done else LATE if day < facts.as_of else PLANNED


def _internal(facts: Facts) -> Iterator[Entry]:
    for row in facts.rows("InternalAudit"):
        day = row.performed_on or row.planned_on
        if day:
            who = name(facts, row.lead_auditor) or ""
            yield Entry(day, _state(facts, day, row.performed_on), row, audit_title(row), who)


def _external(facts: Facts) -> Iterator[Entry]:
    rows = list(facts.rows("ExternalAudit"))
    last = max((row.held_on or "" for row in rows), default="")
    for row in rows:
        day, who = row.held_on or row.planned_on, row.body or ""
        if day:
            yield Entry(day, _state(facts, day, row.held_on), row, audit_title(row), who)
        if row.next_due and row.held_on == last:
            what = gettext("Next after: %(audit)s") % {"audit": audit_title(row)}
            yield Entry(row.next_due, _state(facts, row.next_due), row, what, who)


def _certificates(facts: Facts) -> Iterator[Entry]:
    for row in facts.rows("Certificate"):
        if row.valid_until:
            gone = row.state in ("taken-back", "lapsed")
            what = gettext("Certificate %(number)s ends") % {"number": row.number or row.id}
            state = DONE if gone else _state(facts, row.valid_until)
            yield Entry(row.valid_until, state, row, what, row.body or "")


def _findings(facts: Facts) -> Iterator[Entry]:
    for row in facts.rows("Finding"):
        if row.due:
            action = facts.get("Action", row.action)
            who = (name(facts, action.owner) if action is not None else "") or ""
            yield Entry(row.due, _state(facts, row.due, row.closed_on), row, row.statement or row.id, who)
