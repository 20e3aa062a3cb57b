"""Signed heads of the log: those the database holds, those kept beside it, and what tells an older database.

Beside the database lies ``checkpoints.jsonl``, one signed note a line, to which lines are only added. A
database that is behind the file is an older copy that was put back.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from tonetop.core.notes import Note, NoteError
from tonetop.core.tlog import Checkpoint, TlogError
from tonetop.records.ledger import journal, signers
from tonetop.records.ledger.database import Connection, LedgerError, link
from tonetop.records.ledger.keys import sync_folder

NAME = "checkpoints.jsonl"
TAIL = 1 << 16  # bytes at the end of the file in which the last line surely lies


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed head: the note as it was signed, what it says, and when it was made."""

    note: str
    head: Checkpoint
    made: str


def latest(connection: Connection) -> Signed | None:
    """The newest checkpoint in the database, or None."""
    row = link(connection).one("SELECT note, made FROM ledger_checkpoints ORDER BY id DESC LIMIT 1")
    return Signed(row[0], read(row[0]), row[1]) if row else None


def history(connection: Connection) -> list[str]:
    """Every signed note in the database, in the order of signing."""
    return [note for (note,) in link(connection).all("SELECT note FROM ledger_checkpoints ORDER BY id")]


def read(note: str) -> Checkpoint:
    """What a signed note says, its signatures aside; raises LedgerError for a text that is no checkpoint."""
    try:
        return Checkpoint.parse(Note.parse(note).text)
    except (NoteError, TlogError) as error:
        raise LedgerError(f"a stored checkpoint is damaged: {error}") from error


def behind(connection: Connection, folder: Path) -> str | None:
    """Why the database must not be written to, in one sentence, or None when it is not behind the file.

    It is when the newest checkpoint in the file covers more events than the database holds, or other ones:
    then an older copy of the database was put back, and going on would make a second history.
    """
    file, note = folder / NAME, remembered(folder)
    if note is None:
        if latest(connection) is None:
            return None
        return f"{file} holds no checkpoint although some were signed"
    signed = read(note)
    origins = [signer.origin for signer in signers.history(connection)]
    if signed.origin not in origins:
        return f"{file} speaks of a log that the database does not hold, so nothing may be written"
    size = journal.head(connection).frontier.size
    if signed.origin != origins[-1]:
        return None  # the log has gone on under a new name since, and has signed nothing under it yet
    if signed.size > size:
        return (
            f"the database holds {size} events, but a checkpoint over {signed.size} was signed ({file}): "
            "an older copy was put back, so nothing may be written"
        )
    if journal.frontier_at(connection, signed.size).root() != signed.root:
        return (
            f"the database's first {signed.size} events are not those a checkpoint was signed over ({file}): "
            "another copy was put back, so nothing may be written"
        )
    return None


def remembered(folder: Path) -> str | None:
    """The newest note in the checkpoint file of ``folder``; a last line torn by a crash does not count.

    Raises LedgerError when the last whole line is damaged.
    """
    file = folder / NAME
    if not file.exists():
        return None
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - TAIL))
        lines = stream.read().split(b"\n")[:-1]
    try:
        return str(Note.parse(json.loads(lines[-1]))) if lines else None
    except (ValueError, TypeError) as error:
        raise LedgerError(
            f"{file}: the last line is no checkpoint; put the file back from a backup"
        ) from error


def remember(folder: Path, note: str) -> None:
    """Adds ``note`` to the checkpoint file of ``folder`` for good; a torn last line gives way."""
    file = folder / NAME
    fresh = not file.exists()
    with file.open("ab") as out, file.open("rb") as present:
        if out.tell():
            present.seek(max(0, out.tell() - TAIL))
            torn = present.read().rpartition(b"\n")[2]
            out.truncate(out.tell() - len(torn))
        out.write(json.dumps(note, ensure_ascii=False).encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())
    if fresh:
        sync_folder(folder)
