"""Evidence that comes by mail and by a watched folder: whose it is, what is refused and why, nothing lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.work.evidencing import clamd, piece

pytestmark = pytest.mark.usefixtures("demo")
SOON = 1_000_000
MINUTES = b"The board decided."


def letter(sender: str, *files: tuple[str, bytes], subject: str = "Minutes of May") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Somebody <{sender}>", "evidence@example.org"
    mail["Subject"], mail["Date"] = subject, "Fri, 02 May 2025 10:00:00 +0000"
    mail.set_content("Please keep these.")
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for mails."""
    from tonetop.work.mail_in import POST

    folder = tmp_path / "post"
    folder.mkdir()
    monkeypatch.setenv(POST.variable, str(folder))
    return folder


def lead() -> Any:
    from tonetop.records.models import Account

    return Account.objects.filter(role="governance-lead").exclude(email="").first()


def take() -> Any:
    from tonetop.work.mail_in import take_mails

    return take_mails()


def test_a_mail_of_somebody_with_an_account_is_a_piece_with_its_files_and_itself(post: Path):
    from tonetop.records.registry import registers
    from tonetop.work.evidence_files import files_of

    sent = letter(lead().email.upper(), ("May minütes.txt", MINUTES), ("../../etc/passwd", b"x"))
    (post / "1.eml").write_bytes(sent)
    told = take()
    assert (told.made, told.known, told.quarantined, told.held_back) == (1, 0, 0, ())
    row = registers()["Evidence"].objects.order_by("-seq").first()
    assert (row.title, row.occurred_on, row.state, row.recorded_by) == (
        "Minutes of May",
        "2025-05-02",
        "not-ready",
        lead().person or None,
    )
    kept = files_of(row.ref)
    assert [one.now.name for one in kept] == ["May minütes.txt", "passwd", "Minutes of May.eml"]
    assert {(one.now.came_by, one.now.sender) for one in kept} == {("mail", lead().email.lower())}
    assert kept[-1].now.size == len(sent)
    assert not (post / "1.eml").exists() and (post / "taken" / "1.eml").read_bytes() == sent
    (post / "again.eml").write_bytes(sent)
    assert take().known == 1


def test_a_maildir_is_read_in_new_and_cur_and_a_mail_within_a_mail_is_a_file(post: Path):
    from tonetop.work.evidence_files import files_of

    for name in ("new", "cur", "tmp"):
        (post / name).mkdir()
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Inner words")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = lead().email, "Outer"
    outer.set_content("See below")
    outer.add_attachment(inner, filename="inner.eml")
    (post / "new" / "1.M2.host").write_bytes(outer.as_bytes())
    (post / "cur" / "2.M2.host:2,S").write_bytes(letter(lead().email, subject="Words alone"))
    (post / "tmp" / "3.M2.host").write_bytes(b"yet to come")
    assert take().made == 2
    from tonetop.records.registry import registers

    first, last = registers()["Evidence"].objects.order_by("-seq")[:2]
    assert [one.now.name for one in files_of(first.ref)] == ["Words alone.eml"]
    assert [one.now.name for one in files_of(last.ref)] == ["inner.eml", "Outer.eml"]
    assert (post / "tmp" / "3.M2.host").exists()


def test_a_mail_of_a_stranger_of_a_guest_or_of_nobody_lies_in_quarantine_with_a_reason(post: Path):
    from tonetop.records.models import Account
    from tonetop.work.mail_in import POST

    guest = Account.objects.get(role="guest-auditor")
    (post / "1.eml").write_bytes(letter("stranger@elsewhere.example"))
    (post / "2.eml").write_bytes(letter(guest.email))
    (post / "3.eml").write_bytes(b"Subject: from nobody\n\nwords")
    (post / "4.eml").write_bytes(b"From: a@b.example\nFrom: " + lead().email.encode() + b"\n\ntwo senders")
    (post / "note.txt").write_text("no mail")
    assert take().quarantined == 4
    told = {each.name: each.why for each in POST.quarantined()}
    assert "nobody who has an account" in told["1.eml"] and "brings no evidence" in told["2.eml"]
    assert "one sender" in told["3.eml"] and "one sender" in told["4.eml"]
    (post / "1.eml").write_bytes(letter("stranger@elsewhere.example"))
    take()
    assert (post / "quarantine" / "1-2.eml").exists() and (post / "note.txt").exists()


def test_a_mail_with_a_virus_goes_into_quarantine_and_waits_while_nothing_looks(
    post: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records.screening import NAME

    (post / "1.eml").write_bytes(letter(lead().email, ("plain.txt", b"a VIRUS")))
    monkeypatch.setenv(NAME, "127.0.0.1:1")
    assert "held back" in take().held_back[0] and (post / "1.eml").exists()
    with clamd() as address:
        monkeypatch.setenv(NAME, address)
        assert take().quarantined == 1


def test_a_mail_that_is_too_large_or_brings_too_much_is_not_opened(
    post: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.work import mail_in

    (post / "1.eml").write_bytes(letter(lead().email, *((f"{n}.txt", b"x") for n in range(51))))
    monkeypatch.setattr(mail_in, "LARGEST", 100_000)
    (post / "2.eml").write_bytes(letter(lead().email, ("large.bin", os.urandom(200_000))))
    assert take().quarantined == 2
    why = {each.name: each.why for each in mail_in.POST.quarantined()}
    assert "more than 50 files" in why["1.eml"] and "larger than" in why["2.eml"]


def test_a_folder_that_is_not_there_is_told_and_none_is_no_mistake(monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.intake import Refused
    from tonetop.work.mail_in import POST, take_mails
    from tonetop.work.watch_folder import WATCHED, take_files

    for tray, act in ((POST, take_mails), (WATCHED, take_files)):
        monkeypatch.delenv(tray.variable, raising=False)
        assert act().made == 0 and tray.quarantined() == []
        monkeypatch.setenv(tray.variable, "/nowhere/at/all")
        with pytest.raises(Refused, match="is no folder"):
            act()


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watched folder in which files lie still at once."""
    from tonetop.work import watch_folder

    folder = tmp_path / "watched"
    folder.mkdir()
    monkeypatch.setenv(watch_folder.WATCHED.variable, str(folder))
    monkeypatch.setattr(watch_folder, "STILL", -SOON)
    return folder


def test_a_file_that_lies_still_is_stored_and_then_moved(watched: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.registry import registers
    from tonetop.work import watch_folder

    (watched / "minutes.txt").write_bytes(MINUTES)
    (watched / ".part").write_bytes(b"a copy under way")
    (watched / "link.txt").symlink_to("/etc/hostname")
    monkeypatch.setattr(watch_folder, "STILL", 1e12)
    assert watch_folder.take_files().made == 0
    monkeypatch.setattr(watch_folder, "STILL", -SOON)
    assert watch_folder.take_files().made == 1
    row = registers()["Evidence"].objects.order_by("-seq").first()
    assert (row.title, row.state, row.recorded_by) == ("minutes", "not-ready", None)
    assert sorted(path.name for path in watched.iterdir()) == [".part", "link.txt", "taken"]
    (watched / "copy.txt").write_bytes(MINUTES)
    (watched / "empty.txt").touch()
    told = watch_folder.take_files()
    assert (told.made, told.known, told.quarantined) == (0, 1, 1)
    assert "is empty" in (watched / "quarantine" / "empty.txt.why.txt").read_text()


def test_a_file_that_is_written_to_while_it_is_read_stays_and_nothing_of_it_is_kept(
    watched: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records.registry import registers
    from tonetop.work import watch_folder

    before = registers()["Evidence"].objects.count()
    file = watched / "growing.txt"
    file.write_bytes(b"first")
    plain = watch_folder._read

    def read(path: Path, seen: os.stat_result) -> Iterator[bytes]:
        for chunk in plain(path, seen):
            yield chunk
            with path.open("ab") as more:
                more.write(b"x" if path.stat().st_size < 9 else b"")

    monkeypatch.setattr(watch_folder, "_read", read)
    told = watch_folder.take_files()
    assert "written to meanwhile" in told.held_back[0] and file.exists()
    assert registers()["Evidence"].objects.count() == before


def test_the_jobs_run_where_folders_are_named_and_tell_what_is_held_back(
    watched: Path, post: Path, monkeypatch: pytest.MonkeyPatch
):
    from django_tasks_db.models import DBTaskResult

    from tonetop.records.screening import NAME
    from tonetop.work import jobs

    assert {"mails", "files"} <= {*jobs.enqueue_due()}
    (watched / "minutes.txt").write_bytes(MINUTES)
    monkeypatch.setenv(NAME, "127.0.0.1:1")
    jobs.work_off()
    found = {one.task_path.rpartition(".")[2]: one.status for one in DBTaskResult.objects.all()}
    assert (found["mails"], found["files"], found["disposals"]) == ("SUCCESSFUL", "FAILED", "SUCCESSFUL")


def test_the_command_keeps_lists_and_takes_in(
    watched: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    import json

    from tonetop.cli import evidence
    from tonetop.records.intake import Refused

    file = tmp_path / "signed.pdf"
    file.write_bytes(b"%PDF signed")
    options = {"kind": "policy-approval", "occurred_on": "2025-05-02", "requirement": ["LD-1"]}
    assert evidence.add([file], **options, format="json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["new"] and piece(told["evidence"]).requirements == ("LD-1",)
    assert evidence.add([file]) == 0
    assert f"held in {told['evidence']} already" in capsys.readouterr().out
    with pytest.raises(Refused, match="no such file"):
        evidence.add([tmp_path / "none.pdf"])
    assert evidence.listed(state="not-ready", format="json") == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == [told["evidence"]]
    assert evidence.listed(state="not-ready") == 0
    assert told["evidence"] in capsys.readouterr().out
    (watched / "w.txt").write_bytes(b"w")
    assert evidence.take_in() == 0 and "files: 1 taken" in capsys.readouterr().out
    (watched / "e.txt").touch()
    assert evidence.take_in(format="json") == 1


def test_a_file_that_cannot_be_read_or_is_oddly_named_keeps_no_other_from_being_taken(
    watched: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records import clock
    from tonetop.work import watch_folder

    (watched / "a.txt").write_bytes(b"cannot be read")
    (watched / "b.txt").write_bytes(b"not minutes")
    odd = os.fsencode(watched) + b"/c-\xff\xfe.txt"
    Path(os.fsdecode(odd)).write_bytes(b"in other letters")
    later = datetime.fromtimestamp(clock.now().timestamp() + 120, UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    opened = Path.open

    def refuses(path: Path, *given: Any, **named: Any) -> Any:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *given, **named)

    monkeypatch.setattr(Path, "open", refuses)
    told = watch_folder.take_files()
    assert (told.made, told.held_back) == (2, ("a.txt: Permission denied",))
    assert [path.name for path in watched.iterdir() if path.is_file()] == ["a.txt"]
