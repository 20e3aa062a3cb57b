"""Open the data folder: made when asked, brought up to date with every ledger byte kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tonetop.records import clock, rollback, sealing, server
from tonetop.records.ledger import checkpoints, journal, keys, signers
from tonetop.records.ledger.database import LedgerError, link
from tonetop.records.ledger.writing import writing
from tonetop.records.models import Account
from tonetop.work import data_folder
from tonetop.work.copy_database import copy_database
from tonetop.work.data_folder import DATABASE, FolderRefused
from tonetop.work.take_over import take_over
from tonetop.work.upgrade_server import grant_missing, upgrade

LEDGER = (
    "SELECT body FROM ledger_events ORDER BY seq",
    "SELECT vkey FROM ledger_signers ORDER BY since",
    "SELECT note FROM ledger_checkpoints ORDER BY id",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """How a folder was found; copied_to: the copy made before it was brought up to date.

    is_new: whether it holds a database only now. was_there: whether it was there before, be it empty.
    """

    path: Path
    is_new: bool
    was_there: bool
    copied_to: Path | None
    read_only: str | None


def open_folder(*, create: bool = False, beside: bool = False) -> Opened:
    """Open the folder of the settings, for as long as the process lives. Raises FolderRefused.

    create: make it when it is missing. A folder of an older version is copied aside, then brought up to date.
    beside: bring it up to date while an earlier version goes on serving readers, where that can be done.
    """
    folder = settings.DATA
    was_there = folder.is_dir()
    data_folder.made(folder) if create else data_folder.found(folder)
    data_folder.hold(folder)
    is_new = not data_folder.is_filled(folder)
    if is_new:
        data_folder.demand_never_filled(folder)
    elif not (folder / keys.NAME).is_file() and server.named(folder):
        raise FolderRefused(
            f"{folder}: holds no {keys.NAME}, and {data_folder.database_of(folder)} holds a ledger that is signed with "
            "one; copy it here from the data folder that the ledger was begun in"
        )
    try:
        copied_to = _bring_up_to_date(folder, is_new, beside and not is_new)
        _open_log(folder)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        place = data_folder.database_of(folder)
        raise FolderRefused(f"{folder}: {place} cannot be opened: {error}; put a backup back") from error
    return Opened(folder, is_new, was_there, copied_to, rollback.read_only())


def leave_none(opened: Opened) -> None:
    """Take a new folder away again into which nothing came but the log's opening; a folder in use stays.

    So does one whose database is on a server: it is opened once, and empty.
    """
    folder = opened.path
    if connection.vendor != "sqlite":
        return  # tables on a server are not ours to take away again
    try:
        if journal.head(connection).frontier.size > 1 or Account.objects.exists():
            return
        connection.close()
        data_folder.hold(folder, alone=True)
    except (FolderRefused, LedgerError, DatabaseError):
        return
    data_folder.release(folder)
    for path in (*folder.glob(f"{DATABASE}*"), folder / checkpoints.NAME, folder / keys.NAME):
        path.unlink(missing_ok=True)
    for name in (data_folder.LOCK, data_folder.SECRET):
        (folder / name).unlink(missing_ok=True)
    if not opened.was_there:
        with suppress(OSError):
            folder.rmdir()


def _bring_up_to_date(folder: Path, is_new: bool, beside: bool) -> Path | None:  # noqa: FBT001 - its own
    """Run what migrations there are to run; gives the copy made before, of a folder that was there."""
    there, applied = _steps(), set(MigrationRecorder(connection).applied_migrations())
    newer = sorted(name for name in applied - there if name[0] in _own_apps())
    if newer:
        name = ".".join(newer[-1])
        raise FolderRefused(
            f"{folder}: was written by a newer version of Tonetop, which made {name}; install that version"
        )
    if there <= applied or not _plan():
        grant_missing()
        return None
    if beside:
        copy = _copy_aside(folder) if connection.vendor == "sqlite" else None
        take_over(folder, ledger_bytes)
        return copy
    data_folder.hold(folder, alone=True)
    if connection.vendor != "sqlite":
        upgrade(folder, ledger_bytes)
        data_folder.hold(folder)
        return None
    copy = None if is_new else _copy_aside(folder)
    before = ledger_bytes()
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        if copy and ledger_bytes() != before:
            raise FolderRefused(
                f"{folder}: bringing it up to date would have changed the ledger, so it was undone"
            )
    except Exception:
        if copy:
            _put_back(copy)
        raise
    (folder / DATABASE).chmod(0o600)
    data_folder.hold(folder)
    return copy


def _steps() -> set[tuple[str, str]]:
    """App and name of each migration that this version brings; by their files, for loading all of them takes long."""
    found = set()
    for label in (app.label for app in apps.get_app_configs()):
        name, _ = MigrationLoader.migrations_module(label)
        if name is None or find_spec(name) is None:
            continue
        modules = iter_modules(import_module(name).__path__)
        found |= {(label, one.name) for one in modules if not one.ispkg and one.name[0] not in "_~"}
    return found


def _plan() -> list[Any]:
    """The migrations that are to be run."""
    executor = MigrationExecutor(connection)
    plan: list[Any] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return plan


def _own_apps() -> set[str]:
    return {app.label for app in apps.get_app_configs() if app.name.startswith("tonetop.")}


def _copy_aside(folder: Path) -> Path:
    moment = f"{clock.now():%Y-%m-%dT%H%M%S}"
    connection.ensure_connection()
    return copy_database(connection.connection, folder / f"before-upgrade-{moment}.sqlite3")


def _put_back(copy: Path) -> None:
    connection.close()
    with (
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(settings.DATA / DATABASE)) as target,
    ):
        source.backup(target)


def ledger_bytes() -> str:
    """A hash over every event, signing key and checkpoint; empty when there is no ledger yet."""
    if "ledger_events" not in connection.introspection.table_names():
        return ""
    taken = sha256()
    for statement in LEDGER:
        for (value,) in link(connection).run(statement):
            taken.update(bytes(value) if isinstance(value, bytes) else value.encode())
    return taken.hexdigest()


def _open_log(folder: Path) -> None:
    """Let the log begin with an event that names its key, and sign its head: cutting it back shows."""
    if signers.history(connection):
        return
    held = keys.load(folder) if (folder / keys.NAME).exists() else keys.create(folder)
    with writing(connection):
        signers.open_log(connection, held, clock.now())
    sealing.seal()
