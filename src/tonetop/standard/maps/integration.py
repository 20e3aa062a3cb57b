"""Gates by process: whether the three checks stand in the three workflows, and how often they were passed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups, entries
from tonetop.standard.checks.processes import KINDS, WORKFLOWS
from tonetop.standard.terms.passages import lapsed_waivers
from tonetop.standard.terms.systems import gates_in_force

__all__ = ["KINDS", "WORKFLOWS", "Crossing", "Workflow", "crossings", "elsewhere", "workflows"]

DAYS = 365
MONTHS = 12

passages_by_gate = Groups("GatePassage", "gate", lambda row: (row.occurred_on or "", row.id))
"""Gate passages by their gate, earliest first."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a check meets a workflow: its gates in force, and the passages of them in 365 days, latest first.

    outcomes: how many passages by outcome. months: how many in each of the last twelve months, the earliest first.
    last: the latest passage of all time. waivers: those of 365 days; lapsed: those of them that ended unclosed.
    """

    kind: str
    workflow: str
    gates: tuple[Row, ...]
    passages: tuple[Row, ...]
    outcomes: dict[str, int]
    months: tuple[int, ...]
    last: Row | None
    waivers: tuple[Row, ...]
    lapsed: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Workflow:
    """A kind of workflow: its processes, and how many of them touch AI."""

    kind: str
    processes: tuple[Row, ...]
    touching: int


def workflows(facts: Facts) -> list[Workflow]:
    """The three workflows, those without a process too."""
    rows = list(facts.rows("BusinessProcess"))
    found = []
    for kind in WORKFLOWS:
        own = tuple(row for row in rows if row.kind == kind)
        found.append(Workflow(kind, own, sum(row.touches_ai is True for row in own)))
    return found


def crossings(facts: Facts) -> list[list[Crossing]]:
    """The nine cells, one list a check."""
    now = Moment(facts)
    kinds = {row.id: row.kind for row in facts.rows("BusinessProcess")}
    places: dict[tuple[str, str], list[Row]] = {}
    for gate in gates_in_force(now):
        if gate.kind and gate.process in kinds:
            places.setdefault((gate.kind, kinds[gate.process]), []).append(gate)
    lapsed = {row.id for row in lapsed_waivers(now)}
    return [
        [_crossing(now, kind, workflow, places.get((kind, workflow), ()), lapsed) for workflow in WORKFLOWS]
        for kind in KINDS
    ]


def elsewhere(facts: Facts) -> list[tuple[Row, list[Row]]]:
    """Gates in force outside the nine cells, each with its passages of 365 days, latest first."""
    now = Moment(facts)
    kinds = {row.id: row.kind for row in facts.rows("BusinessProcess")}
    return [
        (gate, _recent(now, [gate]))
        for gate in gates_in_force(now)
        if gate.kind not in KINDS or kinds.get(gate.process) not in WORKFLOWS
    ]


@entries("ProcessGate")
def recent_by_gate(facts: Facts, gate: Row) -> tuple[Row, ...]:
    """The passages of a gate in 365 days."""
    now = Moment(facts)
    rows = facts.part(passages_by_gate, gate.id) or ()
    return tuple(row for row in rows if now.within(row.occurred_on, DAYS))


def _recent(now: Moment, gates: Iterable[Row]) -> list[Row]:
    rows = [row for gate in gates for row in now.facts.part(recent_by_gate, gate.id) or ()]
    return sorted(rows, key=lambda row: (row.occurred_on, row.id), reverse=True)


def _crossing(now: Moment, kind: str, workflow: str, gates: Iterable[Row], lapsed: set[str]) -> Crossing:
    own = tuple(gates)
    recent = _recent(now, own)
    latest = [rows[-1] for gate in own if (rows := now.facts.part(passages_by_gate, gate.id))]
    last = max(latest, key=lambda row: (row.occurred_on or "", row.id), default=None)
    waivers = tuple(row for row in recent if row.outcome == "waived")
    return Crossing(
        kind,
        workflow,
        own,
        tuple(recent),
        dict(Counter(row.outcome for row in recent if row.outcome)),
        _by_month(now.facts.as_of, recent),
        last,
        waivers,
        tuple(row for row in waivers if row.id in lapsed),
    )


def _by_month(as_of: str, passages: list[Row]) -> tuple[int, ...]:
    """How many passages lie in each of twelve months, the last of which ends on the day."""
    days = sorted(row.occurred_on for row in passages)
    ends = [bisect_right(days, cadence.months_back(as_of, months)) for months in range(MONTHS, -1, -1)]
    return tuple(last - first for first, last in zip(ends, ends[1:], strict=False))
