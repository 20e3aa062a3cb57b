"""Logging an act: what is written for each kind, with the file as evidence, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.asking import TEXT, account, hold, last, today
from tonetop.core import cadence
from tonetop.documents.letter import Told
from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work.assess import position
from tonetop.work.log_act import Act, File, log_act, meetings, speaker, texts, themes
from tonetop.work.permission import Forbidden

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")


def test_a_communication_is_logged_with_its_file_done_by_one_and_entered_by_another(today: str) -> None:
    act = Act("communication", "ceo", today, "What we expect", "email", ("policy", "ethics"))
    made: Any = log_act(
        account("lead", "governance-lead"), act, File("post.eml", [b"Dear all"], "message/rfc822")
    )
    assert (made.speaker, made.sent_on, made.kind, made.title) == ("ceo", today, "email", "What we expect")
    assert (made.themes, made.entered_by, made.artefact_ref) == (("policy", "ethics"), "lead", "EV-1")
    proof = last("Evidence", "EV-1")
    assert (proof.kind, proof.occurred_on, proof.recorded_by) == ("executive-communication", today, "lead")
    assert proof.sha256 == made.sha256 and blobs.read(made.sha256) == b"Dear all"
    assert proof.links == (made.ref,)


@pytest.mark.parametrize(
    ("sort", "kind"), [("all-hands", "meeting-recording"), ("stakeholder-meeting", "stakeholder-engagement")]
)
def test_the_file_is_evidence_of_the_kind_that_fits(today: str, sort: str, kind: str) -> None:
    log_act(account("ceo"), Act("communication", "ceo", today, sort=sort), File("x.mp4", [b"film"]))
    assert (last("Evidence", "EV-1").kind, last("Evidence", "EV-1").title) == (kind, "x.mp4")


def test_attendance_a_decision_and_a_comment_are_logged(today: str) -> None:
    hold(
        ("Meeting", {"id": "MT-1", "kind": "risk-review", "held_on": today}),
        ("DocumentVersion", {"id": "DV-1", "version": "2", "written_on": today, "sha256": TEXT}),
    )
    ceo = account("ceo")
    seat: Any = log_act(ceo, Act("attendance", "ceo", today, about="MT-1"), File("list.pdf", [b"names"]))
    assert (seat.meeting, seat.person, seat.mode) == ("MT-1", "ceo", "present")
    assert last("Evidence", "EV-1").links == ("MT-1",)
    decided: Any = log_act(ceo, Act("decision", "ceo", today, "Stop the pilot."))
    assert (decided.kind, decided.text, decided.decided_by) == ("direction", "Stop the pilot.", "ceo")
    said: Any = log_act(ceo, Act("policy-comment", "ceo", today, "Name who may stop it.", about="DV-1"))
    assert (said.about, said.sha256, said.said_by, said.text) == (
        ("DV-1",),
        TEXT,
        "ceo",
        "Name who may stop it.",
    )


def test_what_is_missing_is_said_in_a_sentence_and_nothing_is_written(today: str) -> None:
    ceo, before = account("ceo"), position()
    wrong = {
        "no kind": Act("dance", "ceo", today),
        "say who": Act("communication", "", today),
        "on which day": Act("communication", "ceo", "soon"),
        "yet to come": Act("communication", "ceo", cadence.shift(today, 1)),
        "at which meeting": Act("attendance", "ceo", today),
        "what was decided": Act("decision", "ceo", today, " "),
        "which text": Act("policy-comment", "ceo", today, "Well told."),
        "stranger": Act("communication", "stranger", today),
    }
    for said, act in wrong.items():
        with pytest.raises(Refused, match=said):
            log_act(ceo, act)
    assert position() == before


def test_who_may_not_write_the_register_logs_nothing(today: str) -> None:
    for role in ("guest-auditor", "process-owner", "dpo"):
        with pytest.raises(Forbidden):
            log_act(account("clerk", role), Act("communication", "ceo", today))


def test_the_same_attendance_twice_is_told(today: str) -> None:
    hold(("Meeting", {"id": "MT-1", "kind": "steering", "held_on": today}))
    ceo = account("ceo")
    log_act(ceo, Act("attendance", "ceo", about="MT-1"))
    with pytest.raises(Refused, match="is there already"):
        log_act(ceo, Act("attendance", "ceo", about="MT-1"))


def test_themes_are_proposed_by_plain_words_and_by_whole_ones() -> None:
    assert themes("Our policy says what is fair; raise your concerns.") == ["policy", "ethics", "speak-up"]
    assert themes("A risky airline trainee policed it.") == []


def test_the_speaker_is_known_by_account_or_by_name_and_by_neither_when_unclear(today: str) -> None:
    hold(("Person", {"id": "twin", "name": "lead"}))
    Account.objects.create(username="c", email="ceo@example.org", person="ceo", role="executive")
    assert speaker(Told(address="CEO@example.org", by="Somebody")) == "ceo"
    assert speaker(Told(address="other@example.org", by="CFO")) == "cfo"
    assert speaker(Told(by="lead")) == "" and speaker(Told()) == ""


def test_meetings_held_and_texts_are_offered_the_latest_first(today: str) -> None:
    before, later = cadence.shift(today, -9), cadence.shift(today, 9)
    hold(
        ("Meeting", {"id": "MT-1", "held_on": before}),
        ("Meeting", {"id": "MT-2", "held_on": today}),
        ("Meeting", {"id": "MT-3", "planned_on": later}),
        ("DocumentVersion", {"id": "DV-1", "written_on": before}),
        ("PolicyVersion", {"id": "PV-1", "kind": "ai", "version": "1"}),
    )
    assert [row.ref for row in meetings(today)] == ["MT-2", "MT-1"]
    assert [row.ref for row in texts(today)] == ["DV-1", "PV-1"]
