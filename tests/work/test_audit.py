"""The audit room's acts: plan without judging own work, note, draw, find, follow to closure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

AUDIT = "audit-2026-a"


def account(role: str) -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role=role)


def held(type: str, ref: str) -> Any:
    from tonetop.records import write

    return write.latest(type, ref)


def plan(**changed: Any) -> dict[str, Any]:
    whole = {
        "id": "audit-2026-b",
        "title": "Suppliers",
        "planned_on": "2026-03-10",
        "clauses": ["A.10"],
        "lead_auditor": "korpela",
        "auditors": ["korpela"],
    }
    return whole | changed


# Planning


def test_an_auditor_plans_an_audit(demo: Path):
    from tonetop.work.independence import plan_audit

    made: Any = plan_audit(account("internal-auditor"), plan(independence_declared=True), after=0)
    assert (made.ref, made.clauses, made.independence_declared) == ("audit-2026-b", ("A.10",), True)


def test_nobody_is_planned_to_audit_own_work_without_being_told(demo: Path):
    from tonetop.work.independence import Dependent, plan_audit

    own = plan(lead_auditor="haddad", clauses=["6", "8"])
    with pytest.raises(Dependent, match="nobody audits own work: haddad") as told:
        plan_audit(account("governance-lead"), own, after=0)
    assert {conflict.person for conflict in told.value.conflicts} == {"haddad"}
    assert held("InternalAudit", "audit-2026-b") is None
    assert plan_audit(account("governance-lead"), own, after=0, knowingly=True)


def test_independence_cannot_be_declared_while_own_work_is_in_scope(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.independence import plan_audit

    own = plan(lead_auditor="haddad", clauses=["6"], independence_declared=True)
    with pytest.raises(Refused, match="cannot be declared"):
        plan_audit(account("governance-lead"), own, after=0, knowingly=True)


def test_earlier_audits_are_the_work_of_their_auditors_when_audits_are_audited(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.independence import conflicts

    facts = assess().facts
    found = conflicts(facts, ["9.2"], ["korpela"], until="2026-05-19", but=AUDIT)
    assert [conflict.record.id for conflict in found] == ["audit-2024", "audit-2025-a", "audit-2025-b"]
    assert {conflict.field for conflict in found} == {"lead_auditor"}
    earlier = conflicts(facts, ["9.2"], ["korpela"], until="2025-06-01", but="audit-2025-a")
    assert [conflict.record.id for conflict in earlier] == ["audit-2024"]


@pytest.mark.parametrize(
    ("requirement", "clauses", "inside"),
    [
        ("6.1.2", ["6"], True),
        ("6.1.2", ["6.1.2"], True),
        ("6.1.2", ["6.1.20"], False),
        ("10.2", ["1"], False),
        ("5.1", ["LD-4"], True),
        ("A.7.2", ["A.7"], True),
        ("A.7.2", [], False),
    ],
)
def test_a_clause_takes_in_what_lies_under_it(requirement: str, clauses: list[str], inside: bool):
    from tonetop.work.independence import in_scope

    assert in_scope(requirement, clauses) is inside


@pytest.mark.parametrize(
    ("changed", "why"), [({"lead_auditor": ""}, "name the lead"), ({"clauses": []}, "name the clauses")]
)
def test_a_plan_needs_a_lead_auditor_and_clauses(demo: Path, changed: dict[str, Any], why: str):
    from tonetop.records.intake import Refused
    from tonetop.work.independence import plan_audit

    with pytest.raises(Refused, match=why):
        plan_audit(account("internal-auditor"), plan(**changed), after=0)


@pytest.mark.parametrize("role", ["guest-auditor", "process-owner", "dpo"])
def test_who_does_not_audit_writes_nothing_of_an_audit(demo: Path, role: str):
    from tonetop.work.audit_checklist import Note, note_answers
    from tonetop.work.close_finding import close_finding, follow_finding, verify_finding
    from tonetop.work.draw_sample import draw_sample, frame
    from tonetop.work.independence import plan_audit
    from tonetop.work.permission import Forbidden
    from tonetop.work.raise_finding import Found, raise_finding

    who, of = account(role), frame("Decision", "2025-12-31", "2025-12-31")
    found = Found("5.1", "x", "y", "minor")
    acts = (
        lambda: plan_audit(who, plan(), after=0),
        lambda: note_answers(who, AUDIT, {"5.1.q1": Note("answered")}),
        lambda: draw_sample(who, AUDIT, of, seed="s", size=1, justification="one"),
        lambda: raise_finding(who, "InternalAudit", AUDIT, found),
        lambda: follow_finding(who, "f-c2", {"cause": "x"}),
        lambda: verify_finding(who, "f-c2", "yes"),
        lambda: close_finding(who, "f-c2"),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()


# The checklist


def test_a_checklist_holds_the_questions_of_its_clauses_and_of_the_duties_of_leadership():
    from tonetop.standard import catalogue
    from tonetop.work.audit_checklist import checklist

    found = checklist(["5"])
    assert found[0].text == catalogue.clauses()["5.1"]["audit_questions"][0]
    assert {question.item for question in found} == {"5.1", "5.2", "5.3", *catalogue.duties()}
    assert len({question.key for question in found}) == len(found)
    assert [question.key for question in checklist(["A.2.2"])] == ["A.2.2.q1"]
    assert checklist(["5.1"])[:5] == found[:5]
    assert checklist([]) == []


def test_answers_are_kept_with_who_noted_them_on_which_evidence(demo: Path):
    from tonetop.work.audit_checklist import Note, note_answers, revisions

    notes = {"5.1.q1": Note("answered", "Shown.", ("ev-audit-2025-a",)), "5.1.q2": Note()}
    assert note_answers(account("internal-auditor"), AUDIT, notes) == 1
    row = held("AuditAnswer", f"{AUDIT}/5.1.q1")
    assert (row.seen, row.note, row.evidence) == ("answered", "Shown.", ("ev-audit-2025-a",))
    assert (row.noted_by, row.noted_on, row.clause) == ("korpela", "2025-12-31", "5.1")
    assert row.asked
    assert revisions(AUDIT) == {"5.1.q1": 1}


def test_an_answer_that_is_the_same_is_not_written_again_and_one_may_be_emptied(demo: Path):
    from tonetop.records.write import Overtaken
    from tonetop.work.audit_checklist import Note, note_answers

    auditor, key = account("internal-auditor"), "5.1.q1"
    assert note_answers(auditor, AUDIT, {key: Note("in-part")}, seen={key: 0}) == 1
    assert note_answers(account("administrator"), AUDIT, {key: Note("in-part")}, noted_by="eke") == 0
    with pytest.raises(Overtaken):
        note_answers(auditor, AUDIT, {key: Note("answered")}, seen={key: 0})
    assert note_answers(auditor, AUDIT, {key: Note()}, seen={key: 1}) == 1
    assert held("AuditAnswer", f"{AUDIT}/{key}").seen is None


@pytest.mark.parametrize(
    ("audit", "key", "evidence", "why"),
    [
        ("audit-none", "5.1.q1", (), "there is no audit"),
        (AUDIT, "8.1.q1", (), "no question of this audit"),
        (AUDIT, "5.1.q1", ("O1",), "nobody audits own work: O1"),
    ],
)
def test_an_answer_that_does_not_belong_is_refused(demo: Path, audit: str, key: str, evidence: Any, why: str):
    from tonetop.records.intake import Refused
    from tonetop.work.assess import assess
    from tonetop.work.audit_checklist import Note, note_answers

    owner = assess().facts.get("AIObjective", "O1").owner
    with pytest.raises(Refused, match=why):
        note_answers(account("governance-lead"), audit, {key: Note("answered", "", evidence)}, noted_by=owner)


def test_who_is_no_person_of_the_register_says_who_noted_an_answer(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.audit_checklist import Note, note_answers

    who = account("administrator")
    who.person = ""
    with pytest.raises(Refused, match="say which auditor"):
        note_answers(who, AUDIT, {"5.1.q1": Note("answered")})
