"""The voice of a report in the language of who asks for it, as the pages tell it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.formats import date_format, get_format
from django.utils.translation import get_language, gettext, pgettext

from tonetop.records import tongue
from tonetop.work.reports.voice import ENGLISH, Voice

DAY = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])")


class Reader(Voice):
    """The language that is active while the report is made."""

    def __init__(self, language: str) -> None:
        self.language = language

    def said(self, text: str) -> str:
        return DAY.sub(lambda found: self.day(found[0]), tongue.told(text))

    def form(self, text: str, **gaps: Any) -> str:
        found = pgettext(tongue.FORM, text)
        return (gettext(text) if found == text else found) % gaps

    def word(self, value: str | None) -> str:
        return tongue.word(tongue.in_english(value)) if value else ""

    def kind(self, type: str) -> str:
        return tongue.capital(tongue.spaced(type))

    def day(self, value: str | None) -> str:
        return self._date(value or "", pgettext("the form of a day in a file", "Y-m-d"))

    def month(self, day: str) -> str:
        return self._date(day, pgettext("the form of a month in a file", "Y-m"))

    def number(self, value: float) -> str:
        parted = super().number(value).replace(" ", "\u00a0")
        return parted.replace(".", str(get_format("DECIMAL_SEPARATOR")))

    def _date(self, value: str, form: str) -> str:
        try:
            return str(date_format(date.fromisoformat(value), form))
        except ValueError:
            return value


def reader() -> Voice:
    """The voice of the language that is active."""
    language = get_language() or ENGLISH.language
    return ENGLISH if language == ENGLISH.language else Reader(language)
