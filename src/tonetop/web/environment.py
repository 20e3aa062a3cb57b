"""The Jinja2 environment of our pages: everything escaped, everything translatable, results told by shape and word."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS
from tonetop.records.listing import Wish

MARKS = {PASS: "✓", PARTIAL: "◐", FAIL: "✕", NO_DATA: "", NOT_APPLICABLE: "–"}
WORDS = {
    PASS: "Backed",
    PARTIAL: "Partly",
    FAIL: "Not backed",
    NO_DATA: "No data",
    NOT_APPLICABLE: "Does not apply",
}


def day(value: str | None, form: str = "j M Y") -> str:
    """A day as people read it; a dash for none."""
    return date_format(date.fromisoformat(value), form) if value else "–"


def words(value: str | None) -> str:
    """A word of the catalogue as people read it: dashes as blanks, the first letter large."""
    text = (value or "").replace("-", " ")
    return text[:1].upper() + text[1:]


def shorter(value: Any, length: int = 90) -> Any:
    """A text cut to what a list shows; anything else as it is."""
    return value if not isinstance(value, str) or len(value) <= length else value[: length - 1].rstrip() + "…"


def plainly(value: Any) -> str:
    """Any value of a record as one line of text."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plainly(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def sorting(wish: Wish, name: str) -> str:
    """The query string that sorts a list by a field, downwards when it is sorted by it already."""
    return _query(wish, f"-{name}" if wish.sort == name else name, 1)


def paging(wish: Wish, page: int) -> str:
    """The query string of another page of a list."""
    return _query(wish, wish.sort, page)


def _query(wish: Wish, sort: str, page: int) -> str:
    asked = {"q": wish.find, **wish.values, "sort": sort, "page": str(page) if page > 1 else ""}
    return urlencode({name: value for name, value in asked.items() if value})


def environment(**options: Any) -> Environment:
    """An environment that escapes everything and stops at what is not there."""
    settings = {**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**settings, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django's backend sets autoescape
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        static=static, url=lambda name, *args: reverse(name, args=args), MARKS=MARKS, RESULT_WORDS=WORDS
    )
    made.filters.update(
        day=day, words=words, shorter=shorter, plainly=plainly, sorting=sorting, paging=paging
    )
    return made
