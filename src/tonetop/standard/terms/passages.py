"""What went through the gates: new systems on their way in, discovered assets, waivers that ran out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups, entries
from tonetop.standard.terms.people import authority
from tonetop.standard.terms.systems import gate_on, live, new_systems, passages_by_subject, passages_of

OPEN = ("passed", "conditional")
"""Outcomes that let a subject through for good."""


@dataclass(frozen=True, slots=True)
class Way:
    """A system's way through its gates, and the passages it rests on.

    until: the last day on which it is through; empty when it is not, the calendar's last when no waiver that
    ends carries it. missing: gates without a way through.
    """

    until: str
    passages: tuple[Row, ...]
    missing: tuple[Row, ...]


gates_by_process = Groups("ProcessGate", "process")
"""Gates by their process, whether or not in force, in order of id."""


def developing(facts: Facts) -> list[str]:
    """Ids of the processes of product development."""
    return [row.id for row in facts.rows("BusinessProcess") if row.kind == "product-development"]


def owed_gates(facts: Facts, system: Row) -> list[Row]:
    """A system's gates: in force on go_live_on, of its process, else of all product development (LD-2.2)."""
    gates = facts.prepared(gates_by_process)
    processes = [system.process] if system.process else facts.prepared(developing)
    return [
        gate for process in processes for gate in gates.get(process, ()) if gate_on(gate, system.go_live_on)
    ]


def _lasting(passage: Row) -> str:
    """The last day on which a passage lets its subject through; empty when it does not."""
    if passage.outcome == "waived":
        return str(passage.waiver_expires_on or cadence.LAST)
    return cadence.LAST if passage.outcome in OPEN else ""


def way(facts: Facts, system: Row) -> Way:
    """The way of a system that has a day of going live; one without gates is not through."""
    best: dict[str, Row] = {}
    for row in facts.part(passages_by_subject, system.id) or ():
        if row.gate and (row.gate not in best or _lasting(row) > _lasting(best[row.gate])):
            best[row.gate] = row
    gates = owed_gates(facts, system)
    rows: list[Row | None] = [best.get(gate.id) for gate in gates]
    until = min((_lasting(row) if row is not None else "" for row in rows), default="")
    through = tuple(row for row in rows if row is not None and _lasting(row))
    missing = tuple(gate for gate, row in zip(gates, rows, strict=True) if row is None or not _lasting(row))
    return Way(until, through, missing)


@entries("AISystem")
def ways(facts: Facts, system: Row) -> str | None:
    """The last day on which a system that has a day of going live is through its gates (see Way.until)."""
    return way(facts, system).until if system.go_live_on else None


def stopped(facts: Facts, system: Row) -> bool:
    """Whether a system did not come through its gates, whatever the day; a predicate."""
    return not facts.part(ways, system.id)


def through_for_a_time(facts: Facts, system: Row) -> bool:
    """Whether a system is through its gates by waivers that end; a predicate."""
    return facts.part(ways, system.id) not in (None, cadence.LAST)


def stuck_systems(now: Moment) -> list[Row]:
    """New systems that are not through all their gates on the day, in order of their day of going live."""
    passing = new_systems(now).where(through_for_a_time)
    ended = [row for row in passing if now.passed(now.facts.part(ways, row.id))]
    return sorted((*new_systems(now).where(stopped), *ended), key=attrgetter("go_live_on", "id"))


def last_opened(facts: Facts, passage: Row) -> str:
    """The day of the latest passed or conditional passage of the same gate and subject."""
    opened = (row.occurred_on for row in passages_of(facts, passage) if row.outcome in OPEN)
    return max(opened, default="")


def unclosed(facts: Facts, passage: Row) -> bool:
    """Whether a waiver with an end has no later passed or conditional passage there; a predicate."""
    if passage.outcome != "waived" or not passage.waiver_expires_on:
        return False
    return last_opened(facts, passage) <= str(passage.occurred_on)


def ended_when_given(facts: Facts, passage: Row) -> bool:
    """Whether a waiver ended before the day on which it was given; a predicate."""
    return bool(passage.waiver_expires_on) and passage.waiver_expires_on < passage.occurred_on


def lapsed_waivers(now: Moment) -> list[Row]:
    """Waivers of 365 days that have ended unclosed, while their subject is live or no AI system (LD-2.4).

    Waivers are looked up by the day they end, so that those still running cost nothing.
    """
    ended = now.window("GatePassage", field="waiver_expires_on", until=1).where(unclosed)
    odd = now.window("GatePassage").where(unclosed).where(ended_when_given)
    found = {}
    for row in (*ended, *odd):
        system = now.get("AISystem", row.subject)
        counts = now.within(row.occurred_on, 365) and now.passed(row.waiver_expires_on)
        if counts and (system is None or live(now, system)):
            found[row.id] = row
    return sorted(found.values(), key=lambda row: (row.waiver_expires_on, row.id))


def waived_without_authority(facts: Facts, passage: Row) -> bool:
    """Whether nobody who may waive a gate decided the passage on its day; a predicate."""
    return not authority(facts, passage.decided_by, passage.occurred_on, "gate-waiver")


def last_let(facts: Facts, subject: str | None) -> Row | None:
    """The latest passage of a subject that was not rejected."""
    rows: Sequence[Row] = (facts.part(passages_by_subject, subject) or ()) if subject else ()
    return next((row for row in reversed(rows) if row.outcome != "rejected"), None)
