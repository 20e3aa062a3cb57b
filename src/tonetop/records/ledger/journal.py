"""Appending events to the log and reading them back: the one place where the chain and the tree grow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tonetop.core import ledger
from tonetop.core.ledger import NO_LEAF, Event, Place, Sealed
from tonetop.core.merkle import Frontier
from tonetop.records.ledger import personal
from tonetop.records.ledger.database import Connection, LedgerError, Link, Log, link
from tonetop.records.ledger.keys import Keys

LOCK = 0x746F6E65746F70  # names the advisory lock of PostgreSQL that makes writers wait for each other

HEAD = """SELECT (SELECT organisation FROM ledger_log), seq, leaf, frontier,
          EXISTS (SELECT 1 FROM ledger_events WHERE key = ?)
          FROM ledger_events ORDER BY seq DESC LIMIT 1"""
BY_KEY = "SELECT seq, id, recorded, body, leaf, previous FROM ledger_events WHERE key = ?"
INSERT = """INSERT INTO ledger_events
            (seq, id, recorded, leaf, previous, type, kind, subject, version, effective, done_by, entered_by,
             key, frontier, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class Head(NamedTuple):
    """Where the log stands: whose it is, the last leaf, and the tree's frontier, which knows the size."""

    organisation: str
    leaf: bytes = NO_LEAF
    frontier: Frontier = Frontier()
    has_key: bool = False  # whether an event bears the idempotency key that was asked for along the way


def head(connection: Connection) -> Head:
    """The log's present end; of an empty log the leaf is NO_LEAF and the size 0."""
    return _head(link(connection))


def append(connection: Connection, events: Sequence[Event], *, keys: Keys | None = None) -> list[Sealed]:
    """Seals ``events`` one after the other at the end of the log, within the caller's transaction.

    An event whose idempotency key the log already holds is not appended again: the earlier one is given back.
    ``keys`` are needed when an event has personal values. Raises LedgerError outside a transaction, for a
    key used for another act before, and for a log that has no name yet.
    """
    database = link(connection)
    if not database.in_transaction:
        raise LedgerError(
            "events are appended inside a transaction, so that they stand or fall with the change"
        )
    if not database.is_sqlite:
        database.run("SELECT pg_advisory_xact_lock(?)", (LOCK,))
    remembered = database.raw.end if isinstance(database.raw, Log) else None
    made = _appended(database, events, remembered) if remembered else None
    if made is None:
        made = _appended(database, events, _head(database, events[0].key if events else None))
    if made is None:
        raise LedgerError(
            "the log's guards refuse the event; `tonetop verify` says what is wrong with the log"
        )
    for number, event in made.personal:
        personal.keep(database, keys, number, event.personal)
    if isinstance(database.raw, Log):
        database.raw.end = made.end
    return made.sealed


class Appended(NamedTuple):
    """What was appended: each event as it stands in the log, those with personal values, and the log's new end."""

    sealed: list[Sealed]
    personal: list[tuple[int, Event]]
    end: Head


def _appended(database: Link, events: Sequence[Event], at: Head) -> Appended | None:
    """Appends at a head; None when the database refuses it, since the log does not stand there."""
    frontier, previous = at.frontier, at.leaf
    sealed: list[Sealed] = []
    rows: list[tuple[object, ...]] = []
    secret: list[tuple[int, Event]] = []
    by_key: dict[str, Sealed] = {}
    for event in events:
        made = _earlier(database, event, by_key) if event.key and (at.has_key or sealed) else None
        if made is None:
            id_ = ledger.uuid7(int(event.recorded.timestamp() * 1000), os.urandom(10))
            made = ledger.seal(event, Place(at.organisation, frontier.size + 1, id_, previous))
            frontier, previous = frontier.add(made.leaf), made.leaf
            rows.append(_row(event, made, frontier))
            if event.personal:
                secret.append((made.sequence, event))
            if event.key:
                by_key[event.key] = made
        sealed.append(made)
    try:
        if len(rows) == 1:
            database.run(INSERT, rows[0])
        else:
            database.run_many(INSERT, rows)
    except database.refusal:
        return None
    return Appended(sealed, secret, Head(at.organisation, previous, frontier))


def bodies(connection: Connection, after: int = 0) -> Iterator[bytes]:
    """The exact bytes of every event after number ``after``, in order."""
    cursor = link(connection).run("SELECT body FROM ledger_events WHERE seq > ? ORDER BY seq", (after,))
    return (bytes(body) for (body,) in cursor)


def frontier_at(connection: Connection, size: int) -> Frontier:
    """The tree's frontier when the log held ``size`` events; raises LedgerError when it never did."""
    row = link(connection).one("SELECT frontier FROM ledger_events WHERE seq = ?", (size,))
    if row is None and size:
        raise LedgerError(f"the log does not hold {size} events")
    return _frontier(size, row[0]) if row else Frontier()


def _head(database: Link, key: str | None = None) -> Head:
    row = database.one(HEAD, (key,))
    if row is not None:
        organisation, size, leaf, frontier, has_key = row
        return Head(organisation, bytes(leaf), _frontier(size, frontier), has_key)
    named = database.one("SELECT organisation FROM ledger_log")
    if named is None:
        raise LedgerError("the log has no name: the database was not set up by its migrations")
    return Head(named[0])


def _frontier(size: int, stored: bytes) -> Frontier:
    try:
        return Frontier.of(size, bytes(stored))
    except ValueError as error:
        raise LedgerError(f"event {size} is damaged ({error}); `tonetop verify` says more") from error


def _earlier(database: Link, event: Event, by_key: Mapping[str, Sealed]) -> Sealed | None:
    """The event that already bears this one's idempotency key, in this very group or in the log."""
    earlier = by_key.get(event.key or "")
    if earlier is None:
        found = database.one(BY_KEY, (event.key,))
        if found is None:
            return None
        earlier = Sealed(found[0], found[1], found[2], *map(bytes, found[3:]))
    fields = ledger.read(earlier.body)
    same = (fields["type"], fields["actor"]["id"], fields["subject"]["kind"], fields["subject"]["id"])
    if same != (event.type, event.actor.id, event.subject.kind, event.subject.id):
        raise LedgerError(f"the idempotency key {event.key!r} was used before, for event {earlier.sequence}")
    return earlier


def _row(event: Event, made: Sealed, frontier: Frontier) -> tuple[object, ...]:
    about = event.subject
    return (
        made.sequence,
        made.id,
        made.recorded,
        made.leaf,
        made.previous,
        event.type,
        about.kind,
        about.id,
        about.version,
        event.effective,
        event.actor.id,
        event.entered_by or event.actor.id,
        event.key,
        frontier.roots,
        made.body,
    )
