"""Of which records something was recorded since an instant: what a program that was here before has to fetch."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from tonetop.core import cadence
from tonetop.core.ledger import moment
from tonetop.records.intake import Refused
from tonetop.records.models import Record

LAST_BEFORE = "SELECT seq FROM ledger_events WHERE recorded < %s ORDER BY seq DESC LIMIT 1"
LONGEST = 18
"""Digits of a line's number."""


def recorded_since(model: type[Record], since: str) -> Q:
    """The condition that a version of a record was recorded since then; all of them where nothing is said."""
    if not since:
        return Q()
    versions = model.objects.filter(ref=OuterRef("ref"), seq__gt=line_at(since))
    return Q(Exists(versions))


def line_at(since: str) -> int:
    """The number of the last event before an instant (RFC 3339) or day (from its beginning in UTC), 0 for none.

    Digits alone are the number of an event, after which it is asked for. Raises Refused for what is neither.
    """
    if since.isdecimal() and len(since) <= LONGEST:
        return int(since)
    with connection.cursor() as cursor:
        cursor.execute(LAST_BEFORE, [moment(_instant(since))])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _instant(since: str) -> datetime:
    try:
        told = datetime.fromisoformat(since)
        if cadence.is_day(since):
            return told.replace(tzinfo=UTC)
        if told.tzinfo is not None:
            return told.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refused(
        f"{since[:60]!r} is no instant; write it as 2025-03-14T09:14:07Z, a day, or the number of a line of the ledger"
    )
