"""SQLite files: opened read only, so that nothing is written beside them and who writes waits as little as can be.

In write-ahead mode nobody waits. In any other mode no one can write while somebody reads: what is not too large is
copied into memory at once and read there; of what is larger little is read at a time, with a pause after each piece.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

from tonetop.discovery.source import BATCH, Lacking, Unreachable
from tonetop.discovery.sources.sql import SqlSource, Table

try:
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise Lacking("A database", "scan", error.name) from None

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


WRITES, AHEAD = slice(18, 20), b"\2\2"
"""Where the head says how it is written to, and what it says of write-ahead mode."""
HEAD = b"SQLite format 3\0"
ISO = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"
WAITS = 5
"""Seconds that are waited for somebody who writes."""
COPIED = 128 << 20
"""Bytes of a file up to which it is copied into memory."""
STEP = 2_048
"""Rows that are read at a time of a file that nobody can write to meanwhile."""
REST = 0.5
"""Seconds of a pause at most; it is as long as what was read took."""


class SqliteSource(SqlSource):
    """Tables of a file; days are texts there, and rows have a number.

    copy: keeps the copy in memory that is read, where there is one. blocks: whether nobody can write while it is read.
    written: the day of the last write to the file, and so to any table of it.
    """

    def __init__(
        self, engine: Engine, name: str, copy: sqlite3.Connection | None = None, blocks: bool = False
    ) -> None:
        super().__init__(engine, name)
        self.copy, self.blocks, self.written = copy, blocks, ""
        self.step = STEP if blocks else BATCH

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that cannot write; where it kept others from writing, a pause as long as that was."""
        began = time.monotonic()
        with super().reading() as link:
            yield link
        if self.blocks:
            time.sleep(min(REST, time.monotonic() - began))

    def close(self) -> None:
        """Let go of the file, and of its copy."""
        super().close()
        if self.copy is not None:
            self.copy.close()

    def places(self, looked: Any) -> list[tuple[str | None, str]]:
        """All tables but those of virtual tables' own, whose rows stand in the table people see, and views."""
        with self.reading() as link:
            rows = link.execute(
                text("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
            ).fetchall()
        self.views = {(None, name) for name, type in rows if type == "view"}
        self.idle = {(None, name): self.written for name, _ in rows} if self.written else {}
        return [
            (None, name)
            for name, type in rows
            if type in ("table", "virtual", "view") and not name.startswith("sqlite_")
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
            head = file.read(100)
            size = path.stat().st_size
    except OSError as error:
        raise Unreachable(f"{name}: cannot be read: {error.strerror}") from None
    if head and not head.startswith(HEAD):
        raise Unreachable(f"{name}: is no SQLite database")
    url = f"file:{quote(str(path.resolve()))}?mode=ro"
    if not _opens(url) and not path.with_name(f"{path.name}-wal").exists():
        url += (
            "&immutable=1"  # a file that was left in write-ahead mode in a folder where nothing may be made
        )
    copy, blocks = None, bool(head) and head[WRITES] != AHEAD and "immutable" not in url
    if blocks and size <= COPIED and (made := _copied(path, url)):
        (url, copy), blocks = made, False
    engine = create_engine("sqlite://", creator=partial(_connected, url), poolclass=NullPool)
    source = SqliteSource(engine, name, copy, blocks)
    source.written = _written(path)
    return source


def _written(path: Path) -> str:
    """The day of the last write to a file, or to what lies beside it of its writes."""
    beside = (path, path.with_name(f"{path.name}-wal"))
    last = max(file.stat().st_mtime for file in beside if file.exists())
    return datetime.fromtimestamp(last, UTC).date().isoformat()


def _copied(path: Path, url: str) -> tuple[str, sqlite3.Connection] | None:
    """The address of a copy in memory, and what keeps it; None where it cannot be made, such as while others write."""
    with path.open("rb") as file:
        while file.read(1 << 20):  # from the disk without a lock, so that the copy is made fast
            pass
    place = f"file:/tonetop-{uuid4().hex}?vfs=memdb"
    try:
        copy = sqlite3.connect(place, uri=True, check_same_thread=False)
    except sqlite3.Error:
        return None
    try:
        with closing(_connected(url)) as link:
            link.backup(copy, progress=_go_on)
    except (sqlite3.Error, TimeoutError):
        copy.close()
        return None
    return place, copy


def _go_on(status: int, remaining: int, total: int) -> None:
    """Give up where somebody writes for longer than is waited."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise TimeoutError


def _opens(url: str) -> bool:
    try:
        link = _connected(url)
    except sqlite3.Error:
        return False
    try:
        link.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.Error as error:
        return (
            getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY
        )  # it opens, once who writes is done
    finally:
        link.close()
    return True


def _connected(url: str) -> sqlite3.Connection:
    link = sqlite3.connect(url, uri=True, timeout=WAITS, check_same_thread=False)
    link.execute("PRAGMA query_only = 1")
    link.text_factory = lambda raw: raw.decode("utf-8", "replace")
    link.create_function("tonetop_drawn", -1, drawn, deterministic=True)
    return link
