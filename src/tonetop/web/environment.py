"""The Jinja2 environment of our pages: everything escaped, everything translatable, results told by shape and word."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS
from tonetop.records.listing import Wish
from tonetop.records.tongue import told
from tonetop.web import naming, telling, wording

MARKS = {PASS: "✓", PARTIAL: "◐", FAIL: "✕", NO_DATA: "", NOT_APPLICABLE: "–"}
WORDS = {
    PASS: "Backed",
    PARTIAL: "Partly",
    FAIL: "Not backed",
    NO_DATA: "No data",
    NOT_APPLICABLE: "Does not apply",
}
WORDING = (
    *("ago", "capital", "counted", "counterpart", "day", "figure", "kind", "lower_first", "moment"),
    *("remarked", "shorter", "spaced", "unmarked", "words"),
)
NAMING = ("account_name", "bare", "called", "fact", "heading", "plainly")
"""Functions of those modules that templates use as filters."""


def sorting(wish: Wish, name: str) -> str:
    """The query string that sorts a list by a field, downwards when it is sorted by it already."""
    return _query(wish, f"-{name}" if wish.sort == name else name, 1)


def paging(wish: Wish, page: int) -> str:
    """The query string of another page of a list."""
    return _query(wish, wish.sort, page)


def _query(wish: Wish, sort: str, page: int) -> str:
    asked = {"q": wish.find, **wish.values, "sort": sort, "page": str(page) if page > 1 else ""}
    return urlencode({name: value for name, value in asked.items() if value})


@lru_cache(maxsize=20_000)
def _translated(text: str, language: str | None) -> Markup:
    return Markup(gettext(text))  # noqa: S704 - our own templates' words, as Jinja's newstyle takes them


def translated(text: str, **variables: Any) -> Markup:
    """A template's words in the reader's language, with its variables escaped."""
    return _translated(text, get_language()) % variables


@lru_cache(maxsize=20_000)
def _address(prefix: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


def address(name: str, *args: Any) -> str:
    """The address of a page; a page names hundreds, the same ones again and again, so they are kept."""
    return _address(get_script_prefix(), name, args)


@lru_cache(maxsize=200)
def _file(prefix: str, path: str) -> str:
    return str(static(path))


def file(path: str) -> str:
    """The address of a style sheet, script or image."""
    return _file(get_script_prefix(), path)


def environment(**options: Any) -> Environment:
    """An environment that escapes everything and stops at what is not there."""
    wanted = {**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**wanted, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django's backend sets autoescape
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(gettext=translated, _=translated)  # the same, without a call of a call for each
    made.globals.update(language=get_language, languages=settings.LANGUAGES)
    made.globals.update(static=file, url=address, MARKS=MARKS, RESULT_WORDS=WORDS)
    made.filters.update({name: getattr(wording, name) for name in WORDING})
    made.filters.update({name: getattr(naming, name) for name in NAMING})
    made.filters["told"] = told
    made.filters.update(
        said=telling.said, sentences=telling.sentences, rule=telling.rule, sorting=sorting, paging=paging
    )
    return made
