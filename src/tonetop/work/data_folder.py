"""Where everything of one organisation lies: the data folder, made for its owner alone, and who uses it.

The database lies in it too, unless it is on a server that is named (`records.server`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from tonetop.records import server, stores
from tonetop.records.ledger.keys import NAME as KEY_FILE
from tonetop.work.swap_folder import ASIDE, LANGUAGE_MODEL, SIGN_IN, STAGED, WITNESS, finish, is_begun

try:
    import fcntl
except ImportError:  # Windows: nobody is kept from restoring under a running server
    fcntl = None  # type: ignore[assignment]

CHECKPOINTS = "checkpoints.jsonl"
DATABASE, LOCK, ADDRESS, SECRET = "tonetop.sqlite3", "folder.lock", "address", "web.key"
PASSAGES = "passages.sqlite3"
"""The index of passages: derived from the files, made anew when it is gone, and in no backup."""
OURS = frozenset((LOCK, SECRET, SIGN_IN, LANGUAGE_MODEL, WITNESS, server.FILE, stores.FILE))
"""What a folder may hold before its database is made: what is left of a first start, or was put there for it."""

_held: dict[Path, IO[str]] = {}


class FolderRefused(Exception):
    """The data folder cannot be used so; the message is one sentence that says why and what to do."""


def named(data: str | None = None) -> Path:
    """The folder that is meant: as given, else $TONETOP_DATA, else ./tonetop-data."""
    return Path(data or os.environ.get("TONETOP_DATA") or "tonetop-data").resolve()


def is_filled(folder: Path) -> bool:
    """Whether a database lies there, or a ledger on the server that is named. Raises FolderRefused, ServerRefused.

    A file without a byte is what a first start left that was cut short.
    """
    address = server.named(folder)
    if not address:
        return holds_file(folder)
    if holds_file(folder):
        raise FolderRefused(
            f"{folder}: holds {DATABASE}, and {server.bare(address)} is named as its database too; bring the one "
            "to the other with `tonetop move` (after a restore that was cut short: with --replace), or name no server"
        )
    return server.is_filled(address)


def is_begun_here(folder: Path) -> bool:
    """Whether the folder was opened before; asks no server."""
    return holds_file(folder) or (bool(server.named(folder)) and (folder / KEY_FILE).is_file())


def holds_file(folder: Path) -> bool:
    """Whether a SQLite database lies in the folder."""
    file = folder / DATABASE
    return file.is_file() and file.stat().st_size > 0


def may_open(data: str | None) -> bool:
    """Whether a folder is to be opened where a command needs none: one was named, or one lies where it is meant."""
    return bool(data) or is_begun_here(named())


def found(folder: Path) -> Path:
    """The folder, when it holds a database; a restore that was cut short is finished. Raises FolderRefused."""
    _finish_restore(folder)
    if not is_filled(folder):
        demand_never_filled(folder)
        raise FolderRefused(
            f"{folder}: there is no data folder here; make one with `tonetop up`, fill one with "
            "`tonetop demo`, or name another with --data"
        )
    return folder


def made(folder: Path) -> Path:
    """The folder, made for its owner alone when it is missing. Raises FolderRefused: it holds other things."""
    _finish_restore(folder)
    try:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        others = sorted(path.name for path in folder.iterdir() if path.name not in OURS)
    except OSError as error:
        raise FolderRefused(f"{folder}: cannot be used as a data folder: {error.strerror}") from None
    marks = (DATABASE, KEY_FILE, STAGED, ASIDE)
    begun = any(name.startswith(marks) for name in others)
    if others and not begun:
        raise FolderRefused(
            f"{folder}: holds {others[0]}, so it is no data folder of Tonetop; name an empty or a new one"
        )
    return folder


def demand_never_filled(folder: Path) -> None:
    """Raises FolderRefused when a folder without a database once had one."""
    if (folder / CHECKPOINTS).is_file():
        raise FolderRefused(
            f"{folder}: checkpoints were signed here, but {database_of(folder)} is gone; put a backup back with "
            "`tonetop restore`"
        )


def database_of(folder: Path) -> str:
    """What the folder's database is called in a sentence: its file, or the server's address without its password."""
    address = server.named(folder)
    return server.bare(address) if address else DATABASE


def _finish_restore(folder: Path) -> None:
    if is_begun(folder):
        hold(folder, alone=True)
        finish(folder)
        release(folder)


def hold(folder: Path, *, alone: bool = False) -> None:
    """Say that this process uses the folder until it ends, with others or alone. Raises FolderRefused."""
    if fcntl is None:
        return
    try:
        file = _held.get(folder) or (folder / LOCK).open("a")
    except OSError as error:
        raise FolderRefused(f"{folder}: cannot be written to: {error.strerror}") from None
    _held[folder] = file
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        raise FolderRefused(
            f"{folder}: is in use by another tonetop; stop that one first (Ctrl-C where it runs)"
        ) from None


def release(folder: Path) -> None:
    """Say that this process no longer uses the folder."""
    file = _held.pop(folder, None)
    if file is not None:
        file.close()
