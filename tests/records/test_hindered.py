"""What hinders writing is told in a sentence that says what to do, by the terminal, the pages and the API."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db.utils import OperationalError

from tonetop.records.hindered import AWAY, CLOSED, FAILED, FULL, HELD, hindrance


class Told(Exception):
    """As psycopg tells where PostgreSQL stands."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("the server's own words")
        self.sqlstate = sqlstate


def wrapped(inner: Exception) -> OperationalError:
    try:
        try:
            raise inner
        except Exception as error:
            raise OperationalError(*inner.args) from error
    except OperationalError as error:
        return error


def of_sqlite(statements: str, tmp_path: Path) -> sqlite3.Error:
    connection = sqlite3.connect(tmp_path / "some.sqlite3", isolation_level=None)
    try:
        connection.executescript(statements)
    except sqlite3.Error as error:
        return error
    finally:
        connection.close()
    raise AssertionError(statements)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        ("CREATE TABLE t (a); PRAGMA max_page_count = 2; INSERT INTO t VALUES (zeroblob(99999))", FULL),
        ("CREATE TABLE t (a); PRAGMA query_only = ON; INSERT INTO t VALUES (1)", CLOSED),
    ],
)
def test_what_sqlite_says_is_told_through_the_frameworks_error(
    statements: str, sentence: str, tmp_path: Path
):
    error = of_sqlite(statements, tmp_path)
    assert hindrance(error) == sentence
    assert hindrance(wrapped(error)) == sentence


def test_a_lock_of_somebody_else_is_told(tmp_path: Path):
    with sqlite3.connect(tmp_path / "some.sqlite3", isolation_level=None) as one:
        one.executescript("CREATE TABLE t (a); BEGIN IMMEDIATE")
        assert hindrance(of_sqlite("PRAGMA busy_timeout = 0; INSERT INTO t VALUES (1)", tmp_path)) == HELD
        one.execute("ROLLBACK")
    one.close()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("53100", FULL),
        ("25006", CLOSED),
        ("42501", CLOSED),
        ("58030", FAILED),
        ("08006", AWAY),
        ("57P03", AWAY),
    ],
)
def test_what_postgresql_says_is_told_too(state: str, sentence: str):
    assert hindrance(wrapped(Told(state))) == sentence


@pytest.mark.parametrize("error", [None, ValueError("no"), OperationalError("no"), wrapped(Told("22012"))])
def test_any_other_error_is_a_fault_and_stays_one(error: Exception | None):
    assert hindrance(error) is None


def test_a_mistake_in_a_statement_is_no_hindrance(tmp_path: Path):
    assert hindrance(of_sqlite("SELECT * FROM nothing", tmp_path)) is None
