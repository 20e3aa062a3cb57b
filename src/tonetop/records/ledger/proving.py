"""Proofs that the log went on from an earlier size, out of a few rows, however long it is.

An event is stored with the tree's frontier behind it. With the leaf after it that gives every full subtree which ends
there, so no proof reads more than some dozen rows.
"""

from __future__ import annotations

from tonetop.core.merkle import HASH_BYTES, consistency, node_hash
from tonetop.records.ledger import journal
from tonetop.records.ledger.database import Connection, LedgerError, link


def goes_on(connection: Connection, old: int, size: int) -> tuple[bytes, ...]:
    """The proof that the log of ``size`` events goes on from that of ``old`` events; none is needed from 0.

    Raises LedgerError for a size that the log never had.
    """
    if old > size:
        raise LedgerError(f"the log of {size} events does not go on from one of {old}")
    if not old or old == size:
        return ()

    def full(start: int, end: int) -> bytes:
        before, node = journal.frontier_at(connection, end - 1).roots, _leaf(connection, end)
        for _ in range((end - start).bit_length() - 1):
            node, before = node_hash(before[-HASH_BYTES:], node), before[:-HASH_BYTES]
        return node

    return tuple(consistency(old, size, full))


def _leaf(connection: Connection, number: int) -> bytes:
    row = link(connection).one("SELECT leaf FROM ledger_events WHERE seq = ?", (number,))
    if row is None:
        raise LedgerError(f"the log does not hold event {number}")
    return bytes(row[0])
