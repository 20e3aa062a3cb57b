"""AI risks: found in under a minute, judged by criteria, treated, and accepted by somebody with the rank for it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.web.conftest import House
from tests.web.test_privacy import text

SAID = {"title": "Names are mixed up", "subject": "AI-5", "likelihood": "possible", "severity": "medium"}
PLAN = {"act": "treat", "option": "reduce", "measures": "Ask twice", "owner": "yuen", "due": "2026-03-31"}


def latest(type: str, ref: str) -> Any:
    from tonetop.records import write

    return write.latest(type, ref)


def post(house: House, at: str, who: str = "process-owner", **said: Any) -> Any:
    return house[who].post(at, said, follow=True)


def answered(house: House, type: str, ref: str, who: str) -> Any:
    from tonetop.work.shown import shown

    said = {"answer": "approved", "sha256": shown(latest(type, ref)).sha256}
    return post(house, f"/answer/{type}/{ref}/", who, **said)


def added(own: House) -> str:
    answer = post(own, "/risks/new/", **SAID)
    assert "The risk is on record." in text(answer)
    return str(answer.redirect_chain[-1][0]).partition("#")[0]


def test_the_page_tells_how_high_risks_are_and_what_lacks(house: House) -> None:
    said = text(house["guest-auditor"].get("/risks/"))
    assert "Urgent claims are ranked last" in said
    assert "Judged by risk criteria 3" in said
    assert "nobody: it has to be treated" in said
    assert "judged by older criteria" in said
    assert "Add a risk" not in said
    assert "Add a risk" in text(house["process-owner"].get("/risks/"))


def test_the_list_is_narrowed_sorted_and_taken_away(house: House) -> None:
    auditor = house["guest-auditor"]
    assert "Chats are kept" not in text(auditor.get("/risks/?cell=after.rare.high"))
    assert "3 risks" in text(auditor.get("/risks/?cell=after.rare.high"))
    said = text(auditor.get("/risks/?state=grave"))
    assert "Urgent claims" in said
    assert "A feature stands in for age" not in said.partition("High and critical 1")[2]
    upside = text(auditor.get("/risks/?sort=-after"))
    assert upside.index("Customers do not know") < upside.index("Code with personal data")
    assert "No risk holds all that is asked for" in text(auditor.get("/risks/?q=nonsense"))
    book = CalamineWorkbook.from_filelike(BytesIO(auditor.get("/risks/list.xlsx?about=AI-3").content))
    rows = book.get_sheet_by_index(1).to_python()
    assert len(rows) == 4
    assert rows[0][:3] == ["Id", "Risk", "About"]
    assert b"Chatbot Vera" in auditor.get("/risks/list.csv").content
    assert auditor.get("/risks/list.odt").status_code == 404


def test_before_there_is_any_the_page_teaches(house: House) -> None:
    said = text(house["process-owner"].get("/risks/?as_of=2020-01-01"))
    assert "No AI risk is on record yet" in said
    assert "No risk criteria are in force" in said


def test_a_risk_is_added_judged_treated_approved_and_accepted(own: House) -> None:
    at = added(own)
    ref = at.rstrip("/").rpartition("/")[2]
    row = latest("RiskAssessment", ref)
    assert (row.inherent, row.status, row.criteria, row.performed_by) == ("medium", "draft", "3", "bright")
    assert "no treatment is planned" in text(own["process-owner"].get(at))
    assert "The treatment is on record." in text(post(own, at, controls=["A.7.4"], **PLAN))
    plan = latest("RiskTreatmentPlan", "TP-1")
    assert (plan.risk, plan.controls) == (ref, ("A.7.4",))
    said = text(post(own, at, act="ask", what="approve", person="Ingrid Solvang"))
    assert "It stands in the inbox of Ingrid Solvang." in said
    answered(own, "RiskAssessment", ref, "executive")
    row = latest("RiskAssessment", ref)
    assert (row.status, row.approved_by, row.entered_by) == ("approved", "solvang", "solvang")
    post(own, at, act="ask", what="accept", person="Ingrid Solvang")
    answered(own, "RiskTreatmentPlan", "TP-1", "executive")
    assert "You have the rank to accept what remains." in text(own["executive"].get(at))
    answered(own, "RiskTreatmentPlan", "TP-1", "executive")
    plan = latest("RiskTreatmentPlan", "TP-1")
    assert (plan.approved_by, plan.residual_accepted_by) == ("solvang", "solvang")
    found = text(own["process-owner"].get(at))
    assert "What lacks" not in found
    assert "nobody accepted what remains" not in found


def test_what_a_draft_says_remains_is_accepted_by_nobody(own: House) -> None:
    at = added(own)
    post(own, at, controls=["A.7.4"], **PLAN)
    answered(own, "RiskTreatmentPlan", "TP-1", "executive")
    assert latest("RiskTreatmentPlan", "TP-1").approved_by == "solvang"
    asked = post(own, at, act="ask", what="accept", person="Ingrid Solvang")
    assert asked.status_code == 400
    assert "Have the assessment approved first" in text(asked)
    assert "You have the rank to accept" not in text(own["executive"].get(at))
    assert "Have the assessment approved first" in text(
        answered(own, "RiskTreatmentPlan", "TP-1", "executive")
    )
    assert latest("RiskTreatmentPlan", "TP-1").residual_accepted_by is None


def test_judged_anew_a_risk_is_a_draft_again_and_words_alone_change_nothing(own: House) -> None:
    held = latest("RiskAssessment", "risk-8")
    told = {name: getattr(held, name) for name in SAID} | {
        "likelihood_after": held.likelihood_after,
        "severity_after": held.severity_after,
        "owner": held.owner,
    }
    post(own, "/risks/risk-8/", act="assess", **told | {"title": "Nobody says that a machine answers"})
    assert latest("RiskAssessment", "risk-8").status == "approved"
    post(own, "/risks/risk-8/", act="assess", **told | {"severity": "critical"})
    row = latest("RiskAssessment", "risk-8")
    assert (row.inherent, row.status, row.approved_by) == ("high", "draft", None)
    assert latest("RiskTreatmentPlan", "plan-8").residual_accepted_by is None, (
        "it was accepted for another level"
    )


def test_the_same_judgement_counts_from_today_where_the_one_before_is_by_older_criteria(own: House) -> None:
    from tonetop.records.registry import registers

    held = registers()["RiskAssessment"].objects.get(
        title__startswith="Code with personal data", until_on=None
    )
    assert held.criteria != "3"
    told = {name: getattr(held, name) for name in SAID} | {
        "likelihood_after": held.likelihood_after,
        "severity_after": held.severity_after,
        "owner": held.owner,
    }
    post(own, f"/risks/{held.ref}/", act="assess", **told)
    row = latest("RiskAssessment", held.ref)
    assert (row.criteria, row.performed_on, row.status) == ("3", "2025-12-31", "draft")


def test_a_plan_that_is_changed_is_approved_and_accepted_anew(own: House) -> None:
    plan = {"act": "treat", "plan": "plan-8", "option": "reduce", "owner": "staff-015", "due": "2025-06-30"}
    held = latest("RiskTreatmentPlan", "plan-8")
    same = plan | {"measures": held.measures, "controls": list(held.controls)}
    post(own, "/risks/risk-8/", **same | {"done_on": "2025-12-01"})
    assert latest("RiskTreatmentPlan", "plan-8").residual_accepted_by == "thun"
    post(own, "/risks/risk-8/", **same | {"measures": "Nothing more"})
    row = latest("RiskTreatmentPlan", "plan-8")
    assert (row.approved_by, row.residual_accepted_by) == (None, None)


def test_what_remains_is_not_accepted_below_the_rank_that_the_criteria_ask(own: House) -> None:
    said = text(post(own, "/risks/risk-1/", act="ask", what="accept", person="Felix Yuen"))
    assert "This level is for a higher rank to accept" in said
    from tonetop.records import intake, write

    ask = {"id": "ASK-x", "kind": "approve", "about": ["plan-9"], "asked_of": "vos", "asked_on": "2025-12-30"}
    write.save(intake.take("Ask", ask), write.By("tester"), after=0)
    answer = answered(own, "RiskTreatmentPlan", "plan-9", "dpo")
    assert "by the risk criteria that is accepted by" in text(answer)
    assert latest("RiskTreatmentPlan", "plan-9").residual_accepted_by == "lind"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title": " "}, "Say in a few words what may happen"),
        ({"subject": "no-such"}, "Choose what the risk is about"),
        ({"likelihood": "often"}, "Choose how likely it is"),
        ({"severity": ""}, "Choose how grave it is"),
        ({"owner": "Nobody At All"}, "Name an owner from the register of people"),
        ({"likelihood_after": "rare"}, "After treatment say both"),
        ({"likelihood_after": "rare", "severity_after": "bad"}, "Choose how grave it is after treatment"),
    ],
)
def test_a_risk_that_lacks_something_is_refused_and_what_was_written_stays(
    own: House, said: dict[str, str], problem: str
) -> None:
    answer = post(own, "/risks/new/", **SAID | {"description": "It is so"} | said)
    assert answer.status_code == 400
    assert problem in text(answer)
    assert "It is so" in text(answer)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (PLAN | {"option": "hope"}, "Choose what is done about it"),
        (PLAN | {"measures": ""}, "Say what is done about it"),
        (PLAN | {"controls": "B.1"}, "There is no control"),
        (PLAN | {"owner": "Nobody At All"}, "Name who carries it out"),
        (PLAN | {"due": ""}, "Say by which day it is carried out"),
        (PLAN | {"done_on": "2026-01-01"}, "It was carried out on a day up to today"),
        (PLAN | {"plan": "plan-1"}, "is no plan of risk-9"),
        ({"act": "ask", "what": "approve", "person": "Nobody"}, "Name somebody of the register"),
        ({"act": "ask", "what": "approve", "person": "vos"}, "Nobody approves what they entered"),
        (
            {"act": "ask", "what": "approve", "person": "dahl", "due": "2025-01-01"},
            "Choose a day from today on",
        ),
        ({"act": "ask", "what": "praise", "person": "dahl"}, "Choose what they are asked"),
        ({"act": "ask", "what": "accept", "person": "thun"}, "Nobody answers for their own work"),
    ],
)
def test_a_form_that_lacks_something_says_what(own: House, said: dict[str, str], problem: str) -> None:
    answer = post(own, "/risks/risk-9/", **said)
    assert answer.status_code == 400
    assert problem in text(answer)


def test_guests_look_and_change_nothing(own: House) -> None:
    assert own["guest-auditor"].post("/risks/risk-1/", PLAN).status_code == 403
    assert own["dpo"].get("/risks/new/").status_code == 403
    assert own["guest-auditor"].get("/risks/no-such/").status_code == 404
    assert "Judge it anew" not in text(own["guest-auditor"].get("/risks/risk-1/"))


def test_criteria_that_let_grave_risks_pass_below_top_management_are_refused(own: House) -> None:
    told = {"version": "4", "approved_by": "solvang", "approved_on": "2025-12-30", "high_by": "owner"}
    answer = own["governance-lead"].post("/registers/RiskCriteria/new/", told)
    assert "high risks are accepted by top management or by nobody" in text(answer)
    answer = own["governance-lead"].post(
        "/registers/RiskCriteria/new/", {"version": "4", "matrix": "low low"}
    )
    assert "the matrix has a line for each likelihood" in text(answer)


def test_criteria_that_a_lead_writes_wait_for_the_own_word_of_top_management(own: House) -> None:
    from tonetop.records.models import Account
    from tonetop.work.confirm import confirm

    told = {"version": "4", "approved_by": "solvang", "approved_on": "2025-12-30", "low_by": "nobody"}
    own["governance-lead"].post("/registers/RiskCriteria/new/", told | {"critical_by": "top-management"})
    said = text(own["process-owner"].get("/risks/"))
    assert "Judged by risk criteria 3" in said
    assert "Risk criteria 4" in said
    assert "hey wait until whoever is named as approving them confirms" in said
    confirm(Account.objects.get(role="executive"), "RiskCriteria", "4", "mine")
    said = text(own["process-owner"].get("/risks/"))
    assert "Judged by risk criteria 4" in said
    assert "they wait until" not in said


def test_the_statement_of_applicability_shows_forty_rows_with_the_risks_they_treat(house: House) -> None:
    auditor = house["guest-auditor"]
    said = text(auditor.get("/soa/"))
    assert "A.2.2" in said
    assert "A.10.4" in said
    assert "Written policy is asked by the board" in said
    assert "Urgent claims are ranked last" in said
    assert "Edit A.2.2" not in said
    assert "Edit A.2.2" in text(house["governance-lead"].get("/soa/"))
    assert "A.10.3" not in text(auditor.get("/soa/?q=A.2.2"))
    assert "A.2.2" not in text(auditor.get("/soa/?state=left-out")).partition("Show")[2]
    upside = text(auditor.get("/soa/?sort=plans"))
    assert upside.index("A.6.2.6") < upside.index("A.2.2 ")
    said = text(house["governance-lead"].get("/soa/?as_of=2020-01-01"))
    assert "Nothing was decided yet" in said
    assert "nobody decided whether it applies" in said
