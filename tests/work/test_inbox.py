"""The inbox: what waits for whom, why, in which order, and what leaves it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.asking import OTHER, TEXT, account, ask, delegation, hold, last, request, today, version
from tonetop.core import cadence
from tonetop.work.answer import answer
from tonetop.work.assess import assess
from tonetop.work.confirm import confirm
from tonetop.work.inbox import count, inbox

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")
DOCUMENT = ("Document", {"id": "DOC-1", "title": "AI policy"})


def waiting(person: str) -> dict[str, list[tuple[str, str]]]:
    """What waits for a person today, as (what, id) by queue; queues in which nothing waits are left out."""
    found = inbox(assess().facts, person)
    return {queue: [(item.what, item.row.id) for item in items] for queue, items in found.items() if items}


def test_nothing_waits_for_a_stranger_or_for_nobody(today: str) -> None:
    hold(request())
    assert waiting("stranger") == {} and waiting("") == {}


def test_an_ask_waits_in_the_queue_of_its_kind_until_it_is_answered(today: str) -> None:
    hold(
        ("AISystem", {"id": "AI-1", "name": "Vera"}),
        ("AISystem", {"id": "AI-2", "name": "Flow"}),
        ("AISystem", {"id": "AI-3", "name": "Scan"}),
        ask("ASK-1", "decide", "AI-1", "ceo"),
        ask("ASK-2", "see", "AI-2", "ceo"),
        ask("ASK-3", "review-risk", "AI-3", "lead"),
    )
    assert waiting("ceo") == {"decide": [("decide", "AI-1")], "see": [("see", "AI-2")]}
    assert waiting("lead") == {"risks": [("review-risk", "AI-3")]}
    answer(account("ceo"), "AISystem", "AI-2", "seen")
    assert waiting("ceo") == {"decide": [("decide", "AI-1")]}


def test_a_request_waits_for_those_of_rank_and_their_delegates_but_not_for_whoever_made_it(
    today: str,
) -> None:
    hold(request(requested_by="cfo"), delegation(today, "budget-approval"))
    handed = {"confirm": [("entered", "RA-1")]}  # what they handed on waits for their own word
    assert waiting("ceo") == {"decide": [("request", "RR-1")], **handed}
    assert waiting("deputy") == {"decide": [("request", "RR-1")]}
    assert waiting("cfo") == {} and waiting("clerk") == {}
    answer(account("ceo"), "ResourceRequest", "RR-1", "approved")
    assert waiting("deputy") == {}


def test_the_overdue_come_first_and_then_the_escalated(today: str) -> None:
    late, soon = cadence.shift(today, -3), cadence.shift(today, 3)
    hold(
        request(id="RR-1", needed_by=soon),
        request(id="RR-2", escalated_on=today),
        request(id="RR-3", needed_by=late),
    )
    assert waiting("ceo")["decide"] == [("request", "RR-3"), ("request", "RR-2"), ("request", "RR-1")]


def test_a_high_risk_waits_for_each_top_manager_until_they_looked_within_the_cadence(today: str) -> None:
    high = {
        "id": "R-1",
        "inherent": "high",
        "performed_on": cadence.shift(today, -300),
        "performed_by": "lead",
    }
    low = {"id": "R-2", "inherent": "low", "performed_on": today}
    hold(("RiskAssessment", high), ("RiskAssessment", low))
    assert waiting("ceo") == {"risks": [("risk", "R-1")]}
    answer(account("ceo"), "RiskAssessment", "R-1", "approved")
    assert waiting("ceo") == {}
    assert waiting("cfo") == {"risks": [("risk", "R-1")]}
    old = {"reviewed_by": ["ceo", "cfo"], "reviewed_on": cadence.shift(today, -250)}
    hold(("RiskAssessment", high | old))
    assert inbox(assess().facts, "cfo")["risks"][0].last_on == cadence.shift(today, -250)


def test_a_risk_that_a_meeting_covered_was_looked_at_by_those_who_attended(today: str) -> None:
    hold(
        ("RiskAssessment", {"id": "R-1", "inherent": "critical", "performed_on": today}),
        (
            "Meeting",
            {"id": "MT-1", "kind": "risk-review", "held_on": today, "inputs": {"top_ai_risks": ["R-1"]}},
        ),
        ("Attendance", {"meeting": "MT-1", "person": "ceo", "mode": "present"}),
        ("Decision", {"id": "D-1", "source": "MT-1", "decided_by": "ceo", "decided_on": today}),
    )
    assert waiting("ceo") == {}
    assert waiting("cfo") == {"risks": [("risk", "R-1")]}


def test_a_treatment_waits_for_approval_and_then_for_the_acceptance_of_what_remains(today: str) -> None:
    seen = {"reviewed_by": ["ceo", "cfo"], "reviewed_on": today}
    hold(
        (
            "RiskAssessment",
            {"id": "R-1", "inherent": "high", "performed_on": today, "status": "draft", **seen},
        ),
        ("RiskTreatmentPlan", {"id": "TP-1", "risk": "R-1", "owner": "cfo"}),
    )
    ceo = account("ceo")
    assert waiting("ceo") == {"risks": [("treatment", "TP-1")]} and waiting("cfo") == {}
    answer(ceo, "RiskTreatmentPlan", "TP-1", "sent-back", comment="Name the controls.")
    assert waiting("ceo") == {}
    answer(ceo, "RiskTreatmentPlan", "TP-1", "approved")
    assert waiting("ceo") == {}, "what a draft says remains, nobody accepts"
    approved = {"status": "approved", "approved_by": "cfo", "approved_on": today}
    hold(("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today, **seen, **approved}))
    assert waiting("ceo") == {"risks": [("residual", "TP-1")]}
    answer(ceo, "RiskTreatmentPlan", "TP-1", "approved")
    assert waiting("ceo") == {}


def test_a_text_waits_for_its_approvers_and_again_once_it_changed(today: str) -> None:
    hold(DOCUMENT, version())
    ceo = account("ceo")
    assert waiting("ceo") == {"approve": [("version", "DV-1")]} and waiting("cfo") == {}
    answer(ceo, "DocumentVersion", "DV-1", "approved")
    assert waiting("ceo") == {}
    hold(version(sha256=OTHER))
    assert inbox(assess().facts, "ceo")["approve"][0].last_on == today
    hold(version(sha256=TEXT))
    assert waiting("ceo") == {}


def test_a_text_of_ones_own_one_replaced_and_one_of_a_retired_document_do_not_wait(today: str) -> None:
    hold(
        DOCUMENT,
        ("Document", {"id": "DOC-2", "title": "Old rules", "retired_on": today}),
        version(id="DV-1"),
        version(id="DV-2", supersedes="DV-1", author="ceo"),
        version(id="DV-3", document="DOC-2"),
        version(id="DV-4", sha256=None),
    )
    assert waiting("ceo") == {}


def test_the_last_measurement_of_an_objective_waits_to_be_seen_the_red_one_first(today: str) -> None:
    before = cadence.shift(today, -30)
    hold(
        ("AIObjective", {"id": "O-1", "title": "Errors"}),
        ("AIObjective", {"id": "O-2", "title": "Time"}),
        ("AIObjective", {"id": "O-3", "title": "Cost", "status": "cancelled"}),
        ("Measurement", {"kpi": "O-1", "measured_on": before, "status": "red"}),
        ("Measurement", {"kpi": "O-1", "measured_on": today, "status": "green"}),
        ("Measurement", {"kpi": "O-2", "measured_on": today, "status": "red"}),
        ("Measurement", {"kpi": "O-3", "measured_on": today, "status": "red"}),
    )
    assert waiting("ceo") == {"see": [("measurement", f"O-2/{today}"), ("measurement", f"O-1/{today}")]}
    assert waiting("lead") == {}
    answer(account("ceo"), "Measurement", f"O-2/{today}", "seen")
    assert waiting("ceo") == {"see": [("measurement", f"O-1/{today}")]}
    hold(("Meeting", {"id": "MT-1", "kind": "steering", "held_on": today}))
    shown = {"presented_in": "MT-1", "presented_on": today}
    hold(("Measurement", {"kpi": "O-1", "measured_on": today, "status": "green", **shown}))
    assert waiting("ceo") == {}


def test_an_act_entered_by_another_waits_for_the_doers_word_about_this_version(today: str) -> None:
    said = {"id": "COM-1", "kind": "all-hands", "speaker": "ceo", "sent_on": today, "entered_by": "lead"}
    hold(("Communication", said), ("Communication", said | {"id": "COM-2", "entered_by": "ceo"}))
    ceo = account("ceo")
    assert waiting("ceo") == {"confirm": [("entered", "COM-1")]}
    confirm(ceo, "Communication", "COM-1", "mine")
    assert waiting("ceo") == {}
    hold(("Communication", said | {"reached": 12}))
    assert waiting("ceo") == {"confirm": [("entered", "COM-1")]}


def test_the_same_record_waits_once_and_all_is_counted(today: str) -> None:
    hold(DOCUMENT, version(), request(), ask("ASK-1", "approve", "DV-1", "ceo"))
    assert waiting("ceo") == {"decide": [("request", "RR-1")], "approve": [("approve", "DV-1")]}
    assert count(inbox(assess().facts, "ceo")) == 2
    row: Any = last("Ask", "ASK-1")
    assert row.closed_on is None
