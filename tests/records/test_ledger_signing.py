"""Keys and checkpoints: the log signs what is committed, never less than before, and notices old copies."""

import json
import shutil
import stat
from datetime import timedelta

import pytest

from tests.making_logs import LEAD, NOON, act, connect, make
from tonetop.core.notes import Key, Note
from tonetop.core.tlog import Checkpoint
from tonetop.records.ledger import checkpoints, journal, keys, signers, signing, tables
from tonetop.records.ledger.check import check_log
from tonetop.records.ledger.database import LedgerError
from tonetop.records.ledger.keys import KeyFileError
from tonetop.records.ledger.writing import writing


@pytest.fixture
def log(tmp_path):
    made = make(tmp_path, acts=3)
    yield made
    made.connection.close()


def names(log, note):
    """The keys that signed, by their place in the log's history."""
    history = [signer.vkey for signer in signers.history(log.connection)]
    return [history.index(str(key)) for key in Note.parse(note).signers(map(Key.parse, history), keys.verify)]


def test_a_checkpoint_is_a_signed_note_over_everything_committed(log):
    signed = log.sign(5)
    root = journal.frontier_at(log.connection, 4).root()
    assert Note.parse(signed.note).text == str(Checkpoint(signers.current(log.connection).origin, 4, root))
    assert names(log, signed.note) == [0]
    assert signed.made == "2025-01-15T12:05:00.000000Z"
    assert checkpoints.latest(log.connection) == signed


def test_nothing_new_is_nothing_signed(log):
    assert log.sign() == log.sign(9)
    assert len(checkpoints.history(log.connection)) == 1


def test_every_checkpoint_lies_beside_the_database_too(log):
    first = log.sign()
    log.append(act(4))
    second = log.sign()
    lines = (log.folder / checkpoints.NAME).read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [first.note, second.note]
    assert checkpoints.remembered(log.folder) == second.note


def test_no_checkpoint_is_signed_within_a_transaction(log):
    with writing(log.connection), pytest.raises(LedgerError, match="after the change is committed"):
        log.sign()


def test_a_log_that_was_never_opened_signs_nothing(tmp_path):
    connection = connect(tmp_path / "log.sqlite3")
    tables.install(connection)
    with pytest.raises(LedgerError, match="has not been opened"):
        signing.checkpoint(connection, keys.create(tmp_path), tmp_path, NOON)
    with pytest.raises(LedgerError, match="has not been opened"):
        signers.current(connection)
    connection.close()


def test_opening_twice_is_opening_once(log):
    with writing(log.connection):
        assert signers.open_log(log.connection, log.keys, NOON) is log.keys
    assert journal.head(log.connection).frontier.size == 4


def test_events_before_the_opening_are_foreign(tmp_path):
    connection = connect(tmp_path / "log.sqlite3")
    tables.install(connection)
    fresh = keys.create(tmp_path)
    with writing(connection):
        journal.append(connection, [act(1)], keys=fresh)
    with writing(connection), pytest.raises(LedgerError, match="names no key"):
        signers.open_log(connection, fresh, NOON)
    connection.close()


def test_a_new_key_is_vouched_for_once_by_the_one_before(log):
    log.sign()
    log.rotate()
    assert names(log, log.sign().note) == [0, 1]
    log.append(act(4))
    assert names(log, log.sign().note) == [1]
    assert check_log(log.connection, log.keys, log.folder).problems == []


def test_two_rotations_before_a_checkpoint_are_all_vouched_for(log):
    log.sign()
    log.rotate()
    log.rotate()
    assert names(log, log.sign().note) == [0, 1, 2]
    assert check_log(log.connection, log.keys, log.folder).problems == []


def test_an_older_copy_of_the_database_is_noticed_and_signs_nothing(log):
    log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(log.folder / "log.sqlite3", log.folder / "older.sqlite3")
    log.append(act(4), act(5))
    log.sign()
    older = connect(log.folder / "older.sqlite3")
    why = checkpoints.behind(older, log.folder)
    assert "holds 4 events, but a checkpoint over 6 was signed" in why
    with pytest.raises(LedgerError, match="an older copy was put back"):
        signing.checkpoint(older, log.keys, log.folder, NOON)
    assert why in check_log(older, log.keys, log.folder).problems
    older.close()


def test_an_older_copy_that_went_on_is_noticed_by_its_root(log):
    log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(log.folder / "log.sqlite3", log.folder / "older.sqlite3")
    log.append(act(4), act(5))
    log.sign()
    older = connect(log.folder / "older.sqlite3")
    with writing(older):
        journal.append(older, [act(9), act(8), act(7)], keys=log.keys)
    assert "first 6 events are not those a checkpoint was signed over" in checkpoints.behind(
        older, log.folder
    )
    older.close()


def test_a_log_put_back_can_go_on_under_a_new_name_and_says_what_was_lost(log):
    log.sign()
    log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(log.folder / "log.sqlite3", log.folder / "older.sqlite3")
    log.append(act(4), act(5))
    lost = log.sign().note
    older = connect(log.folder / "older.sqlite3")
    with writing(older):
        kept = signers.go_on(older, log.keys, NOON, LEAD, lost)
    assert checkpoints.behind(older, log.folder) is None
    signed = signing.checkpoint(older, kept, log.folder, NOON)
    assert signed.head.origin == f"{signers.history(older)[0].origin}#2"
    assert checkpoints.behind(older, log.folder) is None
    assert check_log(older, kept, log.folder).problems == []
    assert json.loads(list(journal.bodies(older))[-1])["data"]["lost"] == lost
    assert "speaks of a log that the database does not hold" in checkpoints.behind(log.connection, log.folder)
    older.close()


def test_a_torn_last_line_does_not_count_and_gives_way(log):
    first = log.sign()
    file = log.folder / checkpoints.NAME
    with file.open("ab") as out:
        out.write(b'"half a checkp')
    assert checkpoints.remembered(log.folder) == first.note
    log.append(act(4))
    second = log.sign()
    assert [json.loads(line) for line in file.read_text("utf-8").splitlines()] == [first.note, second.note]


def test_a_torn_only_line_is_an_empty_file(log):
    (log.folder / checkpoints.NAME).write_text('"half')
    assert checkpoints.remembered(log.folder) is None


def test_a_damaged_last_line_is_said(log):
    (log.folder / checkpoints.NAME).write_text('"no note"\n')
    with pytest.raises(LedgerError, match="the last line is no checkpoint"):
        log.sign()


def test_a_missing_file_is_said(log):
    log.sign()
    (log.folder / checkpoints.NAME).unlink()
    assert "holds no checkpoint although some were signed" in checkpoints.behind(log.connection, log.folder)


def test_the_key_file_is_its_owners_alone(log):
    path = log.folder / keys.NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(log.folder) == log.keys
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match=r"ledger\.key is open to other accounts; run: chmod 600"):
        keys.load(log.folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"keys": [], "master": "AAAA"}', '{"keys": 5, "master": "AAAA"}', "no"]
)
def test_a_damaged_key_file_is_named(log, text):
    path = log.folder / keys.NAME
    path.write_text(text)
    with pytest.raises(KeyFileError, match=r"ledger\.key is damaged"):
        keys.load(log.folder)


def test_a_missing_key_file_is_named(tmp_path):
    with pytest.raises(KeyFileError, match=r"ledger\.key is missing"):
        keys.load(tmp_path)


def test_a_folder_in_place_of_the_key_file_is_said(tmp_path):
    (tmp_path / keys.NAME).mkdir()
    with pytest.raises(KeyFileError, match=r"ledger\.key cannot be read: Is a directory"):
        keys.load(tmp_path)


def test_keys_are_never_overwritten(log):
    with pytest.raises(KeyFileError, match="never overwritten"):
        keys.create(log.folder)


def test_a_key_file_of_another_log_signs_nothing(log, tmp_path):
    (tmp_path / "other").mkdir()
    other = make(tmp_path / "other")
    log.keys = other.keys
    with pytest.raises(KeyFileError, match="does not hold the log's signing key"):
        log.sign()
    other.connection.close()


def test_ids_of_events_are_of_the_time_they_were_recorded_at(log):
    early, late = log.append(act(4), act(5))
    assert late.id[:13] > early.id[:13]
    assert int(early.id[:13].replace("-", ""), 16) == int((NOON + timedelta(minutes=4)).timestamp() * 1000)
