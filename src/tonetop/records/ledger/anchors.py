"""Anchors: the places outside this house in which a checkpoint lies, against which the log can be held."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.records.ledger.database import Connection, link


@dataclass(frozen=True, slots=True)
class Anchor:
    """That ``holder`` was given the checkpoint over ``size`` events with ``root``, at the time
    ``made`` (as events write times).

    ``kind`` is how: email, print, cosignature or rfc3161; ``proof`` what came back, if anything did: the line
    of a cosignature, a time-stamp token.
    """

    kind: str
    size: int
    root: bytes
    made: str
    holder: str
    proof: bytes | None = None


def add(connection: Connection, anchor: Anchor) -> None:
    """Writes down that a checkpoint was given away, within the caller's transaction."""
    link(connection).run(
        "INSERT INTO ledger_anchors (kind, size, root, made, holder, proof) VALUES (?, ?, ?, ?, ?, ?)",
        (anchor.kind, anchor.size, anchor.root, anchor.made, anchor.holder, anchor.proof),
    )


def history(connection: Connection) -> list[Anchor]:
    """Every anchor, in the order of making."""
    rows = link(connection).all(
        "SELECT kind, size, root, made, holder, proof FROM ledger_anchors ORDER BY id"
    )
    return [
        Anchor(k, size, bytes(root), made, who, proof and bytes(proof))
        for k, size, root, made, who, proof in rows
    ]
