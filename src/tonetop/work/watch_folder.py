"""Take in files that somebody or something lays into a folder, once they lie still; each is moved once it is stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tonetop.documents.unread import written
from tonetop.records import clock
from tonetop.records.write import By
from tonetop.work.keep_evidence import FOLDER, Brought, Piece, Taken, Way, take_evidence
from tonetop.work.tray import NotYet, TakenIn, Tray

WATCHED = Tray("TONETOP_WATCH")
STILL = 60
"""Seconds for which a file must have lain unchanged."""
CHUNK = 1 << 20
BY = By("watched folder", None, "watched folder")


def take_files() -> TakenIn:
    """Take in each file that lies still, as a piece of its own that is not ready. Raises Refused."""
    told = TakenIn()
    place = WATCHED.opened()
    for path in sorted(place.iterdir()) if place else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".") and _lies_still(path):
            WATCHED.take(path, partial(_stored, path), told)
    return told


def _lies_still(path: Path) -> bool:
    """Whether nobody wrote to it for a while; its inode's time counts too, for a copy may bring an old one along."""
    try:
        seen = path.stat()
    except OSError:  # whoever laid it there took it away
        return False
    return clock.now().timestamp() - max(seen.st_mtime, seen.st_ctime) >= STILL


def _stored(path: Path) -> Taken:
    """One file, stored. Raises Refused."""
    piece = Piece(source_system=f"watched folder: {written(path.name)}")
    return take_evidence(Way(BY, FOLDER), piece, [Brought(written(path.name), _read(path, path.stat()))])


def _read(path: Path, before: os.stat_result) -> Iterator[bytes]:
    """The file's bytes. Raises NotYet before the end when it is not as it was, so that nothing of it is kept."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
        after = os.fstat(file.fileno())
    if (after.st_size, after.st_mtime_ns, after.st_ino) != (
        before.st_size,
        before.st_mtime_ns,
        before.st_ino,
    ):
        raise NotYet("it was written to meanwhile; it is taken once it lies still")
