"""Copy a SQLite database as it stands at one moment, while others may write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_database(source: sqlite3.Connection, target: Path) -> Path:
    """Write a consistent copy to a new file, readable by its owner alone, without a log beside it.

    Raises FileExistsError when the file is there, OSError or sqlite3.Error when it cannot be written.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return target
