"""Assess an AI risk, plan its treatment, and put it before those who approve it or accept what remains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.standard import catalogue
from tonetop.standard.gating.whose import whose
from tonetop.standard.risks import (
    LEVELS,
    LIKELIHOODS,
    OPTIONS,
    SEVERITIES,
    criteria_in_force,
    level_of,
    may_accept,
)
from tonetop.standard.risks.standing import standing
from tonetop.standard.terms.people import person_on
from tonetop.work.answer import NOT_APPROVED
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer
from tonetop.work.revised import new, revised
from tonetop.work.revised import standing as held
from tonetop.work.warrant import open_asks

YEAR = 365
"""Days for which a judgement is fresh."""
SUBJECTS = ("AISystem", "Asset", "Decision")
APPROVE, ACCEPT = "approve", "accept"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a risk: what may happen, to which subject, why, who owns it, before and after treatment."""

    title: str
    subject: str
    likelihood: str
    severity: str
    description: str = ""
    owner: str = ""
    likelihood_after: str = ""
    severity_after: str = ""


@dataclass(frozen=True, slots=True)
class Treated:
    """How a risk is treated: the option, what is done, which controls, by whom, by and since when."""

    option: str
    measures: str
    controls: tuple[str, ...] = ()
    owner: str = ""
    due: str = ""
    done_on: str = ""


def assess_risk(account: Account, said: Said, ref: str = "") -> str:
    """Record a risk as it is judged today, or judge one anew; gives its id. Raises Forbidden, Refused.

    The level follows from likelihood and severity by the criteria in force. What was approved before is not what is
    said now, so the assessment becomes a draft again and what remains is accepted anew, unless nothing but the words
    changed within the year and the criteria.
    """
    by = writer(account, "RiskAssessment")
    facts = assess().facts
    before = _risk(facts, ref) if ref else None
    _demand_said(facts, said)
    criteria = criteria_in_force(facts)
    plain: dict[str, Any] = {name: getattr(said, name).strip() or None for name in Said.__dataclass_fields__}
    plain["inherent"] = level_of(criteria, said.likelihood, said.severity)
    plain["residual"] = level_of(criteria, said.likelihood_after, said.severity_after) or None
    rated = {name: plain[name] for name in (*RATED, "subject")}
    number = criteria.version if criteria is not None else None
    if before is not None and _is_judged_so(
        facts, before, rated | ({"criteria": number} if before.criteria and number else {})
    ):
        told = {name: plain[name] for name in ("title", "description", "owner")}
        write.save_all([revised(held("RiskAssessment", ref), None, **told)], by)
        return ref
    plain |= {"performed_on": facts.as_of, "performed_by": account.person or None, "status": "draft"}
    plain |= {"criteria": number}
    if before is None:
        plain["id"] = next_ref("RiskAssessment")
        write.save_all(new([("RiskAssessment", plain)]), by)
        return str(plain["id"])
    anew = {"approved_by": None, "approved_on": None, "reviewed_by": None, "reviewed_on": None}
    changes = [revised(held("RiskAssessment", ref), None, **plain, **anew)]
    open_ = {"residual_accepted_by": None, "residual_accepted_on": None}
    for plan in facts.rows("RiskTreatmentPlan"):  # what was accepted is not what remains now
        if plan.risk == ref and plan.residual_accepted_by:
            changes.append(revised(held("RiskTreatmentPlan", plan.id), None, **open_))
    write.save_all(changes, by)
    return ref


def _is_judged_so(facts: Facts, before: Row, rated: Mapping[str, Any]) -> bool:
    """Whether a risk was judged just so within the year, by the same criteria; then nothing but words is new."""
    fresh = bool(before.performed_on) and cadence.between(facts.as_of, before.performed_on) <= YEAR
    return fresh and all((getattr(before, name) or None) == value for name, value in rated.items())


RATED = ("likelihood", "severity", "likelihood_after", "severity_after")


def _risk(facts: Facts, ref: str) -> Row:
    row = facts.get("RiskAssessment", ref)
    if row is None:
        raise Refused(f"there is no risk {ref!r}")
    if row.status == "closed":
        raise Refused(f"{ref} is closed; record a new risk")
    return row


def _demand_said(facts: Facts, said: Said) -> None:
    if not said.title.strip():
        raise Refused("say in a few words what may happen")
    if not any(facts.get(type, said.subject) for type in SUBJECTS):
        raise Refused("choose what the risk is about: an AI system, an asset or a decision")
    if said.likelihood not in LIKELIHOODS:
        raise Refused("choose how likely it is")
    if said.severity not in SEVERITIES:
        raise Refused("choose how grave it is")
    _demand_after(said)
    if said.owner and person_on(facts, said.owner, facts.as_of) is None:
        raise Refused("name an owner from the register of people")


def _demand_after(said: Said) -> None:
    if bool(said.likelihood_after) != bool(said.severity_after):
        raise Refused("after treatment say both: how likely it is, and how grave")
    if said.likelihood_after and said.likelihood_after not in LIKELIHOODS:
        raise Refused("choose how likely it is after treatment")
    if said.severity_after and said.severity_after not in SEVERITIES:
        raise Refused("choose how grave it is after treatment")


def treat_risk(account: Account, risk: str, treated: Treated, plan: str = "") -> str:
    """Record a plan of treatment, or change one; gives its id. Raises Forbidden, Refused.

    What is done otherwise than was approved, or later, or leaves something else, is approved and accepted anew.
    """
    by = writer(account, "RiskTreatmentPlan")
    facts = assess().facts
    _risk(facts, risk)
    before = facts.get("RiskTreatmentPlan", plan) if plan else None
    if plan and (before is None or before.risk != risk):
        raise Refused(f"{plan!r} is no plan of {risk}")
    _demand_treated(facts, treated, before)
    plain: dict[str, Any] = {
        "option": treated.option,
        "measures": treated.measures.strip() or None,
        "controls": list(treated.controls) or None,
        "owner": treated.owner,
        "due": treated.due or None,
        "done_on": treated.done_on or None,
    }
    if before is None:
        plain |= {"id": next_ref("RiskTreatmentPlan"), "risk": risk}
        write.save_all(new([("RiskTreatmentPlan", plain)]), by)
        return str(plain["id"])
    asked = ("option", "measures", "controls")
    put_off = bool(before.due) and (treated.due or cadence.LAST) > before.due
    if put_off or any((getattr(before, name) or None) != _as_held(plain[name]) for name in asked):
        plain |= {"approved_by": None, "approved_on": None}
        plain |= {"residual_accepted_by": None, "residual_accepted_on": None}
    write.save_all([revised(held("RiskTreatmentPlan", plan), None, **plain)], by)
    return plan


def _as_held(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _demand_treated(facts: Facts, treated: Treated, before: Row | None) -> None:
    if treated.option not in OPTIONS:
        raise Refused("choose what is done about it: avoid, reduce, share or accept")
    if treated.option != "accept" and not treated.measures.strip():
        raise Refused("say what is done about it")
    for control in treated.controls:
        if control not in catalogue.controls():
            raise Refused(f"there is no control {control!r} in Annex A")
    if person_on(facts, treated.owner, facts.as_of) is None:
        raise Refused("name who carries it out, from the register of people")
    _demand_days(facts, treated, before)


def _demand_days(facts: Facts, treated: Treated, before: Row | None) -> None:
    needed = treated.option != "accept"
    if (needed or treated.due) and not cadence.is_day(treated.due):
        raise Refused("say by which day it is carried out")
    new = before is None or before.due != treated.due
    if new and treated.due and treated.due < facts.as_of and not treated.done_on:
        raise Refused("the day by which it is carried out is over; choose one that lies ahead")
    if treated.done_on and not (cadence.is_day(treated.done_on) and treated.done_on <= facts.as_of):
        raise Refused("it was carried out on a day up to today")


def ask_about_risk(account: Account, risk: str, what: str, person: str, due: str = "") -> str:
    """Put a risk before a person: to approve the assessment, or its plan and what remains; gives the ask's id.

    what: `APPROVE` or `ACCEPT`. Whoever is asked to accept needs the rank that the criteria ask for that level.
    Raises Forbidden, Refused.
    """
    by = writer(account, "RiskAssessment")
    facts = assess().facts
    row = _risk(facts, risk)
    if person_on(facts, person, facts.as_of) is None:
        raise Refused("name somebody of the register of people who is there today")
    if due and (not cadence.is_day(due) or due < facts.as_of):
        raise Refused("choose a day from today on by which the answer is wanted")
    about, why = _asked(facts, row, what, person)
    if any(one.asked_of == person for one in facts.prepared(open_asks).get(about, ())):
        raise Refused("this was put before them already, and they have yet to answer")
    plain: dict[str, Any] = {
        "id": next_ref("Ask"),
        "kind": "approve",
        "about": [about],
        "asked_of": person,
        "why": why,
    }
    plain |= {"asked_by": account.person or None, "asked_on": facts.as_of, "due": due or None}
    write.save_all(new([("Ask", plain)]), by)
    return str(plain["id"])


def _asked(facts: Facts, row: Row, what: str, person: str) -> tuple[str, str]:
    """The record that is put before somebody, and why. Raises Refused."""
    named = row.title or row.id
    if what == APPROVE:
        if not row.inherent or row.inherent not in LEVELS:
            raise Refused("say first how likely and how grave it is")
        if person in whose(facts, row):
            raise Refused("nobody approves what they entered, performed or answer for; ask somebody else")
        return row.id, f"The assessment of a risk: {named}"
    if what != ACCEPT:
        raise Refused("choose what they are asked: to approve the assessment, or to accept what remains")
    return _to_accept(facts, row, person).id, f"How a risk is treated, and what remains: {named}"


def _to_accept(facts: Facts, row: Row, person: str) -> Row:
    """The plan that a person approves, or with which they accept what remains. Raises Refused."""
    plan = standing(facts, row).plan
    if plan is None:
        raise Refused("say first what is done about it; what remains is accepted with its plan")
    if person in whose(facts, plan):
        raise Refused(
            "nobody answers for their own work; ask somebody other than who wrote it or carries it out"
        )
    if plan.approved_by and row.status != "approved":
        raise Refused(NOT_APPROVED)
    if plan.approved_by and not may_accept(facts, row, person, facts.as_of):
        raise Refused("this level is for a higher rank to accept, by the risk criteria")
    return plan
