"""Signing the log's head: after each leadership act, and every few minutes while there is something new."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tonetop.core.ledger import moment
from tonetop.core.notes import sign
from tonetop.core.tlog import Checkpoint
from tonetop.records.ledger import checkpoints, journal, signers
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.database import Connection, LedgerError, link
from tonetop.records.ledger.keys import Keys
from tonetop.records.ledger.signers import Signer
from tonetop.records.ledger.writing import writing


def checkpoint(connection: Connection, keys: Keys, folder: Path, now: datetime) -> Signed:
    """Signs the head of what is committed, unless the newest checkpoint already says the same.

    The note goes to the file in ``folder`` before the database takes it, so that the file is never behind.
    Raises LedgerError inside a transaction (its events might yet be undone), for a log that was not opened,
    and when the file shows more than the database holds: no size below the last is ever signed.
    """
    if link(connection).in_transaction:
        raise LedgerError("a checkpoint is signed after the change is committed, not within its transaction")
    with writing(connection):
        log = signers.history(connection)
        if not log:
            raise LedgerError("the log has not been opened yet: no key signs it")
        why = checkpoints.behind(connection, folder)
        if why:
            raise LedgerError(why)
        at = journal.head(connection).frontier
        head = Checkpoint(log[-1].origin, at.size, at.root())
        last = checkpoints.latest(connection)
        if last and last.head == head:
            return last
        owed = due(log, last.head.size if last else 0)
        signed = Signed(sign(str(head), *(keys.signer(signer.vkey) for signer in owed)), head, moment(now))
        checkpoints.remember(folder, signed.note)
        link(connection).run(
            "INSERT INTO ledger_checkpoints (size, root, made, note) VALUES (?, ?, ?, ?)",
            (head.size, head.root, signed.made, signed.note),
        )
    return signed


def due(log: list[Signer], covered: int) -> list[Signer]:
    """Who signs the next checkpoint after one over ``covered`` events: the key it was signed with, and every
    key named since. An old key thus vouches for its successor, once, under the event that names it."""
    known = [signer for signer in log if signer.since <= covered]
    return known[-1:] + log[len(known) :]
