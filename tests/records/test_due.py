"""What is due by when, and whose it is: by the deadlines and cadences that registers declare."""

from typing import Any

from tonetop.records.due import DEADLINE, REVIEW, due
from tonetop.standard import facts_file

PEOPLE = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]


def told(as_of: str = "2026-01-01", **records: Any) -> list[tuple[str, str, str, tuple[str, ...]]]:
    facts = facts_file.take({"Person": PEOPLE, **records}).facts(as_of)
    return [(one.on, one.ref, one.what, one.whose) for one in due(facts)]


def test_a_deadline_is_its_owners_until_the_record_says_that_it_is_done():
    actions = [
        {"id": "open", "owner": "a", "due": "2026-02-01", "status": "open"},
        {"id": "closed", "owner": "a", "due": "2026-02-01", "status": "closed"},
        {"id": "undated", "owner": "a", "status": "open"},
    ]
    assert told(Action=actions) == [("2026-02-01", "open", DEADLINE, ("a",))]


def test_a_review_is_due_so_many_months_after_the_record_was_last_settled():
    goals = [{"id": "g", "owner": "b", "approved_on": "2024-02-29", "status": "active"}]
    assert told(StrategyGoal=goals) == [("2025-02-28", "g", REVIEW, ("b",))]


def test_who_looked_at_it_and_said_that_it_stands_begins_the_time_anew():
    goals = [{"id": "g", "owner": "b", "approved_on": "2024-02-29", "status": "active"}]
    seen = [{"id": "p", "about": ["g"], "answer": "seen", "answered_by": "a", "answered_on": "2025-06-30"}]
    back = [
        {"id": "q", "about": ["g"], "answer": "sent-back", "answered_by": "a", "answered_on": "2025-09-30"}
    ]
    assert told(StrategyGoal=goals, Approval=seen + back) == [("2026-06-30", "g", REVIEW, ("b",))]


def test_only_the_last_of_those_that_take_each_others_place_is_due():
    policies = [
        {"id": "p1", "kind": "ai", "approved_on": "2023-01-01", "next_review_due": "2024-01-01"},
        {
            "id": "p2",
            "kind": "ai",
            "approved_on": "2025-01-01",
            "next_review_due": "2026-03-01",
            "approved_by": "a",
        },
        {"id": "p3", "kind": "privacy", "approved_on": "2023-01-01", "next_review_due": "2024-05-01"},
    ]
    assert told(PolicyVersion=policies) == [
        ("2024-05-01", "p3", DEADLINE, ()),
        ("2026-03-01", "p2", DEADLINE, ("a",)),
    ]


def test_what_has_ended_and_what_passes_by_itself_is_not_due():
    roles = [{"id": "r", "person": "a", "assigned_on": "2020-01-01", "valid_to": "2025-01-01"}]
    systems = [{"id": "s", "name": "S", "retired_on": "2025-01-01", "recorded_on": "2020-01-01"}]
    mandates = [
        {"id": "past", "mandated_by": "a", "mandated_on": "2025-01-01", "due_on": "2025-06-01"},
        {"id": "ahead", "mandated_by": "a", "mandated_on": "2025-01-01", "due_on": "2026-06-01"},
    ]
    found = told(RoleAssignment=roles, AISystem=systems, TrainingMandate=mandates)
    assert found == [("2026-06-01", "ahead", DEADLINE, ("a",))]


def test_a_draft_that_waits_for_several_is_due_from_each_of_them():
    drafts = [
        {
            "id": "d",
            "version": "1",
            "written_on": "2026-01-01",
            "approvers": ["a", "b"],
            "review_due": "2026-01-15",
        }
    ]
    assert told(DocumentVersion=drafts) == [("2026-01-15", "d", DEADLINE, ("a", "b"))]
