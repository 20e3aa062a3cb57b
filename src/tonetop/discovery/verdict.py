"""From a sketch and names to kinds of personal data, with how sure and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tonetop.discovery.context import Place, fitting
from tonetop.discovery.kind import Kind
from tonetop.discovery.names import words_of
from tonetop.discovery.sketch import ColumnSketch, Sketch

LEAST = 0.5  # verdicts less sure than this are not told
SENTENCE = 8  # spaces from which on a column's name is a sentence
NOTABLE = 0.9  # a second kind of a column is told when it is as sure as this
_OF_PEOPLE = (
    "user.name.",
    "user.contact.email",
    "user.contact.phone",
    "user.demographic",
    "user.government_id.national",
    "user.financial.salary",
    "user.job_title",
)
_NEVER_PERSONAL = re.compile(r"\b(hash|checksum|uuid|guid|version|sku|etag|build|sha\d*|md5)\b")
_PEOPLE = re.compile(
    r"\b(person\w*|people|customers?|clients?|users?|employees?|staff|patients?|students?|members?"
    r"|athletes?|players?|coaches"
    r"|officials?|actors?|authors?|contacts?|passengers?|guests?|applicants?|candidates?|persoon"
    r"|personen|kunden?|mitarbeiter"
    r"|patienten|schuler|clientes?|empleados?|personal|salaries|medewerkers?|klanten|dipendenti"
    r"|clienti|usuarios|accounts?"
    r"|teachers?|doctors?|drivers?|owners?|donors?|voters?|leads?|subscribers?|family|children"
    r"|parents?|fellows|alumni)\b"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind that a column holds: in which share of its values, how sure (0 to 1), and why, in a sentence."""

    kind: str
    share: float
    confidence: float
    why: str


def judge(asset: str, sketch: Sketch, kinds: Sequence[Kind]) -> dict[str, tuple[Verdict, ...]]:
    """The kinds of every column, the surest first; nothing for columns that hold none.

    `asset` is the name of the table or file: it and the other columns tell whether its rows are about people.
    """
    known = tuple(kind for kind in kinds if not kind.family)
    words = {name: words_of(name) for name in sketch.columns}
    personal = {
        kind.key
        for kind in known
        if kind.key.startswith(_OF_PEOPLE) and kind.names and any(named(kind, one) for one in words.values())
    }
    people = bool(_PEOPLE.search(words_of(asset))) or len(personal) >= 2
    return {
        name: _column(Place(words[name], column, people), known) for name, column in sketch.columns.items()
    }


def _column(place: Place, kinds: Sequence[Kind]) -> tuple[Verdict, ...]:
    if not place.column.filled:
        return ()
    whole = sorted(
        (one for kind in kinds if (one := _whole(place, kind)) and one.confidence >= LEAST),
        key=lambda one: (-one.confidence, -len(one.kind)),
    )
    told = [one for one in whole[1:] if one.confidence >= NOTABLE and not _alike(one.kind, whole[0].kind)]
    if whole and whole[0].share >= 0.5:
        return tuple(whole[:1] + told[:1])
    return (*whole[:1], *told[:1], *_inside(place.column, kinds, {one.kind for one in whole[:1]}))


def _alike(one: str, other: str) -> bool:
    """Kinds of the same branch exclude each other in one column."""
    return one.split(".")[:2] == other.split(".")[:2]


def _whole(place: Place, kind: Kind) -> Verdict | None:
    """The verdict on a column whose values are as a whole of the kind."""
    column = place.column
    if column.type not in kind.types:
        return None
    speaks = named(kind, place.words) and (not _is_sentence(place.words) or _shown(place, kind))
    if kind.never and re.search(kind.never, place.words) and not speaks:
        return None
    if not speaks and _NEVER_PERSONAL.search(place.words):
        return None
    told = fitting(place, kind, speaks)
    if told is None:
        return None
    return Verdict(kind.key, round(told.share, 4), round(min(told.confidence, 0.99), 2), told.why)


def _is_sentence(words: str) -> bool:
    """Whether a name is a question or an explanation, whose words are about more than what stands below it."""
    return words.count(" ") >= SENTENCE


def _shown(place: Place, kind: Kind) -> bool:
    """Whether some values speak for the kind by themselves."""
    hits = place.column.hits.get(kind.key, 0) / place.column.filled
    return (
        max(hits, place.share(f"like {kind.key}"), *(place.share(f"is {word}") for word in kind.words)) >= 0.2
    )


def _inside(column: ColumnSketch, kinds: Sequence[Kind], told: set[str]) -> list[Verdict]:
    """Verdicts on running text in which kinds occur."""
    found = []
    for kind in kinds:
        count = column.within.get(kind.key, 0)
        if kind.key in told or not count or (count < 3 and count / column.filled < 0.01):
            continue
        share = count / column.filled
        why = f"occurs in the text of {count} of {column.filled} values"
        found.append(Verdict(kind.key, round(share, 4), 0.9 if kind.check or kind.alone > 0.9 else 0.75, why))
    names = column.traits.get("names in text", 0)
    if names >= 3 and names / column.filled >= 0.02 and "user.name" not in told:
        why = f"given and family names stand in the text of {names} of {column.filled} values"
        found.append(Verdict("user.name", round(names / column.filled, 4), 0.7, why))
    return sorted(found, key=lambda one: -one.confidence)


def named(kind: Kind, words: str) -> bool:
    """Whether a column's name speaks for the kind."""
    if not kind.names or not _compiled(kind.names).search(words):
        return False
    return not (kind.never and _compiled(kind.never).search(words))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
