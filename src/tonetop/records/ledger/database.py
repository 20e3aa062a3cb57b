"""One way to speak to the database, be it Django's connection or a bare one, SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol


class LedgerError(Exception):
    """The ledger cannot do what was asked; the message is one sentence that says why and what to do."""


class Log(sqlite3.Connection):
    """A connection to SQLite that remembers where the log stood after its last append.

    What it remembers may be stale, after a rollback or an append of somebody else's: the guard of the events' table
    refuses whatever is built on it, and the head is read anew.
    """

    end: Any = None


class Django(Protocol):
    """What is used of Django's ``connections[alias]``."""

    alias: str
    connection: Any

    @property
    def wrap_database_errors(self) -> Any:
        """Within it the driver's errors become Django's."""

    def ensure_connection(self) -> None:
        """Opens ``connection`` when it is not open yet."""


Connection = sqlite3.Connection | Django


class Link(NamedTuple):
    """A driver's connection; statements are written with ``?`` for a parameter, whatever the driver."""

    raw: Any
    is_sqlite: bool
    told: AbstractContextManager[Any] = nullcontext()
    """Within it the driver's errors become Django's, which every caller knows."""

    def run(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Runs one statement and gives its cursor."""
        if self.is_sqlite:
            return self.raw.execute(statement, values)
        with self.told:
            return self.raw.execute(_percent(statement), values)

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Runs one statement for each of the rows."""
        cursor = self.raw.cursor()
        with self.told:
            cursor.executemany(statement if self.is_sqlite else _percent(statement), rows)
        cursor.close()

    def one(self, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        row: tuple[Any, ...] | None = self.run(statement, values).fetchone()
        return row

    def all(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row."""
        rows: list[tuple[Any, ...]] = self.run(statement, values).fetchall()
        return rows

    @property
    def refusal(self) -> type[Exception]:
        """What is raised when a guard or a constraint refuses a row."""
        return self._errors.IntegrityError  # type: ignore[no-any-return]

    @property
    def failure(self) -> type[Exception]:
        """What is raised when the database fails."""
        return self._errors.DatabaseError  # type: ignore[no-any-return]

    @property
    def _errors(self) -> Any:
        """The module of errors; Django's only where its connection is, so that nothing else loads it."""
        return sqlite3 if self.is_sqlite else import_module("django.db")

    @property
    def in_transaction(self) -> bool:
        if self.is_sqlite:
            return bool(self.raw.in_transaction)
        return bool(self.raw.info.transaction_status)  # libpq: 0 is idle


def link(connection: Connection) -> Link:
    """The driver's connection behind ``connection``: the same one, hence in the same transaction."""
    if isinstance(connection, sqlite3.Connection):
        return Link(connection, is_sqlite=True)
    connection.ensure_connection()
    raw = connection.connection
    if isinstance(raw, sqlite3.Connection):
        return Link(raw, is_sqlite=True)
    return Link(raw, is_sqlite=False, told=connection.wrap_database_errors)


@cache
def _percent(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")
