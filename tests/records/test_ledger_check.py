"""Checking a live log: what was altered behind the program's back is found, and told once."""

import pytest

from tests.making_logs import act, make
from tonetop.records.ledger import guards
from tonetop.records.ledger.check import check_log
from tonetop.records.ledger.database import LedgerError


@pytest.fixture
def log(tmp_path):
    made = make(tmp_path, acts=3)
    yield made
    made.connection.close()


def altered(log, statement):
    """The report on a log in which somebody who lifted every guard changed something."""
    with guards.lifted(guards.link(log.connection)):
        for (name,) in log.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            log.connection.execute(f"DROP TRIGGER {name}")
    log.connection.execute(statement)
    return check_log(log.connection, log.keys, log.folder)


def test_a_sound_log_is_reported_up_to_its_end(log):
    log.sign()
    log.append(act(4))
    report = check_log(log.connection, log.keys, log.folder)
    assert (report.valid_to, report.problems, report.unanchored) == (5, [], 5)
    assert report.not_checked == ["1 events after the last checkpoint are not signed yet"]


def test_a_clock_that_was_set_back_is_said_and_the_order_stands(log):
    log.append(act(-999))
    report = check_log(log.connection, log.keys)
    assert (report.valid_to, report.problems) == (5, [])
    assert any(
        line.startswith("event 5 was recorded before the one ahead of it") for line in report.not_checked
    )


EVENT_3 = "UPDATE ledger_events SET {} WHERE seq = 3"
NOTES = "UPDATE ledger_checkpoints SET note = replace(note, {}, {})"
OTHER_BODY = EVENT_3.format("body = CAST(replace(body, 'Policy 2', 'Policy 9') AS BLOB)")


@pytest.mark.parametrize(
    ("statement", "sentence", "valid_to"),
    [
        (OTHER_BODY, "event 3: the bytes do not have the hash", 2),
        (EVENT_3.format("body = x'7b7d'"), "event 3: the event does not have the fields of an event", 2),
        (EVENT_3.format("leaf = zeroblob(32)"), "event 3: the bytes do not have the hash", 2),
        (EVENT_3.format("previous = zeroblob(32)"), "event 3: it does not follow event 2", 2),
        (EVENT_3.format("frontier = zeroblob(64)"), "event 3: the tree does not grow", 2),
        (EVENT_3.format("frontier = zeroblob(32)"), "event 3: the tree does not grow", 2),
        (EVENT_3.format("done_by = 'p9'"), "event 3: the columns beside the bytes", 2),
        ("UPDATE ledger_events SET seq = 9 WHERE seq = 4", "event 9: its bytes belong elsewhere", 3),
        ("DELETE FROM ledger_events WHERE seq = 3", "event 4: it does not follow event 2", 2),
        ("DELETE FROM ledger_events WHERE seq = 4", "checkpoint over 4 events: its root is not", 0),
        ("UPDATE ledger_signers SET since = 2", "the table of signing keys does not name", 4),
        (NOTES.format("char(10)||'4'||char(10)", "char(10)||'3'||char(10)"), "3 events: its root is not", 0),
        (NOTES.format("'tonetop/0'", "'tonetop/1'"), "does not bear the name of the log", 0),
        (NOTES.format("'— tonetop'", "'— tone'"), "is not signed by the log's keys", 0),
        ("DELETE FROM ledger_personal WHERE seq = 2", "event 2: the value of personal.comment is gone", 4),
        ("UPDATE ledger_personal SET seq = 1 WHERE seq = 2", "event 1: it commits to no value of", 4),
        ("UPDATE ledger_personal SET salt = zeroblob(32) WHERE seq = 2", "personal values: a personal", 4),
    ],
)
def test_what_was_altered_behind_the_programs_back_is_found(log, statement, sentence, valid_to):
    log.sign()
    report = altered(log, statement)
    assert any(sentence in problem for problem in report.problems), report.problems
    assert report.valid_to == valid_to


def test_a_damaged_last_event_is_said_and_nothing_is_built_on_it(log):
    report = altered(log, "UPDATE ledger_events SET frontier = x'00' WHERE seq = 4")
    assert report.problems[0] == "event 4: the tree does not grow from event 3 to it"
    with pytest.raises(LedgerError, match="event 4 is damaged"):
        log.append(act(4))


def test_each_break_is_told_once_and_not_again_by_every_event_behind_it(log):
    log.append(*(act(number) for number in range(4, 30)))
    report = altered(log, OTHER_BODY)
    assert [problem.partition(":")[0] for problem in report.problems] == ["event 3"]
