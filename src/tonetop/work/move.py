"""Move a data folder's database to a PostgreSQL server, with every byte of the ledger; all of it or nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from tonetop.records import server
from tonetop.records.ledger import checkpoints, journal
from tonetop.work import data_folder
from tonetop.work.carry import NotCarried, differing, made_empty, pointed, to_server
from tonetop.work.data_folder import DATABASE, FolderRefused
from tonetop.work.swap_folder import ASIDE, free
from tonetop.work.upgrade_server import as_owner, grant_missing
from tonetop.work.verify_folder import verify_folder


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: to where, rows by table, the events of the log and its root (hexadecimal), the file's new place.

    was_there: whether an earlier move, cut short at its end, had carried it all already.
    """

    to: str
    tables: dict[str, int]
    events: int
    root: str
    aside: Path
    was_there: bool


def move(  # noqa: PLR0913 - what, where to, when and how
    folder: Path, address: str, now: datetime, *, keep: bool, replace: bool = False, despite: bool = False
) -> Moved:
    """Carry an open folder's tables to a server, look both through, and set the file aside. Raises FolderRefused.

    keep: write the address down in the folder. replace: whether a ledger that lies on the server may be replaced.
    despite: whether what does not verify is moved too.
    """
    data_folder.hold(folder, alone=True)
    if not despite:
        _demand_whole(verify_folder(folder).problems, f"{folder}")
    connections["default"].close()
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")
        head, notes = journal.head(file), checkpoints.history(file)
        with pointed(server.described(address)) as there:
            was_there, counts = _carried(file, there, address, replace)
            if (journal.head(there), checkpoints.history(there)) != (head, notes):
                raise NotCarried(f"{server.bare(address)}: its ledger is not the folder's")
            grant_missing()
        file.execute("ROLLBACK")
    if keep:
        _write_down(folder, address)
    aside = _set_aside(folder, now)
    data_folder.release(folder)
    root = head.frontier.root().hex()
    return Moved(server.bare(address), counts, head.frontier.size, root, aside, was_there)


def _carried(
    file: sqlite3.Connection, there: Any, address: str, replace: bool
) -> tuple[bool, dict[str, int]]:
    """Whether all was there already, and the rows by table; written and compared before it is committed."""
    filled = server.is_filled(address)
    with as_owner():
        if filled and differing_quietly(file, there) is None:
            return True, {}
        if filled and not replace:
            raise FolderRefused(
                f"{server.bare(address)}: holds a ledger already; name an empty database, or replace what it holds "
                "with --replace"
            )
        with transaction.atomic():
            there.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            made_empty()
            there.connection.execute("SET CONSTRAINTS ALL DEFERRED")
            counts = to_server(file, there)
            odd = differing(file, there)
            if odd:
                raise NotCarried(f"{odd}: is not the same on both sides; nothing was moved")
    return False, counts


def differing_quietly(file: sqlite3.Connection, there: Any) -> str | None:
    """The same as `differing`, where the server's tables may be of another version."""
    there.ensure_connection()
    try:
        with transaction.atomic():
            return differing(file, there)
    except (there.Database.Error, NotCarried) as error:
        return str(error)


def _demand_whole(problems: list[str], where: str) -> None:
    if problems:
        raise FolderRefused(f"{where}: does not verify, so nothing was moved: {problems[0]}")


def _write_down(folder: Path, address: str) -> None:
    part = folder / f"{server.FILE}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{address}\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / server.FILE)


def _set_aside(folder: Path, now: datetime) -> Path:
    """Where the SQLite file lies now."""
    aside = folder / f"{ASIDE}{free(folder, f'{now:%Y-%m-%dT%H%M%S}')}"
    aside.mkdir(mode=0o700)
    for path in sorted(folder.glob(f"{DATABASE}*"), reverse=True):
        path.rename(aside / path.name)
    return aside
