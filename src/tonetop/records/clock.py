"""The one place where the time of day is read: today in the organisation's time zone, or the demo's fixed day."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tonetop.records.models import Organisation


def organisation() -> Organisation:
    """The data folder's organisation; a blank one before it is named."""
    return Organisation.objects.first() or Organisation()


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def today(of: Organisation | None = None) -> str:
    """The day that counts as today: the demo's fixed day, else the day in the organisation's time zone."""
    of = of or organisation()
    return of.clock_on or calendar_day(of)


def calendar_day(of: Organisation | None = None) -> str:
    """The day in the organisation's time zone, wherever a demo's clock stands; by it the access of accounts ends."""
    of = of or organisation()
    return datetime.now(ZoneInfo(of.time_zone or "UTC")).date().isoformat()
