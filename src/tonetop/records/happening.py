"""Ledger lines about what is no record: settings, accounts, sign-in links, stored assessments."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tonetop.core.ledger import Actor, Event, Sealed, Subject
from tonetop.records import clock
from tonetop.records.ledger import journal
from tonetop.records.rollback import demand_writable
from tonetop.records.write import By


def tell(kind: str, ident: str, what: str, data: dict[str, Any], by: By) -> Sealed:
    """Add one event to the log, within the caller's transaction; `what` is its type: `account.created`."""
    demand_writable()
    actor = Actor(by.person or by.account, by.authenticated)
    event = Event(what, Subject(kind, ident), actor, clock.now(), data, entered_by=by.account)
    return journal.append(connection, [event])[0]
