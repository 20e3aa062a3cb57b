"""Where words such as a name stand: in fields of records, personal or open, and in the texts of kept files."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tonetop.records.erasing import SHORTEST
from tonetop.records.fields import Kind
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.work.assess import assess
from tonetop.work.passage_index import place
from tonetop.work.sources import sources

READ = ("text", "texts", "amounts", "prose", "limits", "inputs")
"""Kinds of fields that hold words of people's own."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A record in which words stand: the fields that are marked as personal, and those the ledger holds openly."""

    type: str
    ref: str
    personal: tuple[str, ...]
    open: tuple[str, ...]


def mentions(words: Iterable[str], apart: Sequence[tuple[str, str]] = ()) -> list[Mention]:
    """The records in any version of which one of the words stands as a word, without those named apart."""
    wanted = [word for word in words if len(word.strip()) >= SHORTEST]
    if not wanted:
        return []
    return [
        one
        for type, model in registers().items()
        for one in _of(type, model, wanted)
        if (type, one.ref) not in apart
    ]


def _of(type: str, model: type[Record], wanted: list[str]) -> Iterator[Mention]:
    own = [one for one in model._meta.get_fields() if isinstance(one, Kind) and one.judge().kind in READ]
    some = Q()
    for one in own:
        for word in wanted:
            some |= Q(**{f"{one.name}__icontains": word})
    for word in wanted:
        some |= Q(source_data__icontains=word)
    found: dict[str, set[str]] = {}
    names = [one.name for one in own]
    for ref, source, *values in model.objects.filter(some).values_list("ref", "source_data", *names):
        held = {name for name, value in zip(names, values, strict=True) if _holds(value, wanted)}
        held |= {"source_data"} if _holds(source, wanted) else set()
        if held:
            found.setdefault(ref, set()).update(held)
    personal = set(model.personal())
    for ref in sorted(found):
        yield Mention(type, ref, tuple(sorted(found[ref] & personal)), tuple(sorted(found[ref] - personal)))


def _holds(value: Any, wanted: list[str]) -> bool:
    text = "\n".join(_texts(value)).casefold()
    return any(stands(word.casefold(), text) for word in wanted)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)


def stands(word: str, text: str) -> bool:
    """Whether a word stands in a text by itself, and not within a longer one."""
    return re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text) is not None


@dataclass(frozen=True, slots=True)
class Filed:
    """A kept file in whose text words stand, and the record that names it."""

    type: str
    ref: str
    name: str
    sha256: str


def files(words: Iterable[str]) -> list[Filed]:
    """Kept files in whose text one of the words stands, as far as the index of passages has read them."""
    wanted, path = [word for word in words if len(word.strip()) >= SHORTEST], place()
    if not wanted or not path.exists():
        return []
    known, digests = sources(assess().facts), set[str]()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as index:
        for word in wanted:
            rows = index.execute(
                "SELECT documents.name, passages.text FROM passages JOIN documents ON documents.id = passages.document"
                " WHERE instr(lower(passages.text), lower(?)) > 0",
                (word,),
            )
            digests |= {name for name, text in rows if _holds(text, [word])}
    found = [known[digest] for digest in digests if digest in known]
    return sorted((Filed(one.type, one.ref, one.name, one.sha256) for one in found), key=lambda one: one.ref)
