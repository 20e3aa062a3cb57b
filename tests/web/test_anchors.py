"""The page of those who vouch for the log: holders, what is exposed, readers by mail, witnesses and their refusals."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tests.web.conftest import House
from tests.web.test_reading import text
from tonetop.records.anchoring import AnchorState, CheckpointReader
from tonetop.work import anchor_settings
from tonetop.work.checkpoint_mails import due, send
from tonetop.work.witness import Witness

PAGE = "/ledger/anchors/"
READER = {"name": "Board secretary", "address": "secretary@example.org", "every": "act"}


def test_before_anybody_vouches_the_page_says_so_and_how_to_begin(own: House):
    page = text(own["guest-auditor"].get(PAGE))
    assert "Nobody outside holds a checkpoint yet" in page
    assert "TONETOP_TIMESTAMPS" in page
    assert 'name="address"' not in page


def test_a_reader_gets_checkpoints_by_mail_as_often_as_was_said(own: House, settings: Any):
    from tonetop.records import intake, sealing, write

    settings.EMAIL_BACKEND, settings.SENDS_MAIL = "django.core.mail.backends.locmem.EmailBackend", True
    lead = own["governance-lead"]
    assert "They get the next checkpoint by mail" in text(lead.post(PAGE, READER, follow=True))
    sealing.seal()
    assert due() == 1
    assert send().made == 1
    (letter,) = mail.outbox
    assert letter.to == ["secretary@example.org"]
    ((name, note, _),) = letter.attachments
    assert note in letter.body and name == f"checkpoint-{note.splitlines()[1]}.txt"
    assert "Board secretary" in text(own["dpo"].get(PAGE))
    write.save(intake.take("Person", {"id": "late", "name": "Late Comer"}), write.By("tester"))
    sealing.seal()
    assert due() is None
    number = CheckpointReader.objects.get().pk
    assert "they keep" in text(lead.post(f"{PAGE}readers/{number}/remove/", follow=True))
    assert due() is None


def test_a_mail_that_does_not_go_out_is_told_and_tried_again(
    own: House, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records import sealing

    settings.EMAIL_BACKEND, settings.SENDS_MAIL = "django.core.mail.backends.smtp.EmailBackend", True
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    own["governance-lead"].post(PAGE, READER)
    sealing.seal()
    assert "Board secretary" in send().problems[0]
    assert "failed once" in text(own["dpo"].get(PAGE))
    assert due() is None
    AnchorState.objects.update(next_at=None)
    assert due() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": " "}, "Say who it is"),
        ({"address": "nowhere"}, "The address is none of e-mail"),
        ({"every": "hourly"}, "Choose how often"),
    ],
)
def test_a_reader_without_name_or_address_is_refused_in_a_sentence(
    own: House, change: dict[str, str], why: str
):
    answer = own["governance-lead"].post(PAGE, READER | change)
    assert answer.status_code == 400
    assert why.casefold() in text(answer).casefold()
    assert not CheckpointReader.objects.exists()


def test_nobody_gets_them_twice_under_one_name(own: House):
    own["internal-auditor"].post(PAGE, READER)
    assert "gets checkpoints already" in text(own["internal-auditor"].post(PAGE, READER))


def test_an_auditors_signature_is_asked_for_and_taken_on_the_page(
    own: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import connection

    from tonetop.records.ledger import signers
    from tonetop.work.cosign_file import cosign_file

    auditor, lead = Witness(tmp_path / "auditor", "auditor.example"), own["governance-lead"]
    monkeypatch.setenv(anchor_settings.WITNESSES, str(auditor.key()))
    asked = tmp_path / "asked.txt"
    asked.write_bytes(lead.post(f"{PAGE}ask/", {"witness": "auditor.example"}).content)
    signed = cosign_file(asked, auditor, [signers.current(connection).vkey], datetime.now(UTC)).note
    assert "Kept: auditor.example signed" in text(lead.post(PAGE, {"signed": signed}, follow=True))
    assert lead.post(PAGE, {"signed": "nothing"}).status_code == 400
    assert "there is no witness" in text(lead.post(f"{PAGE}ask/", {"witness": "x"}, follow=True)).casefold()


def test_a_refusal_stands_in_red_on_every_page(own: House):
    why = "it refuses the checkpoint over 9 events: it contradicts what it signed before"
    AnchorState.objects.create(kind="cosignature", holder="other.example", failures=1, why=why, refused=True)
    assert "A witness refuses the ledger" in text(own["dpo"].get("/"))


def test_a_setting_that_cannot_be_read_is_named(own: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(anchor_settings.WITNESSES, "nonsense")
    monkeypatch.setenv(anchor_settings.LOGS, "nonsense")
    page = text(own["governance-lead"].get(PAGE))
    assert "TONETOP_WITNESSES" in page and "TONETOP_WITNESSED_LOGS" in page


def test_a_house_that_is_a_witness_shows_its_key(own: House, monkeypatch: pytest.MonkeyPatch):
    from django.db import connection

    from tonetop.records.ledger import signers

    monkeypatch.setenv(anchor_settings.LOGS, signers.current(connection).vkey)
    assert "/witness+" in text(own["governance-lead"].get(PAGE))
    answer = own.anybody.post("/witness/add-checkpoint", b"x", content_type="text/plain")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
