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
    """A record as a link shows it: its type, its id, what people call it, and its own date if it has one."""

    type: str
    ref: str
    text: str
    on: str = ""


@cache
def _one(type: str) -> str:
    model = registers()[type]
    table, field = model._meta.db_table, model.title_field
    dates = ", ".join(f'"{name}"' for name in model.own_dates)
    on = f"coalesce({dates}, '')" if dates else "''"
    return f'SELECT \'{type}\', "ref", "{field}", {on} FROM "{table}" WHERE "until_on" IS NULL AND "ref" IN '  # noqa: S608


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
                for type, ref, text, on in cursor.fetchall():
                    found[ref].append(Title(type, ref, str(text or ref), on))
    return found


def _parts(types: list[str], size: int) -> list[list[str]]:
    return [types[start : start + size] for start in range(0, len(types), max(1, size))]
