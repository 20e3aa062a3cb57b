"""What waits for somebody as a calendar that their own calendar subscribes to (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.ledger import journal
from tonetop.records.models import Account
from tonetop.records.reminding import Preference
from tonetop.records.titles import Title
from tonetop.work.assess import position
from tonetop.work.due_list import Item
from tonetop.work.permission import READ, may

FIRST_DAY = "2025-01-01"
"""From which day the days are counted in the number of a calendar."""


def new_address(account: Account) -> str:
    """A fresh secret for an account's feed; the one before no longer works, and only a hash of it is kept."""
    secret = secrets.token_urlsafe(24)
    Preference.objects.update_or_create(account=account, defaults={"calendar": _hashed(secret)})
    return secret


def account_of(secret: str) -> Account | None:
    """The account whose feed has this secret, while it comes in and its role reads the registers."""
    found = Preference.objects.filter(calendar=_hashed(secret))
    kept = found.select_related("account").first() if secret else None
    if kept is None or not kept.account.comes_in(clock.calendar_day()) or not may(kept.account, READ):
        return None
    return kept.account


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day of a calendar: what tells it apart from others for good, the day, what it says, where it is done.

    key: stays when the day or the words become others, so that a calendar moves what it has and adds nothing.
    """

    key: str
    day: str
    text: str
    address: str


def feed(
    items: Sequence[Item],
    titles: Mapping[tuple[str, str], Title],
    made: datetime,
    link: Callable[[Item], str],
) -> bytes:
    """The calendar: a whole day for each thing that is due, with where it is done.

    titles: what each record is called; made: the moment of making; link: the address of an item's page.
    """
    dues = [(item, item.due) for item in items]
    events = [
        Event(f"{due.type}/{due.ref}/{due.what}/{due.by}", due.on, titles[due.type, due.ref].text, link(item))
        for item, due in dues
    ]
    return written(events, made)


def written(events: Iterable[Event], made: datetime) -> bytes:
    """Days as iCalendar; made: the moment of making."""
    import icalendar as component  # noqa: PLC0415 - who never asks for a calendar does not pay 2 MB for it

    house, sequence = journal.head(connection).organisation, _sequence()
    calendar = component.Calendar()
    calendar.add("prodid", "-//Tonetop//Due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Tonetop")
    for event in events:
        day = date.fromisoformat(event.day)
        told = component.Event()
        told.add("uid", f"{_hashed(f'{house}/{event.key}')[:32]}@tonetop")
        told.add("sequence", sequence)
        told.add("dtstamp", made)
        told.add("dtstart", day)
        told.add("dtend", day + timedelta(days=1))
        told.add("summary", event.text)
        told.add("url", event.address)
        told.add("transp", "TRANSPARENT")
        calendar.add_component(told)
    return bytes(calendar.to_ical())


def _sequence() -> int:
    """How often a calendar may have changed: it grows with each event of the ledger and with each day.

    One number for all days of a calendar: many of them follow from several records and from the day itself, and a
    program that has a day already takes it anew where the number is greater (RFC 5545, section 3.8.7.4).
    """
    return position() + cadence.between(clock.today(), FIRST_DAY)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
