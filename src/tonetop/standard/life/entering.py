"""How an AI system came into operation: through which processes it goes, and whether their gates let it in."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard.gating import word
from tonetop.standard.gating.in_force import asked
from tonetop.standard.gating.letting import may_decide
from tonetop.standard.gating.rank import WAIVER, authority
from tonetop.standard.life.stages import LIVE, OPERATION, STATE, stage_of
from tonetop.standard.terms.systems import passages_by_subject

LETS = ("passed", "conditional", "waived")
"""Outcomes by which somebody let a subject through a gate."""

acts_by_system = Groups("StageChange", "system")
"""Changes of stage by their AI system, in order of id."""


def processes_of(facts: Facts, system: Row) -> list[Row]:
    """The processes whose gates an AI system is asked at before it goes into operation, its own first.

    They are those under which it stood since it last went into operation, or came on record, so that moving it to one
    with fewer gates opens none.
    """
    found = (facts.get("BusinessProcess", ident) for ident in _named(facts, system))
    return [row for row in found if row is not None and (row.id == system.process or asked(facts, row.id))]


def left_behind(facts: Facts, system: Row) -> list[str]:
    """The processes among them that had gates and are on record no more, so that nobody can ask their gates."""
    gated = {
        gate.process
        for gate in facts.history("ProcessGate").versions
        if gate.mandatory is True and gate.process
    }
    gone = (ident for ident in _named(facts, system) if facts.get("BusinessProcess", ident) is None)
    return [ident for ident in gone if ident in gated]


def _named(facts: Facts, system: Row) -> list[str]:
    versions = facts.written(system)
    went = [
        place
        for place in range(1, len(versions))
        if versions[place].stage == OPERATION and versions[place - 1].stage != OPERATION
    ]
    named = [one.process for one in (system, *versions[went[-1] if went else 0 :]) if one.process]
    return list(dict.fromkeys(named))


def let_in(facts: Facts, system: Row) -> bool:
    """Whether a system that is live came there through its gates: by an act that asked them, or by passages.

    A passage counts in the own word of somebody who decides there; whether it still lets the system through is
    another question.
    """
    if STATE.get(stage_of(system)) != LIVE:
        return True
    acts = facts.part(acts_by_system, system.id) or ()
    if any(row.stage == OPERATION and row.gates_said for row in acts):
        return True
    gates = asked(facts, system.process) if system.process else []
    passages = facts.part(passages_by_subject, system.id) or ()
    return bool(gates) and all(
        any(row.gate == gate.id and _lets(facts, gate, row) for row in passages) for gate in gates
    )


def _lets(facts: Facts, gate: Row, passage: Row) -> bool:
    """Whether somebody who decides at a gate let a subject through by a passage, in their own word."""
    by, day = passage.decided_by, passage.occurred_on
    may = (
        authority(facts, by, day, WAIVER) if passage.outcome == "waived" else may_decide(facts, gate, by, day)
    )
    return passage.outcome in LETS and may and word.given(facts, passage)


def never_asked(facts: Facts) -> list[Row]:
    """The AI systems that are live and did not come there through the gates of their process, in order of id."""
    rows = (row for row in facts.rows("AISystem") if not let_in(facts, row))
    return sorted(rows, key=lambda row: str(row.id))


def on_record_since(facts: Facts, system: Row) -> str:
    """The day on which a system came on record; empty where nothing tells."""
    return str(next(iter(facts.written(system))).recorded_on or "")
