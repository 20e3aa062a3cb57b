"""SQLite files: opened read only, so that nothing is written beside them and nobody who writes is kept waiting."""

from __future__ import annotations

import sqlite3
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tonetop.discovery.source import Lacking, Unreachable
from tonetop.discovery.sources.sql import SqlSource, Table

try:
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise Lacking("A database", "scan", error.name) from None


HEAD = b"SQLite format 3\0"
ISO = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"
WAITS = 5
"""Seconds that are waited for somebody who writes."""


class SqliteSource(SqlSource):
    """Tables of a file; days are texts there, and rows have a number."""

    def places(self, looked: Any) -> list[tuple[str | None, str]]:
        """All tables but those of virtual tables' own, whose rows stand in the table people see."""
        with self.reading() as link:
            rows = link.execute(
                text("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
            ).fetchall()
        return [
            (None, name)
            for name, type in rows
            if type in ("table", "virtual") and not name.startswith("sqlite_")
        ]

    def key_of(self, table: Table) -> tuple[str, ...]:
        """The number of the row; the key where a table has none."""
        if not hasattr(self, "_numbers"):
            self._numbers: dict[str, bool] = {}
        if table.name not in self._numbers:
            self._numbers[table.name] = self._has_numbers(table)
        return ("_rowid_",) if self._numbers[table.name] else super().key_of(table)

    def _has_numbers(self, table: Table) -> bool:
        asked = text("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = :name")
        with self.reading() as link:
            without = link.execute(asked, {"name": table.name}).scalar_one()
        return not without and not {"rowid", "_rowid_", "oid"} & {name.lower() for name in table.columns}

    def sampled(self, table: Table, share: float, seed: int) -> tuple[str, str]:
        """By the number of a row, mixed with the seed."""
        return "", f"tonetop_drawn({', '.join(self.key_of(table))}, {seed}) < {share!r}"

    def day_of(self, table: Table, column: str) -> str | None:
        """The first ten characters, when every filled value starts with a day."""
        named = self.quoted(column)
        filled = f"{named} IS NOT NULL AND {named} <> ''"
        counts = f"count(*), count(CASE WHEN {named} GLOB :iso THEN 1 END)"
        asked = f"SELECT {counts} FROM {self.place(table)} WHERE {filled}"  # noqa: S608 - names are quoted
        with self.reading() as link:
            there, days = link.execute(text(asked), {"iso": ISO}).one()
        return f"nullif(substr({named}, 1, 10), '')" if there and there == days else None


def drawn(*key: Any) -> float:
    """A number from 0 to 1 for a row's key and a seed, always the same."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=6).digest()) / 2**48


def opened(path: Path, name: str) -> SqliteSource:
    """The source of a file. Raises Unreachable for what is no database."""
    try:
        with path.open("rb") as file:
            head = file.read(len(HEAD))
    except OSError as error:
        raise Unreachable(f"{name}: cannot be read: {error.strerror}") from None
    if head and head != HEAD:
        raise Unreachable(f"{name}: is no SQLite database")
    url = f"file:{quote(str(path.resolve()))}?mode=ro"
    if not _opens(url) and not path.with_name(f"{path.name}-wal").exists():
        url += (
            "&immutable=1"  # a file that was left in write-ahead mode in a folder where nothing may be made
        )
    engine = create_engine("sqlite://", creator=partial(_connected, url), poolclass=NullPool)
    return SqliteSource(engine, name)


def _opens(url: str) -> bool:
    try:
        link = _connected(url)
    except sqlite3.Error:
        return False
    try:
        link.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.Error:
        return False
    finally:
        link.close()
    return True


def _connected(url: str) -> sqlite3.Connection:
    link = sqlite3.connect(url, uri=True, timeout=WAITS, check_same_thread=False)
    link.text_factory = lambda raw: raw.decode("utf-8", "replace")
    link.create_function("tonetop_drawn", -1, drawn, deterministic=True)
    return link
