"""Bring the database of a server up to date, all of it or nothing, and say who may do what to its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tonetop.records import server
from tonetop.records.ledger.tables import REFUSED_DELETIONS, TABLES
from tonetop.work.data_folder import FolderRefused

TABLES_THERE = "SELECT relname, relkind FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
MAY_APPEND = "SELECT has_table_privilege('ledger_events', 'INSERT')"
MIGRATIONS = "django_migrations"
ENCODING = "UTF8"


@contextmanager
def as_owner() -> Iterator[bool]:
    """Inside, the connection is that of the role that owns the tables; gives whether one is named apart."""
    named = server.owner()
    if not named:
        yield False
        return
    kept = {key: connection.settings_dict[key] for key in named}
    connection.close()
    connection.settings_dict.update(named)
    try:
        yield True
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def upgrade(folder: Path, ledger_bytes: Callable[[], str], done: Callable[[], None] = lambda: None) -> None:
    """Run what migrations there are to run, in one transaction. Raises FolderRefused when a ledger's bytes changed.

    done: called at the end of the transaction, while it holds the right to write.
    """
    who = connection.settings_dict["USER"]
    with as_owner() as apart, transaction.atomic():
        _demand_encoding()
        before = ledger_bytes()
        with connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # no change of structure waits for a change of rows
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        if before and ledger_bytes() != before:
            raise FolderRefused(
                f"{folder}: bringing it up to date would have changed the ledger, so it was undone"
            )
        if apart:
            _grant(who)
        done()


def grant_missing() -> None:
    """Give the role that works what it needs, where the owner of the tables is another one and it lacks that."""
    if not server.owner():
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute(MAY_APPEND)
            may = cursor.fetchone()[0]
        except DatabaseError:
            may = False
    if not may:
        who = connection.settings_dict["USER"]
        with as_owner(), transaction.atomic():
            _grant(who)


def _demand_encoding() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        (found,) = cursor.fetchone()
    if found != ENCODING:
        raise FolderRefused(
            f"{connection.settings_dict['NAME']}: the database is encoded as {found}; make one with ENCODING 'UTF8'"
        )


def _grant(who: str) -> None:
    """The role that works adds to the ledger and reads it; of personal values it may delete what an erasure names."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(TABLES_THERE)
        found = cursor.fetchall()
        cursor.execute("SELECT quote_ident(current_schema())")
        statements = [f"GRANT USAGE ON SCHEMA {cursor.fetchone()[0]} TO {quoted(who)}"]
        for name, kind in found:
            if kind == "r":
                statements.append(f"REVOKE ALL ON {quoted(name)} FROM {quoted(who)}")
                statements.append(f"GRANT {_rights(name)} ON {quoted(name)} TO {quoted(who)}")
            elif kind == "S":
                statements.append(f"GRANT USAGE, SELECT ON SEQUENCE {quoted(name)} TO {quoted(who)}")
        for statement in statements:
            cursor.execute(statement)


def _rights(table: str) -> str:
    if table == MIGRATIONS:
        return "SELECT"
    if table in TABLES:
        return "SELECT, INSERT, DELETE" if table in REFUSED_DELETIONS else "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE, DELETE"
