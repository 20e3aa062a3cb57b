"""What waits for somebody as a calendar that their own calendar subscribes to (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

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


def feed(
    items: Sequence[Item],
    titles: Mapping[tuple[str, str], Title],
    made: datetime,
    link: Callable[[Item], str],
) -> bytes:
    """The calendar: a whole day for each thing that is due, with where it is done.

    titles: what each record is called; made: the moment of making; link: the address of an item's page.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tonetop//Due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Tonetop")
    for item in items:
        day = date.fromisoformat(item.due.on)
        event = Event()
        event.add("uid", f"{_hashed(f'{item.due.type}/{item.due.ref}/{item.due.what}')[:32]}@tonetop")
        event.add("dtstamp", made)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", titles[item.due.type, item.due.ref].text)
        event.add("url", link(item))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
