"""How the engine's sentences are told to people: days, names and words of lists instead of what the tables hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.records.fields import Reference, Word
from tonetop.records.registry import registers
from tonetop.records.tongue import told
from tonetop.standard import catalogue
from tonetop.standard.facts_file import targets
from tonetop.web import wording
from tonetop.web.naming import own_day
from tonetop.web.wording import DAY, day, lower_first, shorter, spaced, words

TOKEN = re.compile(r"(?<![\w./-])[A-Za-z0-9][\w./-]*\w(?![\w/-])")
APART = re.compile(r" \(([A-Za-z0-9][\w./-]*)\)")
HYPHENED = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b")
SENTENCE = re.compile(r"; (?=[A-Z])")
KEPT = frozenset(("all-hands", "no-go"))
"""Words of lists that people write with a hyphen."""
SHORTEST = 5
"""From how many letters on a title stands in quotation marks; a shorter one is a number such as 2.1."""


def said(text: str, *found: Any) -> str:
    """A sentence of the engine as people read it; found: the results or conditions behind it, the nearest last."""
    text = told(text)
    rows = {row.id: row for one in found if one for row in _rows(one)}
    for ident in [*rows]:
        for part in ident.split("/"):
            rows.setdefault(part, rows[ident])
    if rows:
        text = TOKEN.sub(lambda hit: _named(hit, rows), APART.sub(_without(rows), text))
    return _finished(text)


def _without(rows: Mapping[str, Any]) -> Callable[[re.Match[str]], str]:
    """Leaves out an id in brackets that stands behind a record's name."""
    return lambda hit: "" if hit[1] in rows else hit[0]


def _finished(text: str) -> str:
    text = HYPHENED.sub(lambda hit: _word(hit[0]), text)
    text = DAY.sub(lambda hit: day(hit[0]), text)
    return SENTENCE.sub(". ", text[:1].upper() + text[1:])


def sentences(text: str, *found: Any) -> list[str]:
    """The same, one item a sentence."""
    return [said(part, *found) for part in SENTENCE.split(text)]


def rule(text: str, parameters: Mapping[str, float]) -> str:
    """A terse rule of the catalogue in plainer words."""
    return HYPHENED.sub(lambda hit: _word(hit[0]), wording.rule(text, parameters))


def deed(facts: Facts, text: str, row: Any) -> str:
    """What a leader did, as people read it: the record and what it refers to by name."""
    text, rows = told(text), {row.id: row}
    for field in facts.shapes[row.type].fields.values():
        for ident in targets(getattr(row, field.name)) if field.to and field.to != ("any",) else ():
            found = next(filter(None, (facts.get(to, ident) for to in field.to)), None)
            if found is not None:
                rows[ident] = found
    return _finished(TOKEN.sub(lambda hit: _named(hit, rows, meant=True), APART.sub(_without(rows), text)))


def _rows(found: Any) -> Iterator[Any]:
    """The records behind a result, or behind a condition and its parts."""
    yield from found.records
    for part in getattr(found, "parts", ()):
        yield from _rows(part)


def _named(hit: re.Match[str], rows: Mapping[str, Any], meant: bool = False) -> str:
    """A record's id as its name, where it is nothing that people would write, or meant for sure."""
    ident = hit[0]
    row = rows.get(ident)
    written = ident.isalpha() and not meant or not any(map(str.isalpha, ident))
    if row is None or row.id != ident or written:
        return ident
    before = hit.string[: hit.start()].rsplit(None, 1)[-1:]
    return _name(row, before[0].casefold() if before else "") or ident


def _name(row: Any, before: str) -> str:
    """The record after the word before it: 'the policy' 2.1, 'the review' of 21 Oct 2025, 'objective' “…”."""
    model = registers()[row.type]
    title, on = getattr(row, model.title_field, None), own_day(row)
    field = model._meta.get_field(model.title_field)
    if isinstance(field, Reference):
        return ""
    if isinstance(field, Word):
        if not on:
            return ""
        kind = spaced(row.type)
        again = before in (*kind.split(), *_nouns(str(title)))
        if again:
            return gettext("of %(day)s") % {"day": day(on)}
        return gettext("the %(kind)s of %(day)s") % {"kind": kind, "day": day(on)}
    if not title or str(title) == row.id or model.key:
        return ""
    if row.type == "Person":
        return str(title)
    return f"“{shorter(str(title), 60)}”" if len(str(title)) >= SHORTEST else str(title)


def _nouns(word: str) -> Collection[str]:
    return word.split("-")


def _word(word: str) -> str:
    """A hyphened word of a list as people write it; any other word as it is."""
    if word in KEPT or word not in _listed():
        return word
    return lower_first(words(word))


@cache
def _listed() -> frozenset[str]:
    """Every hyphened word of the catalogue's lists."""
    vocabularies: Iterable[Any] = catalogue.data()["vocabularies"].values()
    own = (
        word
        for model in registers().values()
        for field in model.shape().fields.values()
        for word in field.words
    )
    return frozenset(word for word in (*own, *(w for some in vocabularies for w in some)) if "-" in word)
