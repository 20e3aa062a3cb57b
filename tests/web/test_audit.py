"""The audit room as pages: the year, an audit from plan to report, samples drawn again, prepared questions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import ROLES, House
from tests.web.test_reading import text

AUDIT = "/audit/of/audit-2026-a/"
FORMS = ("/audit/plan/", f"{AUDIT}plan/", f"{AUDIT}draw/", f"{AUDIT}raise/")
AUDITORS = ("administrator", "governance-lead", "executive", "internal-auditor")
ROOM = ("/audit/", "/audit/of/audit-2025-a/", "/audit/findings/f-a1/", "/audit/questions/risk-reviews/")


def rows(type: str) -> list[Any]:
    """What a register holds now, by id."""
    from tonetop.work.assess import assess

    return list(assess().facts.rows(type))


def plan(**changed: str) -> dict[str, str]:
    told = {"version": "0", "title": "Suppliers", "planned_on": "2026-03-10", "clauses": "A.10"}
    return told | {"lead_auditor": "Sami Korpela", "auditors": "korpela"} | changed


def sampled(house: House, **changed: str) -> Any:
    asked = {"register": "Decision", "size": "4", "seed": "tide", "justification": "A tenth."}
    return house["internal-auditor"].post(f"{AUDIT}draw/", asked | changed, follow=True)


# Who comes where


@pytest.mark.parametrize("role", ROLES)
def test_forms_of_the_audit_room_are_for_those_who_audit(house: House, role: str):
    expected = 200 if role in AUDITORS else 403
    assert [house[role].get(address).status_code for address in FORMS] == [expected] * len(FORMS)


def test_a_guest_reads_the_room_finds_the_bundle_and_no_form_to_write_with(house: House):
    page = text(house["guest-auditor"].get("/audit/"))
    assert "You read here as a guest" in page
    assert 'action="/ledger/bundle/"' in page
    for address in ROOM:
        main = text(house["guest-auditor"].get(address)).partition("<main")[2].partition("</main>")[0]
        posts = re.findall(r'<form method="post"(?: action="([^"]*)")?', main)
        assert set(posts) <= {"/ledger/bundle/"}, address


def test_a_guest_downloads_the_bundle(house: House):
    response = house["guest-auditor"].post("/ledger/bundle/")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("role", [role for role in ROLES if role not in AUDITORS])
def test_nobody_else_moves_a_finding(own: House, role: str):
    response = own[role].post("/audit/findings/f-c1/", {"act": "follow", "cause": "x", "version": "1"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/audit/of/none/",
        "/audit/of/none/report/",
        "/audit/of/none/draw/",
        "/audit/of/none/plan/",
        "/audit/findings/none/",
        "/audit/samples/none/",
        "/audit/questions/none/",
        "/audit/external/none/raise/",
    ],
)
def test_what_is_not_on_record_has_no_page(house: House, address: str):
    assert house["administrator"].get(address).status_code == 404


# The room


def test_the_room_shows_the_year_what_is_due_next_and_what_is_open(house: House):
    page = text(house["internal-auditor"].get("/audit/"))
    assert "The year 2025" in page
    assert "Calendar with" in page
    assert "One supplier has not accepted the clause on retraining" in page
    assert "2 findings are open" in page
    assert "18 Feb 2026" in page.partition("Due next")[2]


def test_another_year_shows_what_was_planned_for_it(house: House):
    page = text(house["internal-auditor"].get("/audit/?year=2026"))
    assert "The year 2026" in page
    assert "19 May 2026" in page
    assert "Nothing of this year is on record" in text(house["internal-auditor"].get("/audit/?year=2019"))


def test_a_programme_stands_over_its_audits(own: House):
    programme = {"id": "AP-26", "version": "0", "title": "Programme 2026", "period": "2026"}
    sent = own["governance-lead"].post(
        "/registers/AuditProgramme/new/", programme | {"audits": "audit-2026-a"}
    )
    assert sent.status_code == 302
    page = text(own["guest-auditor"].get("/audit/"))
    assert "Audit A, 2026" in page.partition(">Programme 2026</a>")[2].partition("</table>")[0]
    assert "not approved yet" in page


def test_external_audits_and_certificates_stand_with_their_findings_and_dates(own: House):
    lead = own["governance-lead"]
    external = {
        "id": "XA-1",
        "version": "0",
        "kind": "surveillance",
        "body": "Nordic Mark",
        "next_due": "2026-11-17",
    }
    lead.post("/registers/ExternalAudit/new/", external | {"held_on": "2025-11-18", "outcome": "recommended"})
    certificate = {
        "id": "CRT-1",
        "version": "0",
        "number": "NM-77",
        "valid_until": "2027-11-26",
        "state": "valid",
    }
    lead.post("/registers/Certificate/new/", certificate | {"issued_on": "2024-11-27"})
    told = {"clause": "7.1", "statement": "No time.", "evidence": "Said.", "grade": "ofi"}
    raised = lead.post("/audit/external/XA-1/raise/", told, follow=True)
    assert "opportunity to improve" in text(raised)
    page = text(own["guest-auditor"].get("/audit/"))
    assert "Surveillance by Nordic Mark" in page
    assert "Next after: surveillance by Nordic Mark" in page
    assert "Certificate NM-77 ends" in page
    assert rows("Finding")[-1].external_audit == "XA-1"


# Planning


def test_an_audit_is_planned_with_names_for_people(own: House):
    page = text(own["internal-auditor"].post("/audit/plan/", plan(), follow=True))
    assert "The plan is saved." in page
    assert "No auditor’s own work is in scope" in page
    made = rows("InternalAudit")[-1]
    assert (made.title, made.lead_auditor, made.clauses) == ("Suppliers", "korpela", ("A.10",))


def test_own_work_in_scope_is_told_before_anything_is_saved(own: House):
    before = len(rows("InternalAudit"))
    sent = plan(lead_auditor="haddad", clauses="6")
    refused = own["governance-lead"].post("/audit/plan/", sent)
    page = text(refused)
    assert refused.status_code == 400
    assert "Nobody audits own work" in page
    assert "Leila Haddad" in page
    assert 'name="knowingly"' in page
    assert len(rows("InternalAudit")) == before
    page = text(own["governance-lead"].post("/audit/plan/", sent | {"knowingly": "on"}, follow=True))
    assert "an auditor’s own work" in page
    assert "Independence is not declared." in page


def test_a_plan_that_is_wrong_says_so_and_keeps_what_was_written(own: House):
    refused = own["internal-auditor"].post("/audit/plan/", plan(planned_on="soon"))
    assert refused.status_code == 400
    assert "Suppliers" in text(refused)
    assert "Name the clauses" in text(own["internal-auditor"].post("/audit/plan/", plan(clauses="")))
    assert "was changed since" in text(own["internal-auditor"].post(f"{AUDIT}plan/", plan(version="9")))


def test_a_plan_is_changed(own: House):
    assert "2026-05-19" in own["internal-auditor"].get(f"{AUDIT}plan/").content.decode()
    sent = plan(version="1", title="First of 2026", clauses="4\n5.1", planned_on="2026-05-20")
    assert "First of 2026" in text(own["internal-auditor"].post(f"{AUDIT}plan/", sent, follow=True))


# The checklist and interviews


def test_answers_are_noted_clause_by_clause(own: House):
    key = "5.1.q1"
    sent = {f"seen-{key}": "in-part", f"note-{key}": "Heard.", f"evidence-{key}": "ev-audit-2025-a"}
    sent |= {"item": "5.1", f"version-{key}": "0", "noted_by": "Sami Korpela"}
    response = own["internal-auditor"].post(f"{AUDIT}answers/", sent)
    assert response["Location"] == f"{AUDIT}#c-5.1"
    page = text(own["guest-auditor"].get(AUDIT))
    assert "Heard." in page
    assert "Noted by Sami Korpela on 31 Dec 2025" in page
    assert "Report of audit A" in page
    own["internal-auditor"].post(f"{AUDIT}answers/", sent | {f"version-{key}": "1"})
    assert "Nothing had changed." in text(own["internal-auditor"].get(AUDIT))


def test_what_was_not_taken_is_kept_in_the_form(own: House):
    sent = {"note-5.1.q1": "Much to say.", "version-5.1.q1": "0", "evidence-5.1.q1": "no-such-thing"}
    refused = own["internal-auditor"].post(f"{AUDIT}answers/", sent | {"item": "5.1"})
    assert refused.status_code == 400
    assert "What you wrote is kept below." in text(refused)
    assert "Much to say." in text(refused)


def test_an_interview_is_noted(own: House):
    sent = {
        "person": "Ingrid Solvang",
        "interviewer": "korpela",
        "held_on": "2025-12-30",
        "clauses": "5.1, 9.3",
    }
    page = text(
        own["internal-auditor"].post(f"{AUDIT}interview/", sent | {"notes": "Knows the risks."}, follow=True)
    )
    assert "Knows the risks." in page
    made = rows("Interview")[-1]
    assert (made.person, made.clauses) == ("solvang", ("5.1", "9.3"))
    refused = own["internal-auditor"].post(f"{AUDIT}interview/", sent)
    assert refused.status_code == 400


# Questions and the report


def test_a_prepared_question_is_answered_with_attendance_decisions_and_hashes(house: House):
    from tonetop.work.assess import assess

    page = text(house["guest-auditor"].get("/audit/questions/risk-reviews/"))
    facts = assess().facts
    minutes = facts.get("Evidence", facts.get("Meeting", "meeting-2025-09-23").minutes_ref)
    assert minutes.sha256 in page
    assert "Tomas Rehn" in page
    assert "top management" in page
    assert "2 answers" in page


def test_every_prepared_question_is_answered_from_the_demo_and_by_nothing_before_it(house: House):
    from tonetop.work.assess import assess
    from tonetop.work.audit_questions import QUESTIONS

    counts = {key: len(question.answers(assess().facts)) for key, question in QUESTIONS.items()}
    assert all(counts.values()), counts
    assert counts["nonconformities"] == 1
    before = assess("2020-01-01").facts
    assert not any(question.answers(before) for question in QUESTIONS.values())
    page = text(house["guest-auditor"].get("/audit/questions/residuals/?as_of=2020-01-01"))
    house["guest-auditor"].get("/?as_of=")
    assert "No evidence found" in page


def test_a_year_ago_is_still_within_the_question_and_the_day_before_is_not(house: House):
    from tonetop.work.assess import assess
    from tonetop.work.audit_questions import QUESTIONS

    def held(day: str) -> list[str]:
        return [one.record.id for one in QUESTIONS["risk-reviews"].answers(assess(day).facts)]

    assert "meeting-2025-03-18" in held("2026-03-17")
    assert "meeting-2025-03-18" not in held("2026-03-18")


def test_the_report_holds_plan_findings_and_what_it_rests_on(house: House):
    from tonetop.work.assess import position
    from tonetop.work.audit_report import report_data

    data = report_data("audit-2025-a")
    assert data["audit"]["lead_auditor"] == "Sami Korpela"
    assert data["graded"] == {"major": 0, "minor": 1, "ofi": 1}
    assert [one["id"] for one in data["findings"]] == ["f-a1", "f-a2"]
    assert data["findings"][0]["action"]["owner"]
    assert data["ledger"]["events"] == position()
    page = text(house["guest-auditor"].get("/audit/of/audit-2025-a/report/"))
    assert "The impact assessment of Vera was approved eight days after it went live" in page
    assert data["audit"]["report_sha256"] in page


def test_the_report_is_plain_data_with_answers_samples_and_interviews(own: House):
    import json

    from tonetop.records.intake import Refused
    from tonetop.work.audit_report import report_data

    sampled(own)
    own["internal-auditor"].post(f"{AUDIT}interview/", {"person": "solvang", "notes": "Spoke."})
    answer = {"item": "5.1", "version-5.1.q1": "0", "seen-5.1.q1": "answered", "noted_by": "korpela"}
    own["internal-auditor"].post(f"{AUDIT}answers/", answer)
    data = json.loads(json.dumps(report_data("audit-2026-a")))
    assert data["answered"]["answered"] == 1
    assert data["samples"][0]["size"] == len(data["samples"][0]["drawn"]) == 4
    assert (data["interviews"][0]["person"], data["answers"][0]["noted_by"]) == (
        "Ingrid Solvang",
        "Sami Korpela",
    )
    page = text(own["guest-auditor"].get(f"{AUDIT}report/"))
    assert data["samples"][0]["sha256"] in page
    assert "Spoke." in page
    with pytest.raises(Refused):
        report_data("none")
