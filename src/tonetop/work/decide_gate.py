"""Let a subject through a gate, or not: a named person's decision, refused where the gate's own rules say no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.standard.gating.rules import PROHIBITED, RANK
from tonetop.standard.gating.verdict import LONGEST, PASSAGE, WAIVABLE, WAIVER, GateVerdict, judged
from tonetop.standard.terms.people import authority, person_on, top
from tonetop.standard.terms.systems import gate_now
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.gate import subject_of
from tonetop.work.permission import writer
from tonetop.work.revised import filled

OUTCOMES = ("passed", "conditional", "rejected", "waived")
CAUSES = ("launch-date", "revenue", "customer-pressure", "emergency-fix", "other")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided, by whom (empty: the account's person), on which evidence; a waiver's reason, cause, end."""

    outcome: str
    decided_by: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""
    cause: str = ""
    until: str = ""


def decide_gate(account: Account, gate: str, subject: str, choice: Choice) -> Record:
    """Record a passage as of today. Raises Forbidden; Refused with the first thing that stands against it."""
    by = writer(account, "GatePassage")
    facts = assess().facts
    stands, row = gate_of(facts, gate), subject_of(facts, subject)
    person = choice.decided_by or account.person or ""
    _demand_person(facts, person)
    process = facts.get("BusinessProcess", stands.process)
    if process is None:
        raise Refused(f"gate {gate} belongs to no process; say on its record to which")
    _demand(facts, judged(facts, process, row, [stands])[0], choice, person)
    plain: dict[str, Any] = {
        "id": next_ref("GatePassage"),
        "gate": stands.id,
        "subject": row.id,
        "occurred_on": clock.today(),
        "outcome": choice.outcome,
        "evidence_refs": list(choice.evidence),
        "decided_by": person,
    }
    if choice.outcome == "waived":
        plain |= {
            "waiver_reason": choice.reason,
            "waiver_cause": choice.cause,
            "waiver_expires_on": choice.until,
        }
    made = write.save(intake.take("GatePassage", filled(plain)), by, after=0)
    if made is None:
        raise Refused("this passage is on record already")
    return made


def gate_of(facts: Facts, ident: str) -> Row:
    """A gate in force by its id. Raises Refused."""
    row = facts.get("ProcessGate", ident)
    if row is None or not gate_now(Moment(facts), row):
        raise Refused(f"there is no gate {ident!r} in force")
    return row


def _demand_person(facts: Facts, person: str) -> None:
    if not person:
        raise Refused("say who decided: your account belongs to no person of the register")
    if person_on(facts, person, facts.as_of) is None:
        raise Refused(f"{person!r} is no person of the register today")


def _demand(facts: Facts, found: GateVerdict, choice: Choice, person: str) -> None:
    if choice.outcome not in OUTCOMES:
        raise Refused(f"choose what was decided: {', '.join(OUTCOMES)}")
    if choice.outcome == "rejected":
        return
    last = found.passage
    if last is not None and last.outcome == "rejected" and last.occurred_on == facts.as_of:
        raise Refused(
            f"it was rejected today ({last.id}); decide anew tomorrow, or withdraw that entry if it is wrong"
        )
    stops = [line for line in found.lines if line.holds is not True and line.rule != PASSAGE]
    if choice.outcome == "waived":
        _demand_waiver(facts, choice, person)
        stops = [line for line in stops if line.effect not in WAIVABLE]
    for line in stops:
        if line.effect == RANK and top(facts, person, facts.as_of):
            continue
        said = "no waiver stands in for it" if line.effect == PROHIBITED else line.act
        whose = "top management decides this one" if line.effect == RANK else said
        raise Refused(f"{line.sentence}: {line.why}; {whose or 'it has to be mended first'}")


def _demand_waiver(facts: Facts, choice: Choice, person: str) -> None:
    furthest = cadence.shift(facts.as_of, LONGEST)
    if not choice.reason.strip():
        raise Refused("say why the gate is waived; the reason is read by auditors")
    if choice.cause not in CAUSES:
        raise Refused("say what caused the waiver")
    if not cadence.is_day(choice.until):
        raise Refused("say until which day the waiver holds")
    if choice.until < facts.as_of:
        raise Refused("the day on which a waiver ends lies ahead")
    if choice.until > furthest:
        raise Refused(f"a waiver holds for at most {LONGEST} days, until {furthest}")
    if not authority(facts, person, facts.as_of, WAIVER):
        raise Refused("a gate is waived by top management or by one to whom they handed it; ask one of them")
