"""Files that belong to records, kept once under their SHA-256 in the folder or a store of objects, never changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from tonetop.core.ledger import Blob
from tonetop.records import stores
from tonetop.records.ledgered import hashes
from tonetop.records.models import Record
from tonetop.records.screening import screened
from tonetop.records.stores import StoreError
from tonetop.standard.facts_file import Refused

COMING = "uploads"
"""Where a file lies while it comes in; a backup leaves that out."""
LARGEST = 100 * 1024 * 1024
"""Bytes of the largest file taken; recordings lie elsewhere and are named by their address."""
PLAIN = "application/octet-stream"


def store(parts: Iterable[bytes], type: str = PLAIN, *, largest: int = LARGEST, ours: bool = False) -> Blob:
    """Keep a file, given in parts, and give its hash, size and media type; the same bytes are kept once.

    It is durable before this returns, so that no ledger line names a file that a loss of power took.
    ours: whether this program made it, so that it need not be looked through for viruses.
    Raises Refused for an empty file, for one above `largest` bytes, for one in which clamd found something or that it
    could not look through, and when the store does not take it; nothing is kept then.
    """
    coming = Path(settings.DATA) / COMING
    coming.mkdir(mode=0o700, exist_ok=True)
    digest, size = sha256(), 0
    handle, part = tempfile.mkstemp(prefix="file-", dir=coming)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in parts if ours else screened(parts):
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
        _stores()[0].take(Path(part), digest.hexdigest(), size)
    except StoreError as error:
        raise Refused(f"The file could not be stored, so nothing is acknowledged: {error}") from error
    finally:
        Path(part).unlink(missing_ok=True)
    return Blob(digest.hexdigest(), size, type)


def holds(digest: str) -> bool:
    """Whether a file of that hash is kept. Raises Refused when a store does not answer."""
    return named(digest) is not None


def open_blob(digest: str) -> BinaryIO | None:
    """A kept file opened for reading, or None when there is none of that hash.

    Raises Refused when what lies there has another hash, or a store does not answer.
    """
    try:
        return stores.opened(Path(settings.DATA), digest)
    except StoreError as error:
        raise Refused(str(error)) from error


def read(digest: str) -> bytes:
    """A kept file whole. Raises Refused when there is none of that hash."""
    found = open_blob(digest)
    if found is None:
        raise Refused(f"The file {digest[:12]}… is not kept here; bring it in again")
    with found:
        return found.read()


def named(digest: str, type: str = PLAIN) -> Blob | None:
    """A kept file as events name it, or None when there is none of that hash. Raises Refused as `holds` does."""
    try:
        sizes = (store.size(digest) for store in reversed(_stores()))
        size = next((size for size in sizes if size is not None), None)
    except StoreError as error:
        raise Refused(str(error)) from error
    return None if size is None else Blob(digest, size, type)


def let_go(digest: str) -> None:
    """Destroy a kept file in every store; whoever calls it settles that no record needs it. Raises Refused."""
    try:
        for store in _stores():
            store.remove(digest)
    except StoreError as error:
        raise Refused(str(error)) from error


def named_by(row: Record) -> tuple[Blob, ...]:
    """The files kept here which a version names by their hash; the hash of one that lies elsewhere is its claim."""
    digests = (getattr(row, name) for name in hashes(row.shape()))
    type = getattr(row, "media_type", None) or PLAIN
    kept = (named(digest, type) for digest in digests if digest)
    return tuple(blob for blob in kept if blob is not None)


def _stores() -> tuple[stores.Store, ...]:
    try:
        return stores.chosen(Path(settings.DATA))
    except StoreError as error:
        raise Refused(str(error)) from error
