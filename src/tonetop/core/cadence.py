"""Arithmetic on calendar days written as ISO text, so that days compare as they sort."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache

FIRST = "0001-01-01"
LAST = "9999-12-31"

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


@cache
def number(day: str) -> int:
    """The day's proleptic Gregorian ordinal (1 is 0001-01-01)."""
    return date.fromisoformat(day).toordinal()


@cache
def text(ordinal: int) -> str:
    """The ISO text of an ordinal; ordinals outside the calendar are held at its ends."""
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()


def shift(day: str, days: int) -> str:
    """The day that lies so many days later (earlier when negative)."""
    return text(number(day) + days)


def between(later: str, earlier: str) -> int:
    """Whole days from the earlier day to the later one; negative when they stand the other way round."""
    return number(later) - number(earlier)


def months_on(day: str, months: int) -> str:
    """The same day of the month so many months later, or that month's last day; earlier when negative (catalogue:
    months). What lies outside the calendar is held at its ends."""
    then = date.fromisoformat(day)
    year, month = divmod(then.year * 12 + then.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return FIRST if months < 0 else LAST
    return date(year, month + 1, min(then.day, calendar.monthrange(year, month + 1)[1])).isoformat()


def months_back(day: str, months: int) -> str:
    """The same day of the month so many months earlier, or that month's last day (catalogue: months)."""
    return months_on(day, -months)


def is_day(value: object) -> bool:
    """Whether the value is text of the form YYYY-MM-DD that names a real day."""
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_period(value: object) -> bool:
    """Whether the value is YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM."""
    return isinstance(value, str) and bool(_PERIOD.fullmatch(value)) and value[:4] != "0000"


@cache
def period(value: str) -> tuple[str, str]:
    """First and last day of a period written as YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM; ValueError otherwise."""
    match = _PERIOD.fullmatch(value)
    if not match:
        raise ValueError(f"{value!r} is no period; write YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM")
    year, half, quarter, month = (int(part) if part else 0 for part in match.groups())
    first, length = 1, 12
    if half:
        first, length = 6 * half - 5, 6
    elif quarter:
        first, length = 3 * quarter - 2, 3
    elif month:
        first, length = month, 1
    last = first + length - 1
    return (
        date(year, first, 1).isoformat(),
        date(year, last, calendar.monthrange(year, last)[1]).isoformat(),
    )


def quarter_before(value: str) -> str | None:
    """The quarter before a quarter (`2025-Q1` gives `2024-Q4`); None when the period is no quarter."""
    match = _PERIOD.fullmatch(value)
    if not match or not match[3]:
        return None
    year, quarter = int(match[1]), int(match[3])
    return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{year - 1:04d}-Q4"
