"""What records are called, many at once and whatever their type, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.db import connection

from tonetop.records.registry import registers


@dataclass(frozen=True, slots=True)
class Title:
    """A record as a link shows it: its type, its id and what people call it."""

    type: str
    ref: str
    text: str


@cache
def _one(type: str) -> str:
    model = registers()[type]
    table, field = model._meta.db_table, model._meta.get_field(model.title_field).column
    return f'SELECT \'{type}\', "ref", "{field}" FROM "{table}" WHERE "until_on" IS NULL AND "ref" IN '  # noqa: S608


def titles(refs: Collection[str], types: Collection[str] = ()) -> dict[str, list[Title]]:
    """Titles by id of the records with these ids, of all types or of some; an id may stand in several types."""
    found: dict[str, list[Title]] = defaultdict(list)
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), 400):
        some = wanted[start : start + 400]
        for chosen in _parts([*(types or registers())], 32_000 // len(some)):
            marks = f"({', '.join(['%s'] * len(some))})"
            query = " UNION ALL ".join(_one(type) + marks for type in chosen)
            with connection.cursor() as cursor:
                cursor.execute(query, some * len(chosen))
                for type, ref, text in cursor.fetchall():
                    found[ref].append(Title(type, ref, str(text or ref)))
    return found


def _parts(types: list[str], size: int) -> list[list[str]]:
    return [types[start : start + size] for start in range(0, len(types), max(1, size))]
