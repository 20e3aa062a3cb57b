"""What waits at the gates beside deadlines: live systems that never passed them, days gone by, and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records.due import Due
from tonetop.standard.life.entering import never_asked, on_record_since, processes_of
from tonetop.standard.life.stages import PLANNED

LET_IN, LAUNCH, AT_GATE = "let-in", "launch", "at-gate"
DAYS = 14
"""How long a live system that never passed its gates waits to be assessed before that is overdue."""
NEAR, MOST = 60, 30
"""How many days before going live a gate's decision is asked for, and of how many systems, the nearest to today."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A gate that lacks nothing but a decision on an AI system that goes live soon; whose: whom it asks, by id."""

    system: Row
    process: Row
    gate: Row
    whose: tuple[str, ...]


def awaited(facts: Facts) -> tuple[Awaited, ...]:
    """The gates that wait for a decision, those of the system nearest to today first; a preparation of facts."""
    dated = [row for row in facts.rows("AISystem") if row.state == PLANNED and row.go_live_on]
    away = {row.id: cadence.between(row.go_live_on, facts.as_of) for row in dated}
    near = sorted((row for row in dated if away[row.id] <= NEAR), key=lambda row: (abs(away[row.id]), row.id))
    if not near:
        return ()
    from tonetop.standard.gating.awaited import waits_for  # noqa: PLC0415 - rules take 6 MB, and few days ask
    from tonetop.standard.gating.verdict import verdict  # noqa: PLC0415 - the same

    return tuple(
        Awaited(row, process, found.gate, whose)
        for row in near[:MOST]
        for process in processes_of(facts, row)
        for found in verdict(facts, process, row).gates
        if (whose := waits_for(facts, found))
    )


def gates_due(facts: Facts) -> list[Due]:
    """What waits for owners of AI systems and at gates as of the day, the earliest first; a preparation of facts."""
    return sorted((*_never_asked(facts), *_launches(facts), *_decisions(facts)))


def _never_asked(facts: Facts) -> Iterator[Due]:
    for row in never_asked(facts):
        on = cadence.shift(on_record_since(facts, row) or facts.as_of, DAYS)
        yield Due(on, row.type, row.id, LET_IN, (row.owner,) if row.owner else ())


def _launches(facts: Facts) -> Iterator[Due]:
    """Planned systems whose day of going live is over, though nobody took them through their gates."""
    for row in facts.rows("AISystem"):
        if row.state == PLANNED and row.go_live_on and row.go_live_on < facts.as_of:
            yield Due(row.go_live_on, row.type, row.id, LAUNCH, (row.owner,) if row.owner else ())


def _decisions(facts: Facts) -> Iterator[Due]:
    """What waits at the gates of a process for a decision, once for all who are asked there."""
    asked: dict[tuple[str, str, str], dict[str, None]] = {}
    for one in facts.prepared(awaited):
        key = (one.system.go_live_on, one.system.id, one.process.id)
        asked.setdefault(key, {}).update(dict.fromkeys(one.whose))
    for (day, ident, process), whose in asked.items():
        yield Due(day, "AISystem", ident, AT_GATE, tuple(whose), process)
