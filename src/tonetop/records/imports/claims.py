"""What files say that nobody here can vouch for: days of recording, and hashes of files that are not held here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tonetop.records import blobs
from tonetop.records.imports.batch import Remark
from tonetop.records.imports.judging import Judged
from tonetop.records.ledgered import hashes
from tonetop.standard.schema import shapes


def claims(judged: Sequence[Judged]) -> Iterator[Remark]:
    """A remark on each file with records to be written that say when they were recorded, or name files by hash."""
    written = [one for one in judged if one.change is not None]
    for file in sorted({one.candidate.file for one in written}):
        entries = [one.entry for one in written if one.candidate.file == file]
        dated = sum(entry.values.get("recorded_on") is not None for entry in entries)
        if dated:
            records = "1 record says when it was" if dated == 1 else f"{dated} records say when they were"
            why = f"{records} recorded: kept as a claim, for here the clock says so"
            yield Remark(file, 0, "recorded_on", why)
        named = (entry.values.get(name) for entry in entries for name in hashes(shapes()[entry.type]))
        hashed = sum(digest is not None and not blobs.holds(digest) for digest in named)
        if hashed:
            files = "1 file is" if hashed == 1 else f"{hashed} files are"
            why = f"{files} named by sha256 and not held here: the hash is kept as a claim"
            yield Remark(file, 0, "sha256", why)
