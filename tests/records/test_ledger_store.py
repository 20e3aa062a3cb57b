"""The ledger's store: events go in with the business change or not at all, and nothing is taken out again."""

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.making_logs import NOON, ORGANISATION, act, connect, make
from tonetop.core import ledger
from tonetop.core.merkle import Tree, leaf_hash
from tonetop.records.ledger import guards, journal, tables
from tonetop.records.ledger.check import check_log
from tonetop.records.ledger.database import LedgerError, Log
from tonetop.records.ledger.writing import writing


@pytest.fixture
def log(tmp_path):
    made = make(tmp_path, acts=5)
    yield made
    made.connection.close()


def test_events_follow_one_another_without_gaps(log):
    rows = log.connection.execute("SELECT seq, leaf, previous FROM ledger_events ORDER BY seq").fetchall()
    assert [number for number, _, _ in rows] == [1, 2, 3, 4, 5, 6]
    assert [previous for _, _, previous in rows] == [bytes(32), *(leaf for _, leaf, _ in rows[:-1])]


def test_the_tree_grows_with_the_events_and_is_known_at_every_size(log):
    tree = Tree(map(leaf_hash, journal.bodies(log.connection)))
    for size in range(7):
        assert journal.frontier_at(log.connection, size).root() == tree.root(size)
    with pytest.raises(LedgerError, match="does not hold 7 events"):
        journal.frontier_at(log.connection, 7)


def test_what_is_given_back_is_what_is_stored(log):
    (made,) = log.append(act(6, key="once"))
    assert list(journal.bodies(log.connection, after=6)) == [made.body]
    event = ledger.read(made.body)
    assert (event["sequence"], event["organisation"], event["key"]) == (7, ORGANISATION, "once")
    assert (event["actor"]["id"], event["entered_by"], event["effective"]) == ("p1", "p7", "2025-01-14")


def test_many_events_in_one_go_are_the_same_log_as_one_by_one(log, tmp_path):
    (tmp_path / "other").mkdir()
    other = make(tmp_path / "other")
    for number in range(1, 6):
        other.append(act(number))
    for one, two in zip(journal.bodies(log.connection), journal.bodies(other.connection), strict=True):
        differing = {"id", "previous"} | ({"data"} if json.loads(one)["type"] == "ledger.opened" else set())
        first, second = json.loads(one), json.loads(two)
        assert {key for key in first if first[key] != second[key]} <= differing
    assert check_log(other.connection).problems == []
    other.connection.close()


def test_a_change_that_is_undone_leaves_no_event(log):
    with pytest.raises(RuntimeError), writing(log.connection):
        journal.append(log.connection, [act(6)], keys=log.keys)
        raise RuntimeError
    assert journal.head(log.connection).frontier.size == 6
    assert check_log(log.connection, log.keys).problems == []


def test_no_event_is_appended_outside_a_transaction(log):
    with pytest.raises(LedgerError, match="inside a transaction"):
        journal.append(log.connection, [act(6)], keys=log.keys)


def test_nothing_appended_is_nothing_changed(log):
    assert log.append() == []


def test_a_retry_with_the_same_key_gives_the_earlier_event_and_adds_none(log):
    (first,) = log.append(act(6, key="retry"))
    later = replace(act(6, key="retry"), recorded=NOON + timedelta(days=1))
    assert log.append(later) == [first]
    assert log.append(act(7), later, act(8))[1] == first
    assert journal.head(log.connection).frontier.size == 9


def test_one_key_twice_in_a_group_is_one_event(log):
    one, two, other = log.append(act(6, key="same"), act(6, key="same"), act(7))
    assert one == two
    assert (one.sequence, other.sequence) == (7, 8)
    assert check_log(log.connection, log.keys).problems == []


def test_a_key_used_for_another_act_is_refused(log):
    log.append(act(6, key="mine"))
    other = replace(act(6, key="mine"), subject=ledger.Subject("Objective", "o1"))
    with pytest.raises(LedgerError, match="the idempotency key 'mine' was used before, for event 7"):
        log.append(other)


def test_two_writers_take_turns(log):
    second = connect(log.folder / "log.sqlite3")
    second.execute("PRAGMA busy_timeout = 0")
    with writing(log.connection):
        with pytest.raises(sqlite3.OperationalError, match="locked"), writing(second):
            pass
        journal.append(log.connection, [act(6)], keys=log.keys)
    with writing(second):
        journal.append(second, [act(7)], keys=log.keys)
    assert check_log(log.connection, log.keys).valid_to == 8
    second.close()


def test_a_connection_that_remembers_the_end_notices_what_others_appended_and_what_was_undone(log):
    remembering = sqlite3.connect(log.folder / "log.sqlite3", isolation_level=None, factory=Log)
    guards.prepare(remembering)
    for number in (6, 8):
        with writing(remembering):
            journal.append(remembering, [act(number)], keys=log.keys)
        log.append(act(number + 1))  # by another connection
    with writing(remembering):
        remembering.execute("SAVEPOINT here")
        journal.append(remembering, [act(10)], keys=log.keys)
        remembering.execute("ROLLBACK TO here")
    log.append(act(11))  # takes the number that was undone
    with writing(remembering):
        (made,) = journal.append(remembering, [act(12, key="twice")], keys=log.keys)
        assert journal.append(remembering, [act(12, key="twice")], keys=log.keys) == [made]
    assert check_log(log.connection, log.keys).problems == []
    assert journal.head(log.connection).frontier.size == 12
    remembering.close()


def test_an_event_that_does_not_follow_the_last_one_is_refused_by_the_database(log):
    forged = f"INSERT INTO ledger_events {COLUMNS} {ROW.format(seq=7, key='NULL')} {LAST}"
    with pytest.raises(sqlite3.IntegrityError, match="the last one's leaf"):
        log.connection.execute(forged)


def test_a_log_whose_guards_refuse_every_event_says_so(log):
    log.connection.execute("CREATE TABLE stop (a)")
    with guards.lifted(guards.link(log.connection)):
        log.connection.execute(
            "CREATE TRIGGER no BEFORE INSERT ON ledger_events BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(LedgerError, match="guards refuse the event"):
        log.append(act(6))


def test_a_log_of_an_older_version_gets_the_guards_of_this_one_and_keeps_its_events(log):
    before = list(journal.bodies(log.connection))
    wanted = "SELECT sql FROM sqlite_master WHERE name = 'ledger_events_insert'"
    guard = log.connection.execute(wanted).fetchone()
    with guards.lifted(guards.link(log.connection)):
        log.connection.execute("DROP TRIGGER ledger_events_insert")
        log.connection.execute(
            "CREATE TRIGGER ledger_events_insert BEFORE INSERT ON ledger_events BEGIN SELECT 1; END"
        )
        log.connection.execute("CREATE INDEX ledger_events_subject ON ledger_events (kind, subject, seq)")
    tables.renew(log.connection)
    assert log.connection.execute(wanted).fetchone() == guard
    names = {row[1] for row in log.connection.execute("PRAGMA index_list(ledger_events)")}
    assert names == {"ledger_events_key"}
    assert list(journal.bodies(log.connection)) == before


COLUMNS = "(seq, id, recorded, leaf, previous, type, kind, subject, done_by, entered_by, key, frontier, body)"
ROW = (
    "SELECT {seq}, id || 'x', recorded, leaf, previous, type, kind, subject, done_by, entered_by, {key},"
    " frontier, body"
)
LAST = "FROM ledger_events WHERE seq = 6"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_events SET body = x'00' WHERE seq = 3",
        "UPDATE OR REPLACE ledger_events SET seq = 2 WHERE seq = 3",
        "DELETE FROM ledger_events WHERE seq = 6",
        "DELETE FROM ledger_events",
        f"INSERT INTO ledger_events {COLUMNS} {ROW.format(seq=9, key='NULL')} {LAST}",
        f"INSERT OR REPLACE INTO ledger_events {COLUMNS} {ROW.format(seq=6, key='NULL')} {LAST}",
        f"INSERT OR REPLACE INTO ledger_events {COLUMNS} {ROW.format(seq='NULL', key='NULL')} {LAST}",
        f"INSERT OR REPLACE INTO ledger_events {COLUMNS} {ROW.format(seq=8, key=repr('kept'))} {LAST}",
        "UPDATE ledger_log SET organisation = 'other'",
        "INSERT OR REPLACE INTO ledger_log VALUES (1, 'other')",
        "DELETE FROM ledger_log",
        "UPDATE ledger_signers SET vkey = 'other'",
        "DELETE FROM ledger_signers",
        "INSERT OR REPLACE INTO ledger_signers VALUES (1, 'other')",
        "UPDATE ledger_checkpoints SET note = ''",
        "DELETE FROM ledger_checkpoints",
        "INSERT INTO ledger_checkpoints (size, root, made, note) VALUES (3, x'', '', '')",
        "INSERT INTO ledger_checkpoints (size, root, made, note) VALUES (99, x'', '', '')",
        "INSERT OR REPLACE INTO ledger_checkpoints (id, size, root, made, note) VALUES (1, 7, x'', '', '')",
        "UPDATE ledger_personal SET salt = x''",
        "DELETE FROM ledger_personal",
        "INSERT OR REPLACE INTO ledger_personal SELECT * FROM ledger_personal",
        "DELETE FROM ledger_secrets",
        "UPDATE ledger_secrets SET wrapped = x''",
        "INSERT OR REPLACE INTO ledger_secrets SELECT * FROM ledger_secrets",
        "DROP TABLE ledger_events",
        "DROP TRIGGER ledger_events_update",
        "DROP INDEX ledger_events_key",
        "ALTER TABLE ledger_events RENAME TO gone",
        "ALTER TABLE Ledger_Events ADD COLUMN more",
        "ALTER TABLE ledger_events DROP COLUMN recorded",
        "CREATE TRIGGER mine BEFORE INSERT ON ledger_events BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TEMP TRIGGER mine BEFORE INSERT ON ledger_events BEGIN SELECT RAISE(IGNORE); END",
        "PRAGMA writable_schema = ON",
        "PRAGMA main.writable_schema = 1",
        "PRAGMA synchronous = OFF",
        "PRAGMA synchronous = NORMAL",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA secure_delete = OFF",
        "PRAGMA recursive_triggers = OFF",
    ],
)  # fmt: skip
def test_what_would_rewrite_history_is_refused_by_the_database_itself(log, statement):
    log.append(act(6, key="kept"))
    log.sign()
    before = list(log.connection.iterdump())
    with pytest.raises(sqlite3.DatabaseError):
        log.connection.execute(statement)
    assert list(log.connection.iterdump()) == before


def test_the_guards_leave_other_tables_and_reading_alone(log):
    run = log.connection.execute
    run("CREATE TABLE other (a)")
    run("CREATE TRIGGER mine BEFORE INSERT ON other BEGIN SELECT 1; END")
    run("ALTER TABLE other RENAME TO another")
    run("DROP TRIGGER mine")
    run("DROP TABLE another")
    settings = [
        run(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")
    ]
    assert settings == ["wal", 2, 1]


def test_migrations_of_the_ledger_itself_may_lift_the_guards_and_they_come_back(log):
    with guards.lifted(guards.link(log.connection)):
        log.connection.execute("CREATE TRIGGER mine BEFORE INSERT ON ledger_anchors BEGIN SELECT 1; END")
        log.connection.execute("DROP TRIGGER mine")
    with pytest.raises(sqlite3.DatabaseError):
        log.connection.execute("DROP TABLE ledger_events")


def test_a_database_without_a_named_log_says_so(tmp_path):
    connection = connect(tmp_path / "bare.sqlite3")
    tables.install(connection)
    assert len(journal.head(connection).organisation) == 36
    with guards.lifted(guards.link(connection)):
        connection.execute("DROP TRIGGER ledger_log_delete")
    connection.execute("DELETE FROM ledger_log")
    with pytest.raises(LedgerError, match="was not set up by its migrations"):
        journal.head(connection)
    connection.close()


@pytest.mark.django_db
def test_on_djangos_connection_the_event_stands_or_falls_with_the_change(tmp_path):
    from django.contrib.auth import get_user_model
    from django.db import connection

    before = journal.head(connection).frontier.size
    event = replace(act(1), personal=(), data={})
    with pytest.raises(RuntimeError), writing(connection):
        get_user_model().objects.create(email="one@example.org")
        journal.append(connection, [event])
        raise RuntimeError
    assert journal.head(connection).frontier.size == before
    with writing(connection):
        get_user_model().objects.create(email="two@example.org")
        (made,) = journal.append(connection, [event])
    assert made.sequence == before + 1
    assert list(get_user_model().objects.values_list("email", flat=True)) == ["two@example.org"]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_django_connection_that_would_take_its_lock_late_is_refused():
    from django.db import connections

    late = connections.create_connection("default")
    late.ensure_connection()
    late.transaction_mode = None
    with pytest.raises(LedgerError, match="transaction_mode"):
        writing(late)
    late.close()
