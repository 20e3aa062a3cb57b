"""Facts out of the data folder: the tables' versions as rows, as of a day and as known on another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

from django.db import connection

from tonetop.core.facts import Facts
from tonetop.core.history import Row, row_class
from tonetop.records import clock
from tonetop.records.fields import Several, unpacked
from tonetop.records.registry import registers
from tonetop.standard import catalogue
from tonetop.standard.facts_file import set_for
from tonetop.standard.schema import shapes


class DataFolder:
    """The data folder as a source of versions; each type is read once, with one query, and then what is new of it.

    Whatever is written while the types are read one after another is left for the next time, so that all of them are
    as they were at one point of the ledger. until: the last event whose versions are read (None: all).
    """

    def __init__(self, until: int | None = None) -> None:
        self._until = until
        self._ends: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def versions(self, type: str) -> Sequence[Row]:
        """The versions of every record of a type that were not read yet, in the order in which they were written."""
        self._ends = self._ends or _ends()
        return self._select(type)

    def since(self, types: Iterable[str]) -> dict[str, list[Row]]:
        """The versions, by type, that were written since the type was read; none of types that never were."""
        self._ends = _ends()
        return {type: self._select(type) for type in types if type in self._last}

    def _select(self, type: str) -> list[Row]:
        last, end = self._last.get(type, 0), self._ends[type]
        self._last[type] = end
        if end <= last:
            return []
        until = [] if self._until is None else [self._until]
        with connection.cursor() as cursor:
            cursor.execute(selection(type, bool(until)), [last, end, *until])
            return _decoded(type, cursor.fetchall())


def _ends() -> dict[str, int]:
    """The last row of each type's table, all of one moment; 0 where there is none."""
    types = shapes()
    each = (f'coalesce((SELECT max("row") FROM "{_table(type)}"), 0)' for type in types)  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each)}")
        return dict(zip(types, cursor.fetchone(), strict=True))


@cache
def columns(type: str) -> tuple[str, ...]:
    """The columns that facts read of a type, in the order of its row class."""
    made = row_class(type, tuple(shapes()[type].fields))
    return tuple("ref" if name == "id" else name for name in made._fields)


@cache
def selection(type: str, until: bool = False) -> str:
    """The query that reads the versions of a type after a row and up to another, and with `until` up to an event."""
    named = ", ".join(f'"{name}"' for name in columns(type))
    where = ' AND "seq" <= %s' if until else ""
    return f'SELECT {named} FROM "{_table(type)}" WHERE "row" > %s AND "row" <= %s{where} ORDER BY "row"'  # noqa: S608 - our names


def _table(type: str) -> str:
    return str(registers()[type]._meta.db_table)


def _decoded(type: str, rows: list[tuple[Any, ...]]) -> list[Row]:
    """Rows with their lists unpacked; equal lists share one tuple."""
    made = partial(tuple.__new__, row_class(type, tuple(shapes()[type].fields)))
    places = _packed(type)
    if not places:
        return list(map(made, rows))
    known: dict[str, Any] = {}
    return [made(_unpacked(row, places, known)) for row in rows]


@cache
def _packed(type: str) -> tuple[int, ...]:
    """The places of the columns that hold JSON."""
    packed = [field.column for field in registers()[type]._meta.fields if _is_packed(field)]
    return tuple(place for place, name in enumerate(columns(type)) if name in packed)


def _is_packed(field: Any) -> bool:
    return isinstance(field, Several) or getattr(field, "kind", "") == "number_or_text"


def _unpacked(row: tuple[Any, ...], places: tuple[int, ...], known: dict[str, Any]) -> Sequence[Any]:
    """The row with its JSON read, where there is any; what was read before is `known`."""
    cells: list[Any] | None = None
    for place in places:
        text = row[place]
        if text is not None:
            cells = cells or list(row)
            if text not in known:
                known[text] = unpacked(json.loads(text))
            cells[place] = known[text]
    return cells or row


def taken(as_of: str | None = None, known_on: str | None = None, source: DataFolder | None = None) -> Facts:
    """The data folder's facts as of a day (default: today) and as known on another (default: all that is known)."""
    organisation = clock.organisation()
    about = {
        "name": organisation.name,
        "time_zone": organisation.time_zone,
        "business": organisation.business,
    }
    day = as_of or clock.today(organisation)
    return set_for(Facts(source or DataFolder(), shapes(), day, known_on, catalogue.parameters(), about))
