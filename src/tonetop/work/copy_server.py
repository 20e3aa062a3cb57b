"""Copy the tables of a server as they stand at one moment into a SQLite file, while others may write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tonetop.records import server
from tonetop.work.carry import NotCarried, differing, made_empty, pointed, to_file
from tonetop.work.look_at_server import snapshot


def copy_server(folder: Path, target: Path) -> Path:
    """Write the copy to a new file, readable by its owner alone; every row is compared with the server's.

    Raises FileExistsError when the file is there, OSError, ServerRefused, NotCarried.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with snapshot(folder) as held:
        with pointed(server.on_file(target)):
            made_empty()
        with closing(sqlite3.connect(target, isolation_level=None)) as file:
            to_file(held, file)
            odd = differing(file, held)
            if odd:
                raise NotCarried(f"{odd}: is not the same in the copy and on the server")
            file.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return target
