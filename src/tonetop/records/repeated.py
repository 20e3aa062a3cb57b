"""What came of a request before, by its idempotency key, and whether a request under it is the same one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import digest
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from tonetop.core import ledger
from tonetop.records.doers import ASKED, By
from tonetop.records.keyed import used
from tonetop.records.ledger import keys
from tonetop.records.models import Record
from tonetop.records.registry import registers

MOST = 1000
"""How many records one request may hold."""
ANSWERED = "request.answered"
"""The event that holds what a request with a key came to, where no event of a record bears the key."""
BY_KEY = """SELECT key, kind, subject, seq FROM ledger_events
            WHERE key = %s OR (key > %s AND key < %s) ORDER BY seq"""
BODY = "SELECT body FROM ledger_events WHERE seq = %s"


class Found(NamedTuple):
    """An event that bears a key: the place of its record in the request (0 where it is the only one), about which
    thing it is, its number."""

    place: int
    type: str
    ref: str
    seq: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a request did before: the number of its first event, about which thing, its data, and all its events."""

    seq: int
    type: str
    ref: str
    data: dict[str, Any]
    found: Sequence[Found]

    def rows(self) -> dict[int, Record]:
        """The versions of records that it wrote, by their places; what was so already is left out."""
        rows = {}
        for one in self.found if self.data.get("plain") is not None else ():
            rows[one.place] = registers()[one.type].objects.get(ref=one.ref, seq=one.seq)
        return rows


def fingerprint(*parts: bytes) -> str:
    """What tells a request from another and says nothing of it to who lacks the folder's key file; hexadecimal."""
    own = digest(keys.load(settings.DATA).master, b"tonetop requests", "sha256")
    lengths = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return digest(own, lengths, "sha256").hex()


def told(by: By) -> Told | None:
    """What this very request did before; None for a fresh key or none. Raises Overtaken for another request's key.

    A key is its account's own: what another account sends under the same is another key.
    """
    if by.once is None:
        return None
    found = _found(str(by.key()))
    if not found:
        return None
    first = found[0]
    data = _data(first.seq)
    if data.get(ASKED) != by.once.asked:
        raise used(by.once.key, (first.type, first.ref))
    return Told(first.seq, first.type, first.ref, data, found)


def _found(key: str) -> list[Found]:
    """The events under a key as the ledger holds it, alone or of several."""
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY, [key, f"{key} ", f"{key}!"])  # "!" is what comes after a space
        rows = cursor.fetchall()
    return [
        Found(int(held[len(key) + 1 :] or 0), str(type), str(ref), int(seq)) for held, type, ref, seq in rows
    ]


def _data(seq: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(BODY, [seq])
        (body,) = cursor.fetchone()
    data: dict[str, Any] = ledger.read(bytes(body))["data"]
    return data
