"""The move of a data folder to a server: every row and every byte of the ledger, all of it or nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.work.serving import database, run

pytestmark = pytest.mark.slow
LEDGER = (
    "SELECT seq, leaf, previous, frontier, body FROM ledger_events ORDER BY seq",
    "SELECT since, vkey FROM ledger_signers ORDER BY since",
    "SELECT size, root, made, note FROM ledger_checkpoints ORDER BY id",
    "SELECT seq, place, salt, box FROM ledger_personal ORDER BY seq, place",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo in a file of its own; copy it, do not change it."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = run(folder, "demo")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(demo, tmp_path / "data"))


def held_by_file(file: Path) -> list[list[tuple[object, ...]]]:
    """The ledger's rows in a file."""
    with closing(sqlite3.connect(file)) as raw:
        return [raw.execute(query).fetchall() for query in LEDGER]


def held_by_server(address: str) -> list[list[tuple[object, ...]]]:
    """The ledger's rows on a server."""
    import psycopg

    with closing(psycopg.connect(address)) as raw:
        return [raw.execute(query).fetchall() for query in LEDGER]


def test_a_moved_folder_holds_every_byte_and_answers_the_same(folder, server, tmp_path):
    address = database(server, "moved")
    before = run(folder, "assess", "--format", "json").stdout
    ledger = held_by_file(folder / "tonetop.sqlite3")
    done = run(folder, "move", "--to", address, "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert held_by_server(address) == ledger
    assert (told["events"], told["tables"]["ledger_events"]) == (len(ledger[0]), len(ledger[0]))
    assert not (folder / "tonetop.sqlite3").exists()
    assert held_by_file(Path(told["aside"]) / "tonetop.sqlite3") == ledger
    assert (folder / "database").stat().st_mode & 0o777 == 0o600
    assert run(folder, "verify").returncode == 0
    assert run(folder, "assess", "--format", "json").stdout == before
    assert run(folder, "withdraw", "Person", "p-none").returncode == 2
    again = run(folder, "move", "--to", address)
    assert (again.returncode, "nothing to move" in again.stderr) == (2, True)


@pytest.mark.long
def test_a_backup_of_a_server_is_restored_there_and_in_a_folder_of_its_own(folder, server, tmp_path):
    address = database(server, "backed")
    assert run(folder, "move", "--to", address).returncode == 0
    older, newer = tmp_path / "older.backup", tmp_path / "newer.backup"
    assert run(folder, "backup", str(older)).returncode == 0
    facts = tmp_path / "facts.yaml"
    facts.write_text("Person:\n  - {id: later, name: Somebody Later}\n")
    assert run(folder, "import", str(facts)).returncode == 0
    assert run(folder, "backup", str(newer)).returncode == 0
    events = len(held_by_server(address)[0])

    done = run(folder, "restore", str(older), "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["older"], told["lost"]) == (1, True, 2), done.stderr
    assert len(held_by_server(address)[0]) == told["events"] == events - 1
    assert not (folder / "tonetop.sqlite3").exists()
    assert run(folder, "verify").returncode == 0

    own = tmp_path / "own"
    assert run(own, "restore", str(newer)).returncode == 0
    assert len(held_by_file(own / "tonetop.sqlite3")[0]) == events
    assert run(own, "verify").returncode == 0


@pytest.mark.long
def test_an_older_copy_put_back_on_the_server_is_told_and_nothing_is_written(folder, server, tmp_path):
    address, before = database(server, "rolled"), tmp_path / "facts.yaml"
    assert run(folder, "move", "--to", address).returncode == 0
    older = database(server, "rolled_before", template="rolled")
    before.write_text(
        "Decision:\n  - {id: d-late, kind: direction, text: Later, decided_by: rehn, decided_on: '2025-12-30'}\n"
    )
    assert run(folder, "import", str(before)).returncode == 0
    run(folder, "work", "--once")
    add_checkpoint(folder)
    (folder / "database").write_text(older)
    done = run(folder, "verify")
    assert (done.returncode, "an older copy was put back" in done.stdout) == (1, True)
    before.write_text("Person:\n  - {id: after, name: Somebody After}\n")
    done = run(folder, "import", str(before))
    assert (done.returncode, "Read-only" in done.stderr) == (2, True)


def add_checkpoint(folder: Path) -> None:
    """Sign the head, as an export does."""
    assert run(folder, "export", "bundle", str(folder.parent / "proof.zip")).returncode == 0


def test_what_is_refused_changes_nothing_on_either_side(folder, server, demo, tmp_path):
    import psycopg

    ledger, address = held_by_file(folder / "tonetop.sqlite3"), database(server, "taken")
    assert run(Path(shutil.copytree(demo, tmp_path / "other")), "move", "--to", address).returncode == 0
    assert run(folder, "demo").returncode == 2
    with closing(sqlite3.connect(folder / "tonetop.sqlite3", isolation_level=None)) as raw:
        raw.execute("UPDATE registers_person SET title = 'x' || char(0) WHERE \"row\" = 1")
    done = run(folder, "move", "--to", database(server, "empty"))
    assert done.returncode == 2
    assert "does not verify, so nothing was moved" in done.stderr
    assert held_by_file(folder / "tonetop.sqlite3") == ledger
    assert not (folder / "database").exists()
    with closing(psycopg.connect(address.replace("/taken", "/empty"))) as raw:
        assert raw.execute("SELECT to_regclass('ledger_log')").fetchone() == (None,)


@pytest.mark.long
def test_a_ledger_that_lies_on_the_server_is_not_written_over(demo, folder, server, tmp_path):
    address, other = database(server, "full"), tmp_path / "other"
    assert run(folder, "move", "--to", address).returncode == 0
    assert run(other, "demo", "--story", "empty").returncode == 0
    held = held_by_server(address)
    done = run(other, "move", "--to", address)
    assert (done.returncode, "holds a ledger already" in done.stderr) == (2, True)
    assert held_by_server(address) == held
    assert (other / "tonetop.sqlite3").exists()


@pytest.mark.long
def test_a_move_cut_short_after_the_server_has_all_is_finished_by_the_same_command(folder, server, tmp_path):
    address, ledger = database(server, "cut"), held_by_file(folder / "tonetop.sqlite3")
    twin = Path(shutil.copytree(folder, tmp_path / "twin"))
    assert run(twin, "move", "--to", address).returncode == 0
    (folder / "database").write_text(address)
    assert "tonetop move" in run(folder, "assess").stderr
    done = run(folder, "move", "--to", address)
    assert (done.returncode, "an earlier move" in done.stdout) == (0, True), done.stderr
    assert held_by_server(address) == ledger
