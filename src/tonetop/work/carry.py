"""Carry every table from one database to another, SQLite or PostgreSQL, and hold the copy against what it is of.

Rows are compared in the form in which SQLite holds them: numbers, texts and bytes. What is carried is written in the
caller's transaction, so a copy that differs in one value leaves nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connections

from tonetop.records.ledger.tables import TABLES
from tonetop.work.data_folder import FolderRefused

AT_ONCE = 1000
SQLITE_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)
SQLITE_COLUMNS = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
SERVER_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
SERVER_COLUMNS = """SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = %s"""
COUNTED = """SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
AND a.attnum > 0 AND NOT a.attisdropped AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"""


class NotCarried(FolderRefused):
    """A copy could not be made, or is not what it was made of; the message is one sentence."""


@contextmanager
def pointed(about: dict[str, Any]) -> Iterator[Any]:
    """Inside, Django's connection is that of another database."""
    kept = connections.settings["default"]
    _point(connections.configure_settings({"default": about})["default"])
    try:
        yield connections["default"]
    finally:
        _point(kept)


def _point(about: Any) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = about


def made_empty() -> None:
    """Make the tables where Django's connection is."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def to_server(file: sqlite3.Connection, server: Any) -> dict[str, int]:
    """Fill a server's tables with a file's rows, in the caller's transaction; gives rows by table. Raises NotCarried.

    server: Django's connection, whose tables are of this version.
    """
    raw = server.connection
    tables = _alike(
        {name for (name,) in file.execute(SQLITE_TABLES)}, {n for (n,) in raw.execute(SERVER_TABLES)}
    )
    for table in TABLES:
        raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    raw.execute(f"TRUNCATE {', '.join(map(_quoted, tables))}")
    counts = {table: _filled(file, raw, table) for table in tables}
    for table, column, sequence in raw.execute(COUNTED).fetchall():
        raw.execute("SELECT setval(%s, %s)", (sequence, max(1, _last(file, table, column))))
    for table in TABLES:
        raw.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return counts


def _filled(file: sqlite3.Connection, raw: Any, table: str) -> int:
    """Copy one table; gives how many rows."""
    columns, types = _columns(file, table), dict(raw.execute(SERVER_COLUMNS, (table,)).fetchall())
    _alike(set(columns), set(types))
    bools = [place for place, name in enumerate(columns) if types[name] == "boolean"]
    count, listed = 0, ", ".join(map(_quoted, columns))
    try:
        with raw.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} ({listed}) FROM STDIN") as copy:
            for row in of_file(file, table):
                count += 1
                cells = list(row)
                for place in bools:
                    cells[place] = None if cells[place] is None else bool(cells[place])
                copy.write_row(cells)
    except raw.Error as error:
        why = " ".join(str(error).split())
        raise NotCarried(
            f"{table}, row {count}: PostgreSQL does not take it: {why[:300]}; nothing was moved"
        ) from None
    return count


def to_file(server: Any, file: sqlite3.Connection) -> dict[str, int]:
    """Fill a file's tables with a server's rows in one transaction; gives rows by table. Raises NotCarried.

    server: Django's connection in a transaction that sees one moment; file: a connection without an authorizer.
    """
    raw = server.connection
    tables = _alike(
        {name for (name,) in file.execute(SQLITE_TABLES)}, {n for (n,) in raw.execute(SERVER_TABLES)}
    )
    guards = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    counts = {}
    file.execute("PRAGMA foreign_keys = OFF")
    file.execute("BEGIN IMMEDIATE")
    for name, _ in guards:
        file.execute(f"DROP TRIGGER {_quoted(name)}")
    for table in tables:
        columns = _columns(file, table)
        file.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - names of the database's own tables
        marks, listed = ", ".join("?" * len(columns)), ", ".join(map(_quoted, columns))
        made = f"INSERT INTO {_quoted(table)} ({listed}) VALUES ({marks})"  # noqa: S608
        counts[table] = file.executemany(made, of_server(raw, table, columns, _key(file, table))).rowcount
    for _, sql in guards:
        file.execute(sql)
    file.execute("COMMIT")
    return {table: max(0, count) for table, count in counts.items()}


def differing(file: sqlite3.Connection, server: Any) -> str | None:
    """The first table whose rows are not the same on both sides, with the number of the row; None when all are."""
    raw = server.connection
    for (table,) in file.execute(SQLITE_TABLES).fetchall():
        columns, key = _columns(file, table), _key(file, table)
        pairs = zip_longest(of_file(file, table), of_server(raw, table, columns, key))
        for number, (here, there) in enumerate(pairs, start=1):
            if here is None or there is None or tuple(here) != tuple(there):
                return f"{table}, row {number}"
    return None


def of_file(file: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table of a file, in the order of its key."""
    listed = ", ".join(map(_quoted, _columns(file, table)))
    return iter(file.execute(f"SELECT {listed} FROM {_quoted(table)} ORDER BY {_key(file, table)}"))  # noqa: S608


def of_server(raw: Any, table: str, columns: list[str], key: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table of a server in the order of its key, as a file holds them; a part at a time."""
    listed = ", ".join(map(_quoted, columns))
    with raw.cursor(name="carried", scrollable=False) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(f"SELECT {listed} FROM {_quoted(table)} ORDER BY {key}")  # noqa: S608
        for row in cursor:
            yield tuple(map(_plain, row))


def _plain(value: Any) -> Any:
    """A value as SQLite holds it."""
    into = PLAIN.get(type(value))
    return value if into is None else into(value)


def _moment(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


PLAIN: dict[type, Callable[[Any], Any]] = {
    bool: int,
    datetime: _moment,
    date: str,
    UUID: lambda value: value.hex,
    memoryview: bytes,
}


def _columns(file: sqlite3.Connection, table: str) -> list[str]:
    return [name for name, _ in file.execute(SQLITE_COLUMNS, (table,))]


def _key(file: sqlite3.Connection, table: str) -> str:
    """What the rows of a table are ordered by: its key."""
    places = sorted((pk, name) for name, pk in file.execute(SQLITE_COLUMNS, (table,)) if pk)
    return ", ".join(_quoted(name) for _, name in places)


def _last(file: sqlite3.Connection, table: str, column: str) -> int:
    """The highest number that a table ever gave, so that none is given twice."""
    (highest,) = file.execute(f"SELECT coalesce(max({_quoted(column)}), 0) FROM {_quoted(table)}").fetchone()  # noqa: S608
    given = file.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return max(int(highest), int(given[0]) if given else 0)


def _alike(here: set[str], there: set[str]) -> list[str]:
    """The names that both sides hold. Raises NotCarried when one side holds another one."""
    odd = sorted(here ^ there)
    if odd:
        raise NotCarried(f"{odd[0]} stands on one side alone, so the two are not of the same version")
    return sorted(here)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
