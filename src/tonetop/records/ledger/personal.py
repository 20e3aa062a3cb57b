"""Personal values beside the log: encrypted, one secret for each field of each owner, so that they can go.

Each secret is wrapped under the master key of the key file; a box opens only as the value of its event, place
and salt. Destroying secret, box and salt leaves the event and every proof as they were.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from tonetop.core import canonical
from tonetop.core.commitments import Personal
from tonetop.records.ledger import keys as key_file
from tonetop.records.ledger.database import Connection, LedgerError, Link, link
from tonetop.records.ledger.keys import Keys

FIND = "SELECT id, wrapped FROM ledger_secrets WHERE kind = ? AND subject = ? AND field = ?"
KEPT = """SELECT p.seq, p.place, s.kind, s.subject, s.field, s.wrapped, p.salt, p.box
          FROM ledger_personal p JOIN ledger_secrets s ON s.id = p.secret"""


def keep(database: Link, keys: Keys | None, sequence: int, values: Sequence[Personal]) -> None:
    """Stores the personal values of event number ``sequence``; raises LedgerError without keys."""
    if keys is None:
        raise LedgerError("an event with personal values needs the keys they are encrypted under")
    rows = []
    for value in values:
        secret, key = _secret(database, keys, *value.owner, value.field)
        box = key_file.close(key, canonical.dumps(value.value), _name(sequence, value.place) + value.salt)
        rows.append((sequence, value.place, secret, value.salt, box))
    database.run_many(
        "INSERT INTO ledger_personal (seq, place, secret, salt, box) VALUES (?, ?, ?, ?, ?)", rows
    )


def disclose(
    connection: Connection, keys: Keys, owner: tuple[str, str] | None = None
) -> Iterator[tuple[int, Personal]]:
    """The kept values with their events' numbers, in order; of one ``owner`` (kind, id) or of all.

    The commitments are not looked at here: whoever reads an event compares them. Raises LedgerError when a
    value does not open with the keys at hand.
    """
    where, values = (" WHERE s.kind = ? AND s.subject = ?", owner) if owner else ("", ())
    cursor = link(connection).run(f"{KEPT}{where} ORDER BY p.seq, p.place", values)
    for sequence, place, kind, subject, field, wrapped, salt, box in cursor:
        key = key_file.open_(keys.master, bytes(wrapped), _name(kind, subject, field))
        plain = key_file.open_(key, bytes(box), _name(sequence, place) + bytes(salt))
        yield sequence, Personal(place, (kind, subject), field, canonical.loads(plain), bytes(salt))


def _secret(database: Link, keys: Keys, kind: str, subject: str, field: str) -> tuple[int, bytes]:
    """The number and key of the secret of one field of one owner, made when there is none yet."""
    name = _name(kind, subject, field)
    found = database.one(FIND, (kind, subject, field))
    if found is None:
        wrapped = key_file.close(keys.master, os.urandom(key_file.KEY_BYTES), name)
        database.run(
            "INSERT INTO ledger_secrets (kind, subject, field, wrapped) VALUES (?, ?, ?, ?)",
            (kind, subject, field, wrapped),
        )
        return _secret(database, keys, kind, subject, field)
    return found[0], key_file.open_(keys.master, bytes(found[1]), name)


def _name(*words: Any) -> bytes:
    return canonical.dumps(list(words))
