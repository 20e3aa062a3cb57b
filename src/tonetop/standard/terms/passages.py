"""What went through the gates: new systems on their way in, discovered assets, waivers that ran out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.terms.people import authority
from tonetop.standard.terms.systems import gate_on, live, passages_by_gate

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


def gates_by_process(facts: Facts) -> dict[str, list[Row]]:
    """Gates by their process, whether or not in force."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("ProcessGate"):
        if row.process:
            found[row.process].append(row)
    return found


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


def ways(facts: Facts) -> dict[str, Way]:
    """The way of each system that has a day of going live; one without gates is not through."""
    passages = facts.prepared(passages_by_gate)
    found = {}
    for system in facts.rows("AISystem"):
        if system.go_live_on:
            gates = owed_gates(facts, system)
            best = [max(passages.get((gate.id, system.id), ()), key=_lasting, default=None) for gate in gates]
            until = min((_lasting(row) if row is not None else "" for row in best), default="")
            through = tuple(row for row in best if row is not None and _lasting(row))
            missing = tuple(
                gate for gate, row in zip(gates, best, strict=True) if row is None or not _lasting(row)
            )
            found[system.id] = Way(until, through, missing)
    return found


def last_opened(facts: Facts) -> dict[tuple[str, str], str]:
    """The day of the latest passed or conditional passage, by gate and subject."""
    found: dict[tuple[str, str], str] = {}
    for row in facts.rows("GatePassage"):
        if row.gate and row.subject and row.occurred_on and row.outcome in OPEN:
            place = (row.gate, row.subject)
            found[place] = max(found.get(place, ""), row.occurred_on)
    return found


def unclosed(facts: Facts, passage: Row) -> bool:
    """Whether a waiver with an end has no later passed or conditional passage there; a predicate."""
    if passage.outcome != "waived" or not passage.waiver_expires_on:
        return False
    opened = facts.prepared(last_opened).get((passage.gate, passage.subject), "")
    return opened <= str(passage.occurred_on)


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


def last_let(facts: Facts) -> dict[str, Row]:
    """The latest passage that was not rejected, by its subject."""
    found: dict[str, Row] = {}
    for row in facts.rows("GatePassage"):
        if row.subject and row.occurred_on and row.outcome != "rejected":
            best = found.get(row.subject)
            if best is None or (row.occurred_on, row.id) > (best.occurred_on, best.id):
                found[row.subject] = row
    return found
