"""A backup put back onto a server: its tables come here as a file, the file is replaced, and goes back again.

So whether the backup is of the same organisation, what of the log it lacks, and what is set aside are found out as
for a folder with a file of its own. A restore that is cut short leaves the file, and says how it is finished.
"""

from __future__ import annotations

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from tonetop.records import server
from tonetop.records.server import ServerRefused
from tonetop.work import data_folder
from tonetop.work.carry import NotCarried, made_empty, pointed
from tonetop.work.copy_server import copy_server
from tonetop.work.data_folder import DATABASE, FolderRefused
from tonetop.work.look_at_server import set_up
from tonetop.work.move import move


def bring_here(folder: Path, address: str) -> None:
    """The server's tables as a file of the folder, where it holds any that can be read. Raises ServerRefused."""
    set_up(folder)
    if data_folder.holds_file(folder) or not server.is_filled(address):
        return
    try:
        copy_server(folder, folder / DATABASE)
    except (
        NotCarried,
        DatabaseError,
        sqlite3.Error,
    ):  # what cannot be read is replaced; its checkpoints tell of it
        (folder / DATABASE).unlink(missing_ok=True)


def send_back(folder: Path, address: str, now: datetime) -> None:
    """The restored file to the server, in the place of what is there. Raises FolderRefused."""
    try:
        with pointed(server.on_file(folder / DATABASE)):
            made_empty()  # a backup of an older version is brought up to date
        done = move(folder, address, now, keep=False, replace=True, despite=True)
    except (ServerRefused, FolderRefused, DatabaseError, sqlite3.Error, OSError) as error:
        raise FolderRefused(
            f"{folder}: the backup lies here, but was not brought to {server.bare(address)}: {error}; finish it with "
            "`tonetop move --replace`"
        ) from error
    shutil.rmtree(done.aside)
