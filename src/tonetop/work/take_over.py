"""Bring the database up to date while an earlier version goes on serving readers, where its readers notice nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import AddField, AddIndex, CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from tonetop.records import taken_over
from tonetop.work.data_folder import FolderRefused
from tonetop.work.upgrade_server import upgrade

ADDS: tuple[type[Operation], ...] = (CreateModel, AddField, AddIndex)
"""Steps that add and change nothing that an earlier version reads."""


def take_over(folder: Path, ledger_bytes: Callable[[], str]) -> None:
    """Take every step in one transaction: all of it or nothing; earlier versions wait to write, and then only read.

    Raises FolderRefused when a step does more than add, or would change the ledger; nothing is changed then.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _demand_additive([step for step, _ in plan])
    try:
        if connection.vendor != "sqlite":
            upgrade(folder, ledger_bytes, lambda: taken_over.mark(folder))
        else:
            _upgrade_file(folder, ledger_bytes)
    except BaseException:
        taken_over.unmark(folder)
        raise


def _upgrade_file(folder: Path, ledger_bytes: Callable[[], str]) -> None:
    with _free_of_references(), transaction.atomic():
        before = ledger_bytes()
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        if ledger_bytes() != before:
            raise FolderRefused(
                f"{folder}: bringing it up to date would have changed the ledger, so it was undone"
            )
        taken_over.mark(folder)


def _demand_additive(steps: list[Migration]) -> None:
    for step in steps:
        for operation in step.operations:
            if not isinstance(operation, ADDS):
                raise FolderRefused(
                    f"{step.app_label}.{step.name} does more than add ({type(operation).__name__}), so this version "
                    "cannot take over while an earlier one serves; stop that one, and start without --take-over"
                )


@contextmanager
def _free_of_references() -> Iterator[None]:
    """Tables are made anew under their names; SQLite looks at references again once that is done."""
    connection.ensure_connection()
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()
