"""Whether the ledger holds an event under a request's key, and the refusal of a key that another request bore."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from tonetop.records.intake import Overtaken


def bears(key: str, type: str, ref: str) -> bool:
    """Whether an event about this very record bears a key, as the ledger holds it. Raises Overtaken for one about
    another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject FROM ledger_events WHERE key = %s", [key])
        earlier = cursor.fetchone()
    if earlier is not None and tuple(earlier) != (type, ref):
        raise used(key, earlier)
    return earlier is not None


def used(key: str, earlier: Sequence[str]) -> Overtaken:
    """The refusal of a key that another request of the same account bore; earlier: type and ref of what it wrote."""
    return Overtaken(f"the idempotency key {key!r} was used before, for {earlier[0]} {earlier[1]}")
