"""Erasing personal values (GDPR, article 17) from a log that forgets nothing: values go, proofs stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tonetop.core.commitments import Personal
from tonetop.core.ledger import Actor, Event, Sealed, Subject
from tonetop.records.ledger import journal
from tonetop.records.ledger.database import Connection, LedgerError, Link, link
from tonetop.records.ledger.keys import Keys

ERASED = "personal.erased"


@dataclass(frozen=True, slots=True)
class Order:
    """Whose values go (``owner``: kind and id), which ``fields`` (None: all), on whose word, when and why.

    The reason stays in the log for ever, so it must not itself be personal. ``named`` is the name that the
    actor's commitment stands for; nobody's own erasure commits to the name that it takes away.
    """

    owner: tuple[str, str]
    fields: tuple[str, ...] | None
    actor: Actor
    recorded: datetime
    reason: str | None = None
    named: tuple[Personal, ...] = ()


def erase(connection: Connection, order: Order, keys: Keys | None = None) -> Sealed:
    """Destroys key, salt and value of the ordered fields in every event.

    That is itself an event, of the type personal.erased: its data names the erased commitments by place and
    event number. Within the caller's transaction; after its commit call ``scrub``. ``keys`` are needed when
    the actor is named. Raises LedgerError when nothing personal is kept under these fields.
    """
    database = link(connection)
    secrets = _secrets(database, order)
    if not secrets:
        kind, name = order.owner
        raise LedgerError(f"no personal value is kept of {kind} {name} under {order.fields or 'any field'}")
    places: dict[str, list[int]] = {}
    for secret, _ in secrets:
        for sequence, place in database.all(
            "SELECT seq, place FROM ledger_personal WHERE secret = ? ORDER BY seq", (secret,)
        ):
            places.setdefault(place, []).append(sequence)
    data = {"erased": places, "fields": [field for _, field in secrets], "reason": order.reason}
    about = Subject(*order.owner)
    event = Event(ERASED, about, order.actor, order.recorded, data, personal=order.named)
    (made,) = journal.append(connection, [event], keys=keys)
    rows = [(sequence, place, made.sequence) for place, found in places.items() for sequence in found]
    database.run_many("INSERT INTO ledger_erasures (seq, place, erasure) VALUES (?, ?, ?)", rows)
    for secret, _ in secrets:
        database.run("DELETE FROM ledger_personal WHERE secret = ?", (secret,))
        database.run("DELETE FROM ledger_secrets WHERE id = ?", (secret,))
    return made


def keeps(connection: Connection, order: Order) -> bool:
    """Whether anything is kept that the order would destroy."""
    return bool(_secrets(link(connection), order))


def scrub(connection: Connection) -> None:
    """Takes what was erased out of the database's own files; call it outside a transaction.

    SQLite has overwritten the rows already (secure_delete) and now empties its write-ahead log. Copies made
    before, such as backups, are not reached.
    """
    database = link(connection)
    database.run(
        "PRAGMA wal_checkpoint(TRUNCATE)" if database.is_sqlite else "VACUUM ledger_personal, ledger_secrets"
    )


def _secrets(database: Link, order: Order) -> list[tuple[int, str]]:
    found = database.all(
        "SELECT id, field FROM ledger_secrets WHERE kind = ? AND subject = ? ORDER BY field", order.owner
    )
    return [(secret, field) for secret, field in found if order.fields is None or field in order.fields]
