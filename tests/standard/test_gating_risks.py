"""Each risk counts by itself at gates, by the criteria of the organisation; what is signed, and who decides it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import BY_TOP, GATE, RISK, SYSTEM, blocking, judged
from tests.standard.test_gating_walks import IMPACT, LOOKED


@pytest.mark.parametrize(
    ("risk", "blocks", "why"),
    [
        (
            {"residual": "critical"},
            ["GR-residual"],
            "q leaves much, and nobody of the rank has accepted that in their own word",
        ),
        (
            {"residual": "medium", "approved_by": "boss", "entered_by": "boss"},
            ["GR-residual"],
            "whoever approved q may not accept what remains by the risk criteria",
        ),
        ({"status": "draft"}, ["GR-risk"], "q is not approved"),
        ({"performed_on": "2024-11-01"}, ["GR-risk"], "q was not performed in the last 365 days"),
        (
            {"approved_by": "clerk", "entered_by": "clerk"},
            ["GR-risk", "GR-residual"],
            "q was approved by somebody whose own it is; "
            "whoever approved q may not accept what remains by the risk criteria",
        ),
        (
            {"entered_by": None},
            ["GR-risk"],
            "nobody is named as who entered q, so whoever approved it may be",
        ),
        (
            {"approved_on": None},
            ["GR-risk", "GR-residual"],
            "q does not say when it was approved; whoever approved q may not accept what remains by the risk criteria",
        ),
        (
            {"likelihood": "certain", "severity": "critical"},
            ["GR-risk"],
            "q is rated otherwise than the risk criteria say",
        ),
        (
            {"residual": None, "inherent": None},
            ["GR-risk", "GR-residual"],
            "q is not rated; nobody rated what remains of q",
        ),
        ({"status": "closed", "residual": "critical"}, [], ""),
    ],
)
def test_one_approved_risk_covers_no_other_of_the_system(
    risk: dict[str, Any], blocks: list[str], why: str
) -> None:
    other = {name: value for name, value in (RISK | {"id": "q"} | risk).items() if value is not None}
    boss = {"id": "boss", "name": "C. Boss", "valid_from": "2020-01-01"}
    found = judged(RiskAssessment=[RISK, other], Person=[CHIEF, CLERK, boss], GatePassage=[BY_TOP])
    assert blocking(found) == blocks
    lines = [line for line in found.gates[0].lines if line.blocks]
    assert "; ".join(line.why for line in lines) == why
    assert all([row.id for row in line.records] == ["q"] for line in lines)


def test_the_criteria_of_the_organisation_say_whose_word_lets_a_level_remain() -> None:
    criteria = {"version": "1", "approved_by": "chief", "approved_on": "2025-01-10", "low_by": "nobody"}
    criteria |= {"recorded_on": "2025-01-09", "entered_by": "clerk"}
    said = {"register": "RiskCriteria", "record": "1", "version": 1, "person": "chief", "answer": "mine"}
    said |= {"confirmed_on": "2025-01-10", "entered_by": "chief"}
    assert blocking(judged(RiskCriteria=[criteria], Confirmation=[said])) == ["GR-residual"]
    assert judged(RiskCriteria=[criteria]).opens, (
        "a lead writes criteria, and top management puts them in force"
    )
    alone = criteria | {"entered_by": "chief"}
    assert judged(RiskCriteria=[alone]).opens, "nobody says alone what may pass"


def test_what_is_accepted_counts_for_the_assessment_that_it_was_accepted_for() -> None:
    high = RISK | {"residual": "high"}
    plan = {"id": "t", "risk": "r", "residual_accepted_by": "chief", "residual_accepted_on": "2025-12-01"}
    plan |= {"entered_by": "chief"}
    assert judged(RiskAssessment=[high], RiskTreatmentPlan=[plan], GatePassage=[BY_TOP]).opens
    for early in ({"residual_accepted_on": "2025-10-31"}, {"owner": "chief"}):
        found = judged(RiskAssessment=[high], RiskTreatmentPlan=[plan | early], GatePassage=[BY_TOP])
        assert blocking(found) == ["GR-residual"]


def test_what_has_high_impact_or_leaves_a_grave_risk_is_deployed_by_top_management() -> None:
    gate, small = [GATE | {"kind": "deployment-approval"}], [SYSTEM]
    assert judged(ProcessGate=gate, AISystem=small).opens
    grave = {"ProcessGate": gate, "AISystem": small, "RiskAssessment": [RISK | {"residual": "high"}]}
    assert blocking(judged(**grave)) == ["GR-rank"]
    assert judged(**grave, GatePassage=[BY_TOP]).opens


@pytest.mark.parametrize(
    "said",
    [
        {"impact_judged_by": None},
        {"entered_by": "clerk"},
        {"entered_by": None},
        {"owner": "chief"},
        {"impact_judged_by": "clerk", "entered_by": "clerk"},
        {"high_impact": True},
        {"high_impact": None},
    ],
)
def test_that_its_impact_is_not_high_is_said_by_another_than_its_owner_who_may_waive(
    said: dict[str, Any],
) -> None:
    gate = [GATE | {"kind": "deployment-approval"}]
    system = {name: value for name, value in (SYSTEM | said).items() if value is not None}
    assert "GR-rank" in blocking(judged(ProcessGate=gate, AISystem=[system]))
    then = {"recorded_on": "2025-12-05", "effective_on": "2025-12-05", "entered_by": "clerk"}
    moved = SYSTEM | then | {"org_unit": "Claims", "stage": "trial"}
    assert judged(ProcessGate=gate, AISystem=[SYSTEM | {"recorded_on": "2025-01-01"}, moved]).opens


def test_the_rank_is_asked_at_the_last_gate_of_a_process_without_one_for_deployment() -> None:
    grave = [{name: value for name, value in SYSTEM.items() if name != "high_impact"}]
    assert blocking(judged(AISystem=grave)) == ["GR-rank"]
    second = GATE | {"id": "h", "kind": "deployment-approval"}
    both = judged(AISystem=grave, ProcessGate=[GATE, second])
    assert [blocking(one) for one in both.gates] == [["GR-rank", "passage"], []]
    assert judged(AISystem=grave, GatePassage=[BY_TOP]).opens


def test_a_policy_opens_its_gate_signed_and_in_the_own_word_of_top_management() -> None:
    gate = [GATE | {"kind": "policy-check"}]
    proof = {"id": "ev", "kind": "policy-approval", "occurred_on": "2025-01-10"}
    policy = {"id": "pol", "kind": "ai", "approved_by": "chief", "approved_on": "2025-01-10"}
    policy |= {"signature_ref": "ev", "entered_by": "chief"}
    there = {"ProcessGate": gate, "Evidence": [proof]}
    assert judged(**there, PolicyVersion=[policy]).opens
    for said in (
        {"signature_ref": None},
        {"entered_by": "clerk"},
        {"approved_by": "clerk", "entered_by": "clerk"},
    ):
        row = {name: value for name, value in (policy | said).items() if value}
        assert blocking(judged(**there, PolicyVersion=[row])) == ["GR-policy"]


@pytest.mark.parametrize(
    ("impact", "group", "opens"),
    [
        ({}, {}, True),
        ({"performed_by": None}, {}, False),
        ({"performed_by": "chief"}, {}, False),
        ({"approved_on": "2024-12-30", "next_due": "2099-01-01"}, {}, False),
        ({"next_due": "2025-12-30"}, {}, False),
        ({"recorded_on": "2025-11-02"}, {"recorded_on": "2025-11-02"}, True),
        ({"recorded_on": "2025-11-02"}, {"recorded_on": "2025-11-03", "level": "critical"}, False),
    ],
)
def test_an_impact_assessment_is_approved_by_another_as_it_stands_and_for_a_year(
    impact: dict[str, Any], group: dict[str, Any], opens: bool
) -> None:
    row = {name: value for name, value in (IMPACT | impact).items() if value is not None}
    groups = [*LOOKED[1:], LOOKED[0] | group]
    found = judged(
        ProcessGate=[GATE | {"kind": "impact-assessment"}], ImpactAssessment=[row], GroupImpact=groups
    )
    assert blocking(found) == ([] if opens else ["GR-impact"])


def test_the_day_on_which_an_impact_is_due_again_is_part_of_what_was_approved() -> None:
    gate = [GATE | {"kind": "impact-assessment"}]
    first = IMPACT | {"recorded_on": "2025-11-02", "next_due": "2026-03-01"}
    later = first | {"recorded_on": "2025-12-05", "effective_on": "2025-12-05", "next_due": "2026-10-01"}
    later["entered_by"] = "clerk"
    there = {"ProcessGate": gate, "GroupImpact": LOOKED}
    assert judged(**there, ImpactAssessment=[first]).opens
    assert blocking(judged(**there, ImpactAssessment=[first, later])) == ["GR-impact"]


@pytest.mark.parametrize(
    ("impact", "looked", "why"),
    [
        ({"approved_on": None, "approved_by": None}, LOOKED, "i is not approved"),
        ({"approved_on": "2024-11-02"}, LOOKED, "i was not approved in the last 365 days"),
        ({"approved_on": "2026-01-02"}, LOOKED, "i is not approved"),
        ({"next_due": "2025-12-30"}, LOOKED, "i is due again"),
        ({"performed_by": "chief"}, LOOKED, "i was approved by somebody whose own it is"),
        ({"entered_by": "clerk"}, LOOKED, "whoever approved i has yet to confirm it as it stands"),
        ({}, LOOKED[1:], "i does not rate every group in every respect"),
        ({"conclusion": "no-go"}, LOOKED, "i says no-go"),
        ({"conclusion": None}, LOOKED, "i does not say whether it may go on"),
        ({"system": "t"}, LOOKED, "no impact assessment of s is on record"),
    ],
)
def test_the_line_says_which_part_of_an_impact_assessment_falls_short(
    impact: dict[str, Any], looked: list[dict[str, Any]], why: str
) -> None:
    own = {name: value for name, value in (IMPACT | impact).items() if value is not None}
    systems = [SYSTEM, SYSTEM | {"id": "t"}]
    gate = [GATE | {"kind": "impact-assessment"}]
    found = judged(ProcessGate=gate, AISystem=systems, ImpactAssessment=[own], GroupImpact=looked)
    assert [line.why for line in found.gates[0].lines if line.rule == "GR-impact"] == [why]


def test_of_several_assessments_the_nearest_is_told_and_an_own_rule_as_before() -> None:
    gate = [GATE | {"kind": "impact-assessment"}]
    older = IMPACT | {
        "id": "h",
        "approved_on": "2024-01-01",
        "conclusion": "no-go",
        "performed_on": "2023-12-01",
    }
    found = judged(ProcessGate=gate, ImpactAssessment=[older, IMPACT], GroupImpact=LOOKED[1:])
    line = next(line for line in found.gates[0].lines if line.rule == "GR-impact")
    assert line.why == "i does not rate every group in every respect"
