"""Answering: what is written in one act, what is refused, and that an answer belongs to what was shown alone."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.core import cadence
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.write import By, Change, Overtaken, latest
from tonetop.work.answer import answer, prepare, there
from tonetop.work.assess import position
from tonetop.work.permission import Forbidden
from tonetop.work.shown import holds, shown

pytestmark = pytest.mark.usefixtures("folder")
TEXT, OTHER = "a" * 64, "b" * 64


def hold(*records: tuple[str, dict[str, Any]]) -> None:
    """Put records into the data folder."""
    told = [(type, {k: v for k, v in plain.items() if v is not None}, None) for type, plain in records]
    entries = intake.take_all(told)
    write.save_all(list(map(Change, entries)), By())


def last(type: str, ref: str) -> Any:
    """A record as it was written last."""
    row = latest(type, ref)
    assert row is not None
    return row


def ask(ref: str, kind: str, about: str, of: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """An ask put before somebody today."""
    plain = {"id": ref, "kind": kind, "about": [about], "asked_of": of, "asked_by": "lead"}
    return "Ask", plain | {"asked_on": clock.today()} | more


@pytest.fixture
def today(folder: Any) -> str:
    """The day, with a chief executive, a chief of finance, a lead and a deputy in the register."""
    day = clock.today()
    long_ago = cadence.shift(day, -900)
    tops = [
        ("Person", {"id": ref, "name": ref, "is_top_management": True, "valid_from": long_ago})
        for ref in ("ceo", "cfo")
    ]
    others = [
        ("Person", {"id": ref, "name": ref, "valid_from": long_ago}) for ref in ("lead", "deputy", "clerk")
    ]
    hold(*tops, *others)
    return day


def account(person: str, role: str = "executive") -> Account:
    """A sign-in of a person."""
    return Account.objects.create(username=f"{person}-{role}", role=role, person=person)


def version(**more: Any) -> tuple[str, dict[str, Any]]:
    """A text put before the chief executive."""
    plain = {"id": "DV-1", "document": "DOC-1", "version": "2.1", "author": "lead", "sha256": TEXT}
    return "DocumentVersion", plain | {"approvers": ["ceo"], "written_on": clock.today()} | more


def request(**more: Any) -> tuple[str, dict[str, Any]]:
    """A request for money that waits."""
    plain = {"id": "RR-1", "kind": "money", "amount": 100, "requested_by": "lead"}
    return "ResourceRequest", plain | {"requested_on": clock.today()} | more


def delegation(day: str, *limits: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """What the chief executive lets the deputy do."""
    plain = {"id": "RA-1", "role": "deputy", "person": "deputy", "delegated_from": "ceo", "assigned_on": day}
    return "RoleAssignment", plain | {"accepted_on": day, "delegation_limits": list(limits)} | more


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
    hold(("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today}))
    made = answer(account("ceo"), "RiskAssessment", "R-1", "approved")
    assert holds(made)
    write.withdraw("RiskAssessment", "R-1", By())
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
        ("RiskAssessment", {"id": "R-1", "inherent": "high", "performed_on": today}),
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


def test_a_request_is_granted_in_part_with_the_reason_and_the_accepted_consequence(today: str) -> None:
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


def test_a_declined_request_is_decided_with_nothing_and_a_returned_one_is_undecided(today: str) -> None:
    hold(request())
    cfo = account("cfo")
    answer(cfo, "ResourceRequest", "RR-1", "declined", comment="Not this year.")
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.decided_by, row.shortfall_rationale) == (0, "cfo", "Not this year.")
    answer(cfo, "ResourceRequest", "RR-1", "sent-back", comment="Say what for.")
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.decided_by, row.decided_on) == (None, None, None)


def test_a_request_without_an_amount_needs_one_to_be_granted(today: str) -> None:
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


def test_a_delegation_in_force_hands_the_ask_on_with_its_reason(today: str) -> None:
    hold(
        request(),
        ask("ASK-1", "decide", "RR-1", "ceo", why="Needed by June", due=cadence.shift(today, 5)),
        delegation(today, "budget-approval", "money<=150"),
    )
    made: Any = answer(account("ceo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")
    assert (made.answer, made.delegated_to) == ("delegated", "deputy")
    assert last("Ask", "ASK-1").closed_on == today
    handed = last("Ask", "ASK-2")
    assert (handed.asked_of, handed.delegated_from, handed.kind) == ("deputy", "ceo", "decide")
    assert (handed.why, handed.due) == ("Needed by June", cadence.shift(today, 5))
    done: Any = answer(account("deputy", "process-owner"), "ResourceRequest", "RR-1", "approved")
    assert (done.on_behalf_of, done.rank) == ("ceo", "delegate of ceo")
    assert last("ResourceRequest", "RR-1").decided_by == "deputy"


@pytest.mark.parametrize("limits", [("risk-review",), ("budget-approval", "money<=99"), ()])
def test_a_delegation_that_does_not_reach_so_far_hands_nothing_on(
    today: str, limits: tuple[str, ...]
) -> None:
    hold(request(), delegation(today, *limits))
    with pytest.raises(Refused, match="no delegation from ceo to deputy"):
        answer(account("ceo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")


def test_a_delegate_decides_up_to_the_limit_and_not_for_work_of_whoever_delegated(today: str) -> None:
    hold(request(amount=500), delegation(today, "budget-approval", "money<=150"))
    deputy = account("deputy", "process-owner")
    with pytest.raises(Refused, match="no delegation"):
        answer(deputy, "ResourceRequest", "RR-1", "approved")
    answer(deputy, "ResourceRequest", "RR-1", "approved", amount=150, comment="All I may.")
    assert last("ResourceRequest", "RR-1").granted == 150
    hold(request(id="RR-2", requested_by="ceo"))
    with pytest.raises(Forbidden, match="own work"):
        answer(deputy, "ResourceRequest", "RR-2", "approved")


def test_what_was_delegated_goes_no_further_and_what_no_delegation_covers_stays(today: str) -> None:
    hold(
        request(),
        ("AISystem", {"id": "AI-1", "name": "Vera"}),
        ask("ASK-1", "decide", "AI-1", "ceo"),
        ask("ASK-2", "decide", "RR-1", "cfo", delegated_from="ceo"),
        delegation(today, "budget-approval"),
    )
    with pytest.raises(Refused, match="not delegated further"):
        answer(account("cfo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")
    ceo = account("ceo")
    with pytest.raises(Refused, match="none of them"):
        answer(ceo, "AISystem", "AI-1", "delegated", delegate_to="deputy")
    for nobody in ("", "stranger"):
        with pytest.raises(Refused, match="to whom"):
            answer(ceo, "AISystem", "AI-1", "delegated", delegate_to=nobody)
    answer(ceo, "AISystem", "AI-1", "delegated", delegate_to="cfo")
    assert last("Ask", "ASK-3").asked_of == "cfo"


def test_nothing_is_delegated_to_whoever_did_the_work(today: str) -> None:
    hold(request(requested_by="deputy"), delegation(today, "budget-approval"))
    with pytest.raises(Forbidden, match="own work"):
        answer(account("ceo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")


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
