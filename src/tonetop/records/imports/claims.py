"""What files say that nobody here can vouch for: days of recording, hashes of files not held here, whose word it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tonetop.records import blobs
from tonetop.records.imports.batch import Batch, Remark
from tonetop.records.imports.judging import Judged
from tonetop.records.ledgered import hashes
from tonetop.standard.gating.word import SAID
from tonetop.standard.schema import shapes

WORDS = frozenset((*SAID, "Confirmation", "Person", "SupplierAnswer", "Vendor"))
"""Types of which it counts who entered them: as own word, as rank given to oneself, as a no that was turned."""


def without_words(batch: Batch) -> None:
    """Leave out who entered records that are somebody's word: a file that says so gives nobody's; a remark tells it."""
    left: dict[str, int] = {}
    for candidate in batch.candidates:
        if candidate.type in WORDS and candidate.plain.pop("entered_by", None) is not None:
            left[candidate.file] = left.get(candidate.file, 0) + 1
    for file, count in sorted(left.items()):
        records = "1 record says" if count == 1 else f"{count} records say"
        why = f"{records} who approved or decided: nobody's own word, for whoever imports enters them"
        batch.remarks.append(Remark(file, 0, "entered_by", why))


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
