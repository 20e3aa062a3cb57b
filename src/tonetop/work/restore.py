"""Bring a backup back: looked through before anything is replaced, all or nothing, and told when it is older."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db import DatabaseError

from tonetop import __version__
from tonetop.core.ledger import SYSTEM
from tonetop.records import server
from tonetop.records.ledger import checkpoints, guards, journal, keys, signers, signing
from tonetop.records.ledger.database import LedgerError
from tonetop.records.ledger.writing import writing
from tonetop.records.server import ServerRefused
from tonetop.work import data_folder
from tonetop.work.backup import CHUNK, FORMAT, MANIFEST, room_for
from tonetop.work.data_folder import DATABASE, FolderRefused
from tonetop.work.restore_server import bring_here, send_back
from tonetop.work.swap_folder import STAGED, is_begun, stage, swap
from tonetop.work.verify_folder import verify_folder

BROKEN = (
    BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
)
LARGEST_MANIFEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: how many events there are now, how many later ones the backup did not hold, what was said.

    event: the ledger's own line about the loss. aside: where the files that were there lie now.
    """

    events: int
    lost: int
    event: int | None
    aside: Path | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Present:
    """How far the log went that is replaced: its name, its events, the newest signed note."""

    organisation: str
    events: int
    note: str | None


def restore(
    file: Path, folder: Path, now: datetime, *, replace: bool = False, despite_problems: bool = False
) -> Restored:
    """Put a backup in the place of a folder's contents, which are moved aside. Raises FolderRefused.

    replace: whether a folder that holds the log of another organisation may be replaced. despite_problems: whether
    a backup is taken whose ledger and tables do not hold.
    """
    is_new = not folder.exists()
    data_folder.made(folder)
    data_folder.hold(folder, alone=True)
    onto = server.named(folder)
    try:
        if onto:
            bring_here(folder, onto)
        staged = stage(folder)
        _unpack(file, staged)
        if not replace:
            _demand_kin(staged, folder)
        event, lost = _go_on(staged, folder, now)
        problems = tuple(verify_folder(staged).problems)
        if problems and not despite_problems:
            raise FolderRefused(
                f"{file}: what it holds does not verify: {problems[0]}; to take it so, add --despite-problems"
            )
        events = _head(staged / DATABASE).frontier.size
        aside = swap(folder, f"{now:%Y-%m-%dT%H%M%S}")
        if onto:
            send_back(folder, onto, now)
    except (OSError, sqlite3.Error, LedgerError, ServerRefused, DatabaseError) as error:
        how = "the next command will finish it" if is_begun(folder) else "nothing was changed"
        raise FolderRefused(f"{file}: could not be restored, and {how}: {error}") from error
    finally:
        if not is_begun(folder):
            shutil.rmtree(folder / STAGED, ignore_errors=True)
        data_folder.release(folder)
        if is_new and not onto and not data_folder.is_filled(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return Restored(events, lost, event, aside, problems)


def _unpack(file: Path, staged: Path) -> None:
    """Every file of the backup in the staging place, each as the manifest says."""
    try:
        with ZipFile(file) as archive:
            files = _listed(archive)
            if not room_for(staged, sum(about["size"] for about in files.values())):
                raise FolderRefused(f"{staged.parent}: there is not enough room for what {file} holds")
            for name, about in files.items():
                _take(archive, name, about, staged / name)
    except OSError as error:
        raise FolderRefused(f"{file}: cannot be read: {error.strerror or error}") from error
    except BROKEN as error:
        raise FolderRefused(
            f"{file}: is no whole backup of Tonetop ({error}); nothing was changed"
        ) from error


def _listed(archive: ZipFile) -> dict[str, dict[str, Any]]:
    """The files that the manifest names, when it is one and the archive holds just these. Raises ValueError."""
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ValueError("its manifest is too large")
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise ValueError(f"it is of the format {manifest['format']}, and only {FORMAT} is known")
    if _number(manifest["version"]) > _number(__version__):
        raise ValueError(f"it was made by Tonetop {manifest['version']}, and this is {__version__}")
    files: dict[str, dict[str, Any]] = manifest["files"]
    if sorted([*files, MANIFEST]) != sorted(archive.namelist()):
        raise ValueError("it does not hold the files that its manifest names")
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise ValueError(f"it holds a file with the name {name}")
    if DATABASE not in files:
        raise ValueError("it holds no database")
    return files


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _take(archive: ZipFile, name: str, about: dict[str, Any], to: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with archive.open(name) as member, to.open("wb") as out:
        while chunk := member.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > about["size"]:
                break
            out.write(chunk)
    to.chmod(0o600)
    if (digest.hexdigest(), size) != (about["sha256"], about["size"]):
        raise ValueError(f"{name} in it is damaged")


def _head(database: Path) -> journal.Head:
    with closing(_reading(database)) as connection:
        return journal.head(connection)


def _present(folder: Path) -> Present | None:
    """The log that is replaced, by its database or else by what was signed; None where neither can be read."""
    note = None
    with suppress(LedgerError):
        note = checkpoints.remembered(folder)
    signed = checkpoints.read(note) if note else None
    with suppress(sqlite3.Error, LedgerError):
        head = _head(folder / DATABASE)
        events = max(head.frontier.size, signed.size if signed else 0)
        return Present(head.organisation, events, note)
    if signed is None:
        return None
    return Present(signed.origin.removeprefix("tonetop/").partition("#")[0], signed.size, note)


def _demand_kin(staged: Path, folder: Path) -> None:
    """Raises FolderRefused when the folder holds another log than the one that is to come."""
    present = _present(folder) if data_folder.holds_file(folder) else None
    if present is not None and present.organisation != _head(staged / DATABASE).organisation:
        raise FolderRefused(
            f"{folder}: holds the log of another organisation; to put the backup in its place, add --replace"
        )


def _go_on(staged: Path, folder: Path, now: datetime) -> tuple[int | None, int]:
    """Let a log that went further before go on under a new name, with an event that says so.

    It went further in the present folder, or in the very folder that was backed up after an older copy was put
    back there. Gives the event's number and how many events are not in the backup.
    """
    lost, source, note = max(_beyond(staged, folder), _beyond(staged, staged), key=lambda found: found[0])
    if not lost:
        return None, 0
    with closing(sqlite3.connect(staged / DATABASE, isolation_level=None)) as connection:
        guards.prepare(connection)
        known = [signer.origin for signer in signers.history(connection)]
        if note and source != staged and checkpoints.read(note).origin in known:
            shutil.copyfile(
                source / checkpoints.NAME, staged / checkpoints.NAME
            )  # what was signed stays told
        with writing(connection):
            signers.go_on(connection, keys.load(staged), now, SYSTEM, note or "")
        event = journal.head(connection).frontier.size
        signing.checkpoint(connection, keys.load(staged), staged, now)
    return event, lost


def _beyond(staged: Path, other: Path) -> tuple[int, Path, str | None]:
    """How many events another folder's log has that the staged one has not, that folder, its newest note."""
    present = _present(other)
    if present is None or present.organisation != _head(staged / DATABASE).organisation:
        return 0, other, None
    return present.events - _shared(staged / DATABASE, other / DATABASE), other, present.note


def _shared(one: Path, other: Path) -> int:
    """With how many events both logs begin alike; all of the shorter one's when the other cannot be read."""
    size = _head(one).frontier.size
    try:
        low, high = 0, min(size, _head(other).frontier.size)
        with closing(_reading(one)) as a, closing(_reading(other)) as b:
            while low < high:
                middle = (low + high + 1) // 2
                if journal.frontier_at(a, middle) == journal.frontier_at(b, middle):
                    low = middle
                else:
                    high = middle - 1
    except (sqlite3.Error, LedgerError):
        return size
    return low


def _reading(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
