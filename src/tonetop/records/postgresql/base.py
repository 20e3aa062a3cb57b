"""The connection: a transaction takes the right to write when it begins; numbers and JSON come as from SQLite."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg.adapt import Buffer, Loader
from psycopg.types.json import Json

from tonetop.records.ledger.journal import LOCK
from tonetop.records.server import WAIT

BYTEWISE = 'COLLATE "C"'
"""Texts are compared byte by byte, as on SQLite, whatever the database was made with."""
DJANGOS: Any = base.DatabaseWrapper.data_types
STATE = f"SET lock_timeout = {WAIT}; SET synchronous_commit = on"


class Number(Loader):
    """A numeric value as facts hold it: an integer where it is whole, else a float."""

    def load(self, data: Buffer) -> int | float:
        """The value of its text."""
        text = bytes(data)
        if text.lstrip(b"-").isdigit():
            return int(text)
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number


class Written(Loader):
    """JSON as the text that was written."""

    def load(self, data: Buffer) -> str:
        """The text; who asked for it reads it."""
        return bytes(data).decode()


class Operations(operations.DatabaseOperations):
    """Empty values stand first going up; JSON stays as it was written."""

    compiler_module = "tonetop.records.postgresql.compiler"

    def adapt_json_value(self, value: Any, encoder: Any) -> Any:
        """JSON as text; jsonb would reorder its keys."""
        return Json(value, partial(json.dumps, cls=encoder))


def _varchar(about: Any) -> str:
    return f"{DJANGOS['CharField'](about)} {BYTEWISE}"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to PostgreSQL, with SQLite's rule that a transaction begins by taking the right to write."""

    ops_class = Operations
    data_types: Any = DJANGOS | {"CharField": _varchar, "TextField": f"text {BYTEWISE}", "JSONField": "json"}

    def get_new_connection(self, conn_params: Any) -> Any:
        """A connection that reads values as facts hold them."""
        made = super().get_new_connection(conn_params)
        made.adapters.register_loader("numeric", Number)
        made.adapters.register_loader("json", Written)
        return made

    def init_connection_state(self) -> None:
        """Wait for another writer no longer than on SQLite, and acknowledge nothing that is not on the disk."""
        super().init_connection_state()
        self.connection.execute(STATE)
        if not self.get_autocommit():
            self.connection.commit()

    def _start_transaction_under_autocommit(self) -> None:
        """Begin, and wait for whoever writes: what is read from here on still stands when this one writes."""
        self._set_autocommit(False)  # type: ignore[attr-defined]
        try:
            with self.wrap_database_errors:
                self.connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        except BaseException:
            self.connection.rollback()
            self._set_autocommit(True)  # type: ignore[attr-defined]
            raise
