"""What waits for somebody as a calendar that their own calendar subscribes to (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar as component
from icalendar import Calendar

from tonetop.records import clock
from tonetop.records.models import Account
from tonetop.records.reminding import Preference
from tonetop.records.titles import Title
from tonetop.work.due_list import Item
from tonetop.work.permission import READ, may


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
    """A whole day of a calendar: what tells it apart from others for good, the day, what it says, where it is done."""

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
        Event(f"{due.type}/{due.ref}/{due.what}", due.on, titles[due.type, due.ref].text, link(item))
        for item, due in dues
    ]
    return written(events, made)


def written(events: Iterable[Event], made: datetime) -> bytes:
    """Days as iCalendar; made: the moment of making."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tonetop//Due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Tonetop")
    for event in events:
        day = date.fromisoformat(event.day)
        told = component.Event()
        told.add("uid", f"{_hashed(event.key)[:32]}@tonetop")
        told.add("dtstamp", made)
        told.add("dtstart", day)
        told.add("dtend", day + timedelta(days=1))
        told.add("summary", event.text)
        told.add("url", event.address)
        told.add("transp", "TRANSPARENT")
        calendar.add_component(told)
    return bytes(calendar.to_ical())


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
