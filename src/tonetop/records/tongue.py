"""The reader's language: sentences are composed once, in English, and recognised by their form where they are shown.

What the ledger, the command line and exports hold reads the same to everyone; only pages, mails and reports tell it
in the language of whoever reads. A form is a message with gaps, `%(name)s`, under the context "form" of the catalogue.
"""

from __future__ import annotations

import gettext as plain_gettext
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, zip_longest
from pathlib import Path

from django.conf import settings
from django.utils.formats import get_format
from django.utils.translation import get_language, gettext, pgettext

FORM, WORD = "form", "word"
GAP = re.compile(r"%\((\w+)\)s")
APART = ("; ", ": ", ". ", ", ")
"""What stands between sentences that were put together."""
FIGURES = ("part", "whole", "figure", "len")
"""Gaps that hold nothing but a figure; a form of few words would else be seen where it is none."""
NUMBERS = (*FIGURES, "amount", "percent", "count", "many")
"""Gaps whose figures are written as the language does."""
OWN = ("called", "category", "column", "course", "justification", "organisation", "purpose", "text", "title")
"""Gaps that hold what people wrote, which stays as they wrote it."""
OURS = ("what",)
"""Gaps that hold words of ours; where these are not known, it is another sentence."""
SHARE = re.compile(r"(.+) \(([0-9.,]+ %)\)")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
FIGURE, NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*"), re.compile(r"[0-9][0-9.,]*( %)?")
DATED = re.compile(r"[0-9-]+")
"""What a gap holds that is called after a day."""
BETWEEN = re.compile(r"(, | or | and )")
"""What stands between words that are told one after the other."""
LISTED = re.compile(r"[a-z]+(?:-[a-z]+)*")
"""A word of a list as records hold it."""
PART = re.compile(r"[A-Z]+(?![a-z])|So[A-Z]|[A-Z]?[a-z]+")
SHORT = frozenset(
    (
        "ai",
        "aims",
        "ceo",
        "dpia",
        "dpo",
        "fria",
        "fte",
        "hr",
        "id",
        "it",
        "kpi",
        "lia",
        "ofi",
        "ropa",
        "soa",
        "tia",
        "url",
    )
)
SPELLED = {"saas": "SaaS", "on-prem": "On premises"}
"""Words of lists that people write otherwise than their letters would say."""
DEEPEST, LONGEST = 6, 1000
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
        somebody costs no more than reading it. A sentence may begin with a capital where its form does not.
        """
        first, *between, last = self.texts
        begins = text.startswith(first) or text[:1].isascii() and _small(text).startswith(first)
        if not begins or not text.endswith(last):
            return None
        at, end, before, found = len(first), len(text) - len(last), first, dict[str, str]()
        for gap, literal in zip(self.gaps, (*between, None), strict=True):
            stop = _stop(text, literal, at, end, before)
            if stop < at or not _fits(gap, text, at, stop):
                return None
            found[gap] = text[at:stop]
            at, before = stop + len(literal or ""), literal or ""
        return found


def _stop(text: str, literal: str | None, at: int, end: int, before: str) -> int:
    """Where a gap ends; before it begins when there is none. One that stands right behind a word may be empty."""
    least = at if before[-1:].isalnum() or not before and at else at + 1
    if literal is None:
        return end if end >= least else -1
    if literal == "":  # two gaps side by side: the first is a figure
        found = FIGURE.match(text, at, end)
        return found.end() if found else -1
    return text.find(literal, least, end)


def _fits(gap: str, text: str, at: int, stop: int) -> bool:
    """Whether what stands in a gap can be what it is called after."""
    name = gap.rstrip("0123456789")
    if name in FIGURES:
        return FIGURE.fullmatch(text, at, stop) is not None
    return not name.endswith("_on") or DATED.fullmatch(text, at, stop) is not None


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
        known = gettext(small := _small(text))
        known = text if known == small else known[:1].upper() + known[1:]
    if known == text:
        known = _figure(text, language) if THOUSANDS.fullmatch(text) else _listed(text)
    if known != text or not depth:
        return known
    return (
        _formed(text, language, depth, most=True)
        or _noted(text)
        or _parted(text, language, depth, APART, whole=True)
        or _formed(text, language, depth, most=False, across=True)
        or _shared(text, language, depth)
        or _parted(text, language, depth, APART[:1], whole=False)
        or _formed(text, language, depth, most=False)
        or _parted(text, language, depth, APART[1:], whole=False)
        or text
    )


def _listed(text: str) -> str:
    """Words of lists, parted by commas, when each of them is one; the text itself else."""
    parts = BETWEEN.split(text)
    named = [_word(part) for part in parts[::2]]
    if not all(named):
        return text
    return "".join(chain.from_iterable(zip_longest(named, map(gettext, parts[1::2]), fillvalue="")))


def _word(text: str) -> str:
    """A word of a list or the name of a register; empty when it is neither."""
    names = (in_english(text), word) if LISTED.fullmatch(text) else (capital(text), gettext)
    for name, tell in (names, (capital(text), gettext)):
        if text and ((known := tell(name)) != name or text in SPELLED):
            return known
    return ""


def _noted(text: str) -> str:
    """By a form whose one gap holds a message that is itself of several parts. Empty when there is none."""
    if APART[0] not in text:
        return ""
    language = get_language() or settings.LANGUAGE_CODE
    for form in forms(language):
        found = form.read(text) if len(form.gaps) == 1 else None
        for name, part in (found or {}).items():
            if gettext(part) != part:
                return pgettext(FORM, form.id) % {name: gettext(part)}
    return ""


def _shared(text: str, language: str, depth: int) -> str:
    """A sentence with a share in brackets at its end. Empty when it has none, or nothing else is told of it."""
    found = SHARE.fullmatch(text)
    told = _told(found[1], language, depth - 1) if found else ""
    return f"{told} ({_figure(found[2], language)})" if found and told != found[1] else ""


def _formed(text: str, language: str, depth: int, *, most: bool, across: bool = False) -> str:
    """By the form that the sentence has; most: by one that says at least half of it. Empty when there is none.

    across: by one that stands where else two sentences would be seen.
    """
    for form in forms(language):
        if most and 2 * form.size < len(text):
            break
        found = form.read(text) if not across or any(APART[0] in each for each in form.texts) else None
        if found is not None:
            gaps = {name: _filled(name, part, language, depth - 1) for name, part in found.items()}
            if any(name in OURS and gaps[name] == part for name, part in found.items()):
                continue
            told = pgettext(FORM, form.id) % gaps
            return told if text.startswith(form.texts[0]) else capital(told)
    return ""


def _filled(name: str, text: str, language: str, depth: int) -> str:
    """What stands in a gap: a figure as the language writes it, else told as well."""
    name = name.rstrip("0123456789")
    if name in NUMBERS and NUMBER.fullmatch(text):
        return _figure(text, language)
    return _told(text, language, 0 if name in OWN else depth)


def _figure(text: str, language: str) -> str:
    return text.replace(",", "\u00a0").replace(".", str(get_format("DECIMAL_SEPARATOR", language)))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _parted(text: str, language: str, depth: int, apart: tuple[str, ...], *, whole: bool) -> str:
    """By its parts; whole: when each of the two is told. Empty when the sentence has none."""
    for between in apart:
        first, _, rest = text.partition(between)
        if not rest:
            continue
        left = depth - (between != APART[0])  # sentences in a row are no deeper than one
        told = _told(first, language, depth - 1), _told(rest, language, left)
        if first != told[0] and rest != told[1] or not whole and between != ", " and (first, rest) != told:
            return between.join(told)
    return ""


def word(text: str) -> str:
    """A word of a list, such as "Risk assessment", as the reader's language writes it within a sentence."""
    return pgettext(WORD, text) if text else text


def in_english(value: str) -> str:
    """A word of the catalogue in English: dashes as blanks, the first letter large, KPI and the like so."""
    if value in SPELLED:
        return SPELLED[value]
    found = [part.upper() if part in SHORT else part for part in re.split(r"[-_ ]", value)]
    return capital(" ".join(found).replace("ROPA", "RoPA").replace("SOA", "SoA"))


def spaced(type: str) -> str:
    """The name of a record type as words: AIObjective is "AI objective"."""
    parts = PART.findall(type)
    return word(" ".join(part if part.isupper() or part == "SoA" else part.lower() for part in parts))


def capital(text: str) -> str:
    """A text with its first letter large."""
    return text[:1].upper() + text[1:]


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
