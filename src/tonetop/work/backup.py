"""Back the data folder up: one file of everything, consistent while others go on writing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import DatabaseError

from tonetop import __version__
from tonetop.records import server, stores, taken_over, tally
from tonetop.records.ledger import checkpoints, journal
from tonetop.work.copy_database import copy_database
from tonetop.work.copy_server import copy_server
from tonetop.work.data_folder import ADDRESS, DATABASE, LOCK, PASSAGES, FolderRefused, hold, holds_file
from tonetop.work.swap_folder import ASIDE, LANGUAGE_MODEL, SIGN_IN, STAGED, WITNESS

FORMAT, MANIFEST = "tonetop-backup/1", "manifest.json"
PLACES_OWN = (ADDRESS, LOCK, taken_over.NAME, SIGN_IN, LANGUAGE_MODEL, WITNESS, server.FILE)
LEFT_OUT = (
    *PLACES_OWN,
    STAGED,
    "static",
    "uploads",
    "readings",
    ASIDE,
    "before-upgrade-",
    DATABASE,
    PASSAGES,
    tally.NAME,
)
"""What is no part of a backup, by how its name begins: the database goes in as a copy, uploads are yet to be taken,
the index of passages is made anew from the files, counts of tries lapse."""
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written: where, how many events, how many files, how many bytes.

    elsewhere: the store of objects in which evidence lies too, of which the backup holds nothing; empty for none.
    """

    path: Path
    events: int
    files: int
    bytes: int
    elsewhere: str = ""


def backup(folder: Path, out: Path, now: datetime) -> BackedUp:
    """Write the backup of a folder to a new file. Raises FolderRefused when the file is there or cannot be written.

    It holds keys and personal values: it is made readable by its owner alone, and should be kept like them.
    """
    if out.exists():
        raise FolderRefused(f"{out}: is there already; name a new file, for no backup is overwritten")
    if out.resolve().is_relative_to(folder):
        raise FolderRefused(f"{out}: lies in the data folder itself; name a place outside of it")
    hold(folder)
    part = out.with_name(f"{out.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with tempfile.TemporaryDirectory(prefix="tonetop-", dir=folder) as place:
            made = _write(folder, Path(place), part, now)
        part.replace(out)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        why = getattr(error, "strerror", None) or error
        raise FolderRefused(f"{out}: the backup could not be written: {why}") from error
    finally:
        part.unlink(missing_ok=True)
    return BackedUp(out, made["events"], len(made["files"]), out.stat().st_size, stores.named(folder))


def _write(folder: Path, place: Path, part: Path, now: datetime) -> dict[str, Any]:
    """Everything in an order in which nothing is behind the database: checkpoints before it, keys after it."""
    with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        files = {}
        notes = folder / checkpoints.NAME
        if notes.is_file():
            files[notes.name] = _add(archive, notes.name, notes)
        copy = _copied(folder, place / DATABASE)
        files[DATABASE] = _add(archive, DATABASE, copy)
        for path in _others(folder):
            name = path.relative_to(folder).as_posix()
            files[name] = _add(archive, name, path)
        manifest = {"format": FORMAT, "made": now.isoformat(), "version": __version__, "files": files}
        manifest |= _head(copy)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return manifest


def _copied(folder: Path, target: Path) -> Path:
    """The database as it stands at one moment, as a SQLite file, wherever it lies."""
    if server.named(folder) and not holds_file(folder):
        return copy_server(folder, target)
    with closing(sqlite3.connect(f"{(folder / DATABASE).as_uri()}?mode=ro", uri=True)) as live:
        return copy_database(live, target)


def _others(folder: Path) -> Iterator[Path]:
    """Every other file of the folder that is not made anew by itself."""
    for top in sorted(folder.iterdir()):
        if top.name.startswith((*LEFT_OUT, checkpoints.NAME, "tonetop-")) or top.is_symlink():
            continue
        yield from sorted(path for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file())


def _add(archive: ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as member:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            member.write(chunk)
    return {"sha256": digest.hexdigest(), "size": size}


def _head(database: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(database)) as copy:
        head = journal.head(copy)
        return {
            "organisation": head.organisation,
            "events": head.frontier.size,
            "root": head.frontier.root().hex(),
        }


def room_for(folder: Path, size: int) -> bool:
    """Whether so many bytes fit beside what is there."""
    return shutil.disk_usage(folder).free > size
