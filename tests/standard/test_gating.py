"""Gates fail closed: what is not there, not known, not to be told or not allowed keeps them shut."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import facts
from tonetop.standard.gating import conditions
from tonetop.standard.gating.rules import EFFECTS, rules, shipped
from tonetop.standard.gating.verdict import GateVerdict, Verdict, verdict

DAY = "2025-12-31"
PROCESS = {"id": "p", "kind": "procurement", "touches_ai": True}
GATE = {"id": "g", "process": "p", "kind": "risk-assessment", "mandatory": True, "owner": "clerk"}
SYSTEM = {"id": "s", "name": "Sorter", "state": "planned", "process": "p", "uses": ["sorting"]}
SYSTEM |= {"high_impact": False, "impact_judged_by": "chief", "entered_by": "chief"}
RISK = {
    "id": "r",
    "subject": "s",
    "performed_on": "2025-11-01",
    "inherent": "high",
    "residual": "low",
    "status": "approved",
    "performed_by": "clerk",
    "approved_by": "chief",
    "approved_on": "2025-11-02",
    "entered_by": "chief",
}
JUDGED = {
    "id": "u",
    "system": "s",
    "use": "Sorting",
    "prohibited": False,
    "judged_by": "chief",
    "judged_on": "2025-11-01",
    "entered_by": "chief",
}
PASSED = {
    "id": "gp",
    "gate": "g",
    "subject": "s",
    "occurred_on": "2025-12-01",
    "outcome": "passed",
    "decided_by": "clerk",
    "entered_by": "clerk",
}
BY_TOP = PASSED | {"decided_by": "chief", "entered_by": "chief"}
WAIVED = PASSED | {
    "outcome": "waived",
    "decided_by": "chief",
    "waiver_reason": "A fix cannot wait",
    "waiver_expires_on": "2026-01-31",
    "entered_by": "chief",
}


PLACED = {"low": ("rare", "low"), "medium": ("possible", "medium")}
PLACED |= {"high": ("likely", "high"), "critical": ("certain", "critical")}
APPROVED = ("RiskAssessment", "RiskTreatmentPlan", "ImpactAssessment", "GateRule")
APPROVAL = ("approved_by", "approved_on", "residual_accepted_by", "residual_accepted_on")


def placed(row: dict[str, Any]) -> dict[str, Any]:
    """A risk with how likely and how grave it is, where its levels are said alone."""
    pairs = {"inherent": ("likelihood", "severity"), "residual": ("likelihood_after", "severity_after")}
    found: dict[str, Any] = {}
    for level, names in pairs.items():
        if row.get(level):
            found |= dict(zip(names, PLACED[row[level]], strict=True))
    return found | row


def entered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What an approver entered, as the clerk wrote it before."""
    found: list[dict[str, Any]] = []
    for row in rows:
        first = all(one["id"] != row["id"] for one in found)
        said = row.get("approved_by") or row.get("residual_accepted_by")
        if first and row.get("entered_by") and row["entered_by"] == said != "clerk":
            wrote = {name: value for name, value in row.items() if name not in APPROVAL}
            found.append(wrote | {"entered_by": "clerk", "recorded_on": "2019-01-01"})
            found.append({"recorded_on": row.get("performed_on") or "2019-01-02"} | row)
        else:
            found.append(row)
    return found


def judged(as_of: str = DAY, kind: str = "", **changed: list[dict[str, Any]]) -> Verdict:
    """A system that may pass, but for what is changed."""
    there = {
        "BusinessProcess": [PROCESS],
        "ProcessGate": [GATE],
        "AISystem": [SYSTEM],
        "RiskAssessment": [RISK],
        "UseJudgement": [JUDGED],
        "GatePassage": [PASSED],
    }
    there |= changed
    there["RiskAssessment"] = [placed(row) for row in there["RiskAssessment"]]
    there |= {type: entered(there[type]) for type in APPROVED if type in there}
    found = facts(as_of, **there)
    process, system = found.get("BusinessProcess", "p"), found.get("AISystem", "s")
    assert process is not None
    assert system is not None
    return verdict(found, process, system, kind)


def blocking(found: Verdict | GateVerdict) -> list[str]:
    gates = found.gates if isinstance(found, Verdict) else (found,)
    return [line.rule for gate in gates for line in gate.lines if line.blocks]


def own(**said: Any) -> dict[str, Any]:
    rule = {"id": "GR-1", "effect": "must-hold", "sentence": "Asked here", "in_force_since": "2025-01-01"}
    return rule | said


def test_a_gate_opens_when_its_conditions_hold_and_a_person_let_the_subject_through() -> None:
    found = judged()
    assert found.opens
    assert found.why == "s may pass: 1 of 1 gates are open"
    assert blocking(found) == []


@pytest.mark.parametrize(
    ("changed", "blocks"),
    [
        ({"GatePassage": []}, ["passage"]),
        ({"GatePassage": [PASSED | {"outcome": "rejected"}]}, ["passage"]),
        ({"GatePassage": [PASSED | {"decided_by": None}]}, ["passage"]),
        ({"GatePassage": [PASSED | {"gate": None}]}, ["passage"]),
        (
            {
                "GatePassage": [
                    PASSED,
                    PASSED | {"id": "gq", "occurred_on": "2025-12-02", "outcome": "rejected"},
                ]
            },
            ["passage"],
        ),
        ({"RiskAssessment": []}, ["GR-risk"]),
        ({"RiskAssessment": [RISK | {"status": "draft"}]}, ["GR-risk"]),
        ({"RiskAssessment": [RISK | {"performed_on": "2024-11-01"}]}, ["GR-risk"]),
        ({"RiskAssessment": [RISK | {"residual": "high"}]}, ["GR-residual", "GR-rank"]),
        ({"RiskAssessment": [RISK | {"residual": None}]}, ["GR-residual", "GR-rank"]),
        ({"AISystem": [SYSTEM | {"state": "retired"}]}, ["GR-retired"]),
        ({"AISystem": [SYSTEM | {"uses": ["sorting", "social-scoring"]}]}, ["GR-prohibited"]),
        (
            {"Incident": [{"id": "i", "system": "s", "severity": "critical", "occurred_on": "2025-12-01"}]},
            ["GR-incident"],
        ),
    ],
)
def test_one_thing_that_lacks_keeps_it_shut(changed: dict[str, Any], blocks: list[str]) -> None:
    plain = {
        name: [{k: v for k, v in row.items() if v is not None} for row in rows]
        for name, rows in changed.items()
    }
    found = judged(**plain)
    assert not found.opens
    assert blocking(found) == blocks


def test_a_process_without_a_gate_in_force_opens_nothing() -> None:
    for gone in ({"mandatory": False}, {"in_force_until": "2025-12-01"}, {"in_force_since": "2026-01-01"}):
        found = judged(ProcessGate=[GATE | gone])
        assert not found.opens
        assert found.why == "p has no gate in force; without one nothing passes"
    assert not judged(kind="policy-check").opens


def test_every_gate_of_the_process_has_to_open() -> None:
    other = GATE | {"id": "h", "kind": "deployment-approval"}
    small = [SYSTEM]
    found = judged(ProcessGate=[GATE, other], AISystem=small)
    assert [one.opens for one in found.gates] == [False, True]
    assert found.why == "s may not pass: 1 of 2 gates are shut"
    assert found.acts == (("Have B. Clerk decide, and record the passage", "h"),)


def test_a_waiver_stands_in_for_conditions_until_it_ends() -> None:
    found = judged(GatePassage=[WAIVED], RiskAssessment=[])
    assert found.opens
    assert [line.rule for line in found.gates[0].lines if line.waived] == ["GR-risk"]
    assert judged("2026-01-31", GatePassage=[WAIVED], RiskAssessment=[]).opens
    assert not judged("2026-02-01", GatePassage=[WAIVED], RiskAssessment=[]).opens


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"waiver_reason": None}, "waived on 2025-12-01 without a reason"),
        (
            {"waiver_expires_on": "9999-12-31"},
            "waived on 2025-12-01 until 9999-12-31, which is longer than 180 days",
        ),
        ({"waiver_expires_on": None}, "waived on 2025-12-01 without an end"),
        ({"decided_by": "clerk"}, "waived on 2025-12-01 by B. Clerk, who had no authority to waive that day"),
        ({"waiver_expires_on": "2025-12-30"}, "waived on 2025-12-01 until 2025-12-30, which is over"),
    ],
)
def test_a_waiver_without_reason_end_or_authority_is_none(said: dict[str, Any], why: str) -> None:
    row = {name: value for name, value in (WAIVED | said).items() if value is not None}
    found = judged(GatePassage=[row])
    assert not found.opens
    assert found.gates[0].lines[-1].why == why


def test_no_waiver_stands_in_for_a_prohibited_use() -> None:
    found = judged(GatePassage=[WAIVED], AISystem=[SYSTEM | {"uses": ["face-scraping"]}])
    assert blocking(found) == ["GR-prohibited"]


def test_a_rule_may_ask_that_top_management_decides() -> None:
    rule = own(effect="approval-rank", condition="subject.high_impact == true")
    grave = [SYSTEM | {"high_impact": True}]
    assert judged(GateRule=[rule]).opens
    own_word = PASSED | {"entered_by": "clerk"}
    found = judged(GateRule=[rule], AISystem=grave, GatePassage=[own_word])
    assert blocking(found) == ["GR-rank", "GR-1"]
    assert found.gates[0].lines[-2].why == "B. Clerk was not top management on 2025-12-01"
    own_word |= {"decided_by": "chief", "entered_by": "chief"}
    assert judged(GateRule=[rule], AISystem=grave, GatePassage=[own_word]).opens
    found = judged(GateRule=[rule], AISystem=grave, GatePassage=[own_word | {"entered_by": "clerk"}])
    assert found.gates[0].lines[-2].why == "A. Chief has yet to confirm the decision of 2025-12-01"
    assert blocking(judged(GateRule=[rule], AISystem=grave, GatePassage=[])) == ["GR-rank", "GR-1", "passage"]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("subject.nowhere == 1", "it cannot be told: it reads 'nowhere', which is no field there"),
        ("subject.go_live_on > today", "it cannot be told: No such overload"),
        ("days_since(subject.go_live_on) < 3", "it cannot be told: Function 'days_since' error"),
        ("subject.name", "it cannot be told: it comes to a value that is neither true nor false"),
        ("", "it cannot be told: it cannot be read"),
        ("subject &&", "it cannot be told: it cannot be read"),
        ("other == 1", "it cannot be told: it speaks of 'other'; there are today, subject"),
    ],
)
@pytest.mark.parametrize("effect", EFFECTS)
def test_what_cannot_be_told_keeps_a_gate_shut_whatever_the_rule_does(
    effect: str, condition: str, why: str
) -> None:
    found = judged(GateRule=[own(effect=effect, condition=condition)])
    assert blocking(found) == ["GR-1"]
    line = next(line for line in found.gates[0].lines if line.rule == "GR-1")
    assert line.holds is None
    assert line.why.startswith(why)


def test_own_rules_hold_for_their_gates_their_process_and_their_time() -> None:
    never = {"condition": "false"}
    assert blocking(judged(GateRule=[own(**never)])) == ["GR-1"]
    for elsewhere in (
        {"gates": ["policy-check"]},
        {"process": "q"},
        {"in_force_since": "2026-01-01"},
        {"in_force_until": "2025-12-31"},
    ):
        there = {"BusinessProcess": [PROCESS, {"id": "q", "kind": "operations"}]}
        assert judged(GateRule=[own(**never, **elsewhere)], **there).opens
    draft = {name: value for name, value in own(**never).items() if name != "in_force_since"}
    assert judged(GateRule=[draft]).opens


def test_an_own_rule_of_a_shipped_rules_id_takes_its_place_even_after_it_ended() -> None:
    rule = own(
        id="GR-risk", condition="true", approved_by="chief", approved_on="2024-12-20", entered_by="chief"
    )
    assert judged(GateRule=[rule], RiskAssessment=[]).opens
    assert judged(GateRule=[rule | {"in_force_until": "2025-06-01"}], RiskAssessment=[]).opens
    assert not judged(GateRule=[rule | {"in_force_since": "2026-01-01"}], RiskAssessment=[]).opens


def test_shipped_rules_can_be_read_and_say_what_to_do() -> None:
    assert set(shipped()) == {rule.id for rule in rules(facts())}
    assert all(rule.act and rule.sentence and rule.effect in EFFECTS for rule in shipped().values())
    assert conditions.read_by(shipped()["GR-residual"].condition) == ("today", "risks", "treatments")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("x" * 501, "it has 501 characters; a condition has at most 500"),
        ("risks.all(r, true) && risks.map(r, r).filter(a, true).all(b, true)", "more than 3 times"),
        (
            "risks.//\nall(a, risks. //\nall(b, risks.//\nall (c, risks.\n//\nall(d, true))))",
            "more than 3 times",
        ),
        ("[" * 21 + "]" * 21 + " == []", "more than 20 of its brackets"),
        ("cel.bind(x, 1, x == 1)", "it speaks of"),
        ("(" * 19 + "true" + ")" * 18, "it cannot be read"),
    ],
)
def test_a_condition_that_would_be_none_is_refused_when_it_is_written(text: str, wrong: str) -> None:
    with pytest.raises(conditions.Misworded, match=wrong):
        conditions.judge(text)
