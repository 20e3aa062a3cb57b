"""Handing a log on to another place without the keys that signed it, and taking it over there.

Keys stay where they are. Instead the present key vouches, once, for a fresh one that has signed nothing yet: an event
`ledger.restored` names it under a new name of the log, and a checkpoint over that event bears both signatures. The
event is no part of the log that is handed on; it goes beside it, and whoever takes over begins with it and names a
key of their own at once. So what came before verifies as it did, and what comes after is told apart from it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tonetop.core import ledger
from tonetop.core.ledger import SYSTEM, Event, Place, Subject, moment
from tonetop.core.merkle import leaf_hash
from tonetop.core.notes import Key, sign
from tonetop.core.tlog import Checkpoint
from tonetop.records.ledger import checkpoints, journal, signers, signing
from tonetop.records.ledger.database import Connection, LedgerError, link
from tonetop.records.ledger.keys import KEY_BYTES, Keys
from tonetop.records.ledger.signers import NAMING, RESTORED, Signer
from tonetop.records.ledger.writing import writing

ONE = "SELECT body FROM ledger_events WHERE seq = ?"
NOTES = "SELECT made, note FROM ledger_checkpoints WHERE size > ? ORDER BY id"
DIGEST = "handed_on"
"""Where the event bears the SHA-256, in hexadecimal, of what goes along with the log."""
NUMBERS = 10**9
"""Names of logs that were handed on count from a number drawn by chance, for one may be handed on to two places."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a log that is handed on: events that name keys, (time, note) over them, and the last key's seed."""

    events: tuple[bytes, ...]
    notes: tuple[tuple[str, str], ...]
    key: str
    seed: bytes


def length(connection: Connection) -> int:
    """How many events the log holds apart from those at its end that tell of nothing but that it was taken over.

    So a log that was taken over and not written to since is as long as the one it is of.
    """
    cut = size = journal.head(connection).frontier.size
    for number in range(size, 0, -1):
        (body,) = link(connection).one(ONE, (number,)) or (b"",)
        event = ledger.read(bytes(body))
        if event["type"] not in NAMING:
            break
        if event["type"] == RESTORED and not event["data"]["lost"]:
            cut = number - 1
    return cut


def hand_on(connection: Connection, keys: Keys, now: datetime, digest: str) -> Tail:
    """What goes beside the log when it is handed on; nothing is written. Raises LedgerError without the log's key.

    digest: of all that goes along with it, which the present key so signs for.
    """
    database, at, log = link(connection), journal.head(connection), signers.history(connection)
    if not log:
        raise LedgerError("the log has not been opened yet: no key signs it")
    kept = length(connection)
    before = journal.bodies(connection, kept)
    notes = [(made, note) for made, note in database.all(NOTES, (kept,))]
    seed = os.urandom(KEY_BYTES)
    name = f"{log[-1].origin.partition('#')[0]}#{secrets.randbelow(NUMBERS) + NUMBERS}"
    own = Ed25519PrivateKey.from_private_bytes(seed)
    key = Key(name, own.public_key().public_bytes_raw())
    event = Event(
        RESTORED,
        Subject("Ledger", at.organisation),
        SYSTEM,
        now,
        {"key": str(key), "lost": "", DIGEST: digest},
    )
    id_ = ledger.uuid7(int(now.timestamp() * 1000), os.urandom(10))
    made = ledger.seal(event, Place(at.organisation, at.frontier.size + 1, id_, at.leaf))
    head = Checkpoint(name, made.sequence, at.frontier.add(made.leaf).root())
    last = checkpoints.latest(connection)
    due = signing.due([*log, Signer(made.sequence, str(key))], last.head.size if last else 0)
    note = sign(str(head), *(keys.signer(one.vkey) for one in due[:-1]), (key, own.sign))
    return Tail((*before, made.body), (*notes, (moment(now), note)), str(key), seed)


def digest_of(tail: Tail) -> str:
    """The digest of what goes along with a log, as the event says that goes last; empty where it says none."""
    said = ledger.read(tail.events[-1])["data"].get(DIGEST) if tail.events else ""
    return said if isinstance(said, str) else ""


def put(connection: Connection, bodies: Iterable[bytes]) -> Iterator[int]:
    """Put events back at the end of a log by their exact bytes; gives the number of each as it is written.

    Whether they hold, `check.check_log` says afterwards. Raises EventError for bytes that are no event.
    """
    database, at = link(connection), journal.head(connection)
    frontier, previous = at.frontier, at.leaf
    for body in bodies:
        event, leaf = ledger.read(body), leaf_hash(body)
        frontier = frontier.add(leaf)
        about = event["subject"]
        row = (
            event["sequence"],
            event["id"],
            event["recorded"],
            leaf,
            previous,
            event["type"],
            about["kind"],
        )
        who = (event["actor"]["id"], event["entered_by"], event["key"])
        more = (about["id"], about["version"], event["effective"], *who, frontier.roots, body)
        database.run(journal.INSERT, (*row, *more))
        if event["type"] in NAMING:
            values = (event["sequence"], event["data"]["key"])
            database.run("INSERT INTO ledger_signers (since, vkey) VALUES (?, ?)", values)
        previous = leaf
        yield event["sequence"]


def put_notes(connection: Connection, notes: Iterable[tuple[str, str]]) -> None:
    """Put signed checkpoints back, each with the time of its making. Raises LedgerError for what is none."""
    for made, note in notes:
        head = checkpoints.read(note)
        link(connection).run(
            "INSERT INTO ledger_checkpoints (size, root, made, note) VALUES (?, ?, ?, ?)",
            (head.size, head.root, made, note),
        )


def take_over(connection: Connection, keys: Keys, folder: Path, now: datetime, tail: Tail) -> None:
    """Let a log that was handed on go on here under a key of its own; the one that came with it is let go of."""
    with writing(connection):
        list(put(connection, tail.events))
        put_notes(connection, tail.notes)
    for note in checkpoints.history(connection):
        checkpoints.remember(folder, note)
    keys = keys.with_seed(tail.key, tail.seed)
    with writing(connection):
        keys = signers.rotate(connection, keys, now, SYSTEM)
    signing.checkpoint(connection, keys, folder, now)
    keys.without(tail.key)
