"""How values and sentences are worded for people: days, moments, words of lists, names of types, terse rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format, get_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext

from tonetop.records import clock, tongue
from tonetop.records.registry import registers
from tonetop.records.tongue import capital, in_english, spaced

DAY = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])")
CAMEL = re.compile(r"\b(?:[A-Z]{2,}|[A-Z][a-z]+)(?:[A-Z]+[a-z]*|[A-Z][a-z]+)+s?\b")
TYPE = re.compile(r"(?<![\w'])[A-Z]\w+(?![\w'.]\S)")
DAYS = re.compile(r"\b(\d+) d\b")
PERCENT = re.compile(r"\b(\d+)%")
COMMA = re.compile(r",(?=[A-Z])")
SNAKE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
MARK = " [memory]"
"""How the catalogue marks what was not looked up."""
SIGNS = {
    ">= ": "≥ ",
    ">=": "≥ ",
    "<= ": "≤ ",
    "<=": "≤ ",
    "..": " to ",
    " AND ": " and ",
    " OR ": " or ",
    ", OR ": ", or ",
    "[]": "",
}


def day(value: str | None, form: str = "") -> str:
    """A day as people read it, in their language's order; a dash for none; what is no day as it is."""
    return _day(value, form, get_language()) if value else "–"


@lru_cache(maxsize=20_000)
def _day(value: str, form: str, language: str | None) -> str:
    try:
        return date_format(date.fromisoformat(value), form or pgettext("the form of a day", "j M Y"))
    except ValueError:
        return value


def moment(value: str | None) -> str:
    """A moment of the ledger (ISO, UTC) in the organisation's time zone, to the minute."""
    if not value:
        return "–"
    return date_format(localtime(_moment(value)), pgettext("the form of a moment", "j M Y, H:i"))


def ago(value: str) -> str:
    """How long a moment of the ledger lies back, in its largest unit."""
    minutes = max(0, int((clock.now() - _moment(value)).total_seconds() // 60))
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 2880:
        return gettext("%(n)s hours") % {"n": minutes // 60}
    return gettext("%(n)s days") % {"n": minutes // 1440}


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def sentence(fault: Exception) -> str:
    """What went wrong as a sentence: its first letter large, types as words, one full stop."""
    text = tongue.told(str(fault).rstrip("."))
    text = TYPE.sub(lambda found: spaced(found[0]) if found[0] in registers() else found[0], text)
    return f"{capital(text.rstrip('.'))}."


def words(value: str | None) -> str:
    """A word of the catalogue as people read it in their language, the first letter large."""
    return _words(value or "", get_language())


@lru_cache(maxsize=10_000)
def _words(value: str, language: str | None) -> str:
    natural = tongue.word(in_english(value))
    shown = capital(natural)
    _natural[shown] = natural
    return shown


_natural: dict[str, str] = {}
"""How words of lists stand within a sentence, by how they stand at its beginning."""


def lower_first(text: str) -> str:
    """A text as it stands within a sentence: its first letter small, unless its first word is an abbreviation.

    A language such as German writes nouns with a large one, so there only what its catalogue writes small is so.
    """
    if (get_language() or "en") != "en":
        return _natural.get(text, text)
    first = text.partition(" ")[0]
    stays = first.isupper() or any(letter.isupper() for letter in first[1:])
    return text if stays else text[:1].lower() + text[1:]


def counted(number: float) -> str:
    """A number as people read it: thousands set apart."""
    whole, point, rest = f"{number:,}".partition(".")
    return whole.replace(",", "\u202f") + (get_format("DECIMAL_SEPARATOR") if point else "") + rest


def kind(type: str) -> str:
    """The same as a heading begins: with its first letter large."""
    text = spaced(type)
    return text[:1].upper() + text[1:]


def rule(text: str, parameters: Mapping[str, float]) -> str:
    """A terse rule of the catalogue in plainer signs: parameters as the numbers in force, names as words."""
    for sign, plainer in SIGNS.items():
        text = text.replace(sign, plainer)
    text = SNAKE.sub(lambda found: _parameter(found[0], parameters), text)
    text = COMMA.sub(", ", DAYS.sub(r"\1 days", PERCENT.sub(r"\1 %", text)))
    return CAMEL.sub(lambda found: _named(found[0]), text)


def _parameter(name: str, parameters: Mapping[str, float]) -> str:
    value = parameters.get(name)
    if value is None:
        return name.replace("_", " ")
    return figure(value, name)


def _named(type: str) -> str:
    return spaced(type) if type[-1] != "s" or type.endswith("ss") else f"{spaced(type[:-1])}s"


def remarked(text: str) -> str:
    """A remark about a cell, with the field that it begins with in words."""
    return capital(re.sub(r"^[a-z]+(?:_[a-z0-9]+)+", lambda found: found[0].replace("_", " "), text))


def unmarked(text: str) -> str:
    """A text of the catalogue without its marks for what was not looked up."""
    return text.replace(MARK, "").rstrip(". ")


def counterpart(text: str, source: str) -> str:
    """Where another standard or law speaks of the same, without that one's own name; what was not looked up marked."""
    bare = text.replace(MARK, "°")
    for name in (f"{source}:2022", source, source.rpartition(" ")[2], source.removeprefix("EU ")):
        bare = bare.removeprefix(f"{name} ")
    return bare if bare != "-" else "–"


def figure(value: float, name: str = "") -> str:
    """A parameter as people read it: a share as a percentage, days with their unit."""
    if name.endswith("_days"):
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": _plain(value)}
    share = 0 < value <= 1 and not float(value).is_integer()
    if name.startswith("spend_") or share or name.endswith(("_pass", "_partial")) and value <= 1:
        return f"{_plain(value * 100)} %"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", get_format("DECIMAL_SEPARATOR"))


def shorter(value: Any, length: int = 90) -> Any:
    """A text cut to what a list shows; anything else as it is."""
    return value if not isinstance(value, str) or len(value) <= length else value[: length - 1].rstrip() + "…"


def plainly(value: Any, name: Callable[[str], str] = str) -> str:
    """Any value of a record as one line of text; name: what to call the record that an id names."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        return counted(value)
    if isinstance(value, dict):
        return "; ".join(f"{words(key)}: {plainly(item, name)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(plainly(item, name) for item in value)
    return "–" if value is None or value == "" else DAY.sub(lambda found: day(found[0]), name(str(value)))
