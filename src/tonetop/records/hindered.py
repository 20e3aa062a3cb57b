"""What keeps the database from being written to, told as people can mend it: a full disk, no right to write, a lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from django.db import DatabaseError
from django.utils.translation import gettext_noop

FULL = gettext_noop(
    "The disk that the data lie on is full, so nothing was changed; free some space and do it again."
)
CLOSED = gettext_noop(
    "The data may be read but not written, so nothing was changed; give the program the right to write there."
)
FAILED = gettext_noop(
    "The disk that the data lie on failed, so nothing was changed; `tonetop verify` says whether all is well."
)
HELD = gettext_noop("Another program held the data for too long, so nothing was changed; do it again.")
AWAY = gettext_noop("The database does not answer, so nothing was changed; start it, and do it again.")
CODES = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: CLOSED,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_IOERR: FAILED,
    sqlite3.SQLITE_BUSY: HELD,
    sqlite3.SQLITE_LOCKED: HELD,
}
"""By the first byte of SQLite's result code."""
STATES = {
    "53100": FULL,
    "25006": CLOSED,
    "42501": CLOSED,
    "58030": FAILED,
    "55P03": HELD,
    "57P01": AWAY,
    "57P02": AWAY,
    "57P03": AWAY,
    "08": AWAY,
}
"""By PostgreSQL's SQLSTATE, or the class that it begins with."""
ABOVE = 8
"""Causes of causes that are looked at."""


def hindrance(error: BaseException | None) -> str | None:
    """One sentence on what hinders writing, from an error of the database; None for an error of any other kind."""
    for one in _causes(error):
        code = getattr(one, "sqlite_errorcode", None)
        if code is not None:
            return CODES.get(code & 0xFF)
        state = getattr(one, "sqlstate", None)
        if state:
            return STATES.get(state) or STATES.get(state[:2])
        if type(one).__module__.startswith("psycopg") and type(one).__name__ == "OperationalError":
            return AWAY  # the connection broke, so the server could not say why
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(ABOVE):
        if error is None:
            return
        if isinstance(error, (DatabaseError, sqlite3.Error)) or hasattr(error, "sqlstate"):
            yield error
        error = error.__cause__ or error.__context__
