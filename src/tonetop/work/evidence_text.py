"""The text of a kept file of evidence, read in a process of its own, for whoever may read the record."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tonetop.core.passage import Text
from tonetop.documents.read_all import Readers, Refusal
from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.records.models import Record

KEPT = 8
"""How many texts a process keeps, for they are read slice by slice."""


def evidence_text(record: Record, digest: str = "", name: str = "") -> Text:
    """The stored text of a file of a piece: of its first one, or of the one named by its hash and name.

    Raises Refused where no file is kept, or it cannot be read.
    """
    first: Any = getattr(record, "sha256", None)
    wanted = digest or str(first or "")
    if not wanted:
        raise Refused(f"{record.ref} names no file; its address may say where it lies")
    return file_text(wanted.lower(), name or f"{record.ref}")


def file_text(digest: str, name: str) -> Text:
    """The stored text of a kept file, read under its name. Raises Refused where it is not kept or cannot be read."""
    if not blobs.holds(digest):
        _read.cache_clear()  # what was destroyed is held no longer
    return _read(digest, name)


@lru_cache(maxsize=KEPT)
def _read(digest: str, name: str) -> Text:
    with Readers(1) as readers:
        found = readers.read(blobs.read(digest), name)
    if isinstance(found, Refusal):
        raise Refused(found.why)
    return found
