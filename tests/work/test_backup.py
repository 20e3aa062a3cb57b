"""A backup is one consistent file; bringing it back is all or nothing and tells what is lost."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.work.conftest import NOW, add_person, at, copied, people
from tonetop.work.backup import backup
from tonetop.work.data_folder import FolderRefused
from tonetop.work.restore import restore
from tonetop.work.verify_folder import verify_folder

pytestmark = pytest.mark.sqlite


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that counts."""
    names = ("tonetop.sqlite3", "ledger.key", "checkpoints.jsonl")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


@pytest.mark.slow
def test_a_backup_brought_to_an_empty_place_holds_everything(data: Path, saved: Path, tmp_path: Path):
    (data / "evidence").mkdir()
    (data / "evidence" / "minutes.pdf").write_bytes(b"%PDF")
    saved = backup(data, tmp_path / "two.backup", NOW).path
    done = restore(saved, tmp_path / "new", NOW)
    assert (done.events, done.lost, done.aside) == (2, 0, None)
    assert people(tmp_path / "new") == {"p1"}
    assert (tmp_path / "new" / "evidence" / "minutes.pdf").read_bytes() == b"%PDF"
    assert verify_folder(tmp_path / "new").problems == []
    add_person(tmp_path / "new", "p2")
    assert verify_folder(tmp_path / "new").problems == []


def test_a_backup_is_its_owners_alone_and_overwrites_nothing(data: Path, saved: Path):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    before = saved.read_bytes()
    with pytest.raises(FolderRefused, match="no backup is overwritten"):
        backup(data, saved, NOW)
    assert saved.read_bytes() == before
    with pytest.raises(FolderRefused, match="lies in the data folder itself"):
        backup(data, data / "one.backup", NOW)


def test_a_backup_taken_while_somebody_writes_is_of_one_moment(data: Path, tmp_path: Path):
    with closing(sqlite3.connect(data / "tonetop.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO records_organisation VALUES (9, 'Half', 'UTC', 'other', '', '')")
        saved = backup(data, tmp_path / "busy.backup", NOW).path
        writer.execute("ROLLBACK")
    restore(saved, tmp_path / "new", NOW)
    assert verify_folder(tmp_path / "new").problems == []


def test_a_backup_without_a_place_to_write_is_refused_and_leaves_nothing(data: Path, tmp_path: Path):
    with pytest.raises(FolderRefused, match="could not be written"):
        backup(data, tmp_path / "nowhere" / "one.backup", NOW)
    assert not list(tmp_path.glob("*.part"))
    assert not list(data.glob("tonetop-*"))


@pytest.mark.slow
def test_a_folder_with_the_log_of_another_organisation_is_replaced_only_when_asked(
    saved: Path, tmp_path: Path, unblocked: None
):
    from tonetop.work.open_folder import open_folder

    with at(tmp_path / "other") as other:
        open_folder(create=True)
    before = contents(other)
    with pytest.raises(FolderRefused, match="holds the log of another organisation; .* add --replace"):
        restore(saved, other, NOW)
    assert contents(other) == before
    assert restore(saved, other, NOW, replace=True).aside == other / "replaced-2026-01-02T030405"


def test_what_was_there_is_moved_aside(data: Path, saved: Path):
    before = contents(data)
    done = restore(saved, data, NOW)
    assert done.aside == data / "replaced-2026-01-02T030405"
    assert contents(done.aside) == before
    assert done.lost == 0


def test_an_older_backup_is_told_and_the_log_says_what_was_lost(data: Path, saved: Path):
    add_person(data, "p2")
    add_person(data, "p3")
    done = restore(saved, data, NOW)
    assert (done.lost, done.event, done.events) == (2, 3, 3)
    assert people(data) == {"p1"}
    report = verify_folder(data)
    assert report.problems == []
    told = "events 3 to 4 of before the restore that event 3 tells of: they are lost"
    assert told in report.not_checked
    with closing(sqlite3.connect(data / "tonetop.sqlite3")) as raw:
        (type, body) = raw.execute("SELECT type, body FROM ledger_events WHERE seq = 3").fetchone()
    assert type == "ledger.restored"
    assert json.loads(body)["data"]["lost"].split("\n")[1] == "4"


def test_after_an_older_backup_work_goes_on(data: Path, saved: Path):
    add_person(data, "p2")
    restore(saved, data, NOW, replace=True)
    add_person(data, "p4")
    assert people(data) == {"p1", "p4"}
    assert verify_folder(data).problems == []


def test_a_log_that_went_on_after_a_restore_is_lost_knowingly_too(data: Path, saved: Path, tmp_path: Path):
    add_person(data, "p2")
    newer = backup(data, tmp_path / "newer.backup", NOW).path
    restore(saved, data, NOW, replace=True)
    add_person(data, "p3")
    done = restore(newer, data, datetime(2026, 1, 3, tzinfo=UTC), replace=True)
    assert done.lost == 2
    assert people(data) == {"p1", "p2"}
    assert verify_folder(data).problems == []
    last = (data / "checkpoints.jsonl").read_text().splitlines()[-1]
    assert json.loads(last).split("\n")[0].endswith("#3")


def test_an_older_backup_is_told_even_when_the_present_database_is_gone(data: Path, saved: Path):
    add_person(data, "p2")
    for file in data.glob("tonetop.sqlite3*"):
        file.unlink()
    done = restore(saved, data, NOW, replace=True)
    assert done.lost == 1


def test_a_backup_that_is_newer_than_what_is_there_loses_nothing(data: Path, saved: Path, tmp_path: Path):
    kept = copied(data, tmp_path / "kept")
    add_person(data, "p2")
    newer = backup(data, tmp_path / "newer.backup", NOW).path
    done = restore(newer, kept, NOW, replace=True)
    assert (done.lost, done.event) == (0, None)


def rewritten(saved: Path, to: Path, change: dict[str, bytes | None]) -> Path:
    """A backup with some members exchanged, added, or (None) left out."""
    with ZipFile(saved) as old, ZipFile(to, "w", ZIP_STORED) as new:
        members = {name: old.read(name) for name in old.namelist()} | change
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return to


BAD = {
    "no zip": lambda saved, to: shutil.copy(__file__, to),
    "empty": lambda saved, to: to.touch(),
    "cut short": lambda saved, to: to.write_bytes(saved.read_bytes()[:-200]),
    "another database": lambda saved, to: rewritten(saved, to, {"tonetop.sqlite3": b"x" * 100}),
    "a file too many": lambda saved, to: rewritten(saved, to, {"../escaped": b"x"}),
    "a file too few": lambda saved, to: rewritten(saved, to, {"ledger.key": None}),
    "no manifest": lambda saved, to: rewritten(saved, to, {"manifest.json": None}),
    "a manifest of another kind": lambda saved, to: rewritten(saved, to, {"manifest.json": b"[]"}),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_damaged_file_is_refused_in_one_sentence_and_nothing_changes(
    kind: str, data: Path, saved: Path, tmp_path: Path
):
    bad = tmp_path / "bad.backup"
    BAD[kind](saved, bad)
    before = contents(data)
    with pytest.raises(FolderRefused, match=r"bad\.backup: ") as refused:
        restore(bad, data, NOW, replace=True)
    assert "\n" not in str(refused.value)
    assert contents(data) == before
    assert not (data / "restoring").exists()
    assert not (tmp_path / "escaped").exists()
    with pytest.raises(FolderRefused):
        restore(bad, tmp_path / "new", NOW)
    assert not (tmp_path / "new").exists()


def test_a_byte_changed_anywhere_is_refused_or_changes_nothing_that_counts(
    data: Path, saved: Path, tmp_path: Path
):
    whole, dice = saved.read_bytes(), random.Random(42)
    right = contents(data)
    for place in [dice.randrange(len(whole)) for _ in range(40)]:
        bad = tmp_path / "flipped.backup"
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :])
        new = tmp_path / f"new-{place}"
        try:
            restore(bad, new, NOW)
        except FolderRefused as refused:
            assert "\n" not in str(refused)
            assert not new.exists()
        else:
            assert contents(new)["ledger.key"] == right["ledger.key"]
            assert people(new) == {"p1"}


def test_a_backup_whose_ledger_was_altered_is_taken_only_knowingly(data: Path, tmp_path: Path):
    with closing(sqlite3.connect(data / "tonetop.sqlite3")) as raw:
        raw.execute("UPDATE registers_person SET org_unit = 'Elsewhere'")
        raw.commit()
    saved = backup(data, tmp_path / "altered.backup", NOW).path
    with pytest.raises(
        FolderRefused, match=r"does not verify: Person p1, version 1: org_unit .*--despite-problems"
    ):
        restore(saved, tmp_path / "new", NOW)
    assert not (tmp_path / "new").exists()
    done = restore(saved, tmp_path / "new", NOW, despite_problems=True)
    assert len(done.problems) == 1


def test_a_folder_that_is_served_is_not_replaced(data: Path, saved: Path):
    import fcntl

    with (data / "folder.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        with pytest.raises(FolderRefused, match="in use by another tonetop"):
            restore(saved, data, NOW, replace=True)
    assert people(data) == {"p1"}
