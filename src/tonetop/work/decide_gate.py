"""Let a subject through a gate, or not: a named person's decision, refused where the gate's own rules say no."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.standard.gating.counting import days_of, on_terms, unwritten
from tonetop.standard.gating.in_force import kept
from tonetop.standard.gating.letting import LONGEST, deciders, may_decide, named, still_refused
from tonetop.standard.gating.rank import WAIVER, authority, top
from tonetop.standard.gating.rules import PROHIBITED, RANK
from tonetop.standard.gating.since import is_new
from tonetop.standard.gating.values import records
from tonetop.standard.gating.verdict import PASSAGE, WAIVABLE, GateVerdict, judged
from tonetop.standard.terms.people import person_on
from tonetop.standard.terms.systems import gate_now, passages_by_subject
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.gate import subject_of
from tonetop.work.permission import writer
from tonetop.work.revised import filled

OUTCOMES = ("passed", "conditional", "rejected", "waived")
CAUSES = ("launch-date", "revenue", "customer-pressure", "emergency-fix", "other")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided, by whom (empty: the account's person), on which evidence; a waiver's reason, cause, end.

    conditions, owner, until: what has to be met, by whom and by when, where it passes with conditions.
    """

    outcome: str
    decided_by: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""
    cause: str = ""
    until: str = ""
    conditions: str = ""
    owner: str = ""


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
    _demand(facts, _At(stands, row, judged(facts, process, row, [stands])[0]), choice, person)
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
    if choice.outcome == "conditional":
        plain |= {
            "conditions": choice.conditions,
            "conditions_owner": choice.owner,
            "conditions_due": choice.until,
        }
    made = write.save(intake.take("GatePassage", filled(plain)), by, after=0)
    if made is None:
        raise Refused("this passage is on record already")
    return made


def gate_of(facts: Facts, ident: str) -> Row:
    """A gate that is asked by its id, as it was where it was let go without a release. Raises Refused."""
    row = facts.get("ProcessGate", ident)
    if row is not None and gate_now(Moment(facts), row):
        return row
    was = next((one.gate for one in facts.prepared(kept) if one.gate.id == ident), None)
    if was is None:
        raise Refused(f"there is no gate {ident!r} in force")
    return was


def _demand_person(facts: Facts, person: str) -> None:
    if not person:
        raise Refused("say who decided: your account belongs to no person of the register")
    if person_on(facts, person, facts.as_of) is None:
        raise Refused(f"{person!r} is no person of the register today")


@dataclass(frozen=True, slots=True)
class _At:
    """A subject at a gate, with what the gate says of it."""

    gate: Row
    subject: Row
    found: GateVerdict


def _demand(facts: Facts, at: _At, choice: Choice, person: str) -> None:
    if choice.outcome not in OUTCOMES:
        raise Refused(f"choose what was decided: {', '.join(OUTCOMES)}")
    if choice.outcome == "rejected":
        return
    last = at.found.passage
    if last is not None and last.outcome == "rejected" and last.occurred_on == facts.as_of:
        raise Refused(f"it was rejected today ({last.id}); decide anew tomorrow, by what is new until then")
    _demand_new(facts, at, choice, person)
    _demand_terms(facts, at, choice, person)
    stops = [line for line in at.found.lines if line.holds is not True and line.rule != PASSAGE]
    if choice.outcome == "waived":
        stops = [line for line in stops if line.effect not in WAIVABLE]
    for line in stops:
        if line.effect == RANK and top(facts, person, facts.as_of):
            continue
        said = "no waiver stands in for it" if line.effect == PROHIBITED else line.act
        whose = "top management decides this one" if line.effect == RANK else said
        raise Refused(f"{line.sentence}: {line.why}; {whose or 'it has to be mended first'}")


def _demand_new(facts: Facts, at: _At, choice: Choice, person: str) -> None:
    """Raises Refused while a no stands, taken back or not, that this decision does not come after."""
    own = [row for row in facts.part(passages_by_subject, at.subject.id) or () if row.gate == at.gate.id]
    made = unwritten(at.gate.id, at.subject.id, facts.as_of, person)
    new = partial(is_new, facts, at.subject, records(facts, at.subject))
    why = still_refused(facts, at.gate, made, own, new)
    if why:
        raise Refused(f"it was {why}")


def _demand_terms(facts: Facts, at: _At, choice: Choice, person: str) -> None:
    if choice.outcome == "waived":
        _demand_waiver(facts, at, choice, person)
        return
    if not may_decide(facts, at.gate, person, facts.as_of):
        by, whose = named(facts, person), deciders(facts, at.gate, facts.as_of)
        if not whose or any(line.effect == RANK and line.holds is not True for line in at.found.lines):
            raise Refused(f"{by} does not decide at this gate; ask top management")
        raise Refused(
            f"{by} does not decide at this gate; ask {', '.join(named(facts, one) for one in whose)}"
        )
    if choice.outcome == "conditional":
        _demand_conditions(facts, at, choice)


def _demand_waiver(facts: Facts, at: _At, choice: Choice, person: str) -> None:
    if not choice.reason.strip():
        raise Refused("say why the gate is waived; the reason is read by auditors")
    if choice.cause not in CAUSES:
        raise Refused("say what caused the waiver")
    if not cadence.is_day(choice.until):
        raise Refused("say until which day the waiver holds")
    if choice.until < facts.as_of:
        raise Refused("the day on which a waiver ends lies ahead")
    furthest = cadence.shift(facts.as_of, LONGEST)
    if choice.until > furthest:
        raise Refused(f"a waiver holds for at most {LONGEST} days, until {furthest}")
    if not authority(facts, person, facts.as_of, WAIVER):
        raise Refused("a gate is waived by top management or by one to whom they handed it; ask one of them")
    _demand_total(facts, at, choice.until)


def _demand_conditions(facts: Facts, at: _At, choice: Choice) -> None:
    if not choice.conditions.strip():
        raise Refused("say which conditions have to be met")
    if person_on(facts, choice.owner, facts.as_of) is None:
        raise Refused("say who meets the conditions, by a person of the register")
    if not cadence.is_day(choice.until) or choice.until < facts.as_of:
        raise Refused("say by which day, today or later, the conditions are met")
    furthest = cadence.shift(facts.as_of, LONGEST)
    if choice.until > furthest:
        raise Refused(f"conditions are open for at most {LONGEST} days, until {furthest}")
    _demand_total(facts, at, choice.until)


def _demand_total(facts: Facts, at: _At, until: str) -> None:
    """Raises Refused when waivers and open conditions would carry the subject for too much of a year."""
    own = [row for row in facts.part(passages_by_subject, at.subject.id) or () if row.gate == at.gate.id]
    spans = [*on_terms(facts, at.gate.id, at.subject.id, own), (facts.as_of, until)]
    spent = days_of(spans, until)
    if spent > LONGEST:
        raise Refused(
            f"until {until} it would be waived or on conditions for {spent} of 365 days, and {LONGEST} are the most; "
            "meet what the gate asks, or have its rule replaced"
        )
