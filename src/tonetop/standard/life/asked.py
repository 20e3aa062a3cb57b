"""What the stage of an AI system asks for, and whether it is there: owner, risk, impact, gates, watching, an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard.bom.parts import CANDIDATE, IN_USE
from tonetop.standard.gating.hanging import assets_of, risks_at
from tonetop.standard.gating.verdict import verdict
from tonetop.standard.life.entering import left_behind, let_in, processes_of
from tonetop.standard.life.stages import DEVELOPMENT, IDEA, OPERATION, RETIRED, SUSPENDED, TRIAL, stage_of
from tonetop.standard.suppliers.lacking import suppliers_of
from tonetop.standard.terms.people import person_on
from tonetop.standard.terms.systems import impacts_by_system, risks_by_subject

YEAR, QUARTER = 365, 92
"""After how many days risks are looked at again, and by when something of its operation is on record again."""
GRAVE = ("high", "critical")

ASKED = {
    IDEA: ("owner",),
    DEVELOPMENT: ("owner", "risk", "impact", "parts"),
    TRIAL: ("owner", "risk", "treatment", "impact", "parts", "suppliers", "gates"),
    OPERATION: (
        "owner",
        "risk",
        "treatment",
        "impact",
        "gates",
        "parts",
        "suppliers",
        "watched",
        "incidents",
    ),
    SUSPENDED: ("owner", "risk", "incidents"),
    RETIRED: ("incidents", "parts-ended", "assets-removed", "data-deleted"),
}
"""What each stage asks for, in the order in which it is done."""

plans_by_risk = Groups("RiskTreatmentPlan", "risk")
incidents_by_system = Groups("Incident", "system")
assets_by_system = Groups("Asset", "ai_system")
runs_by_system = Groups("DeletionRun", "system")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a stage asks for. key: which; done: whether it is there; record: what shows it, or falls short.

    until: the day until which it holds, where it does not hold for ever; count: how many records fall short.
    """

    key: str
    done: bool
    record: Row | None = None
    until: str = ""
    count: int = 0


def asked(facts: Facts, system: Row) -> list[Task]:
    """What the stage of a system asks for on the day of the facts."""
    return [_LOOKS[key](facts, system, key) for key in ASKED.get(stage_of(system), ())]


def _owner(facts: Facts, system: Row, key: str) -> Task:
    there = bool(system.owner) and person_on(facts, system.owner, facts.as_of) is not None
    return Task(key, there, facts.get("Person", system.owner) if there else None)


def _risk(facts: Facts, system: Row, key: str) -> Task:
    """An approved assessment of the last year."""
    rows = [row for row in _risks(facts, system) if row.status == "approved"]
    last = max(rows, key=_looked_at, default=None)
    if last is None:
        return Task(key, False)
    until = cadence.shift(_looked_at(last), YEAR) if _looked_at(last) else ""
    return Task(key, until >= facts.as_of, last, until)


def _risks(facts: Facts, system: Row) -> Iterable[Row]:
    return facts.part(risks_by_subject, system.id) or ()


def _looked_at(risk: Row) -> str:
    return risk.reviewed_on or risk.performed_on or ""


def _treatment(facts: Facts, system: Row, key: str) -> Task:
    """A plan that somebody approved for every risk, of its assets too, that is grave before treatment."""
    at_risk = (system.id, *assets_of(facts, (system.id,)))
    rows = (row for ident in at_risk for row in risks_at(facts, ident))
    grave = [row for row in rows if row.inherent in GRAVE and row.status != "closed"]
    bare = [row for row in grave if not any(p.approved_on for p in facts.part(plans_by_risk, row.id) or ())]
    return Task(key, not bare, bare[0] if bare else None, count=len(bare))


def _impact(facts: Facts, system: Row, key: str) -> Task:
    """An approved assessment that is in date, where people or their data are touched."""
    rows = [row for row in facts.part(impacts_by_system, system.id) or () if row.approved_on]
    last = max(rows, key=lambda row: row.approved_on, default=None)
    if last is None:
        untouched = system.high_impact is False and system.personal_data is False
        return Task(key, untouched)
    until = last.next_due or cadence.shift(last.approved_on, YEAR)
    return Task(key, until >= facts.as_of, last, until)


def _gates(facts: Facts, system: Row, key: str) -> Task:
    """What keeps its gates shut; of a system that came on record as live and passed none, that it did not."""
    key = key if let_in(facts, system) else "let-in"
    found = [verdict(facts, process, system) for process in processes_of(facts, system)]
    if not system.process or not found or left_behind(facts, system):
        return Task(key, False)
    shut = next((one for one in found if not one.opens), None)
    count = sum(not one.opens for each in found for one in each.gates)
    return Task(key if shut else "gates", shut is None, (shut or found[0]).process, count=count)


def parts(facts: Facts, system: Row) -> list[Row]:
    """The parts of a system, candidates too."""
    return [row for row in facts.rows("SystemPart") if system.id in (row.systems or ())]


def _parts(facts: Facts, system: Row, key: str) -> Task:
    """What it is made of is on record, and nothing waits for a word."""
    own = parts(facts, system)
    waiting = [row for row in own if row.state == CANDIDATE]
    known = any(row.state == IN_USE for row in own)
    return Task(key, known and not waiting, waiting[0] if waiting else None, count=len(waiting))


def _suppliers(facts: Facts, system: Row, key: str) -> Task:
    """Everyone on whom it hangs is on record and lacks nothing."""
    short = [one for one in suppliers_of(facts, (system.id,)) if one.lacks]
    vendor = next((one.vendor for one in short if one.vendor is not None), None)
    return Task(key, not short, vendor, count=len(short))


def _watched(facts: Facts, system: Row, key: str) -> Task:
    """A record of its operation within the last quarter."""
    rows = [
        row
        for row in facts.rows("Evidence")
        if row.kind == "operation-monitoring-record" and row.occurred_on and system.id in (row.links or ())
    ]
    last = max(rows, key=lambda row: row.occurred_on, default=None)
    until = cadence.shift(last.occurred_on, QUARTER) if last is not None else ""
    return Task(key, until >= facts.as_of, last, until)


def _incidents(facts: Facts, system: Row, key: str) -> Task:
    open = [row for row in facts.part(incidents_by_system, system.id) or () if not row.closed_on]
    return Task(key, not open, open[0] if open else None, count=len(open))


def _parts_ended(facts: Facts, system: Row, key: str) -> Task:
    """No part that belongs to this system alone is in use any more."""
    own = [row for row in parts(facts, system) if row.state == IN_USE and len(row.systems) == 1]
    return Task(key, not own, own[0] if own else None, count=len(own))


def _assets_removed(facts: Facts, system: Row, key: str) -> Task:
    """No asset stands for it any more; one that is gone is withdrawn."""
    left = list(facts.part(assets_by_system, system.id) or ())
    return Task(key, not left, left[0] if left else None, count=len(left))


def _data_deleted(facts: Facts, system: Row, key: str) -> Task:
    """A deletion of its data on or after the day on which it was retired, where it held personal data."""
    if system.personal_data is False:
        return Task(key, True)
    own = [system.id, *(row.id for row in facts.part(assets_by_system, system.id) or ())]
    runs = [run for ident in own for run in facts.part(runs_by_system, ident) or () if run.run_on]
    late = [run for run in runs if run.run_on >= (system.retired_on or "")]
    return Task(key, bool(late), late[0] if late else None)


_LOOKS: dict[str, Callable[[Facts, Row, str], Task]] = {
    "owner": _owner,
    "risk": _risk,
    "treatment": _treatment,
    "impact": _impact,
    "gates": _gates,
    "parts": _parts,
    "suppliers": _suppliers,
    "watched": _watched,
    "incidents": _incidents,
    "parts-ended": _parts_ended,
    "assets-removed": _assets_removed,
    "data-deleted": _data_deleted,
}
