"""Search over all registers at once: which records hold every word, as of a day, in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from tonetop.records.listing import LONGEST, finds
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.titles import Title

SHOWN = 8
"""How many records of one register are shown."""
OPEN: Mapping[str, tuple[str, ...]] = {}
"""For whoever reads every field."""
WORDS = 8
"""How many words are looked for; the rest is left aside."""
MARKS = [chr(0xE000 + place) for place in range(WORDS)]
AS_OF, KNOWN_ON = "\ue010", "\ue011"
"""What stands in a prepared query where a word or a day goes: characters that no text holds by their meaning."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What one register holds of the words: its type, the first records, and whether there are more."""

    type: str
    found: Sequence[Title]
    more: bool


def search(
    words: str, as_of: str, known_on: str | None = None, closed: Mapping[str, tuple[str, ...]] = OPEN
) -> list[Hits]:
    """The records that hold every word somewhere in their id or texts, by register, ids that are meant first.

    closed: by type, the fields that the reader may not read.
    """
    wanted = " ".join(words.split()[:WORDS])[:LONGEST].strip()
    if not wanted:
        return []
    fields = tuple(sorted((type, tuple(names)) for type, names in closed.items()))
    statement, given = _statement(len(wanted.split()), known_on is not None, fields, connection.vendor)
    values = _filled(given, wanted, as_of, known_on or "")
    found: dict[str, list[Title]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for _, type, ref, text, on in cursor.fetchall():
            found.setdefault(type, []).append(Title(type, ref, str(text or ref), on or ""))
    return [Hits(type, hits[:SHOWN], len(hits) > SHOWN) for type, hits in found.items()]


@lru_cache(maxsize=32)
def _statement(
    count: int, knows: bool, closed: tuple[tuple[str, tuple[str, ...]], ...], _vendor: str
) -> tuple[str, list[Any]]:
    """The query over all registers for so many words, with marks where the words and days go.

    It is written once: writing it takes longer than the database takes to answer it.
    """
    wanted, shut = " ".join(MARKS[:count]), dict(closed)
    parts, values = [], list[Any]()
    for type, model in registers().items():
        holds = finds(model, wanted, shut.get(type, ()))
        statement, given = _selected(model, holds, wanted, (AS_OF, KNOWN_ON if knows else None))
        parts.append(f'SELECT * FROM ({statement}) AS "{type}"')  # noqa: S608 - made by Django, values apart
        values += given
    return " UNION ALL ".join(parts), values


def _filled(given: Sequence[Any], wanted: str, as_of: str, known_on: str) -> list[Any]:
    """The values of a query with what is looked for instead of the marks, written as its comparisons want it."""
    ops, words = connection.ops, wanted.split()
    real = {AS_OF: as_of, KNOWN_ON: known_on}
    real[" ".join(MARKS[: len(words)])] = ops.prep_for_iexact_query(wanted)
    for mark, word in zip(MARKS, words, strict=False):
        real[f"%{mark}%"] = f"%{ops.prep_for_like_query(word)}%"
    return [real.get(value, value) for value in given]


def _selected(
    model: type[Record], holds: Q, wanted: str, days: tuple[str, str | None]
) -> tuple[str, list[Any]]:
    """The query for one register: rank, type, id, title and own date of a few records."""
    meant = Case(When(ref__iexact=wanted, then=0), default=1, output_field=IntegerField())
    day = Coalesce(*map(F, model.own_dates), Value(""), Value(""), output_field=CharField())
    rows = model.objects.on(*days).filter(holds)
    told = rows.annotate(_meant=meant, _type=Value(model.__name__), _day=day).order_by("_meant", "ref")
    names = ("_meant", "_type", "ref", model.title_field, "_day")
    statement, given = told.values_list(*names)[: SHOWN + 1].query.sql_with_params()
    return statement, list(given)
