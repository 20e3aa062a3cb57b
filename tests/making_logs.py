"""Logs to try the ledger on: bare SQLite files with a few made-up acts in them."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tonetop.core.commitments import Personal
from tonetop.core.ledger import Actor, Blob, Event, Sealed, Subject
from tonetop.records.ledger import guards, journal, keys, signers, signing, tables
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.keys import Keys
from tonetop.records.ledger.writing import writing

ORGANISATION = "0b0b7b1e-5c2f-4c7b-9d39-0a4f6f1f2a11"
NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
LEAD = Actor("p7", "password")
FILE = b"Minutes of the management review of 14 January."
MINUTES = Blob(hashlib.sha256(FILE).hexdigest(), len(FILE), "text/plain")


def act(number: int, *, key: str | None = None, name: str | None = None, **more: Any) -> Event:
    """The act number ``number``: a chief approves a version of a policy; with ``name`` it commits to one."""
    salt = hashlib.sha256(f"salt {number}".encode()).digest()
    values = (Personal("personal.comment", ("PolicyVersion", "pol-2"), "comment", f"Note {number}", salt),)
    actor = Actor("p1", "passkey", rank="top management")
    if name is not None:
        values += (Personal("actor.name", ("Person", "p1"), "name", name, salt),)
        actor = replace(actor, name=values[1].commitment)
    return Event(
        type="record.changed",
        subject=Subject("PolicyVersion", "pol-2", number),
        actor=actor,
        recorded=NOON + timedelta(minutes=number),
        data={"plain": {"title": f"Policy {number}"}, "personal": {"comment": values[0].commitment}},
        effective="2025-01-14",
        entered_by="p7",
        key=key,
        personal=values,
        **more,
    )


@dataclass
class Log:
    """A log on a file of its own, with its keys and the folder both lie in."""

    folder: Path
    connection: sqlite3.Connection
    keys: Keys

    def append(self, *events: Event) -> list[Sealed]:
        """Appends in a transaction of its own."""
        with writing(self.connection):
            return journal.append(self.connection, events, keys=self.keys)

    def sign(self, minutes: int = 0) -> Signed:
        """Signs a checkpoint over everything."""
        return signing.checkpoint(self.connection, self.keys, self.folder, NOON + timedelta(minutes=minutes))

    def rotate(self) -> None:
        """Names a new signing key."""
        with writing(self.connection):
            self.keys = signers.rotate(self.connection, self.keys, NOON, LEAD)


def connect(path: Path) -> sqlite3.Connection:
    """A guarded connection, as the application would have it."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards.prepare(connection)
    return connection


def make(folder: Path, acts: int = 0) -> Log:
    """A fresh log in ``folder``, opened, with ``acts`` acts in it (so its size is one more)."""
    log = opened(connect(folder / "log.sqlite3"), folder)
    log.append(*(act(number) for number in range(1, acts + 1)))
    return log


def opened(connection: sqlite3.Connection, folder: Path) -> Log:
    """A fresh log behind a guarded connection, its keys in ``folder``."""
    tables.install(connection, ORGANISATION)
    with writing(connection):
        named = signers.open_log(connection, keys.create(folder), NOON)
    return Log(folder, connection, named)
