"""What SQLite must be told on each new connection, so that the ledger is durable and nothing pulls it down.

The triggers of the tables refuse changed and removed rows; the authorizer here refuses to remove the triggers
and the tables themselves, and to weaken what makes a commit durable.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tonetop.records.ledger.database import Connection, Link, link

PREFIX = "ledger_"
SETTINGS = {"journal_mode": "WAL", "synchronous": "FULL", "secure_delete": "ON", "recursive_triggers": "ON"}

# Actions whose second and third word may name a table or trigger of the ledger.
STRUCTURAL = {
    sqlite3.SQLITE_ALTER_TABLE,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    sqlite3.SQLITE_CREATE_TRIGGER,
    sqlite3.SQLITE_DROP_INDEX,
    sqlite3.SQLITE_DROP_TABLE,
    sqlite3.SQLITE_DROP_TRIGGER,
}
# Settings that may be read but not lowered: the values that stay allowed.
HELD = {
    "journal_mode": {"wal"},
    "recursive_triggers": {"on", "1", "true"},
    "secure_delete": {"on", "1", "true"},
    "synchronous": {"full", "extra", "2", "3"},
    "writable_schema": {"off", "0", "false"},
}


def prepare(connection: Connection) -> None:
    """Sets a fresh SQLite connection up for the ledger; other databases have their own roles for this."""
    database = link(connection)
    if database.is_sqlite:
        for name, value in SETTINGS.items():
            database.run(f"PRAGMA {name} = {value}")
        database.raw.set_authorizer(_authorize)


@contextmanager
def lifted(database: Link) -> Iterator[None]:
    """Inside, the tables' structure may be changed: for the ledger's own migrations and nothing else."""
    if not database.is_sqlite:
        yield
        return
    database.raw.set_authorizer(None)
    try:
        yield
    finally:
        database.raw.set_authorizer(_authorize)


def _authorize(action: int, one: str | None, two: str | None, _database: str | None, _by: str | None) -> int:
    if action in STRUCTURAL and any(name and name.lower().startswith(PREFIX) for name in (one, two)):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and one and two and one.lower() in HELD:
        return sqlite3.SQLITE_OK if two.lower() in HELD[one.lower()] else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
