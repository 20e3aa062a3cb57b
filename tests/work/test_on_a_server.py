"""A data folder whose database is on a PostgreSQL server: the same answers and guards, one clear word for misuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.work.serving import database, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the demo, and the address of its database."""
    folder, address = tmp_path_factory.mktemp("demo") / "data", database(server, "demo")
    done = run(folder, "demo", "--format", "json", TONETOP_DATABASE=address)
    assert done.returncode == 0, done.stderr
    (folder / "database").write_text(address)
    return folder, address


@pytest.fixture
def sql(demo: tuple[Path, str]) -> Iterator[Callable[..., Any]]:
    """Runs a statement as the owner of the tables, past the program."""
    import psycopg

    with closing(psycopg.connect(demo[1], autocommit=True)) as connection:
        yield connection.execute


def test_the_demo_is_assessed_to_the_same_bytes_as_on_sqlite(demo, tmp_path):
    assert run(tmp_path / "data", "demo").returncode == 0
    for words in (("assess",), ("diff", "2025-01-01", "2025-12-31")):
        told = [run(folder, *words, "--format", "json").stdout for folder in (demo[0], tmp_path / "data")]
        assert told[0] == told[1]
        assert len(told[0]) > 100


def test_the_ledger_and_the_tables_by_it_verify(demo, tmp_path):
    folder, _ = demo
    done = run(folder, "verify", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, []), done.stderr
    assert run(folder, "export", "bundle", str(tmp_path / "proof.zip")).returncode == 0
    assert run(tmp_path, "verify", str(tmp_path / "proof.zip")).returncode == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_events SET type = 'other' WHERE seq = 1",
        "DELETE FROM ledger_events WHERE seq = (SELECT max(seq) FROM ledger_events)",
        "TRUNCATE ledger_events",
        "TRUNCATE ledger_checkpoints CASCADE",
        "DELETE FROM ledger_personal",
        "UPDATE ledger_log SET organisation = 'another'",
        "INSERT INTO ledger_events SELECT seq + 2, id, recorded, leaf, previous, type, kind, subject, version,"
        " effective, done_by, entered_by, NULL, frontier, body FROM ledger_events ORDER BY seq DESC LIMIT 1",
    ],
)
def test_the_tables_refuse_what_would_rewrite_the_ledger(sql, statement):
    import psycopg

    with pytest.raises(psycopg.IntegrityError, match=r"ledger_\w+: "):
        sql(statement)


def test_guards_that_were_taken_off_are_told(demo, sql):
    sql("ALTER TABLE ledger_events DISABLE TRIGGER ledger_events_delete")
    try:
        done = run(demo[0], "verify")
        assert done.returncode == 1
        assert "ledger_events_delete, which guards the ledger, is taken off" in done.stdout
    finally:
        sql("ALTER TABLE ledger_events ENABLE TRIGGER ledger_events_delete")
    assert run(demo[0], "verify").returncode == 0


def test_a_role_without_rights_works_and_cannot_rewrite(server, tmp_path):
    import psycopg

    address = database(server, "apart")
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'secret'")
    clerk = address.replace("owner@", "clerk:secret@")
    named = {"TONETOP_DATABASE": clerk, "TONETOP_DATABASE_OWNER": address}
    done = run(tmp_path / "data", "demo", "--story", "empty", **named)
    assert done.returncode == 0, done.stderr
    done = run(tmp_path / "data", "verify", "--format", "json", TONETOP_DATABASE=clerk)
    assert json.loads(done.stdout)["problems"] == []
    with closing(psycopg.connect(clerk, autocommit=True)) as connection:
        for statement in (
            "UPDATE ledger_events SET type = 'other'",
            "DELETE FROM ledger_events",
            "TRUNCATE ledger_events",
            "ALTER TABLE ledger_events DISABLE TRIGGER ALL",
            "DROP TABLE ledger_checkpoints",
            "UPDATE ledger_personal SET place = 'x'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


@pytest.mark.parametrize(
    "address", ["mysql://somebody:secret@host/name", "postgresql://somebody:secret@host", "postgresql://[x/y"]
)
def test_an_address_that_is_none_is_told_in_one_sentence_without_its_password(tmp_path, address):
    done = run(tmp_path / "data", "assess", TONETOP_DATABASE=address)
    assert done.returncode == 2
    assert "TONETOP_DATABASE must read postgresql://" in done.stderr
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_server_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    address = "postgresql://somebody:secret@127.0.0.1:1/name"
    done = run(tmp_path / "data", "up", TONETOP_DATABASE=address)
    assert done.returncode == 2
    assert re.search(r"postgresql://somebody@127\.0\.0\.1:1/name: cannot be reached: .+", done.stderr)
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_with_a_database_of_its_own_is_not_pointed_at_a_server(demo, tmp_path):
    folder = tmp_path / "data"
    assert run(folder, "demo", "--story", "empty").returncode == 0
    done = run(folder, "assess", TONETOP_DATABASE=demo[1])
    assert done.returncode == 2
    assert "tonetop move" in done.stderr


def test_a_folder_without_the_key_does_not_go_on_with_the_servers_ledger(demo, tmp_path):
    done = run(tmp_path / "data", "up", TONETOP_DATABASE=demo[1])
    assert done.returncode == 2
    assert "ledger.key" in done.stderr
