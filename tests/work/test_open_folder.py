"""Opening a data folder: made for its owner alone, brought up to date without loss, read-only after a rollback."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.work.conftest import at, copied
from tonetop.work.data_folder import FolderRefused
from tonetop.work.verify_folder import verify_folder

pytestmark = pytest.mark.sqlite


def opened(folder: Path, **how: bool):
    """The folder as it was found on opening."""
    from tonetop.work.open_folder import open_folder

    with at(folder):
        return open_folder(**how)


def unapplied(folder: Path) -> None:
    """Take the last migration of the records back, as if an older version had written the folder."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    with at(folder):
        names = sorted(name for app, name in MigrationLoader(connection).disk_migrations if app == "records")
        call_command("migrate", "records", names[-2], verbosity=0, skip_checks=True)


def bodies(folder: Path) -> list[bytes]:
    """Every event's bytes."""
    from django.db import connection

    from tonetop.records.ledger import journal

    with at(folder):
        return list(journal.bodies(connection))


def test_a_new_folder_is_its_owners_alone_and_its_log_is_opened_and_signed(fresh: Path):
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700
    assert {stat.S_IMODE((fresh / name).stat().st_mode) for name in ("ledger.key", "tonetop.sqlite3")} == {
        0o600
    }
    assert len(bodies(fresh)) == 1
    assert len((fresh / "checkpoints.jsonl").read_text().splitlines()) == 1


def test_a_folder_is_made_only_when_asked(unblocked: None, tmp_path: Path):
    with pytest.raises(FolderRefused, match="there is no data folder here"):
        opened(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_with_other_things_in_it_is_left_alone(unblocked: None, tmp_path: Path):
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(FolderRefused, match="holds thesis.odt, so it is no data folder"):
        opened(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_opening_again_changes_nothing(fresh: Path, tmp_path: Path):
    folder = copied(fresh, tmp_path)
    found = opened(folder)
    assert (found.is_new, found.copied_to, found.read_only) == (False, None, None)
    assert bodies(folder) == bodies(fresh)


@pytest.mark.slow
def test_a_start_cut_short_after_the_key_file_is_made_good(fresh: Path, tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(fresh / "ledger.key", folder)
    assert opened(folder, create=True).is_new
    assert verify_folder(folder).problems == []


def test_an_older_folder_is_copied_aside_and_brought_up_to_date_with_every_ledger_byte(
    steady: Path, tmp_path: Path
):
    folder = copied(steady, tmp_path)
    unapplied(folder)
    before = bodies(folder)
    found = opened(folder)
    assert found.copied_to is not None
    assert found.copied_to.is_file()
    assert bodies(folder) == before
    assert verify_folder(folder).problems == []
    assert opened(folder).copied_to is None


def test_a_change_of_version_that_fails_half_way_is_put_back(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import connection

    from tonetop.work import open_folder

    def half(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE half_done (one INTEGER)")
        raise RuntimeError("the machine was switched off")

    folder = copied(fresh, tmp_path)
    unapplied(folder)
    monkeypatch.setattr(open_folder, "call_command", half)
    with pytest.raises(RuntimeError):
        opened(folder)
    with at(folder):
        assert "half_done" not in connection.introspection.table_names()
    assert bodies(folder) == bodies(fresh)


def test_a_change_of_version_that_touches_the_ledger_is_undone(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import connection

    from tonetop.records.ledger import guards
    from tonetop.records.ledger.database import link
    from tonetop.work import open_folder

    def careless(*_: object, **__: object) -> None:
        database = link(connection)
        with guards.lifted(database):
            database.run("DROP TRIGGER ledger_events_delete")
            database.run("DELETE FROM ledger_events")

    folder = copied(fresh, tmp_path)
    unapplied(folder)
    monkeypatch.setattr(open_folder, "call_command", careless)
    with pytest.raises(FolderRefused, match="would have changed the ledger, so it was undone"):
        opened(folder)
    assert bodies(folder) == bodies(fresh)


def test_a_folder_of_a_newer_version_is_refused_in_one_sentence(fresh: Path, tmp_path: Path):
    from django.db import connection

    folder = copied(fresh, tmp_path)
    with at(folder), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', '2030-01-01')"
        )
    with pytest.raises(FolderRefused, match=r"newer version of Tonetop, which made records\.9999_later"):
        opened(folder)


def test_a_file_that_is_no_database_is_refused_in_one_sentence(fresh: Path, tmp_path: Path):
    folder = copied(fresh, tmp_path)
    (folder / "tonetop.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(FolderRefused, match="cannot be opened"):
        opened(folder)


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("left", [None, b""])
def test_a_folder_whose_database_is_gone_is_not_begun_anew(
    left: bytes | None, create: bool, fresh: Path, tmp_path: Path
):
    folder = copied(fresh, tmp_path)
    for file in folder.glob("tonetop.sqlite3*"):
        file.unlink()
    if left is not None:
        (folder / "tonetop.sqlite3").write_bytes(left)
    with pytest.raises(
        FolderRefused, match="checkpoints were signed here, but tonetop.sqlite3 is gone; put a backup"
    ):
        opened(folder, create=create)
    assert (folder / "ledger.key").is_file()


@pytest.mark.slow
def test_a_start_cut_short_before_the_first_table_is_made_good(unblocked: None, tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "tonetop.sqlite3").touch()
    assert opened(folder, create=True).is_new
    assert verify_folder(folder).problems == []


def test_an_older_copy_put_back_is_read_only_and_says_so(fresh: Path, tmp_path: Path):
    from tonetop.records import intake, rollback, write
    from tonetop.work.assess import assess
    from tonetop.work.open_folder import open_folder

    folder = copied(fresh, tmp_path)
    with at(folder):
        entry = intake.take(
            "Person", {"id": "p1", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}
        )
        write.save(entry, write.By())
        from tonetop.records.sealing import seal

        seal()
    shutil.copy(fresh / "tonetop.sqlite3", folder / "tonetop.sqlite3")
    with at(folder):
        found = open_folder()
        assert "an older copy was put back" in (found.read_only or "")
        assert rollback.banner() == found.read_only
        with pytest.raises(rollback.ReadOnly, match="tonetop restore"):
            write.save(entry, write.By())
        assert assess("2025-01-01").clauses["5.1"].result == "no-data"


def test_a_folder_in_use_is_not_brought_up_to_date_under_its_users_feet(fresh: Path, tmp_path: Path):
    import fcntl

    folder = copied(fresh, tmp_path)
    unapplied(folder)
    with (folder / "folder.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        with pytest.raises(FolderRefused, match="in use by another tonetop"):
            opened(folder)
    assert opened(folder).copied_to


def test_nothing_pulls_down_the_ledgers_guards_on_the_programs_connection(folder: Path):
    from django.db import DatabaseError, connection

    for statement in (
        "DROP TRIGGER ledger_events_update",
        "DROP TABLE ledger_events",
        "PRAGMA synchronous = OFF",
    ):
        with pytest.raises(DatabaseError, match="not authorized"), connection.cursor() as cursor:
            cursor.execute(statement)
