"""Short-lived counts and notes that all processes of a data folder share: who tried how often, which code was used.

They lie in a small SQLite file of their own, apart from the records: nothing of it is evidence, all of it lapses, and a
power failure may take it. Keys are kept as hashes, values as JSON, so that the file tells nobody's address and runs no
code. Where it cannot be written, nothing is counted and the log says so: a full disk locks nobody out.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

logger = logging.getLogger(__name__)

NAME = "limits.sqlite3"
TABLE = """CREATE TABLE IF NOT EXISTS held (key BLOB PRIMARY KEY, ends REAL NOT NULL, count INTEGER NOT NULL,
  value TEXT NOT NULL DEFAULT 'null') WITHOUT ROWID"""
HIT = """INSERT INTO held(key, ends, count) VALUES (?1, ?2 + ?3, 1) ON CONFLICT(key) DO UPDATE SET
  count = CASE WHEN ends <= ?2 THEN 1 ELSE count + 1 END, ends = CASE WHEN ends <= ?2 THEN ?2 + ?3 ELSE ends END
  RETURNING count, ends"""
SET = "INSERT OR REPLACE INTO held(key, ends, count, value) VALUES (?, ?, 0, ?)"
ADD = """INSERT INTO held(key, ends, count, value) VALUES (?1, ?2, 0, ?3) ON CONFLICT(key) DO UPDATE SET
  ends = ?2, value = ?3 WHERE ends <= ?4 RETURNING 1"""
SWEEP, PATIENCE = 1_000, 2.0
"""After so many statements of a thread what has lapsed is deleted; seconds for which a lock is waited for."""
_of = threading.local()


def hit(key: str, seconds: float) -> tuple[int, float]:
    """Count one more under a key; gives the count within its window, and the seconds until the window ends."""
    now = time.time()
    row = _one(HIT, _hashed(key), now, seconds)
    return (int(row[0]), max(row[1] - now, 0.0)) if row else (0, 0.0)


def count(key: str) -> tuple[int, float]:
    """The count under a key, and the seconds until its window ends; nothing is counted."""
    now = time.time()
    row = _one("SELECT count, ends FROM held WHERE key = ? AND ends > ?", _hashed(key), now)
    return (int(row[0]), row[1] - now) if row else (0, 0.0)


def forget(*keys: str) -> None:
    """Begin anew under these keys."""
    for key in keys:
        _one("DELETE FROM held WHERE key = ?", _hashed(key))


def _hashed(key: str) -> bytes:
    secret = blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    return blake2b(key.encode(), digest_size=20, key=secret).digest()


def _one(statement: str, *values: Any) -> Any:
    """The first row that a statement gives; None for none, and where the file cannot be used."""
    try:
        return _line().execute(statement, values).fetchone()
    except sqlite3.Error as error:
        _of.path = None
        logger.warning("%s cannot be used, so nothing is counted: %s", NAME, error)
        return None


def _line() -> sqlite3.Connection:
    """This thread's connection to the folder's file; a folder that is not there has one in memory."""
    folder = Path(settings.DATA)
    path = str(folder / NAME) if folder.is_dir() else ":memory:"
    if getattr(_of, "path", None) != path:
        line = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        if path != ":memory:":
            (folder / NAME).chmod(0o600)
        line.execute("PRAGMA journal_mode = WAL")
        line.execute("PRAGMA synchronous = OFF")
        line.execute(TABLE)
        _of.path, _of.line, _of.used = path, line, 0
    _of.used += 1
    held: sqlite3.Connection = _of.line
    if _of.used % SWEEP == 0:
        held.execute("DELETE FROM held WHERE ends <= ?", (time.time(),))
    return held


class Cache(BaseCache):
    """Django's cache over the same file, so that what must be used once is used once in all processes."""

    def __init__(self, _: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one; whether it was kept."""
        ends, now = self._ends(timeout), time.time()
        return _one(ADD, self._key(key, version), ends, json.dumps(value), now) is not None

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value that has not lapsed."""
        row = _one("SELECT value FROM held WHERE key = ? AND ends > ?", self._key(key, version), time.time())
        return json.loads(row[0]) if row else default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value, which JSON must be able to hold."""
        _one(SET, self._key(key, version), self._ends(timeout), json.dumps(value))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        return _one("DELETE FROM held WHERE key = ? RETURNING 1", self._key(key, version)) is not None

    def clear(self) -> None:
        """Forget everything, counts too."""
        _one("DELETE FROM held")

    def _key(self, key: Any, version: int | None) -> bytes:
        return _hashed(f"cache:{self.make_and_validate_key(key, version=version)}")

    def _ends(self, timeout: Any) -> float:
        seconds = self.get_backend_timeout(timeout)
        return float("inf") if seconds is None else float(seconds)
