"""The reader's language: sentences are composed once, in English, and recognised by their form where they are shown.

What the ledger, the command line and exports hold reads the same to everyone; only pages, mails and reports tell it
in the language of whoever reads. A form is a message with gaps, `%(name)s`, under the context "form" of the catalogue.
"""

from __future__ import annotations

import gettext as plain_gettext
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext

FORM, WORD = "form", "word"
GAP = re.compile(r"%\((\w+)\)s")
APART = (": ", "; ", ". ", ", ")
"""What stands between sentences that were put together."""
FIGURES = ("part", "whole", "figure")
"""Gaps that hold nothing but a figure; a form of few words would else be seen where it is none."""
FIGURE = re.compile(r"[0-9.,]+")
DEEPEST, LONGEST = 4, 1000
"""How often what stands in a gap is looked into again; longer texts are nobody's composed sentence."""


@dataclass(frozen=True, slots=True)
class Form:
    """A message with gaps: its id, what it says itself before, between and after them, and what the gaps are called."""

    id: str
    texts: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def size(self) -> int:
        """How much of what it becomes it says itself."""
        return sum(map(len, self.texts))

    def read(self, text: str) -> dict[str, str] | None:
        """What stands in the gaps of a text; None when the text does not have this form.

        Each text between two gaps is taken where it stands first, with no second try, so that a long text written by
        somebody costs no more than reading it.
        """
        first, *between, last = self.texts
        if not text.startswith(first) or not text.endswith(last):
            return None
        at, end, found = len(first), len(text) - len(last), dict[str, str]()
        for gap, literal in zip(self.gaps, (*between, None), strict=True):
            stop = end if literal is None else text.find(literal, at + 1, end)
            if stop <= at or gap in FIGURES and not FIGURE.fullmatch(text, at, stop):
                return None
            found[gap] = text[at:stop]
            at = stop + len(literal or "")
        return found


def told(text: str) -> str:
    """A sentence of ours in the reader's language; as it is where the language is English or does not know it."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not text or len(text) > LONGEST:
        return text
    return _told(str(text), language, DEEPEST)


@lru_cache(maxsize=8_000)
def _told(text: str, language: str, depth: int) -> str:
    if not text.strip():
        return text
    known = gettext(text)
    if known == text:
        known = pgettext(WORD, text)
    if known == text and text[:1].isupper():
        known = gettext(small := text[:1].lower() + text[1:])
        known = text if known == small else known[:1].upper() + known[1:]
    if known != text or not depth:
        return known
    return (
        _formed(text, language, depth, most=True)
        or _parted(text, language, depth, whole=True)
        or _formed(text, language, depth, most=False)
        or _parted(text, language, depth, whole=False)
        or text
    )


def _formed(text: str, language: str, depth: int, *, most: bool) -> str:
    """By the form that the sentence has; most: by one that says at least half of it. Empty when there is none."""
    for form in forms(language):
        if most and 2 * form.size < len(text):
            break
        found = form.read(text)
        if found is not None:
            gaps = {name: _told(part, language, depth - 1) for name, part in found.items()}
            return pgettext(FORM, form.id) % gaps
    return ""


def _parted(text: str, language: str, depth: int, *, whole: bool) -> str:
    """By its parts; whole: when each of the two is told. Empty when the sentence has none."""
    for between in APART:
        first, _, rest = text.partition(between)
        if not rest:
            continue
        told = _told(first, language, depth - 1), _told(rest, language, depth - 1)
        if first != told[0] and rest != told[1] or not whole and between != ", " and (first, rest) != told:
            return between.join(told)
    return ""


def word(text: str) -> str:
    """A word of a list, such as "Risk assessment", as the reader's language writes it within a sentence."""
    return pgettext(WORD, text) if text else text


@cache
def forms(language: str) -> tuple[Form, ...]:
    """The forms of a language's catalogue, those that say most of themselves first."""
    made = [_form(id.removeprefix(f"{FORM}\x04")) for id in _ids(language) if id.startswith(f"{FORM}\x04")]
    return tuple(sorted(made, key=lambda form: (-form.size, form.id)))


def _form(id: str) -> Form:
    parts = GAP.split(id)
    return Form(id, tuple(part.replace("%%", "%") for part in parts[::2]), tuple(parts[1::2]))


def _ids(language: str) -> list[str]:
    found: list[str] = []
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / language / "LC_MESSAGES" / "django.mo"
        if path.is_file():
            with path.open("rb") as file:
                kept = plain_gettext.GNUTranslations(file)
            found += [id for id in kept._catalog if isinstance(id, str)]  # type: ignore[attr-defined]
    return found
