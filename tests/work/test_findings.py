"""Findings of audits: graded by a person, followed to closure, verified by another than who acted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.work.test_audit import AUDIT, account, held


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


def waits(ref: str) -> str:
    """The act that a finding waits for."""
    from tonetop.work.assess import assess
    from tonetop.work.close_finding import next_step

    facts = assess().facts
    return next_step(facts, facts.get("Finding", ref))


def agreed() -> str:
    """A finding with cause, correction and an action of the governance lead."""
    from tonetop.work.close_finding import NewAction, agree_action, follow_finding

    ref = found().ref
    told = {"cause": "Nobody thought of it.", "correction": "A deputy was named."}
    follow_finding(account("internal-auditor"), ref, told)
    agree_action(account("governance-lead"), ref, NewAction("haddad", "2026-02-01"))
    return str(ref)


def test_a_finding_waits_for_cause_then_correction_then_an_action(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.close_finding import NewAction, agree_action, follow_finding, verify_finding

    auditor, ref = account("internal-auditor"), found().ref
    assert waits(ref) == "cause"
    with pytest.raises(Refused, match="cause is not told"):
        verify_finding(auditor, ref, "yes")
    assert follow_finding(auditor, ref, {"cause": "Nobody thought of it."}, after=1)
    assert waits(ref) == "correction"
    assert follow_finding(auditor, ref, {"correction": "A deputy was named."})
    assert waits(ref) == "action"
    made = agree_action(account("governance-lead"), ref, NewAction("haddad", "2026-02-01"))
    assert (held("Action", made).owner, held("Finding", ref).action) == ("haddad", made)
    assert waits(ref) == "verification"


def test_who_acted_does_not_verify_and_nothing_is_closed_before_another_did(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.assess import assess
    from tonetop.work.close_finding import close_finding, verify_finding, who_may_not_verify

    lead, ref = account("governance-lead"), agreed()
    facts = assess().facts
    assert who_may_not_verify(facts, facts.get("Finding", ref)) == ["Leila Haddad"]
    with pytest.raises(Refused, match="another person verifies"):
        verify_finding(lead, ref, "yes")
    with pytest.raises(Refused, match="closed once another person"):
        close_finding(lead, ref)


def test_a_finding_whose_action_worked_by_another_persons_word_is_closed(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.close_finding import close_finding, follow_finding, verify_finding

    auditor, ref = account("internal-auditor"), agreed()
    assert verify_finding(auditor, ref, "no")
    assert waits(ref) == "verification"
    assert verify_finding(auditor, ref, "yes")
    assert waits(ref) == "closure"
    assert close_finding(auditor, ref)
    assert waits(ref) == ""
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
