"""What somebody entered, performed or answers for waits for another's approval, in the inbox as at gates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.asking import account, ask, hold, last, today
from tonetop.core import cadence
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.write import By, Change
from tonetop.standard.risks.standing import counts
from tonetop.work.answer import answer
from tonetop.work.assess import assess
from tonetop.work.assess_risk import ACCEPT, APPROVE, ask_about_risk
from tonetop.work.inbox import inbox
from tonetop.work.permission import Forbidden
from tonetop.work.warrant import delegates

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")
SYSTEM = ("AISystem", {"id": "AI-1", "name": "Vera", "owner": "ceo"})
RISK = {
    "id": "R-1",
    "subject": "AI-1",
    "inherent": "high",
    "performed_by": "lead",
    "performed_on": "2020-01-01",
}
PLAN = {"id": "TP-1", "risk": "R-1", "owner": "lead"}


def enter(person: str, type: str, plain: dict[str, Any]) -> None:
    """Put a record there as that person enters it."""
    write.save_all([Change(intake.take(type, plain))], By(f"account-{person}", person, "password"))


def refused(person: str, type: str, ref: str) -> None:
    """Hold that a person may not approve a record, and that their inbox says so."""
    with pytest.raises(Forbidden, match="another person has to"):
        answer(account(person), type, ref, "approved")
    facts = assess().facts
    (item,) = [one for one in inbox(facts, person)["approve"] if one.row.id == ref]
    assert item.another(facts, person)


def test_a_risk_is_approved_by_none_who_owns_its_system_or_entered_it(today: str) -> None:
    hold(SYSTEM)
    enter("cfo", "RiskAssessment", RISK)
    hold(*(ask(f"ASK-{who}", "approve", "R-1", who) for who in ("ceo", "cfo", "deputy")))
    refused("ceo", "RiskAssessment", "R-1")
    refused("cfo", "RiskAssessment", "R-1")
    with pytest.raises(Refused, match="ask somebody else"):
        ask_about_risk(account("lead", "governance-lead"), "R-1", APPROVE, "cfo")
    facts = assess().facts
    assert not any(one.another(facts, "deputy") for one in inbox(facts, "deputy")["approve"])
    assert "ceo" not in delegates(facts, last("RiskAssessment", "R-1"), "deputy")


@pytest.mark.parametrize("put", [True, False])
def test_an_approval_is_not_handed_to_whose_own_the_record_is(today: str, put: bool) -> None:
    hold(
        SYSTEM,
        ("Person", {"id": "boss", "name": "F. Boss", "is_top_management": True, "valid_from": "2020-01-01"}),
    )
    enter("boss", "RiskAssessment", RISK)
    enter("cfo", "ImpactAssessment", {"id": "IA-1", "system": "AI-1", "performed_by": "lead"})
    hold(
        ask("ASK-0", "approve", "IA-1", "boss"), *([ask("ASK-1", "approve", "R-1", "deputy")] if put else [])
    )
    giver = "deputy" if put else "cfo"
    signed_in, boss = account(giver), account("boss")
    for own in ("ceo", "boss"):
        with pytest.raises(Forbidden, match="another person has to"):
            answer(signed_in, "RiskAssessment", "R-1", "delegated", delegate_to=own)
    with pytest.raises(Forbidden, match="another person has to"):
        answer(boss, "ImpactAssessment", "IA-1", "delegated", delegate_to="ceo")
    assert not {"ceo", "boss"} & set(delegates(assess().facts, last("RiskAssessment", "R-1"), giver))


def test_who_owns_a_risk_may_still_look_at_it(today: str) -> None:
    hold(SYSTEM, ("RiskAssessment", RISK | {"status": "approved"}))
    answer(account("ceo"), "RiskAssessment", "R-1", "approved")
    assert last("RiskAssessment", "R-1").reviewed_by == ("ceo",)


def test_an_impact_assessment_is_approved_by_none_who_rated_a_group(today: str) -> None:
    hold(SYSTEM, ("ImpactAssessment", {"id": "IA-1", "system": "AI-1", "performed_by": "lead"}))
    enter(
        "cfo", "GroupImpact", {"id": "GI-1", "assessment": "IA-1", "affected": "members", "respect": "trust"}
    )
    hold(ask("ASK-1", "approve", "IA-1", "cfo"), ask("ASK-2", "approve", "IA-1", "deputy"))
    refused("cfo", "ImpactAssessment", "IA-1")


def test_what_a_plan_leaves_is_accepted_by_none_who_wrote_it(today: str) -> None:
    day = cadence.shift(today, -10)
    hold(SYSTEM, ("RiskAssessment", RISK | {"status": "approved", "performed_on": day}))
    enter("cfo", "RiskTreatmentPlan", PLAN)
    facts = assess().facts
    assert not inbox(facts, "cfo")["risks"] or all(
        one.row.id != "TP-1" for one in inbox(facts, "cfo")["risks"]
    )
    with pytest.raises(Refused, match="who wrote it or carries it out"):
        ask_about_risk(account("lead", "governance-lead"), "R-1", ACCEPT, "cfo")
    with pytest.raises(Forbidden, match="another person has to"):
        answer(account("cfo"), "RiskTreatmentPlan", "TP-1", "approved")
    ceo = account("ceo")
    answer(ceo, "RiskTreatmentPlan", "TP-1", "approved")
    answer(ceo, "RiskTreatmentPlan", "TP-1", "approved")  # who approved it may accept what it leaves
    assert last("RiskTreatmentPlan", "TP-1").residual_accepted_by == "ceo"
    facts = assess().facts
    risk, plan = facts.get("RiskAssessment", "R-1"), facts.get("RiskTreatmentPlan", "TP-1")
    assert risk and plan and counts(facts, risk, plan)


def test_an_acceptance_by_who_wrote_the_plan_counts_nowhere(today: str) -> None:
    hold(SYSTEM, ("RiskAssessment", RISK | {"status": "approved"}))
    accepted = {"residual_accepted_by": "cfo", "residual_accepted_on": today}
    enter("cfo", "RiskTreatmentPlan", PLAN | accepted)
    facts = assess().facts
    risk, plan = facts.get("RiskAssessment", "R-1"), facts.get("RiskTreatmentPlan", "TP-1")
    assert risk and plan and not counts(facts, risk, plan)
