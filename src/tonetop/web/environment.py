"""The Jinja2 environment of our pages: everything escaped, everything translatable, results told by shape and word."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS

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


def environment(**options: Any) -> Environment:
    """An environment that escapes everything and stops at what is not there."""
    settings = {**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**settings, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django's backend sets autoescape
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        static=static,
        url=lambda name, *args: reverse(name, args=args),
        MARKS=MARKS,
        RESULT_WORDS=WORDS,
    )
    made.filters.update(day=day, words=words)
    return made
