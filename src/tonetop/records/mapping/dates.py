"""Formats of dates as people write them, such as M/D/YYYY or MMM-YY, and the days they read."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tonetop.core.shape import Misfit

MONTHS = {name.casefold(): place for place, name in enumerate(calendar.month_name) if name}
SHORT = {name[:3]: place for name, place in MONTHS.items()} | {"sept": 9}
_TOKEN = re.compile("YYYY|YY|MMMM|MMM|MM|M|DD|D")
_READS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMMM": rf"(?P<name>{'|'.join(MONTHS)})",
    "MMM": rf"(?P<name>{'|'.join(sorted(SHORT, key=len, reverse=True))})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
}
LAST = "last"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One format. day: which day of the month it means where the format names none: a number, or `last`."""

    text: str
    day: int | str | None = None

    def fault(self) -> str | None:
        """What keeps the format from telling a day; completes the sentence "the date format … "."""
        tokens = _TOKEN.findall(self.text)
        if sum(token[0] == "Y" for token in tokens) != 1 or sum(token[0] == "M" for token in tokens) != 1:
            return "must name the year (YYYY or YY) once and the month (MMMM, MMM, MM or M) once"
        days = sum(token[0] == "D" for token in tokens)
        if days > 1 or (days and self.day is not None):
            return "must name the day once, or be given one beside it"
        if not days and self.day is None:
            return "names no day; say which one it means, such as {format: MM/YYYY, day: 1} or day: last"
        if isinstance(self.day, int) and not 1 <= self.day <= 28:
            return "takes a day from 1 to 28, or last"
        return None

    def pattern(self) -> re.Pattern[str]:
        """What the format reads."""
        parts, end = [], 0
        for token in _TOKEN.finditer(self.text):
            parts += [re.escape(self.text[end : token.start()]), _READS[token[0]]]
            end = token.end()
        return re.compile("".join(parts) + re.escape(self.text[end:]), re.IGNORECASE)

    def read(self, text: str) -> str | None:
        """The day, as ISO text, or None when the text is not of this format."""
        found = self.pattern().fullmatch(text)
        if not found:
            return None
        held = found.groupdict()
        year = int(held["year"]) if held.get("year") else 2000 + int(held["short"])
        name = (held.get("name") or "").casefold()
        month = MONTHS.get(name) or SHORT.get(name) or int(held.get("month") or 0)
        try:
            day = int(held["day"]) if held.get("day") else self._day(year, month)
            return date(year, month, day).isoformat()
        except ValueError:
            return None

    def _day(self, year: int, month: int) -> int:
        return calendar.monthrange(year, month)[1] if self.day == LAST else int(self.day or 0)


def day(text: str, formats: Sequence[DateFormat]) -> str:
    """The one day that the formats read in a text. Raises Misfit for none, and for several."""
    found = sorted({day for each in formats if (day := each.read(text))})
    if len(found) == 1:
        return found[0]
    known = " or ".join(each.text for each in formats)
    if found:
        raise Misfit(f"may be {' or '.join(found)}: {text!r} is read by more than one of {known}")
    raise Misfit(f"must be a day written {known}, not {text!r}")
