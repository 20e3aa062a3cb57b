"""Which key signs the log, and since when: opening a log, rotating its key, going on after a restore.

Every key is named by an event of the log itself. From that event on it signs; the first checkpoint that
covers the event is signed by the key before it as well, which is how a reader learns to trust the new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tonetop.core.ledger import SYSTEM, Actor, Event, Sealed, Subject
from tonetop.core.notes import Key
from tonetop.records.ledger import journal
from tonetop.records.ledger.database import Connection, LedgerError, link
from tonetop.records.ledger.keys import Keys

OPENED, ROTATED, RESTORED = "ledger.opened", "ledger.key-rotated", "ledger.restored"
NAMING = (OPENED, ROTATED, RESTORED)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key of the log, and the number of the event that named it."""

    since: int
    vkey: str

    @property
    def origin(self) -> str:
        """The name under which the log goes in checkpoints while this key signs."""
        return Key.parse(self.vkey).name


def history(connection: Connection) -> list[Signer]:
    """The log's keys, the first one first."""
    return [
        Signer(*row) for row in link(connection).all("SELECT since, vkey FROM ledger_signers ORDER BY since")
    ]


def current(connection: Connection) -> Signer:
    """The key that signs now; raises LedgerError when the log was never opened."""
    signers = history(connection)
    if not signers:
        raise LedgerError("the log has not been opened yet: no key signs it")
    return signers[-1]


def open_log(connection: Connection, keys: Keys, recorded: datetime, actor: Actor = SYSTEM) -> Keys:
    """Makes the log's first event, which names its first key; does nothing to a log that has one.

    Within the caller's transaction, like every append. Gives the keys with the new one among them.
    """
    if history(connection):
        return keys
    at = journal.head(connection)
    if at.frontier.size:
        raise LedgerError("the log holds events but names no key, so it was not written by this program")
    keys, vkey = keys.with_new(f"tonetop/{at.organisation}")
    _name(connection, Event(OPENED, _subject(at.organisation), actor, recorded, {"key": vkey}))
    return keys


def rotate(connection: Connection, keys: Keys, recorded: datetime, actor: Actor) -> Keys:
    """Names a new key, which signs from now on under the same origin; sign a checkpoint soon after."""
    keys, vkey = keys.with_new(current(connection).origin)
    _succeed(connection, ROTATED, recorded, actor, {"key": vkey})
    return keys


def go_on(connection: Connection, keys: Keys, recorded: datetime, actor: Actor, lost: str) -> Keys:
    """Lets a log that was put back from an older backup go on, as a log of a new origin that says so.

    ``lost`` is the newest checkpoint signed before the restore. What it covered beyond the present end is
    gone; under the old origin nothing may be signed any more, for it would contradict that checkpoint. The new
    origin counts on from both.
    """
    name, count = _counted(current(connection).origin)
    others = _counted(lost.partition("\n")[0])[1] if lost else 1
    keys, vkey = keys.with_new(f"{name}#{max(count, others) + 1}")
    _succeed(connection, RESTORED, recorded, actor, {"key": vkey, "lost": lost})
    return keys


def _counted(origin: str) -> tuple[str, int]:
    """An origin's name, and how many logs went by it with this one."""
    name, _, count = origin.partition("#")
    return name, int(count) if count.isdigit() else 1


def _succeed(
    connection: Connection, kind: str, recorded: datetime, actor: Actor, data: dict[str, Any]
) -> None:
    organisation = journal.head(connection).organisation
    _name(connection, Event(kind, _subject(organisation), actor, recorded, data))


def _name(connection: Connection, event: Event) -> Sealed:
    (made,) = journal.append(connection, [event])
    values = (made.sequence, event.data["key"])
    link(connection).run("INSERT INTO ledger_signers (since, vkey) VALUES (?, ?)", values)
    return made


def _subject(organisation: str) -> Subject:
    return Subject("Ledger", organisation)
