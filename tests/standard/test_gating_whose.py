"""Nobody lets their own through: what somebody wrote, owns, or made of themselves takes another person's word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import (
    APPROVAL,
    BY_TOP,
    GATE,
    PASSED,
    RISK,
    SYSTEM,
    WAIVED,
    blocking,
    judged,
    own,
)
from tests.standard.test_gating_walks import IMPACT, LOOKED

OTHER = {"id": "other", "name": "C. Other", "valid_from": "2020-01-01"}
PEOPLE: list[dict[str, Any]] = [CHIEF, CLERK, OTHER]
FIRST = {"recorded_on": "2025-11-01"}
THEN = {"recorded_on": "2025-11-20", "effective_on": "2025-11-20"}
LATER = {"recorded_on": "2025-12-05", "effective_on": "2025-12-05"}


@pytest.mark.parametrize(
    ("versions", "opens"),
    [
        ([{"entered_by": "clerk"}, {}], True),
        ([{"entered_by": "chief"}, {}], False),
        ([{"entered_by": "clerk", "residual": "medium"}, {}], False),
        ([{"entered_by": "clerk", "status": "draft"}, {}], True),
        ([{"entered_by": "clerk", "owner": "other"}, {"owner": "other"}], True),
        ([{"entered_by": "clerk", "owner": "chief"}, {"owner": "chief"}], False),
        (
            [
                {"entered_by": "clerk", "owner": "chief"},
                {"entered_by": "clerk", "owner": "other"},
                {"owner": "other"},
            ],
            False,
        ),
    ],
)
def test_a_risk_is_approved_by_nobody_who_wrote_or_owns_it(
    versions: list[dict[str, Any]], opens: bool
) -> None:
    days, rows = (FIRST, THEN, LATER), []
    for day, said in zip(days, versions, strict=False):
        rows.append(RISK | day | said)
    for row in rows[:-1]:
        row["approved_by"] = "other"
    found = judged(Person=PEOPLE, RiskAssessment=rows)
    assert blocking(found) == ([] if opens else ["GR-risk"])


def test_an_impact_assessment_is_approved_by_nobody_who_wrote_it_rated_a_group_or_owns_the_system() -> None:
    there: dict[str, Any] = {
        "ProcessGate": [GATE | {"kind": "impact-assessment"}],
        "ImpactAssessment": [IMPACT],
    }
    assert judged(**there, GroupImpact=LOOKED).opens
    rated = [LOOKED[0] | {"entered_by": "chief"}, *LOOKED[1:]]
    assert blocking(judged(**there, GroupImpact=rated)) == ["GR-impact"]
    owned = judged(**there, GroupImpact=LOOKED, AISystem=[SYSTEM | {"owner": "chief"}])
    assert "GR-impact" in blocking(owned)


def test_a_rule_takes_the_place_of_a_shipped_one_when_another_wrote_it() -> None:
    banned = [SYSTEM | {"uses": ["social-scoring"]}]
    rule = own(id="GR-prohibited", effect="approval-rank", condition="false")
    wrote = rule | {"recorded_on": "2024-12-01", "entered_by": "chief"}
    rule |= {
        "approved_by": "chief",
        "approved_on": "2025-01-01",
        "recorded_on": "2025-01-01",
        "entered_by": "chief",
    }
    assert blocking(judged(GateRule=[rule], AISystem=banned)) == []
    assert blocking(judged(GateRule=[wrote, rule], AISystem=banned)) == ["GR-prohibited"]


def test_rank_that_somebody_gave_to_themselves_is_none_at_gates() -> None:
    waived = {"GatePassage": [WAIVED], "RiskAssessment": [RISK | {"status": "draft"}]}
    assert judged(**waived).opens
    assert not judged(Person=[CHIEF | {"entered_by": "chief"}, CLERK], **waived).opens
    was = CHIEF | {"is_top_management": False, "recorded_on": "2020-01-01", "entered_by": "clerk"}
    himself = CHIEF | {"recorded_on": "2025-01-01", "entered_by": "chief"}
    assert not judged(Person=[was, himself, CLERK], **waived).opens
    promoted = himself | {"entered_by": "clerk"}
    titled = promoted | {"recorded_on": "2025-06-01", "entered_by": "chief", "title": "Head"}
    assert judged(Person=[was, promoted, titled, CLERK], **waived).opens, "a title is no rank"


def test_whoever_made_themselves_top_management_decides_nothing_that_asks_for_the_rank() -> None:
    gate = [GATE | {"kind": "deployment-approval"}]
    by_top = [PASSED | {"decided_by": "chief", "entered_by": "chief"}]
    assert judged(ProcessGate=gate, GatePassage=by_top).opens
    found = judged(ProcessGate=gate, GatePassage=by_top, Person=[CHIEF | {"entered_by": "chief"}, CLERK])
    assert blocking(found) == ["GR-undecided", "GR-rank", "passage"]
    line = next(line for line in found.gates[0].lines if line.rule == "GR-rank")
    assert line.why == "A. Chief is top management by their own entry alone"


@pytest.mark.parametrize(
    ("versions", "opens"),
    [
        ([{"delegates": ["other"], "entered_by": "clerk"}], True),
        ([{"delegates": ["other"]}], True),
        ([{"delegates": ["other"], "entered_by": "other"}], False),
        ([{"owner": "other", "entered_by": "other"}], False),
        ([{"entered_by": "clerk"}, {"delegates": ["other"], "entered_by": "other"}], False),
        (
            [
                {"delegates": ["other"], "entered_by": "clerk"},
                {"delegates": ["other", "chief"], "entered_by": "other"},
            ],
            True,
        ),
        (
            [
                {"delegates": ["other"], "entered_by": "other"},
                {"delegates": ["other", "clerk"], "entered_by": "clerk"},
            ],
            False,
        ),
        (
            [
                {"delegates": ["other"], "entered_by": "other"},
                {"delegates": ["other", "clerk"], "entered_by": "chief"},
            ],
            True,
        ),
    ],
)
def test_a_gate_names_nobody_by_their_own_entry(versions: list[dict[str, Any]], opens: bool) -> None:
    gates = [GATE | day | said for day, said in zip((FIRST, THEN), versions, strict=False)]
    passed = PASSED | {"decided_by": "other", "entered_by": "other"}
    found = judged(Person=PEOPLE, ProcessGate=gates, GatePassage=[passed])
    assert blocking(found) == ([] if opens else ["passage"])


RULE = own(approved_by="chief", approved_on="2025-01-01", entered_by="chief", recorded_on="2025-01-01")
RULE |= {"condition": "subject.name == 'Other'"}
CHANGED = RULE | {"recorded_on": "2025-12-05", "entered_by": "clerk"}


@pytest.mark.parametrize(
    "change",
    [
        {"condition": "true"},
        {"in_force_until": "2025-12-06"},
        {"in_force_since": "2026-06-01"},
        {"effect": "approval-rank"},
        {"gates": ["deployment-approval"]},
        {"withdrawn_on": "2025-12-06"},
        {"approved_by": "clerk", "condition": "true"},
        {"approved_by": "chief", "condition": "true", "approved_on": "2025-12-05"},
    ],
)
def test_an_approved_rule_is_asked_until_top_management_approves_what_takes_its_place(
    change: dict[str, Any],
) -> None:
    assert blocking(judged(GateRule=[RULE])) == ["GR-1"]
    assert blocking(judged(GateRule=[RULE, CHANGED | change])) == ["GR-1"]
    said = {"register": "GateRule", "record": "GR-1", "version": 3, "person": "chief", "answer": "mine"}
    said |= {"confirmed_on": "2025-12-07", "entered_by": "chief"}
    found = judged(GateRule=[RULE, CHANGED | change], Confirmation=[said])
    own_word = "approved_by" not in change or change["approved_by"] == "chief"
    assert blocking(found) == (["GR-1"] if "withdrawn_on" in change or not own_word else [])


def test_what_a_rule_was_changed_to_is_asked_beside_it_and_a_new_wording_once() -> None:
    stricter = CHANGED | {"condition": "subject.name == 'Third'"}
    assert blocking(judged(GateRule=[RULE, stricter])) == ["GR-1", "GR-1"]
    worded = CHANGED | {"sentence": "Asked here and there"}
    assert blocking(judged(GateRule=[RULE, worded])) == ["GR-1"]


def test_a_withdrawn_replacement_brings_the_shipped_rule_back_beside_it() -> None:
    banned = [SYSTEM | {"uses": ["social-scoring"]}]
    rule = RULE | {"id": "GR-prohibited", "effect": "must-hold"}
    assert blocking(judged(GateRule=[rule], AISystem=banned)) == ["GR-prohibited"]
    gone = rule | {"recorded_on": "2025-12-05", "withdrawn_on": "2025-12-05"}
    assert blocking(judged(GateRule=[rule, gone], AISystem=banned)) == ["GR-prohibited", "GR-prohibited"]


def test_what_nobody_is_named_as_having_entered_is_approved_by_nobody_until_somebody_stands_for_it() -> None:
    wrote = {name: value for name, value in RISK.items() if name not in (*APPROVAL, "entered_by")}
    wrote |= {"status": "draft", "recorded_on": "2025-11-01"}
    approved = RISK | {"recorded_on": "2025-11-02"}
    found = judged(RiskAssessment=[wrote, approved])
    assert blocking(found) == ["GR-risk"]
    (why,) = [line.why for line in found.gates[0].lines if line.blocks]
    assert why == "nobody is named as who entered r, so whoever approved it may be"
    stands = wrote | {"recorded_on": "2025-11-02", "title": "Looked at again", "entered_by": "clerk"}
    then = approved | {"recorded_on": "2025-11-03", "title": "Looked at again"}
    assert judged(RiskAssessment=[wrote, stands, then]).opens
    again = then | {"title": "Brought anew", "entered_by": None, "recorded_on": "2025-11-04"}
    assert blocking(judged(RiskAssessment=[wrote, stands, then, plain(again)])) == ["GR-risk"]


def test_a_plan_that_nobody_is_named_as_having_written_is_accepted_by_nobody() -> None:
    high, plan = [RISK | {"residual": "high"}], {"id": "t", "risk": "r", "recorded_on": "2025-11-20"}
    accepted = plan | {
        "residual_accepted_by": "chief",
        "residual_accepted_on": "2025-12-01",
        "entered_by": "chief",
    }
    told: dict[str, Any] = {"RiskAssessment": high, "GatePassage": [BY_TOP]}
    later = accepted | {"recorded_on": "2025-12-01"}
    assert judged(**told, RiskTreatmentPlan=[plan | {"entered_by": "clerk"}, later]).opens
    assert blocking(judged(**told, RiskTreatmentPlan=[plan, later])) == ["GR-residual"]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
