"""What was written under an idempotency key, and whether a request under it is the same one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hmac import digest
from typing import Any

from django.conf import settings
from django.db import connection

from tonetop.core import ledger
from tonetop.records.doers import By, Once
from tonetop.records.happening import ASKED
from tonetop.records.intake import Entry
from tonetop.records.ledger import journal, keys
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.write import ALWAYS, Overtaken, same

__all__ = [
    "ANSWERED",
    "MOST",
    "Asked",
    "Told",
    "fingerprint",
    "place_key",
    "several",
    "single",
    "stood",
    "told",
    "used",
    "withdrawal",
]

MOST = 1000
"""How many records one request may hold."""
ANSWERED = "request.answered"
"""The event that holds what a request with a key came to, where no event of a record bears the key."""
BY_KEY = "SELECT key, kind, subject, seq FROM ledger_events WHERE key IN ({}) ORDER BY seq"
Found = tuple[str, str, str, int]
"""Key, type, ref, sequence of an event."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One write as it was asked for: the judged entry, the version the writer saw, from when it is to hold.

    since: `correction`, a day, or empty; day: the entry's own `effective_on`, before `since` was heeded. withdraw:
    whether the record is to be withdrawn, whatever the entry holds.
    """

    entry: Entry
    after: int | None
    since: str
    day: str | None
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a request did before that is no record: the event's number and type, about which thing, and its data."""

    seq: int
    type: str
    ref: str
    data: dict[str, Any]


def fingerprint(*parts: bytes) -> str:
    """What tells a request from another and says nothing of it to who lacks the folder's key file; hexadecimal."""
    own = digest(keys.load(settings.DATA).master, b"tonetop requests", "sha256")
    lengths = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return digest(own, lengths, "sha256").hex()


def told(by: By) -> Told | None:
    """What this very request did before; None for a fresh key or none. Raises Overtaken for another request's key."""
    if by.once is None:
        return None
    found = _found(by.once.key)
    if not found:
        return None
    bare, type, ref, seq = found[0]
    event = ledger.read(next(iter(journal.bodies(connection, seq - 1))))
    if bare != by.once.key or event["data"].get(ASKED) != by.once.asked:
        raise used(by.once.key, (type, ref))
    return Told(seq, event["type"], ref, event["data"])


def stood(once: Once) -> bool:
    """Whether this very request found all so already, and wrote nothing. Raises Overtaken for another's key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, kind, subject, seq FROM ledger_events WHERE key = %s", [once.key])
        found = cursor.fetchone()
    if found is None or found[0] != ANSWERED:
        return False
    data = ledger.read(next(iter(journal.bodies(connection, found[3] - 1))))["data"]
    if data["act"] is not None or data.get(ASKED) != once.asked:
        raise used(once.key, found[1:3])
    return True


def place_key(key: str, place: int) -> str:
    """The key of one record of several; no key that is sent holds a space, so that it is nobody else's."""
    return f"{key} {place}"


def used(key: str, earlier: Sequence[str]) -> Overtaken:
    """The refusal of a key that another request bore; earlier: type and ref of what that one wrote."""
    return Overtaken(f"the idempotency key {key!r} was used before, for {earlier[0]} {earlier[1]}")


def single(key: str, asked: Asked) -> Record | None:
    """The version that this very request wrote before; None for a fresh key. Raises Overtaken for another request."""
    found = _found(key)
    if not found:
        return None
    row = _version(found[0])
    if found[0][0] != key or row is None or not _is_again(row, asked):
        raise used(key, found[0][1:3])
    return row


def withdrawal(key: str, type: str, ref: str, after: int | None) -> Record | None:
    """The same for a withdrawal."""
    found = _found(key)
    if not found:
        return None
    row = _version(found[0]) if found[0][:3] == (key, type, ref) else None
    if row is None or not row.withdrawn_on or after not in (None, row.revision - 1):
        raise used(key, found[0][1:3])
    return row


def several(key: str, asked: Sequence[Asked]) -> list[Record | None] | None:
    """The same for several records, judged as a whole; None stands for a record that was so already then."""
    found = _found(key, older=True)
    if not found:
        return None
    by_place = {one[0][len(key) + 1 :]: one for one in found}
    rows: list[Record | None] = []
    for place, one in enumerate(asked):
        event = by_place.pop(str(place), None)
        row = _version(event) if event else _before(one.entry, found[-1][3])
        if row is None or not (_is_again(row, one) if event else _was_so(row, one)):
            raise used(key, found[0][1:3])
        rows.append(row if event else None)
    if by_place:
        raise used(key, found[0][1:3])
    return rows


def _found(key: str, *, older: bool = False) -> list[Found]:
    """Events under a key, alone or of several; older: also those that were told apart by a slash before."""
    asked = [key, *(place_key(key, place) for place in range(MOST))]
    asked += [f"{key}/{place}" for place in range(MOST)] if older else []
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY.format(", ".join(["%s"] * len(asked))), asked)
        return [(str(row[0]), str(row[1]), str(row[2]), int(row[3])) for row in cursor.fetchall()]


def _version(event: Found) -> Record | None:
    _, type, ref, seq = event
    model = registers().get(type)
    found: Record | None = model.objects.filter(ref=ref, seq=seq).first() if model else None
    return found


def _before(entry: Entry, seq: int) -> Record | None:
    rows = registers()[entry.type].objects.filter(ref=entry.ref, seq__lte=seq)
    found: Record | None = rows.order_by("-revision").first()
    return found


def _was_so(row: Record, asked: Asked) -> bool:
    return not asked.withdraw and same(row, _timed(asked.entry, row))


def _is_again(row: Record, asked: Asked) -> bool:
    entry = asked.entry
    if (type(row).__name__, row.ref) != (entry.type, entry.ref):
        return False
    if asked.after not in (None, row.revision - 1):
        return False
    if asked.withdraw or row.withdrawn_on:
        return asked.withdraw and bool(row.withdrawn_on)
    if not same(row, _timed(entry, row)):
        return False
    if not asked.since or row.revision == 1:
        return bool(row.effective_on == asked.day)
    if asked.since != "correction":
        return bool(row.effective_on == asked.since)
    earlier = registers()[entry.type].objects.filter(ref=row.ref, revision__lt=row.revision)
    held = {day for one in earlier for day in (one.from_on, one.effective_on)}
    return row.effective_on in held | {ALWAYS}


def _timed(entry: Entry, row: Record) -> Entry:
    """The entry as if it held from when the version holds, for that is judged by itself."""
    return replace(entry, values={**entry.values, "effective_on": row.effective_on})
