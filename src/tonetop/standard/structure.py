"""How the house is ordered for the AIMS: bodies, roles and their authority, who answers for what, who came."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.meetings import attending
from tonetop.standard.terms.people import unit_kind_on

FUNCTIONS = ("business", "legal", "it", "data", "hr", "risk", "other")
KINDS = ("board", "management-review", "steering", "risk-review", "strategy")
"""Meetings whose attendance by function is told."""
YEAR = 365


@dataclass(frozen=True, slots=True)
class Holder:
    """A role that is held, and what is missing of it: authority, appointing act, acceptance."""

    row: Row
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attended:
    """A kind of meeting: how many were held in 365 days, and by function how many of them somebody of it attended."""

    kind: str
    held: int
    by: dict[str, int]


def current(facts: Facts, type: str) -> list[Row]:
    """The records of a type that hold on the facts' day, by id."""
    day = facts.as_of
    return sorted(
        (
            row
            for row in facts.rows(type)
            if (row.valid_from or "") <= day and (not row.valid_to or day <= row.valid_to)
        ),
        key=lambda row: row.id,
    )


def holders(facts: Facts) -> list[Holder]:
    """The roles held on the facts' day; those of the AIMS itself first."""
    order = ("aims-lead", "deputy", "conformity", "reporting", "unit-manager", "other")
    rows = sorted(
        current(facts, "RoleAssignment"),
        key=lambda row: (order.index(row.role) if row.role in order else len(order), row.id),
    )
    return [Holder(row, _missing(row)) for row in rows]


def _missing(row: Row) -> tuple[str, ...]:
    wanted = (
        ("authority", row.authority),
        ("appointing act", row.assigned_by and row.assigned_on),
        ("acceptance", row.accepted_on),
    )
    return tuple(name for name, value in wanted if not value)


def responsibilities(facts: Facts) -> list[Row]:
    """Who answers for what, by requirement."""
    return sorted(facts.rows("Responsibility"), key=lambda row: (row.item or "", row.id))


def attendance(facts: Facts) -> list[Attended]:
    """Attendance by function at the meetings of the last 365 days."""
    since = cadence.shift(facts.as_of, -YEAR)
    held: dict[str, list[Row]] = {}
    for meeting in facts.rows("Meeting"):
        if meeting.held_on and since < meeting.held_on <= facts.as_of:
            held.setdefault(meeting.kind, []).append(meeting)
    return [_attended(facts, kind, held[kind]) for kind in KINDS if kind in held]


def _attended(facts: Facts, kind: str, meetings: list[Row]) -> Attended:
    by = dict.fromkeys(FUNCTIONS, 0)
    for meeting in meetings:
        there = {unit_kind_on(facts, row.person, meeting.held_on) for row in attending(facts, meeting)}
        for function in FUNCTIONS:
            by[function] += function in there
    return Attended(kind, len(meetings), by)
