"""The log as people read it: its head, its newest lines, one line whole, and who outside holds a checkpoint."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tonetop.records.ledger.anchors import Anchor

PAGE = 50
OUTSIDE = """SELECT EXISTS (SELECT 1 FROM records_anchorstate WHERE refused), kind, size, root, made, holder
             FROM (SELECT 1 AS always) AS one
             LEFT JOIN (SELECT * FROM ledger_anchors ORDER BY id DESC LIMIT 1) AS last ON TRUE"""
HOLDERS = """SELECT kind, holder, max(size), max(made), count(*) FROM ledger_anchors
             GROUP BY kind, holder ORDER BY kind, holder"""
SINCE = "SELECT kind, size, root, made, holder FROM ledger_anchors WHERE made >= %s ORDER BY id"
LINES = "SELECT seq, recorded, type, kind, subject, version, done_by, entered_by, leaf FROM ledger_events "
WHOLE = "SELECT seq, recorded, leaf, previous, body FROM ledger_events WHERE seq = %s"
SIGNED = "SELECT size, root, made FROM ledger_checkpoints ORDER BY id DESC LIMIT %s"


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a list shows it; recorded: UTC as events write times."""

    seq: int
    recorded: str
    type: str
    kind: str
    subject: str
    version: int | None
    done_by: str
    entered_by: str
    leaf: str


@dataclass(frozen=True, slots=True)
class Whole:
    """One event with its exact bytes as text, its leaf hash and that of the event before (hexadecimal)."""

    seq: int
    recorded: str
    leaf: str
    previous: str
    body: str

    def fields(self) -> dict[str, Any]:
        """The event's fields."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed head: over how many events, their root hash (hexadecimal), and when it was made."""

    size: int
    root: str
    made: str


def outside() -> tuple[Anchor | None, bool]:
    """The newest checkpoint that somebody outside holds, without its proof; whether a witness refuses the log."""
    ((refused, kind, size, root, made, holder),) = _rows(OUTSIDE)
    return Anchor(kind, size, bytes(root), made, holder) if kind else None, bool(refused)


def last_anchor() -> Anchor | None:
    """The newest checkpoint that somebody outside this house holds, as an anchor without its proof."""
    return outside()[0]


def holders() -> list[tuple[str, str, int, str, int]]:
    """Who holds checkpoints: how, who, over how many events the newest is, since when, how many they were given."""
    return [tuple(row) for row in _rows(HOLDERS)]


def anchors_since(made: str) -> list[Anchor]:
    """The anchors made since a time, in the order of making, without their proofs."""
    return [Anchor(row[0], row[1], bytes(row[2]), row[3], row[4]) for row in _rows(SINCE, made)]


def newest(kind: str, subject: str, types: Sequence[str]) -> int:
    """The number of the newest event of some types about one thing; 0 when there is none."""
    marks = ", ".join(["%s"] * len(types))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(seq) FROM ledger_events WHERE kind = %s AND subject = %s AND type IN ({marks})",  # noqa: S608
            [kind, subject, *types],
        )
        return int(cursor.fetchone()[0] or 0)


def size() -> int:
    """How many events the log holds."""
    return int(_rows("SELECT coalesce(max(seq), 0) FROM ledger_events")[0][0])


def lines(to: int, count: int = PAGE) -> list[Line]:
    """Events from number `to` downwards, the newest first."""
    rows = _rows(f"{LINES} WHERE seq <= %s ORDER BY seq DESC LIMIT %s", to, count)
    return [Line(*(*row[:-1], bytes(row[-1]).hex())) for row in rows]


def whole(seq: int) -> Whole | None:
    """One event, or None when the log does not hold it."""
    rows = _rows(WHOLE, seq)
    if not rows:
        return None
    number, recorded, leaf, previous, body = rows[0]
    return Whole(number, recorded, bytes(leaf).hex(), bytes(previous).hex(), bytes(body).decode())


def checkpoints(count: int = 5) -> list[Checkpoint]:
    """The newest signed heads, the latest first."""
    return [Checkpoint(row[0], bytes(row[1]).hex(), row[2]) for row in _rows(SIGNED, count)]


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
