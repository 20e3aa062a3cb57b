"""What keeps gates shut is let go by nobody alone: another person closes risks and eases incidents, with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_privacy import text
from tests.web.test_risks import latest, post
from tests.web.test_stage_by_act import put

GATE = {"process": "proc-procurement", "subject": "AI-3", "kind": "risk-assessment"}
RISK = {"id": "R-10", "subject": "AI-3", "performed_on": "2025-12-31", "performed_by": "bright"}
RISK |= {"inherent": "critical", "residual": "critical", "status": "draft", "title": "People are hurt"}
INCIDENT = {"id": "I-1", "system": "AI-3", "severity": "critical", "serious": "serious"}
INCIDENT |= {"occurred_on": "2025-12-20", "aware_on": "2025-12-21", "title": "It hurt somebody"}


def add(client: Any, type: str, row: dict[str, Any]) -> None:
    made = client.post(f"/api/v1/registers/{type}", row, content_type="application/json")
    assert made.status_code == 201


def shut_by() -> list[str]:
    told = check(program("process-owner"), **GATE).json()
    return [
        f"{line['rule']} {line['why']}" for gate in told["gates"] for line in gate["lines"] if line["blocks"]
    ]


@pytest.mark.parametrize(
    "changed", [{"status": "closed"}, {"subject": "AI-5"}, {"status": "closed", "closing_by": "dahl"}]
)
def test_whoever_entered_a_risk_does_not_let_it_go(own: House, changed: dict[str, str]) -> None:
    client = program("process-owner", "write")
    add(client, "RiskAssessment", RISK)
    assert shut_by()[0].startswith("GR-risk R-10 ")
    answer = client.put(
        "/api/v1/registers/RiskAssessment/R-10", RISK | changed, content_type="application/json"
    )
    assert answer.status_code == 400
    assert client.delete("/api/v1/registers/RiskAssessment/R-10").status_code == 400
    assert shut_by()[0].startswith("GR-risk R-10 ")


def test_a_risk_is_closed_by_another_of_rank_with_a_reason(own: House) -> None:
    add(program("process-owner", "write"), "RiskAssessment", RISK)
    at = "/risks/R-10/"
    assert "another person does, here" in text(own["process-owner"].get(at))
    said = post(own, at, act="close", reason="It cannot happen any more")
    assert (said.status_code, "Nobody lets up on what they reported" in text(said)) == (400, True)
    said = post(own, at, "governance-lead", act="close", reason="It cannot happen any more")
    assert "is closed by top management" in text(said)
    assert "Say why" in text(post(own, at, "executive", act="close", reason=" "))
    said = text(post(own, at, "executive", act="close", reason="The supplier took the feature out"))
    assert "The risk is closed, with your name and your reason." in said
    row = latest("RiskAssessment", "R-10")
    assert (row.status, row.closing_by, row.closing_on) == ("closed", "solvang", "2025-12-31")
    assert "The supplier took the feature out" in text(own["guest-auditor"].get(at))
    assert shut_by() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"severity": "low"},
        {"severity": ""},
        {"serious": "not-serious"},
        {"aware_on": "2025-12-30"},
        {"no_notice_reason": "Nobody asks"},
        {"system": "AI-5"},
        {"closed_on": "2025-12-31"},
    ],
)
def test_whoever_reported_an_incident_does_not_make_it_weigh_less(
    own: House, changed: dict[str, str]
) -> None:
    client = program("process-owner", "write")
    add(client, "Incident", INCIDENT)
    assert shut_by() == ["GR-incident it is so of I-1"]
    row = {name: value for name, value in (INCIDENT | changed).items() if value}
    answer = client.put("/api/v1/registers/Incident/I-1", row, content_type="application/json")
    assert answer.status_code == 400
    assert "another person says so, with a reason" in answer.json()["problem"]
    assert client.delete("/api/v1/registers/Incident/I-1").status_code == 400
    worse = INCIDENT | {"serious": "death", "description": "Somebody died of it"}
    assert (
        client.put("/api/v1/registers/Incident/I-1", worse, content_type="application/json").status_code
        == 200
    )


def test_an_incident_is_eased_and_closed_by_another_with_a_reason(own: House) -> None:
    add(program("process-owner", "write"), "Incident", INCIDENT)
    at = "/incidents/I-1/"
    said = {"severity": "low", "serious": "not-serious", "reason": "The report was of a test"}
    assert "another person does, here" in text(own["process-owner"].get(at))
    assert post(own, at, **said).status_code == 400
    assert "Say why" in text(post(own, at, "governance-lead", **said | {"reason": ""}))
    assert "Say what is otherwise" in text(post(own, at, "governance-lead", reason="Because"))
    assert "Choose how grave it is" in text(post(own, at, "governance-lead", **said | {"severity": "none"}))
    assert "It is on record" in text(post(own, at, "governance-lead", **said))
    row = latest("Incident", "I-1")
    assert (row.severity, row.eased_by, row.eased_on) == ("low", "haddad", "2025-12-31")
    assert shut_by() == []
    assert "The report was of a test" in text(own["guest-auditor"].get(at))
    said = text(post(own, at, "governance-lead", closed="yes", reason="Lessons are told"))
    assert "closed on 31 Dec 2025" in said
    assert own["guest-auditor"].post(at, {"reason": "Because"}).status_code == 403


def test_a_file_that_brings_several_versions_of_one_record_brings_what_was(own: House, tmp_path: Any) -> None:
    from tonetop.records.write import By
    from tonetop.work.import_records import run

    file = tmp_path / "history.yaml"
    lines = [RISK, RISK | {"status": "closed", "recorded_on": "2025-12-31", "effective_on": "2025-12-31"}]
    lines[0] |= {"recorded_on": "2025-12-30", "performed_on": "2025-12-30"}
    import yaml

    file.write_text(yaml.safe_dump({"RiskAssessment": lines}), "utf-8")
    assert run([file], By("account-1")).taken == len(lines)
    file.write_text(yaml.safe_dump({"RiskAssessment": [{"id": "risk-1", "status": "closed"}]}), "utf-8")
    (refused,) = run([file], By("account-1")).refused
    assert refused.file.endswith("history.yaml")
    assert "another person than its owner closes a risk" in refused.why


def test_nothing_is_said_of_a_group_beneath_the_word_that_approved_it(own: House) -> None:
    client = program("process-owner", "write")
    row = {
        "id": "gi-new",
        "assessment": "ia-vera",
        "affected": "customers",
        "respect": "society",
        "level": "critical",
    }
    answer = client.post("/api/v1/registers/GroupImpact", row, content_type="application/json")
    assert (answer.status_code, "begin a new assessment" in answer.json()["problem"]) == (400, True)
    assert client.delete("/api/v1/registers/GroupImpact/gi-vera-8").status_code == 400
    new = {"id": "ia-new", "system": "AI-3", "performed_on": "2025-12-31", "affected_groups": ["customers"]}
    add(client, "ImpactAssessment", new)
    add(client, "GroupImpact", row | {"assessment": "ia-new"})


def test_whoever_says_what_an_impact_is_performs_the_assessment_and_does_not_approve_it(own: House) -> None:
    client = program("process-owner", "write")
    new = {"id": "ia-new", "system": "AI-3", "performed_on": "2025-12-31", "affected_groups": ["customers"]}
    add(client, "ImpactAssessment", new)
    said = {"affected": "customers", "respect": "rights", "level": "none"}
    assert "It is on record." in text(post(own, "/impact/ia-new/", **said))
    assert latest("ImpactAssessment", "ia-new").performed_by == "bright"


def test_criteria_that_top_management_approved_stay_as_they_are(own: House) -> None:
    client = program("governance-lead", "write")
    row = {
        "version": "3",
        "approved_by": "solvang",
        "approved_on": "2025-03-18",
        "critical_by": "top-management",
    }
    answer = client.put("/api/v1/registers/RiskCriteria/3", row, content_type="application/json")
    assert (answer.status_code, "record another version" in answer.json()["problem"]) == (400, True)
    assert client.delete("/api/v1/registers/RiskCriteria/3").status_code == 400


def test_a_plan_that_is_put_off_is_approved_and_accepted_anew(own: House) -> None:
    held = latest("RiskTreatmentPlan", "plan-1")
    said = {
        "act": "treat",
        "plan": "plan-1",
        "option": "reduce",
        "measures": held.measures,
        "owner": "meijer",
    }
    said["controls"] = list(held.controls)
    post(own, "/risks/risk-1/", **said, due="2026-02-28")
    assert latest("RiskTreatmentPlan", "plan-1").residual_accepted_by == "lind"
    post(own, "/risks/risk-1/", **said, due="2027-12-31")
    row = latest("RiskTreatmentPlan", "plan-1")
    assert (row.approved_by, row.residual_accepted_by) == (None, None)


def test_a_treatment_is_not_promised_for_a_day_that_is_over(own: House) -> None:
    said = {"act": "treat", "option": "reduce", "measures": "Ask twice", "owner": "yuen", "due": "1999-01-01"}
    answer = post(own, "/risks/risk-9/", **said)
    assert (answer.status_code, "choose one that lies ahead" in text(answer)) == (400, True)
    assert "The treatment is on record." in text(post(own, "/risks/risk-9/", **said, done_on="1999-01-01"))


def test_whose_a_risk_was_does_not_close_it_once_others_are_named(own: House) -> None:
    add(
        program("governance-lead", "write"),
        "RiskAssessment",
        RISK | {"owner": "bright", "inherent": "low", "residual": "low"},
    )
    assert (
        put("process-owner", "RiskAssessment", "R-10", owner="yuen", performed_by="yuen").status_code == 200
    )
    assert "another person does, here" in text(own["process-owner"].get("/risks/R-10/"))
    said = post(own, "/risks/R-10/", act="close", reason="It cannot happen any more")
    assert "Nobody lets up on what they reported" in text(said)


def test_a_risk_that_was_grave_is_not_closed_below_top_management_once_it_is_rated_low(own: House) -> None:
    add(program("process-owner", "write"), "RiskAssessment", RISK)
    assert put("process-owner", "RiskAssessment", "R-10", inherent="low", residual="low").status_code == 200
    said = post(own, "/risks/R-10/", "governance-lead", act="close", reason="It cannot happen any more")
    assert "is closed by top management" in text(said)
    assert "Say why" in text(post(own, "/risks/R-10/", "executive", act="close", reason=" . x"))
    assert latest("RiskAssessment", "R-10").status == "draft"


def test_whose_an_incident_was_does_not_ease_it_once_another_owns_it(own: House) -> None:
    add(program("governance-lead", "write"), "Incident", INCIDENT | {"owner": "bright"})
    assert put("process-owner", "Incident", "I-1", owner="yuen").status_code == 200
    said = {"severity": "low", "serious": "not-serious", "reason": "The report was of a test"}
    assert "Nobody lets up on what they reported" in text(post(own, "/incidents/I-1/", **said))
    assert latest("Incident", "I-1").severity == "critical"
