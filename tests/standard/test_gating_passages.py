"""Whose decision opens a gate, on which terms, and for how long: nobody's name is lent, nothing old comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import (
    GATE,
    JUDGED,
    PASSED,
    RISK,
    SYSTEM,
    WAIVED,
    blocking,
    entered,
    judged,
    own,
    placed,
)
from tests.standard.test_gating_walks import IMPACT, LOOKED
from tonetop.standard.gating.verdict import Verdict

OTHER = {"id": "other", "name": "C. Other", "valid_from": "2020-01-01"}
SAID = {
    "register": "GatePassage",
    "record": "gp",
    "version": 1,
    "answer": "mine",
    "confirmed_on": "2025-12-03",
}
CONDITIONAL = PASSED | {
    "outcome": "conditional",
    "conditions": "A person sees refusals",
    "conditions_owner": "clerk",
    "conditions_due": "2026-01-15",
}


def why(found: Verdict) -> str:
    return found.gates[0].lines[-1].why


def test_a_pass_that_another_entered_waits_for_the_word_of_whom_it_names() -> None:
    for outcome in (PASSED, CONDITIONAL):
        entered = outcome | {"entered_by": "chief"}
        found = judged(GatePassage=[entered])
        assert blocking(found) == ["passage"]
        assert why(found) == "decided on 2025-12-01 in the name of B. Clerk, who has yet to confirm it"
        assert judged(
            GatePassage=[entered], Confirmation=[SAID | {"person": "clerk", "entered_by": "clerk"}]
        ).opens
        forged = SAID | {"person": "clerk", "entered_by": "chief"}
        assert not judged(GatePassage=[entered], Confirmation=[forged]).opens
        nobody = {name: value for name, value in outcome.items() if name != "entered_by"}
        assert not judged(GatePassage=[nobody]).opens


def test_only_whom_the_gate_names_and_top_management_decide_at_it() -> None:
    people: list[dict[str, Any]] = [CHIEF, CLERK, OTHER]
    by_other = PASSED | {"decided_by": "other", "entered_by": "other"}
    found = judged(Person=people, GatePassage=[by_other])
    assert blocking(found) == ["passage"]
    assert why(found) == "decided on 2025-12-01 by C. Other, who does not decide at this gate"
    assert judged(Person=people, GatePassage=[by_other], ProcessGate=[GATE | {"delegates": ["other"]}]).opens
    assert judged(GatePassage=[PASSED | {"decided_by": "chief", "entered_by": "chief"}]).opens
    handed = {
        "id": "ra",
        "role": "other",
        "person": "other",
        "delegated_from": "chief",
        "accepted_on": "2025-01-01",
    }
    handed |= {"delegation_limits": ["gate-waiver"], "valid_from": "2025-01-01"}
    assert not judged(Person=people, GatePassage=[by_other], RoleAssignment=[handed]).opens
    said = SAID | {"register": "RoleAssignment", "record": "ra", "person": "chief", "entered_by": "chief"}
    there: dict[str, Any] = {"Person": people, "GatePassage": [by_other], "Confirmation": [said]}
    assert judged(**there, RoleAssignment=[handed | {"entered_by": "other"}]).opens
    accepted = {"recorded_on": "2025-01-02", "entered_by": "other", "accepted_on": "2025-01-02"}
    assert judged(**there, RoleAssignment=[handed | {"recorded_on": "2025-01-01"}, handed | accepted]).opens
    wider = accepted | {"delegation_limits": ["gate-waiver", "money<=5"]}
    assert not judged(**there, RoleAssignment=[handed | {"recorded_on": "2025-01-01"}, handed | wider]).opens


def test_whoever_owns_the_gate_later_did_not_own_it_on_the_day() -> None:
    people: list[dict[str, Any]] = [CHIEF, CLERK, OTHER]
    gate = GATE | {"recorded_on": "2025-01-01"}
    later = gate | {"owner": "other", "recorded_on": "2025-12-10", "effective_on": "2025-12-10"}
    by_other = PASSED | {"decided_by": "other", "entered_by": "other"}
    assert not judged(Person=people, ProcessGate=[gate, later], GatePassage=[by_other]).opens
    assert judged(Person=people, ProcessGate=[gate, later]).opens


REFUSED = PASSED | {"id": "no", "outcome": "rejected", "occurred_on": "2025-12-05"}


@pytest.mark.parametrize(
    "changed",
    [
        {"withdrawn_on": "2025-12-08"},
        {"subject": "t"},
        {"gate": "h"},
        {"occurred_on": "2025-11-01"},
        {"occurred_on": "2026-11-01"},
    ],
)
def test_a_rejection_that_is_taken_back_brings_no_older_pass_to_life(changed: dict[str, str]) -> None:
    there: dict[str, Any] = {
        "AISystem": [SYSTEM, SYSTEM | {"id": "t"}],
        "ProcessGate": [GATE, GATE | {"id": "h"}],
    }
    gone = REFUSED | {"recorded_on": "2025-12-08"} | changed
    before = REFUSED | {"recorded_on": "2025-12-05"}
    found = judged(**there, GatePassage=[PASSED, before, gone])
    assert not found.gates[0].opens
    assert why(found) == "a decision of 2025-12-05 was taken back, and nobody has decided anew since"
    anew = PASSED | {"id": "gq", "occurred_on": "2025-12-09"}
    there["Decision"] = [{"id": "d", "kind": "go", "decided_on": "2025-12-08", "about": ["s"]}]
    assert judged(**there, GatePassage=[PASSED, before, gone, anew]).gates[0].opens
    assert (
        not judged(**there, GatePassage=[PASSED, before, gone, anew | {"occurred_on": "2025-12-02"}])
        .gates[0]
        .opens
    )
    past = judged("2025-12-03", **there, GatePassage=[PASSED, before, gone])
    assert past.gates[0].opens


def test_conditions_are_named_with_an_owner_and_a_day_and_shut_the_gate_when_it_is_past() -> None:
    assert judged(GatePassage=[CONDITIONAL]).opens
    for lacking in ("conditions", "conditions_owner", "conditions_due"):
        bare = {name: value for name, value in CONDITIONAL.items() if name != lacking}
        found = judged(GatePassage=[bare])
        assert blocking(found) == ["passage"]
        assert (
            why(found)
            == "passed with conditions on 2025-12-01, but not which, by whom and by when they are met"
        )
    assert judged("2026-01-15", GatePassage=[CONDITIONAL]).opens
    found = judged("2026-01-16", GatePassage=[CONDITIONAL])
    assert blocking(found) == ["passage"]
    assert why(found) == "passed with conditions on 2025-12-01 that were to be met by 2026-01-15 and are not"
    assert judged("2026-01-16", GatePassage=[CONDITIONAL | {"conditions_met_on": "2026-01-10"}]).opens
    assert not judged(GatePassage=[CONDITIONAL | {"conditions_due": "2026-12-31"}]).opens


def waiver(begins: str, ends: str) -> dict[str, Any]:
    return WAIVED | {"id": f"w-{begins}", "occurred_on": begins, "waiver_expires_on": ends}


def test_waivers_one_after_the_other_carry_nothing_for_more_than_180_of_365_days() -> None:
    first, second = waiver("2025-03-01", "2025-08-20"), waiver("2025-12-20", "2026-03-01")
    assert judged("2025-12-28", GatePassage=[first, second], RiskAssessment=[]).opens
    found = judged("2025-12-29", GatePassage=[first, second], RiskAssessment=[])
    assert blocking(found) == ["GR-risk", "passage"]
    assert why(found) == "waived or on conditions for 181 of 365 days, which is more than 180"
    gone = [
        first | {"recorded_on": "2025-03-01"},
        first | {"recorded_on": "2025-12-01", "withdrawn_on": "2025-12-01"},
    ]
    assert not judged("2025-12-29", GatePassage=[*gone, second], RiskAssessment=[]).opens
    open_for_long = CONDITIONAL | {"id": "c", "occurred_on": "2025-03-01", "conditions_due": "2025-08-20"}
    assert not judged("2025-12-29", GatePassage=[open_for_long, second], RiskAssessment=[]).opens
    met = open_for_long | {"conditions_met_on": "2025-03-10"}
    assert judged("2025-12-29", GatePassage=[met, second], RiskAssessment=[]).opens
    passed = PASSED | {"id": "p", "occurred_on": "2025-03-05"}
    assert judged("2025-12-29", GatePassage=[first, passed, second], RiskAssessment=[]).opens


@pytest.mark.parametrize("uses", [None, []])
def test_a_system_whose_uses_nobody_said_is_not_let_through(uses: list[str] | None) -> None:
    silent = {name: value for name, value in SYSTEM.items() if name != "uses"} | (
        {} if uses is None else {"uses": uses}
    )
    assert blocking(judged(AISystem=[silent])) == ["GR-uses"]
    assert blocking(judged(AISystem=[silent], GatePassage=[WAIVED])) == ["GR-uses"]


ASSET = {"id": "a", "name": "Service", "ai_features": True, "ai_system": "s"}


def of_asset(asset: dict[str, Any] = ASSET, **changed: Any) -> list[str]:
    from tests.standard.map_facts import facts
    from tests.standard.test_gating import PROCESS
    from tonetop.standard.gating.verdict import verdict

    there = {
        "BusinessProcess": [PROCESS],
        "ProcessGate": [GATE],
        "UseJudgement": [JUDGED],
        "AISystem": [SYSTEM],
        "RiskAssessment": [RISK],
        "Asset": [asset],
        "GatePassage": [PASSED | {"subject": "a"}],
    }
    there |= changed
    there["RiskAssessment"] = entered([placed(row) for row in there["RiskAssessment"]])
    found = facts(**there)
    process, row = found.get("BusinessProcess", "p"), found.get("Asset", "a")
    assert process is not None
    assert row is not None
    return blocking(verdict(found, process, row))


def test_an_asset_is_judged_as_the_ai_system_that_it_belongs_to() -> None:
    assert of_asset() == []
    assert of_asset(AISystem=[SYSTEM | {"uses": ["social-scoring"]}]) == ["GR-prohibited"]
    assert of_asset(AISystem=[SYSTEM | {"state": "retired"}]) == ["GR-retired"]
    assert of_asset(RiskAssessment=[RISK | {"residual": "high"}]) == ["GR-residual", "GR-rank"]
    assert of_asset(RiskAssessment=[RISK | {"subject": "a"}]) == ["GR-risk"]
    incident = {"id": "i", "system": "s", "severity": "critical", "occurred_on": "2025-12-01"}
    assert of_asset(Incident=[incident]) == ["GR-incident"]
    unknown = {name: value for name, value in incident.items() if name != "severity"}
    assert of_asset(Incident=[unknown]) == ["GR-incident"]
    alone = {name: value for name, value in ASSET.items() if name != "ai_system"}
    assert of_asset(alone, RiskAssessment=[RISK | {"subject": "a"}]) == ["GR-uses"]
    plain = alone | {"ai_features": False}
    assert of_asset(plain, RiskAssessment=[RISK | {"subject": "a"}]) == []


def test_an_own_rule_about_the_subject_is_asked_of_its_ai_system_too() -> None:
    banned = own(effect="prohibited-use", condition="subject.uses.exists(u, u == 'sorting')")
    assert of_asset(GateRule=[banned]) == ["GR-1"]
    assert of_asset(GateRule=[own(condition="subject.name == 'Sorter'")]) == ["GR-1"]
    assert of_asset(GateRule=[own(condition="subject.name != ''")]) == []


def test_a_decision_is_judged_as_what_it_is_about() -> None:
    from tests.standard.map_facts import facts
    from tests.standard.test_gating import PROCESS
    from tonetop.standard.gating.verdict import verdict

    for about, uses, blocks in (
        (["s"], ["sorting"], []),
        (["a"], ["sorting"], []),
        (["a"], ["social scoring"], ["GR-prohibited"]),
        (["s", "t"], ["sorting"], ["GR-risk"]),
        ([], ["sorting"], ["GR-uses", "GR-risk"]),
    ):
        found = facts(
            BusinessProcess=[PROCESS],
            ProcessGate=[GATE],
            UseJudgement=[JUDGED, JUDGED | {"id": "u2", "system": "t"}],
            AISystem=[SYSTEM | {"uses": uses}, SYSTEM | {"id": "t"}],
            Asset=[ASSET],
            RiskAssessment=entered([placed(RISK)]),
            Decision=[{"id": "d", "kind": "go", "decided_on": "2025-11-01", "about": about}],
            GatePassage=[PASSED | {"subject": "d"}],
        )
        process, row = found.get("BusinessProcess", "p"), found.get("Decision", "d")
        assert process is not None
        assert row is not None
        assert blocking(verdict(found, process, row)) == blocks


@pytest.mark.parametrize(
    "changed",
    [
        {"GroupImpact": LOOKED[1:]},
        {"GroupImpact": [LOOKED[0] | {"id": "x", "level": None}, *LOOKED[1:]]},
        {"GroupImpact": []},
        {"ImpactAssessment": [IMPACT | {"affected_groups": None}], "GroupImpact": []},
        {"ImpactAssessment": [IMPACT | {"affected_groups": ["members", "staff"]}]},
        {"ImpactAssessment": [IMPACT | {"conclusion": "no-go"}]},
        {"ImpactAssessment": [{name: value for name, value in IMPACT.items() if name != "conclusion"}]},
        {"ImpactAssessment": [IMPACT | {"next_due": "2025-12-30"}]},
        {"ImpactAssessment": [IMPACT | {"performed_on": "2024-11-01", "approved_on": "2024-11-02"}]},
        {
            "ImpactAssessment": [
                IMPACT,
                {"id": "j", "system": "s", "performed_on": "2025-11-01", "conclusion": "no-go"},
            ]
        },
    ],
)
def test_an_impact_assessment_with_a_gap_a_no_or_no_conclusion_opens_nothing(changed: dict[str, Any]) -> None:
    gate = [GATE | {"kind": "impact-assessment"}]
    there: dict[str, Any] = {"ProcessGate": gate, "ImpactAssessment": [IMPACT], "GroupImpact": LOOKED}
    assert judged(**there).opens
    filled = {
        type: [{name: value for name, value in row.items() if value is not None} for row in rows]
        for type, rows in changed.items()
    }
    assert blocking(judged(**(there | filled))) == ["GR-impact"]
    older = {"id": "j", "system": "s", "performed_on": "2025-10-01", "conclusion": "no-go"}
    assert judged(**(there | {"ImpactAssessment": [IMPACT, older]})).opens
