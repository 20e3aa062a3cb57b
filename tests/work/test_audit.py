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


# Samples


def drawn(size: int = 4, condition: str = "", seed: str = "tide") -> Any:
    from tonetop.work.draw_sample import draw_sample, frame

    of = frame("Decision", "2025-12-31", "2025-12-31", condition)
    return draw_sample(
        account("internal-auditor"), AUDIT, of, seed=seed, size=size, justification="A tenth, much alike."
    )


def test_a_sample_is_kept_with_all_that_draws_it_again(demo: Path):
    from tonetop.core import sampling
    from tonetop.work.assess import assess

    made = drawn()
    idents = [row.id for row in assess().facts.rows("Decision")]
    assert made.drawn == sampling.draw(idents, "tide", 4)
    assert (made.population, made.sha256) == (len(idents), sampling.population(idents).sha256)
    assert (made.drawn_by, made.drawn_on, made.size, made.seed) == ("korpela", "2025-12-31", 4, "tide")


def test_a_sample_is_drawn_again_the_same_although_records_came_the_same_day(demo: Path):
    from tonetop.records import intake, write
    from tonetop.work.draw_sample import draw_again

    made = drawn()
    new = {"id": "dec-late", "text": "Late", "decided_on": "2025-12-31"}
    write.save(intake.take("Decision", new), write.By())
    again = draw_again(held("AuditSample", made.ref))
    assert again.same_population
    assert again.same_sample
    assert again.drawn == made.drawn
    assert drawn(seed="ebb").population == made.population + 1


def test_a_recorded_sample_that_was_altered_is_told_when_it_is_drawn_again(demo: Path):
    from tonetop.work.change_record import change_record
    from tonetop.work.draw_sample import draw_again

    made = drawn()
    better = made.plain() | {"drawn": ["dec-2025-10-21-a"]}
    change_record(account("internal-auditor"), "AuditSample", better, since="correction")
    again = draw_again(held("AuditSample", made.ref))
    assert (again.same_population, again.same_sample) == (True, False)


def test_a_population_may_be_part_of_a_register_and_divided(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.draw_sample import draw_again

    made = drawn(5, "status=closed; by kind")
    facts = assess().facts
    rows = [facts.get("Decision", ref) for ref in made.drawn]
    closed = [row for row in facts.rows("Decision") if row.status == "closed"]
    assert {row.status for row in rows} == {"closed"}
    assert made.population == len(closed)
    assert len({row.kind for row in rows}) == min(5, len({row.kind for row in closed}))
    assert made.condition == "status=closed; by kind"
    assert draw_again(made).same_sample


@pytest.mark.parametrize(
    ("register", "day", "condition", "why"),
    [
        ("Nothing", "2025-12-31", "", "Nothing is no register"),
        ("", "2025-12-31", "", "nothing is no register"),
        ("Decision", "yesterday", "", "is no day"),
        ("Decision", "2026-02-01", "", "yet to come"),
        ("Decision", "2025-12-31", "text=x", "not told apart by 'text=x'; choose kind"),
        ("Decision", "2025-12-31", "status=gone", "not told apart by"),
        ("AuditProgramme", "2025-12-31", "by title", "no field of fixed words"),
    ],
)
def test_a_population_that_cannot_be_is_refused(
    demo: Path, register: str, day: str, condition: str, why: str
):
    from tonetop.records.intake import Refused
    from tonetop.work.draw_sample import frame

    with pytest.raises(Refused, match=why):
        frame(register, day, "2025-12-31", condition)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"seed": " "}, "needs a seed"),
        ({"justification": ""}, "say why so many"),
        ({"size": 0}, "cannot be drawn"),
        ({"size": 10_000}, "cannot be drawn"),
    ],
)
def test_a_sample_needs_a_seed_a_reason_and_a_size_there_is(demo: Path, changed: dict[str, Any], why: str):
    from tonetop.records.intake import Refused
    from tonetop.work.draw_sample import draw_sample, frame

    options = {"seed": "s", "size": 2, "justification": "x"} | changed
    of = frame("Decision", "2025-12-31", "2025-12-31")
    with pytest.raises(Refused, match=why):
        draw_sample(account("internal-auditor"), AUDIT, of, **options)
    assert held("AuditSample", "SMP-1") is None


def test_a_sample_that_does_not_say_how_it_was_drawn_cannot_be_drawn_again(demo: Path):
    from tonetop.records import intake, write
    from tonetop.records.intake import Refused
    from tonetop.work.draw_sample import draw_again

    made = write.save(intake.take("AuditSample", {"id": "SMP-9", "register": "Decision"}), write.By())
    with pytest.raises(Refused, match="does not say"):
        draw_again(made)


# Findings


def found(**changed: str) -> Any:
    from tonetop.work.raise_finding import Found, raise_finding

    told = {"clause": "5.3", "statement": "No deputy.", "evidence": "Roles read.", "grade": "minor"} | changed
    return raise_finding(account("internal-auditor"), "InternalAudit", AUDIT, Found(**told))


def test_a_finding_is_raised_with_the_grade_that_a_person_set(demo: Path):
    made = found(due="2026-03-01")
    assert (made.grade, made.graded_by, made.raised_on) == ("minor", "korpela", "2025-12-31")
    assert (made.audit, made.external_audit, made.due) == (AUDIT, None, "2026-03-01")


@pytest.mark.parametrize("missing", ["clause", "statement", "evidence", "grade"])
def test_no_finding_is_raised_without_clause_statement_evidence_and_grade(demo: Path, missing: str):
    from tonetop.records.intake import Refused

    with pytest.raises(Refused):
        found(**{missing: ""})


def test_a_finding_of_no_audit_or_graded_by_nobody_is_refused(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.raise_finding import Found, raise_finding

    told, who = Found("5.3", "x", "y", "ofi"), account("administrator")
    with pytest.raises(Refused, match="no audit"):
        raise_finding(who, "InternalAudit", "none", told)
    with pytest.raises(Refused, match="no audit"):
        raise_finding(who, "Meeting", "meeting-2025-10-21", told)
    who.person = ""
    with pytest.raises(Refused, match="who set the grade"):
        raise_finding(who, "InternalAudit", AUDIT, told)


def test_earlier_findings_to_the_same_clause_are_offered_the_latest_first(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.raise_finding import earlier

    assert [row.id for row in earlier(assess().facts, "A.10.3", AUDIT)] == ["f-c1", "f-b1"]
    assert [row.id for row in earlier(assess().facts, "A.10.3", "audit-2025-b")] == ["f-c1"]


def test_a_finding_is_followed_from_cause_to_closure_and_verified_by_another(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.assess import assess
    from tonetop.work.close_finding import (
        NewAction,
        agree_action,
        close_finding,
        follow_finding,
        next_step,
        verify_finding,
        who_may_not_verify,
    )

    def step() -> str:
        facts = assess().facts
        return next_step(facts, facts.get("Finding", ref))

    auditor, lead, ref = account("internal-auditor"), account("governance-lead"), found().ref
    steps = [step()]
    with pytest.raises(Refused, match="cause is not told"):
        verify_finding(auditor, ref, "yes")
    assert follow_finding(auditor, ref, {"cause": "Nobody thought of it."}, after=1)
    steps.append(step())
    assert follow_finding(auditor, ref, {"correction": "A deputy was named."})
    steps.append(step())
    made = agree_action(lead, ref, NewAction("haddad", "2026-02-01"))
    assert (held("Action", made).owner, held("Finding", ref).action) == ("haddad", made)
    steps.append(step())
    facts = assess().facts
    assert who_may_not_verify(facts, facts.get("Finding", ref)) == ["Leila Haddad"]
    with pytest.raises(Refused, match="another person verifies"):
        verify_finding(lead, ref, "yes")
    with pytest.raises(Refused, match="closed once another person"):
        close_finding(lead, ref)
    assert verify_finding(auditor, ref, "no")
    steps.append(step())
    assert verify_finding(auditor, ref, "yes")
    steps.append(step())
    assert close_finding(auditor, ref)
    steps.append(step())
    assert steps == [*("cause", "correction", "action", "verification", "verification", "closure"), ""]
    row = held("Finding", ref)
    assert (row.verified_by, row.verified_on, row.effective) == ("korpela", "2025-12-31", "yes")
    assert row.closed_on == "2025-12-31"
    with pytest.raises(Refused, match="is closed"):
        follow_finding(auditor, ref, {"cause": "Another."})


def test_an_opportunity_may_be_closed_at_once(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.close_finding import close_finding, next_step

    ref = found(grade="ofi").ref
    facts = assess().facts
    assert next_step(facts, facts.get("Finding", ref)) == "closure"
    assert close_finding(account("internal-auditor"), ref)


def test_a_finding_that_the_actor_verified_in_the_register_is_not_closed(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.change_record import change_record
    from tonetop.work.close_finding import close_finding

    row = held("Finding", "f-c1").plain()
    owner = held("Action", row["action"]).owner
    row |= {"verified_by": owner, "verified_on": "2025-12-20", "effective": "yes"}
    change_record(account("governance-lead"), "Finding", row)
    with pytest.raises(Refused, match="carried the action out"):
        close_finding(account("governance-lead"), "f-c1")


def test_what_cannot_be_is_refused_in_a_sentence(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.close_finding import NewAction, agree_action, follow_finding, verify_finding

    lead = account("governance-lead")
    with pytest.raises(Refused, match="there is no finding"):
        follow_finding(lead, "none", {"cause": "x"})
    with pytest.raises(Refused, match="repeat of itself"):
        follow_finding(lead, "f-c1", {"repeat_of": "f-c1"})
    with pytest.raises(Refused, match="owner and a day"):
        agree_action(lead, "f-c1", NewAction("haddad", ""))
    with pytest.raises(Refused, match="yes, no or unknown"):
        verify_finding(lead, "f-c1", "perhaps")
    lead.person = ""
    with pytest.raises(Refused, match="who verified"):
        verify_finding(lead, "f-c1", "yes")


def test_an_auditor_agrees_no_action_for_others(demo: Path):
    from tonetop.work.close_finding import NewAction, agree_action
    from tonetop.work.permission import Forbidden

    with pytest.raises(Forbidden):
        agree_action(account("internal-auditor"), "f-c1", NewAction("haddad", "2026-02-01"))
