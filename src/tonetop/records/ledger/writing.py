"""The one transaction in which a business change and its ledger lines are written."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager

from django.db import transaction

from tonetop.records.ledger.database import Connection, LedgerError, link


def writing(connection: Connection) -> AbstractContextManager[None]:
    """Takes the right to write at once (SQLite: BEGIN IMMEDIATE), commits at the end, or undoes everything.

    Django's SQLite connections must be set up with ``transaction_mode: IMMEDIATE``: a transaction that begins
    by reading and then wants to write fails when another one wrote in between.
    """
    if isinstance(connection, sqlite3.Connection):
        return Bare(connection)
    if link(connection).is_sqlite and getattr(connection, "transaction_mode", None) != "IMMEDIATE":
        raise LedgerError("set OPTIONS['transaction_mode'] = 'IMMEDIATE' for the database in the settings")
    return transaction.atomic(using=connection.alias)


class Bare:
    """A transaction on a bare SQLite connection that was opened with ``isolation_level=None``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.connection.execute("COMMIT" if kind is None else "ROLLBACK")
