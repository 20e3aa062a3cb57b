"""Days and months as people write them in documents, each with its place and as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier",
            "february feb februar février fevrier",
            "march mar märz mars",
            "april apr avril",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet",
            "august aug août aout",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez décembre",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
WRITTEN = re.compile(
    rf"(?<![\d.-])(?:{_YEAR.format('y1')}[-/](?P<m1>\d\d)[-/](?P<d1>\d\d)(?![\d])"
    rf"|{_YEAR.format('y2')}(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|{_YEAR.format('y3')}-(?P<m3>0[1-9]|1[0-2])(?![\d-])"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ \u00a0-]+(?:of )?"
    rf"(?P<m4>{_NAME})\b\.?,?[ \u00a0-]+{_YEAR.format('y4')}\b"
    rf"|\b(?P<m5>{_NAME})\b\.?[ \u00a0]+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]+{_YEAR.format('y5')}\b"
    rf"|\b(?P<m6>{_NAME})\b\.?,?[ \u00a0-]+{_YEAR.format('y6')}\b"
    rf"|(?P<a7>\d{{1,2}})(?P<by7>[./])(?P<b7>\d{{1,2}})(?P=by7){_YEAR.format('y7')}(?!\d))",
    re.IGNORECASE,
)


YEAR = re.compile(r"(?:19|20)\d\d")
BEFORE, AFTER = 24, 8
"""How far from its year a written day may begin and end, in characters."""


class Written(NamedTuple):
    """A range of a text and the day (YYYY-MM-DD) or month (YYYY-MM) that stands there."""

    start: int
    end: int
    iso: str


def written_days(text: str) -> Iterator[Written]:
    """Every day and month that a text names, in order.

    03/04/2025 may be March or April: what could be either is left out; with full stops the day comes first (DIN 5008).
    """
    done = 0
    for year in YEAR.finditer(text):
        found = WRITTEN.search(text, max(done, year.start() - BEFORE), min(len(text), year.end() + AFTER))
        if found and (iso := _iso(found)):
            yield Written(found.start(), found.end(), iso)
            done = found.end()


def _iso(found: re.Match[str]) -> str:
    for form in "12345":
        if found[f"y{form}"] and form != "3":
            return _day(int(found[f"y{form}"]), _month(found[f"m{form}"]), int(found[f"d{form}"]))
    if found["y3"] or found["y6"]:
        form = "3" if found["y3"] else "6"
        return f"{found[f'y{form}']}-{_month(found[f'm{form}']):02}"
    first, second = int(found["a7"]), int(found["b7"])
    if found["by7"] == "." or first > 12:
        return _day(int(found["y7"]), second, first)
    return _day(int(found["y7"]), first, second) if second > 12 or first == second else ""


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written.lower()]


def _day(year: int, month: int, day: int) -> str:
    """The ISO day; nothing where the calendar has none."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
