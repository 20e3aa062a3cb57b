"""Ways round a gate that are none: names lent, rules replaced, words spelled otherwise, days ahead."""

from __future__ import annotations

from typing import Any

import cel
import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import BY_TOP, GATE, PASSED, RISK, SYSTEM, WAIVED, blocking, judged, own
from tonetop.standard.gating import conditions

IMPACT = {
    **{"id": "i", "system": "s", "performed_on": "2025-11-01", "approved_on": "2025-11-02"},
    **{"affected_groups": ["members"], "conclusion": "go", "approved_by": "chief", "entered_by": "chief"},
    "performed_by": "clerk",
}
LOOKED = [
    {"id": f"gi-{n}", "assessment": "i", "affected": "members", "respect": respect, "level": "low"}
    for n, respect in enumerate(("rights", "privacy", "employment", "trust"))
]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"approved_by": "chief"},
        {"approved_by": "chief", "approved_on": "2025-01-01"},
        {"approved_by": "chief", "approved_on": "2025-01-01", "entered_by": "clerk"},
        {"approved_by": "clerk", "approved_on": "2025-01-01"},
        {"approved_by": "chief", "approved_on": "2026-01-01"},
        {"approved_by": "chief", "approved_on": "2019-01-01"},
    ],
)
def test_a_shipped_rule_stays_until_top_management_approved_what_takes_its_place(
    said: dict[str, str],
) -> None:
    banned = [SYSTEM | {"uses": ["social-scoring"]}]
    rule = own(id="GR-prohibited", effect="approval-rank", condition="false", **said)
    assert blocking(judged(GateRule=[rule], AISystem=banned)) == ["GR-prohibited"]
    ended = rule | {"in_force_until": "2025-06-01"}
    assert blocking(judged(GateRule=[ended], AISystem=banned)) == ["GR-prohibited"]


@pytest.mark.parametrize(
    "use", ["Social scoring", "SOCIAL_SCORING", " social  scoring. ", "social\u2013scoring"]
)
def test_a_prohibited_use_is_known_however_it_is_spelled(use: str) -> None:
    assert blocking(judged(AISystem=[SYSTEM | {"uses": [use]}])) == ["GR-prohibited"]


def test_a_risk_that_was_never_rated_is_not_taken_for_a_low_one() -> None:
    unrated = {name: value for name, value in RISK.items() if name not in ("inherent", "residual")}
    assert blocking(judged(RiskAssessment=[unrated], GatePassage=[BY_TOP])) == ["GR-risk", "GR-residual"]


def test_what_is_dated_ahead_opens_nothing_yet() -> None:
    assert blocking(judged(GatePassage=[PASSED | {"occurred_on": "2026-01-01"}])) == ["passage"]
    high = [RISK | {"residual": "high"}]
    plan = {"id": "t", "risk": "r", "residual_accepted_by": "chief", "residual_accepted_on": "2025-12-01"}
    plan["entered_by"] = "chief"
    assert judged(RiskAssessment=high, RiskTreatmentPlan=[plan], GatePassage=[BY_TOP]).opens
    ahead = plan | {"residual_accepted_on": "2026-01-01"}
    assert blocking(judged(RiskAssessment=high, RiskTreatmentPlan=[ahead], GatePassage=[BY_TOP])) == [
        "GR-residual"
    ]
    gate = [GATE | {"kind": "impact-assessment"}]
    assert judged(ProcessGate=gate, ImpactAssessment=[IMPACT], GroupImpact=LOOKED).opens
    ahead = IMPACT | {"approved_on": "2026-01-01"}
    found = judged(ProcessGate=gate, ImpactAssessment=[ahead], GroupImpact=LOOKED)
    assert blocking(found) == ["GR-impact"]


def test_of_passages_of_one_day_a_no_counts_whatever_their_numbers() -> None:
    no, yes = PASSED | {"id": "GP-10", "outcome": "rejected"}, PASSED | {"id": "GP-9"}
    assert blocking(judged(GatePassage=[yes, no])) == ["passage"]
    by_top = BY_TOP | {"id": "GP-9", "occurred_on": "2025-12-02"}
    assert judged(GatePassage=[no, by_top]).opens


def test_a_passage_is_the_word_of_a_person_of_the_register_who_does_not_deny_it() -> None:
    people: list[dict[str, Any]] = [CHIEF, CLERK | {"valid_to": "2025-11-30"}]
    assert blocking(judged(Person=people)) == ["passage"]
    said = {"register": "GatePassage", "record": "gp", "version": 1, "person": "clerk"}
    denied = said | {"answer": "not-mine", "confirmed_on": "2025-12-03"}
    found = judged(Confirmation=[denied])
    assert blocking(found) == ["passage"]
    assert found.gates[0].lines[-1].why == "B. Clerk says not to have decided this on 2025-12-01"
    assert judged(Confirmation=[said | {"answer": "mine", "confirmed_on": "2025-12-03"}]).opens


def test_a_waiver_in_another_persons_name_waits_until_they_confirm_it_as_it_stands() -> None:
    entered = WAIVED | {"entered_by": "clerk"}
    found = judged(GatePassage=[entered], RiskAssessment=[])
    assert blocking(found) == ["GR-risk", "passage"]
    why = "waived on 2025-12-01 in the name of A. Chief, who has yet to confirm it"
    assert found.gates[0].lines[-1].why == why
    said = {"register": "GatePassage", "record": "gp", "version": 1, "person": "chief", "answer": "mine"}
    said |= {"confirmed_on": "2025-12-03", "entered_by": "chief"}
    assert judged(GatePassage=[entered], RiskAssessment=[], Confirmation=[said]).opens
    for forged in ({"person": "clerk", "entered_by": "clerk"}, {"entered_by": "clerk"}, {"version": 2}):
        assert not judged(GatePassage=[entered], RiskAssessment=[], Confirmation=[said | forged]).opens
    longer = entered | {"waiver_expires_on": "2026-05-01", "recorded_on": "2025-12-03"}
    both: dict[str, Any] = {"GatePassage": [entered, longer], "RiskAssessment": []}
    assert not judged(**both, Confirmation=[said]).opens
    assert judged(**both, Confirmation=[said, said | {"version": 2}]).opens


def test_a_passage_of_an_id_that_two_records_bear_opens_nothing() -> None:
    assert blocking(judged(Asset=[{"id": "s", "name": "Another"}])) == ["passage"]


def test_a_condition_that_would_go_through_too_many_records_is_not_begun() -> None:
    nested = "risks.exists(a, risks.exists(b, risks.exists(c, a.id == '')))"
    many = [RISK | {"id": f"r{n}"} for n in range(200)]
    found = judged(GateRule=[own(condition=nested)], RiskAssessment=many)
    line = next(line for line in found.gates[0].lines if line.rule == "GR-1")
    assert line.why == "it cannot be told: it would go through too many records; make it shorter"


def test_neither_long_fields_nor_lists_put_together_hide_how_many_steps_a_condition_takes() -> None:
    for text in (
        "subject.uses.exists(a, subject.uses.exists(b, subject.uses.exists(c, a == 'none')))",
        f"({'+'.join(['subject.uses'] * 20)}).exists(a, subject.uses.exists(b, a == b + 'c'))",
    ):
        uses = [SYSTEM | {"uses": [f"use {n}" for n in range(120)]}]
        found = judged(GateRule=[own(condition=text)], AISystem=uses)
        line = next(line for line in found.gates[0].lines if line.rule == "GR-1")
        assert line.why == "it cannot be told: it would go through too many records; make it shorter"


def test_a_value_that_conditions_cannot_hold_keeps_the_gate_shut() -> None:
    ground = conditions.Ground({"subject": {"seats": object()}}, {})
    assert ground.evaluate("true").holds is None
    assert ground.evaluate("true").problem


def test_what_conditions_read_is_converted_once_for_all_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[set[str]] = []

    def counted(variables: dict[str, Any], functions: Any) -> Any:
        made.append(set(variables))
        return context(variables=variables, functions=functions)

    context = cel.Context
    monkeypatch.setattr(cel, "Context", counted)
    gates = [GATE, *(GATE | {"id": f"g{n}"} for n in range(5))]
    judged(ProcessGate=gates)
    uses = {"prohibited", "undecided"}
    assert made == [
        {"today", "subject", "systems", "ids", "risks", "treatments", "incidents", "suppliers", *uses}
    ]
