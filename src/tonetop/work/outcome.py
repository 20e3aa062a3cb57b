"""What an answer makes true: the record that it completes, and the decision that a yes or no is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.write import values_of
from tonetop.work.shown import names, subject
from tonetop.work.warrant import asks_about, last_answers

APPROVED, COMMENTED, SENT_BACK, DECLINED = "approved", "approved-with-comment", "sent-back", "declined"
YES = (APPROVED, COMMENTED)
NO = (SENT_BACK, DECLINED)
GATES = frozenset(("AISystem", "GatePassage", "ProcessGate"))
"""Types about which a yes lets something go live."""


@dataclass(frozen=True, slots=True)
class Act:
    """One answer on its way: who, on which day, what, with which comment, money and accepted consequence."""

    person: str
    day: str
    answer: str
    comment: str = ""
    amount: float | None = None
    consequence: str = ""


Values = dict[str, Any]


def completed(facts: Facts, row: Record, act: Act) -> Values | None:
    """The record's values once the answer counts; None when it changes nothing of the record itself.

    An approval counts when everybody asked has approved this very version. Raises Refused.
    """
    change = CHANGES.get(row.__class__.__name__)
    if change is None or act.answer not in (*YES, *NO) or waits_for(facts, row, act):
        return None
    values = values_of(row)
    told = change(values, act)
    if row.__class__.__name__ == "RiskAssessment" and _asked_to_approve(facts, row, act):
        told |= _assessment_approved(values, act)
    made = {name: value for name, value in (values | told).items() if value not in (None, ())}
    return made if made != values else None


def _asked_to_approve(facts: Facts, row: Record, act: Act) -> bool:
    return any(ask.kind == "approve" and ask.asked_of == act.person for ask in asks_about(facts, row))


def waits_for(facts: Facts, row: Record, act: Act) -> list[str]:
    """Others asked to approve the same record whose approval of this version is still wanting, by id."""
    if act.answer not in YES:
        return []
    asked = {a.asked_of for a in asks_about(facts, row) if a.kind == "approve"}
    given = last_answers(facts, row)
    against = {person for person, last in given.items() if last.answer in NO and names(last, row)}
    return sorted((asked | against) - {act.person, None})


def _risk(values: Values, act: Act) -> Values:
    back = _taken_back(values, act, "approved") if act.answer in NO else {}
    return _reviewed(values, act) | back | ({"status": "draft"} if back else {})


def _assessment_approved(values: Values, act: Act) -> Values:
    """What a yes of somebody who was asked to approve a risk assessment makes of it; the first one approves it."""
    if act.answer not in YES or values.get("approved_by") or values.get("status") == "closed":
        return {}
    return {"status": "approved", "approved_by": act.person, "approved_on": act.day}


def _reviewed(values: Values, act: Act) -> Values:
    same_day = values.get("reviewed_on") == act.day
    before = values.get("reviewed_by", ()) if same_day or act.answer in NO else ()
    if act.answer in YES:
        return {"reviewed_by": tuple(dict.fromkeys((*before, act.person))), "reviewed_on": act.day}
    left = tuple(person for person in before if person != act.person)
    return {"reviewed_by": left} | ({} if left else {"reviewed_on": None})


def _treatment(values: Values, act: Act) -> Values:
    """The first yes approves the treatment, the next one accepts what remains; a no takes one's own back."""
    if act.answer in NO:
        return _taken_back(values, act, "residual_accepted") | _taken_back(values, act, "approved")
    step = "residual_accepted" if values.get("approved_by") else "approved"
    return {f"{step}_by": act.person, f"{step}_on": act.day}


def _taken_back(values: Values, act: Act, step: str) -> Values:
    mine = values.get(f"{step}_by") == act.person
    return {f"{step}_by": None, f"{step}_on": None} if mine else {}


def _approved(values: Values, act: Act) -> Values:
    if act.answer in NO:
        return _taken_back(values, act, "approved")
    return {"approved_by": act.person, "approved_on": act.day}


def _request(values: Values, act: Act) -> Values:
    """What is granted: nothing by a no, the amount said, else all; less than asked needs a reason."""
    if act.answer == SENT_BACK:
        return {"granted": None} | _taken_back(values, act, "decided")
    wanted = values.get("amount")
    granted = 0 if act.answer == DECLINED else wanted if act.amount is None else act.amount
    if granted is None:
        raise Refused("say how much is granted, for the request names no amount")
    short = wanted is not None and granted < wanted
    if short and not act.comment:
        raise Refused("say why less is granted than was asked for; the reason stays with the decision")
    made = {"granted": granted, "decided_by": act.person, "decided_on": act.day}
    made |= {"shortfall_rationale": act.comment if short else None}
    accepted = {"consequence": act.consequence, "consequence_accepted_by": act.person}
    return made | (accepted | {"consequence_accepted_on": act.day} if short and act.consequence else {})


CHANGES = {
    "RiskAssessment": _risk,
    "RiskTreatmentPlan": _treatment,
    "ResourceRequest": _request,
    "AIObjective": _approved,
    "StrategyGoal": _approved,
    "RiskCriteria": _approved,
    "ImpactAssessment": _approved,
}
"""How an answer completes a record, by type."""


def decision(ask: Row | None, row: Record, act: Act) -> Values | None:
    """The decision that a yes or no to a question is; None for other answers and for records that hold their own."""
    type = row.__class__.__name__
    if ask is None or ask.kind != "decide" or type in CHANGES or act.answer not in (*YES, DECLINED):
        return None
    yes = act.answer in YES
    kind = ("go" if yes else "no-go") if type in GATES else "direction"
    question = ask.why or f"{type} {row.ref}"
    made: Values = {
        "kind": kind,
        "text": f"{'Yes' if yes else 'No'}: {question}",
        "rationale": act.comment or None,
    }
    made |= {
        "about": [subject(row)],
        "decided_by": act.person,
        "decided_on": act.day,
        "status": "none-needed",
    }
    return {name: value for name, value in made.items() if value is not None}
