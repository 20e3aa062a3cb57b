"""Ledger lines about what is no record: settings, accounts, sign-in links, stored assessments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection

from tonetop.core.ledger import Blob, Event, Sealed, Subject
from tonetop.records import clock
from tonetop.records.doers import ASKED, Doers
from tonetop.records.ledger import journal, keys
from tonetop.records.rollback import demand_writable
from tonetop.records.write import By

TODAYS = """SELECT body FROM ledger_events WHERE seq > coalesce(
              (SELECT seq FROM ledger_events WHERE recorded < %s ORDER BY seq DESC LIMIT 1), 0)
            AND type = %s AND kind = %s AND subject = %s ORDER BY seq DESC"""


def tell(  # noqa: PLR0913, PLR0917 - what happened to what, by whom, with which files
    kind: str, ident: str, what: str, data: dict[str, Any], by: By, blobs: tuple[Blob, ...] = ()
) -> Sealed:
    """Add one event to the log, within the caller's transaction; `what` is its type: `account.created`."""
    demand_writable()
    actor, named = Doers(clock.today()).actor(by)
    about, key = Subject(kind, ident), by.key()
    told = data | {ASKED: by.once.asked} if by.once else data
    more: dict[str, Any] = {"entered_by": by.account, "personal": named, "blobs": blobs, "key": key}
    event = Event(what, about, actor, clock.now(), told, **more)
    return journal.append(connection, [event], keys=keys.load(settings.DATA) if named else None)[0]


def told_today(kind: str, ident: str, what: str) -> Iterator[dict[str, Any]]:
    """The data of today's (UTC) events of a type about one thing, the newest first; reads no further back."""
    today = clock.now().isoformat()[:10]
    with connection.cursor() as cursor:
        cursor.execute(TODAYS, [today, what, kind, ident])
        for (body,) in cursor.fetchall():
            yield json.loads(bytes(body))["data"]
