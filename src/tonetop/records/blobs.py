"""Files that belong to records, kept once under their SHA-256 in the data folder and never changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from tonetop.core.ledger import Blob
from tonetop.records import filed
from tonetop.records.ledgered import hashes
from tonetop.records.models import Record
from tonetop.standard.facts_file import Refused

COMING = "uploads"
"""Where a file lies while it comes in; a backup leaves that out."""
LARGEST = 100 * 1024 * 1024
"""Bytes of the largest file taken; recordings lie elsewhere and are named by their address."""
PLAIN = "application/octet-stream"


def store(parts: Iterable[bytes], type: str = PLAIN, *, largest: int = LARGEST) -> Blob:
    """Keep a file, given in parts, and give its hash, size and media type; the same bytes are kept once.

    It is on the disk before this returns, so that no ledger line names a file that a loss of power took.
    Raises Refused for an empty file and for one above `largest` bytes; nothing is kept then.
    """
    coming = Path(settings.DATA) / COMING
    coming.mkdir(mode=0o700, exist_ok=True)
    digest, size = sha256(), 0
    handle, part = tempfile.mkstemp(prefix="file-", dir=coming)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in parts:
                size += len(chunk)
                if size > largest:
                    raise Refused(
                        f"The file is larger than {largest // 1024**2} MB; name its address instead"
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise Refused("The file is empty; choose one that holds something")
        _settle(Path(part), digest.hexdigest())
    finally:
        Path(part).unlink(missing_ok=True)
    return Blob(digest.hexdigest(), size, type)


def holds(digest: str) -> bool:
    """Whether a file of that hash is kept."""
    return _place(digest).is_file()


def open_blob(digest: str) -> BinaryIO | None:
    """A kept file opened for reading, or None when there is none of that hash."""
    try:
        return _place(digest).open("rb")
    except FileNotFoundError:
        return None


def read(digest: str) -> bytes:
    """A kept file whole. Raises Refused when there is none of that hash."""
    found = open_blob(digest)
    if found is None:
        raise Refused(f"The file {digest[:12]}… is not kept here; bring it in again")
    with found:
        return found.read()


def named(digest: str, type: str = PLAIN) -> Blob | None:
    """A kept file as events name it, or None when there is none of that hash."""
    try:
        return Blob(digest, _place(digest).stat().st_size, type)
    except FileNotFoundError:
        return None


def named_by(row: Record) -> tuple[Blob, ...]:
    """The files kept here which a version names by their hash; the hash of one that lies elsewhere is its claim."""
    digests = (getattr(row, name) for name in hashes(row.shape()))
    type = getattr(row, "media_type", None) or PLAIN
    kept = (named(digest, type) for digest in digests if digest)
    return tuple(blob for blob in kept if blob is not None)


def _place(digest: str) -> Path:
    return filed.place(Path(settings.DATA), digest)


def _settle(part: Path, digest: str) -> None:
    place = _place(digest)
    if place.is_file():
        return
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    part.chmod(0o400)
    part.replace(place)
    for folder in (place.parent, place.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
