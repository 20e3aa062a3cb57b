"""Acts on AI systems and what governs them: stages, gates, risks, impact, incidents, suppliers."""

from __future__ import annotations

from pydantic import BaseModel

from tonetop.core.facts import Row
from tonetop.records.models import Account
from tonetop.standard.impact import RESPECTS, grid
from tonetop.standard.life import STAGES
from tonetop.work import assess_impact as impact
from tonetop.work import assess_risk as risk
from tonetop.work import assess_supplier as supplier
from tonetop.work.act_once import Ref
from tonetop.work.acts.act import Told, act, into, sending, word, writes
from tonetop.work.assess import assess
from tonetop.work.change_stage import Move, change_stage
from tonetop.work.decide_gate import CAUSES, OUTCOMES, Choice, decide_gate
from tonetop.work.let_up import Eased, close_risk, ease_incident

RATED = {
    "likelihood": word(*risk.LIKELIHOODS),
    "severity": word(*risk.SEVERITIES),
    "likelihood_after": word(*risk.LIKELIHOODS, optional=True),
    "severity_after": word(*risk.SEVERITIES, optional=True),
}


class Answer(BaseModel):
    """What is said to one question to a supplier."""

    question: str
    answer: word(*supplier.ANSWERS)  # type: ignore[valid-type]
    note: str = ""


@act(
    "change-stage",
    "Take an AI system to another stage",
    sending(Move, system=str, stage=word(*STAGES)),
    writes("StageChange", "AISystem"),
    {"system": "AI-2", "stage": "operation", "reason": "The trial met its goals.", "evidence": ["EV-4"]},
)
def stage(account: Account, told: Told) -> list[Ref]:
    """Into operation only where every gate of its process lets it through; the question stands in the ledger, and its
    answer. decided_by: the account's person where it is left out."""
    made = change_stage(account, told["system"], into(Move, told))
    return [("StageChange", made), ("AISystem", told["system"])]


@act(
    "decide-gate",
    "Let a subject through a gate, waive it, or say no",
    sending(Choice, gate=str, subject=str, outcome=word(*OUTCOMES), cause=word(*CAUSES, optional=True)),
    writes("GatePassage"),
    {"gate": "gate-2", "subject": "AISystem:AI-2", "outcome": "passed", "evidence": ["EV-4"]},
)
def decide(account: Account, told: Told) -> list[Ref]:
    """outcome: passed, conditional (with conditions, owner and until), rejected or waived (with reason, cause and
    until). Refused where the gate's own rules say no. A token that only asks gates decides at none."""
    made = decide_gate(account, told["gate"], told["subject"], into(Choice, told))
    return [("GatePassage", made.ref)]


@act(
    "assess-risk",
    "Assess an AI risk",
    sending(risk.Said, risk=(str, ""), **RATED),
    writes("RiskAssessment"),
    {"title": "It ranks by postcode", "subject": "AI-2", "likelihood": "possible", "severity": "high"},
)
def assess_risk(account: Account, told: Told) -> list[Ref]:
    """A new risk, or one judged anew where risk names it; its level follows from the criteria in force."""
    return [("RiskAssessment", risk.assess_risk(account, into(risk.Said, told), told["risk"]))]


@act(
    "treat-risk",
    "Plan the treatment of a risk",
    sending(risk.Treated, risk=str, plan=(str, ""), option=word(*risk.OPTIONS)),
    writes("RiskTreatmentPlan"),
    {
        "risk": "RISK-1",
        "option": "reduce",
        "measures": "Leave the postcode out.",
        "owner": "p1",
        "due": "2027-03-31",
    },
)
def treat_risk(account: Account, told: Told) -> list[Ref]:
    """A new plan, or a change of the one that plan names."""
    made = risk.treat_risk(account, told["risk"], into(risk.Treated, told), told["plan"])
    return [("RiskTreatmentPlan", made)]


@act(
    "ask-about-risk",
    "Put a risk before whoever approves or accepts it",
    sending(risk=str, what=word(risk.APPROVE, risk.ACCEPT), person=str, due=(str, "")),
    writes("RiskAssessment"),
    {"risk": "RISK-1", "what": "accept", "person": "p2", "due": "2027-03-31"},
)
def ask_about_risk(account: Account, told: Told) -> list[Ref]:
    """what: approve the assessment, or accept its plan and what remains. The person answers by the act answer."""
    made = risk.ask_about_risk(account, told["risk"], told["what"], told["person"], told["due"])
    return [("Ask", made)]


@act(
    "close-risk",
    "Close a risk",
    sending(risk=str, reason=str),
    writes("RiskAssessment"),
    {"risk": "RISK-1", "reason": "The system is no longer used for this."},
)
def close(account: Account, told: Told) -> list[Ref]:
    """By another person than whose it is; a grave one by top management."""
    close_risk(account, told["risk"], told["reason"])
    return [("RiskAssessment", told["risk"])]


@act(
    "assess-impact",
    "Say how a system affects one group in one respect",
    sending(impact.Said, assessment=str, respect=word(*RESPECTS)),
    writes("GroupImpact"),
    {
        "assessment": "IA-1",
        "affected": "Applicants",
        "respect": "privacy",
        "level": "low",
        "explanation": "Only what they send.",
    },
)
def assess_impact(account: Account, told: Told) -> list[Ref]:
    """One cell of the assessment's table; the assessment as a whole is approved by the act answer."""
    impact.assess_impact(account, told["assessment"], into(impact.Said, told))
    facts = assess().facts
    row: Row = facts.get("ImpactAssessment", told["assessment"])
    cells = [cell for _, cells in grid(facts, row).lines for cell in cells if cell.row is not None]
    own = [("GroupImpact", cell.row.id) for cell in cells if cell.row and _is(cell, told)]
    return [*own, ("ImpactAssessment", told["assessment"])]


def _is(cell: object, told: Told) -> bool:
    return (getattr(cell, "affected", ""), getattr(cell, "respect", "")) == (
        told["affected"],
        told["respect"],
    )


@act(
    "ease-incident",
    "Judge an incident less grave, or close a grave one",
    sending(Eased, incident=str),
    writes("Incident"),
    {"incident": "INC-1", "reason": "Nobody was affected, as the logs show.", "severity": "low"},
)
def ease(account: Account, told: Told) -> list[Ref]:
    """By another person than who reported it or owns it."""
    ease_incident(account, told["incident"], into(Eased, told))
    return [("Incident", told["incident"])]


@act(
    "answer-supplier",
    "Answer the questions to a supplier",
    sending(vendor=str, answers=list[Answer]),
    writes("SupplierAnswer"),
    {"vendor": "VEN-1", "answers": [{"question": "SQ-1", "answer": "partly", "note": "No test report."}]},
)
def answer_supplier(account: Account, told: Told) -> list[Ref]:
    """Some or all of them; answer: yes, partly, no or not-applicable."""
    said = {one["question"]: supplier.Told(one["answer"], one["note"]) for one in told["answers"]}
    supplier.answer(account, told["vendor"], said)
    held = assess().facts.part(supplier.answers_by_vendor, told["vendor"]) or ()
    return [*(("SupplierAnswer", row.id) for row in held if row.question in said), ("Vendor", told["vendor"])]


@act(
    "mend-supplier",
    "Have mended what falls short with a supplier",
    sending(answer=str, text=str, owner=str, due=str),
    writes("SupplierAnswer", "Action", "Decision"),
    {"answer": "SA-1", "text": "Ask for the test report.", "owner": "p1", "due": "2027-03-31"},
)
def mend(account: Account, told: Told) -> list[Ref]:
    """answer: the id of the answer that falls short; it becomes a decision with its action."""
    made = supplier.mend(account, told["answer"], told["text"], told["owner"], told["due"])
    return [("Action", made), ("SupplierAnswer", told["answer"])]


@act(
    "settle-supplier",
    "Say whether a supplier is suitable",
    sending(vendor=str, outcome=word(*supplier.OUTCOMES), again=str, conditions=(str, "")),
    writes("Vendor"),
    {"vendor": "VEN-1", "outcome": "suitable", "again": "2027-03-31"},
)
def settle(account: Account, told: Told) -> list[Ref]:
    """outcome: suitable, suitable-with-conditions or not-suitable; again: the day on which it is looked at again."""
    supplier.settle_supplier(account, told["vendor"], told["outcome"], told["conditions"], told["again"])
    return [("Vendor", told["vendor"])]
