"""Take an AI system to another stage of its life: a named person's act, which the gates may stand against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.standard.gating.in_force import asked
from tonetop.standard.gating.letting import deciders, named
from tonetop.standard.gating.rank import top
from tonetop.standard.gating.verdict import Verdict
from tonetop.standard.life import left_behind, processes_of
from tonetop.standard.life.stages import GATED, MOVES, RETIRED, STAGES, STATE, SUSPENDED, stage_of
from tonetop.standard.terms.people import person_on
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.gate import ask_gate
from tonetop.work.permission import writer
from tonetop.work.revised import new, revised, standing


@dataclass(frozen=True, slots=True)
class Move:
    """To which stage, decided by whom (empty: the account's person), why, on which evidence."""

    stage: str
    reason: str
    decided_by: str = ""
    evidence: tuple[str, ...] = ()


class Shut(Refused):
    """Gates of a process do not let a system through; says the first that is shut and what to do.

    process: the id of the process at whose gates the system stands.
    """

    def __init__(self, said: str, process: str) -> None:
        super().__init__(said)
        self.process = process


def change_stage(account: Account | None, system: str, move: Move) -> str:
    """Change the stage as of today; gives the id of the act. Raises Forbidden; Refused with what is against it, Shut.

    account: None on the command line, where the move names who decided. The gates are asked, and their answer stands
    in the ledger, before anything is changed; also where it is a no.
    """
    if account is not None:
        writer(account, "AISystem")
    by = writer(account, "StageChange") if account is not None else By()
    facts = assess().facts
    row = facts.get("AISystem", system)
    if row is None:
        raise Refused(f"there is no AI system {system!r}")
    person = move.decided_by or (account.person if account else "")
    _demand(facts, row, move, person)
    _demand_decider(facts, row, person, account)
    said = _gates(facts, row, by) if move.stage in GATED else ""
    last: Any = standing("AISystem", system)
    fields: dict[str, Any] = {"stage": move.stage, "state": STATE[move.stage]}
    today = clock.today()
    if move.stage in GATED and stage_of(row) != SUSPENDED:
        fields["go_live_on"] = today
    if move.stage == RETIRED:
        fields["retired_on"] = today
    act = {
        "id": next_ref("StageChange"),
        "system": system,
        "stage_before": stage_of(row) or None,
        "stage": move.stage,
        "changed_on": today,
        "decided_by": person,
        "reason": move.reason.strip(),
        "gates_said": said,
        "evidence_refs": list(move.evidence),
    }
    changes = [revised(last, None, **fields), *new([("StageChange", act)])]
    write.save_all([replace(one, act=True) for one in changes], by)
    return str(act["id"])


def _demand(facts: Facts, row: Row, move: Move, person: str) -> None:
    if move.stage not in STAGES:
        raise Refused("choose the stage that comes next")
    before = stage_of(row)
    if before and move.stage not in MOVES[before]:
        ways = ", ".join(MOVES[before]) or "none; register a new system"
        raise Refused(f"from {before} it does not go to {move.stage}; it may go to: {ways}")
    if not move.reason.strip():
        raise Refused("say why; the reason is read by auditors")
    if not person:
        raise Refused("say who decided: your account belongs to no person of the register")
    if person_on(facts, person, facts.as_of) is None:
        raise Refused(f"{person!r} is no person of the register today")
    for ref in move.evidence:
        if facts.get("Evidence", ref) is None:
            raise Refused(f"there is no evidence {ref!r}")


def _demand_decider(facts: Facts, row: Row, person: str, account: Account | None) -> None:
    if account is not None and person == account.person:
        return
    if person not in deciders_of(facts, row):
        raise Refused(
            f"{named(facts, person)} does not decide where this system stands; its owner, the owner of its process, "
            "those who decide at its gates and top management do, and whoever enters it as themselves"
        )


def _gates(facts: Facts, row: Row, by: By) -> str:
    """What the gates of its processes say. Raises Refused when one is shut, or none is there to ask."""
    for gone in left_behind(facts, row):
        raise Refused(
            f"the process {gone}, through whose gates it goes, is no longer on record; bring it back, "
            "so that they can be asked"
        )
    if not row.process:
        raise Refused("say on its record through which process it goes, so that gates can be asked")
    said = []
    for process in processes_of(facts, row):
        found = ask_gate(f"BusinessProcess:{process.id}", f"AISystem:{row.id}", by=by)
        gate, lacks, act = ("", "", "") if found.opens else _shut(found)
        if not found.opens and process.id != row.process:
            raise Shut(
                f"the gates of {process.id}, through which it went before, stay shut: {found.why}; "
                f"{gate} says: {lacks}; {act}",
                process.id,
            )
        if not found.opens:
            raise Shut(
                f"the gates do not let it through: {found.why}; {gate} says: {lacks}; {act}", process.id
            )
        said.append(found.why)
    if not said:
        raise Refused(f"there is no business process {row.process!r}")
    return "; ".join(said)


def _shut(found: Verdict) -> tuple[str, str, str]:
    """The first gate that is shut, what it lacks, and what to do."""
    gate = next((one for one in found.gates if not one.opens), None)
    if gate is None:
        return found.process.id, "no gate is in force", "have one put in force"
    line = next(line for line in gate.lines if line.blocks)
    return gate.gate.id, line.why, line.act or "it has to be mended first"


def deciders_of(facts: Facts, system: Row) -> set[str]:
    """Who may be named as deciding where a system stands: those who answer for it or decide at its gates, by id."""
    found = {system.owner, *(row.id for row in facts.rows("Person") if top(facts, row.id, facts.as_of))}
    for process in processes_of(facts, system):
        found |= {
            process.owner,
            *(who for gate in asked(facts, process.id) for who in deciders(facts, gate, facts.as_of)),
        }
    return found - {None, ""}


def history(facts: Facts, system: str) -> list[Row]:
    """The changes of a system's stage, the oldest first."""
    rows = [row for row in facts.rows("StageChange") if row.system == system]
    return sorted(rows, key=lambda row: (row.changed_on or "", row.id))


def since(facts: Facts, system: Row) -> str:
    """The day since which a system is in its stage; empty where nothing tells."""
    own = [row for row in history(facts, system.id) if row.stage == stage_of(system) and row.changed_on]
    days = (own[-1].changed_on if own else "", system.retired_on if system.state == "retired" else "")
    day = next(filter(None, days), "") or (system.go_live_on if system.state == "live" else "")
    return day if day and cadence.is_day(day) else ""
