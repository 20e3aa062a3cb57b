"""Answering: what is written in one act, what is refused, and that an answer belongs to what was shown alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.asking import OTHER, TEXT, account, ask, hold, last, request, today, version
from tonetop.core import cadence
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.write import By, Overtaken
from tonetop.work.answer import answer, prepare, there
from tonetop.work.assess import position
from tonetop.work.permission import Forbidden
from tonetop.work.shown import holds, shown

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")


def test_an_approval_names_the_text_the_rank_and_the_day_and_closes_the_ask(today: str) -> None:
    hold(
        ("Document", {"id": "DOC-1", "title": "AI policy"}), version(), ask("ASK-1", "approve", "DV-1", "ceo")
    )
    made: Any = answer(account("ceo"), "DocumentVersion", "DV-1", "approved")
    assert (made.about, made.version, made.sha256) == (("DV-1",), 1, TEXT)
    assert (made.answered_by, made.answered_on, made.rank) == ("ceo", today, "top management")
    assert made.ask == "ASK-1" and made.signed is None
    assert last("Ask", "ASK-1").closed_on == today
    assert holds(made)


def test_an_approval_lapses_when_the_text_changes_and_not_when_something_else_does(today: str) -> None:
    hold(("Document", {"id": "DOC-1", "title": "AI policy"}), version())
    made = answer(account("ceo"), "DocumentVersion", "DV-1", "approved")
    hold(version(change="Told more plainly."))
    assert holds(made)
    hold(version(sha256=OTHER))
    assert not holds(made)


def test_an_approval_lapses_when_the_record_is_withdrawn(today: str) -> None:
    hold(
        ("StrategyGoal", {"id": "SG-1", "title": "Be trusted", "concerns_ai": True}),
        ask("ASK-1", "approve", "SG-1", "ceo"),
    )
    made = answer(account("ceo"), "StrategyGoal", "SG-1", "approved")
    assert holds(made)
    write.withdraw("StrategyGoal", "SG-1", By())
    assert not holds(made)


def test_a_reviewed_risk_names_its_reviewers_and_the_review_does_not_undo_itself(today: str) -> None:
    hold(("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_by": "lead", "performed_on": today}))
    before = shown(last("RiskAssessment", "R-1"))
    first = answer(account("ceo"), "RiskAssessment", "R-1", "approved")
    answer(account("cfo"), "RiskAssessment", "R-1", "approved-with-comment", comment="Watch the trend.")
    row = last("RiskAssessment", "R-1")
    assert (row.reviewed_by, row.reviewed_on) == (("ceo", "cfo"), today)
    assert shown(row).sha256 == before.sha256 and holds(first)
    hold(("RiskAssessment", row.plain() | {"residual": "critical"}))
    assert not holds(first)


def test_a_later_answer_takes_the_place_of_the_earlier_one_and_both_stay(today: str) -> None:
    hold(("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today}))
    ceo = account("ceo")
    answer(ceo, "RiskAssessment", "R-1", "approved")
    answer(ceo, "RiskAssessment", "R-1", "sent-back", comment="The figures are last year's.")
    row = last("RiskAssessment", "R-1")
    assert row.reviewed_by is None and row.reviewed_on is None
    given = registers()["Approval"].objects.order_by("row").values_list("answer", flat=True)
    assert list(given) == ["approved", "sent-back"]


def test_a_treatment_is_approved_first_and_what_remains_accepted_next(today: str) -> None:
    hold(
        ("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today, "status": "approved"}),
        ("RiskTreatmentPlan", {"id": "TP-1", "risk": "R-1", "owner": "lead"}),
    )
    answer(account("ceo"), "RiskTreatmentPlan", "TP-1", "approved")
    row = last("RiskTreatmentPlan", "TP-1")
    assert (row.approved_by, row.approved_on, row.residual_accepted_by) == ("ceo", today, None)
    cfo = account("cfo")
    answer(cfo, "RiskTreatmentPlan", "TP-1", "approved")
    row = last("RiskTreatmentPlan", "TP-1")
    assert (row.approved_by, row.residual_accepted_by, row.residual_accepted_on) == ("ceo", "cfo", today)
    answer(cfo, "RiskTreatmentPlan", "TP-1", "declined", comment="Too much remains.")
    row = last("RiskTreatmentPlan", "TP-1")
    assert (row.approved_by, row.residual_accepted_by) == ("ceo", None)


def test_two_who_are_asked_both_have_to_approve_before_it_counts(today: str) -> None:
    hold(
        ("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today}),
        ("RiskTreatmentPlan", {"id": "TP-1", "risk": "R-1"}),
        ask("ASK-1", "approve", "TP-1", "ceo"),
        ask("ASK-2", "approve", "TP-1", "cfo"),
    )
    ceo = account("ceo")
    assert prepare(ceo, "RiskTreatmentPlan", "TP-1", "approved").waits == ["cfo"]
    answer(ceo, "RiskTreatmentPlan", "TP-1", "approved")
    assert last("RiskTreatmentPlan", "TP-1").approved_by is None
    answer(account("cfo"), "RiskTreatmentPlan", "TP-1", "approved")
    assert last("RiskTreatmentPlan", "TP-1").approved_by == "cfo"


def test_it_does_not_count_while_one_of_those_asked_is_against_this_version(today: str) -> None:
    hold(
        ("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today}),
        ("RiskTreatmentPlan", {"id": "TP-1", "risk": "R-1"}),
        ask("ASK-1", "approve", "TP-1", "ceo"),
        ask("ASK-2", "approve", "TP-1", "cfo"),
    )
    answer(account("ceo"), "RiskTreatmentPlan", "TP-1", "sent-back", comment="Say who pays.")
    cfo = account("cfo")
    answer(cfo, "RiskTreatmentPlan", "TP-1", "approved")
    assert last("RiskTreatmentPlan", "TP-1").approved_by is None
    hold(("RiskTreatmentPlan", {"id": "TP-1", "risk": "R-1", "option": "reduce"}))
    answer(cfo, "RiskTreatmentPlan", "TP-1", "approved")
    assert last("RiskTreatmentPlan", "TP-1").approved_by == "cfo"


def test_a_requestis_granted_in_part_with_the_reason_and_the_accepted_consequence(today: str) -> None:
    hold(request())
    cfo = account("cfo")
    with pytest.raises(Refused, match="why less is granted"):
        answer(cfo, "ResourceRequest", "RR-1", "approved", amount=60)
    answer(
        cfo,
        "ResourceRequest",
        "RR-1",
        "approved-with-comment",
        amount=60,
        comment="Costs fall.",
        consequence="One study less.",
    )
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.decided_by, row.decided_on) == (60, "cfo", today)
    assert (row.shortfall_rationale, row.consequence) == ("Costs fall.", "One study less.")
    assert (row.consequence_accepted_by, row.consequence_accepted_on) == ("cfo", today)
    answer(cfo, "ResourceRequest", "RR-1", "approved")
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.shortfall_rationale) == (100, None)


def test_a_declined_requestis_decided_with_nothing_and_a_returned_one_is_undecided(today: str) -> None:
    hold(request())
    cfo = account("cfo")
    answer(cfo, "ResourceRequest", "RR-1", "declined", comment="Not this year.")
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.decided_by, row.shortfall_rationale) == (0, "cfo", "Not this year.")
    answer(cfo, "ResourceRequest", "RR-1", "sent-back", comment="Say what for.")
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.decided_by, row.decided_on) == (None, None, None)


def test_a_requestwithout_an_amount_needs_one_to_be_granted(today: str) -> None:
    hold(request(kind="people", amount=None))
    with pytest.raises(Refused, match="how much is granted"):
        answer(account("cfo"), "ResourceRequest", "RR-1", "approved")


@pytest.mark.parametrize(
    ("word", "kind", "text"), [("approved", "go", "Yes: Launch it?"), ("declined", "no-go", "No: Launch it?")]
)
def test_a_yes_or_no_to_a_question_is_a_decision_about_it(
    today: str, word: str, kind: str, text: str
) -> None:
    hold(
        ("AISystem", {"id": "AI-1", "name": "Vera"}), ask("ASK-1", "decide", "AI-1", "ceo", why="Launch it?")
    )
    answer(account("ceo"), "AISystem", "AI-1", word, comment="After the assessment.")
    row = last("Decision", "D-1")
    assert (row.kind, row.text, row.rationale) == (kind, text, "After the assessment.")
    assert (row.about, row.decided_by, row.decided_on) == (("AI-1",), "ceo", today)


def test_what_was_seen_is_kept_and_changes_nothing_of_the_record(today: str) -> None:
    hold(("AIObjective", {"id": "O-1", "title": "Fewer errors"}))
    hold(ask("ASK-1", "see", "O-1", "ceo"), ask("ASK-2", "approve", "O-1", "ceo"))
    hold(("Measurement", {"kpi": "O-1", "measured_on": today, "value": 1.1, "status": "red"}))
    made: Any = answer(account("ceo"), "Measurement", f"O-1/{today}", "seen")
    assert made.answer == "seen" and holds(made)
    assert made.about == ("O-1",)
    assert last("Measurement", f"O-1/{today}").revision == 1
    assert last("Ask", "ASK-1").closed_on == today
    assert last("Ask", "ASK-2").closed_on is None
    hold(("Measurement", {"kpi": "O-1", "measured_on": today, "value": 1.2, "status": "red"}))
    assert not holds(made)


def test_an_objective_is_approved_and_the_approval_taken_back(today: str) -> None:
    hold(("AIObjective", {"id": "O-1", "title": "Fewer errors"}), ask("ASK-1", "approve", "O-1", "ceo"))
    ceo = account("ceo")
    answer(ceo, "AIObjective", "O-1", "approved")
    assert last("AIObjective", "O-1").approved_by == "ceo"
    answer(ceo, "AIObjective", "O-1", "sent-back", comment="Name a target.")
    assert last("AIObjective", "O-1").approved_by is None


def test_nobody_answers_for_their_own_work(today: str) -> None:
    hold(
        ("Document", {"id": "DOC-1", "title": "AI policy"}),
        version(author="ceo"),
        request(requested_by="cfo"),
    )
    before = position()
    with pytest.raises(Forbidden, match="own work"):
        answer(account("ceo"), "DocumentVersion", "DV-1", "approved")
    with pytest.raises(Forbidden, match="own work"):
        answer(account("cfo"), "ResourceRequest", "RR-1", "approved")
    assert position() == before


def test_what_changed_since_it_was_shown_is_not_answered(today: str) -> None:
    hold(("Document", {"id": "DOC-1", "title": "AI policy"}), version())
    seen = shown(last("DocumentVersion", "DV-1")).sha256
    hold(version(sha256=OTHER))
    with pytest.raises(Overtaken, match="changed since it was shown"):
        answer(account("ceo"), "DocumentVersion", "DV-1", "approved", sha256=seen)
    answer(account("ceo", "governance-lead"), "DocumentVersion", "DV-1", "approved", sha256=OTHER)


def test_who_was_not_asked_and_has_no_rank_does_not_answer(today: str) -> None:
    hold(("Document", {"id": "DOC-1", "title": "AI policy"}), version(), request())
    for type, ref in (("DocumentVersion", "DV-1"), ("ResourceRequest", "RR-1")):
        with pytest.raises(Forbidden, match="not put before you"):
            answer(account("clerk", "process-owner" if ref == "RR-1" else "dpo"), type, ref, "approved")
    with pytest.raises(Forbidden, match="not put before you"):
        answer(account("cfo"), "DocumentVersion", "DV-1", "approved")


@pytest.mark.parametrize(
    ("person", "role", "said"),
    [
        ("ceo", "guest-auditor", "guests look"),
        ("", "executive", "no person of the register"),
        ("gone", "executive", "not valid"),
    ],
)
def test_an_account_without_a_person_or_right_does_not_answer(
    today: str, person: str, role: str, said: str
) -> None:
    yesterday = cadence.shift(today, -1)
    hold(
        ("Person", {"id": "gone", "name": "Gone", "valid_to": yesterday, "is_top_management": True}),
        request(),
    )
    with pytest.raises(Forbidden, match=said):
        answer(account(person, role), "ResourceRequest", "RR-1", "approved")


@pytest.mark.parametrize("word", ["approved-with-comment", "sent-back", "declined"])
def test_an_answer_that_needs_a_reason_is_refused_without_one(today: str, word: str) -> None:
    hold(request())
    with pytest.raises(Refused, match="say why"):
        answer(account("ceo"), "ResourceRequest", "RR-1", word, comment="  ")


def test_words_that_are_no_answer_and_records_that_are_not_there_are_refused(today: str) -> None:
    hold(request())
    with pytest.raises(Refused, match="no answer"):
        answer(account("ceo"), "ResourceRequest", "RR-1", "maybe")
    for type, ref in (("ResourceRequest", "RR-9"), ("Nonsense", "RR-1")):
        with pytest.raises(Refused, match="no such record"):
            there(type, ref)


def test_the_answer_the_ask_and_the_fact_stand_in_the_ledger_together_or_not_at_all(
    today: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(request(), ask("ASK-1", "decide", "RR-1", "cfo"))
    before = position()
    answer(account("cfo"), "ResourceRequest", "RR-1", "approved")
    assert position() == before + 3

    def fails(*args: Any) -> None:
        raise RuntimeError("lost power")

    monkeypatch.setattr(write, "_relink", fails)
    with pytest.raises(RuntimeError):
        answer(account("ceo"), "ResourceRequest", "RR-1", "declined", comment="No.")
    assert position() == before + 3
    assert last("ResourceRequest", "RR-1").granted == 100


def test_personal_values_and_the_entry_are_no_part_of_what_is_hashed(today: str) -> None:
    before = shown(last("Person", "lead"))
    hold(("Person", last("Person", "lead").plain() | {"name": "Another Name"}))
    after = shown(last("Person", "lead"))
    assert after.revision == 2 and after.sha256 == before.sha256
    hold(("Person", last("Person", "lead").plain() | {"org_unit": "Risk"}))
    assert shown(last("Person", "lead")).sha256 != before.sha256
