"""The Jinja2 environment of our pages: everything escaped, everything translatable, results told by shape and word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS
from tonetop.records.listing import Wish
from tonetop.web import naming, wording

MARKS = {PASS: "✓", PARTIAL: "◐", FAIL: "✕", NO_DATA: "", NOT_APPLICABLE: "–"}
WORDS = {
    PASS: "Backed",
    PARTIAL: "Partly",
    FAIL: "Not backed",
    NO_DATA: "No data",
    NOT_APPLICABLE: "Does not apply",
}


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
    told = ("day", "moment", "ago", "said", "words", "spaced", "kind", "rule", "figure", "shorter", "plainly")
    made.filters.update({name: getattr(wording, name) for name in told})
    made.filters.update(
        sorting=sorting, paging=paging, called=naming.called, fact=naming.fact, heading=naming.heading
    )
    return made
