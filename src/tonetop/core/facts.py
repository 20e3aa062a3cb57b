"""Facts as they held on one day and were known on another, by type and id, with what is prepared from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from tonetop.core.history import History, Row, settle_late
from tonetop.core.shape import Shape

__all__ = ["Facts", "Row", "Source"]

Value = TypeVar("Value")


class Source(Protocol):
    """Where versions of records come from: a facts file, a data folder."""

    def versions(self, type: str) -> Sequence[Row]:
        """Every version of every record of a type, as rows made by `row_class`, in any order."""


class Facts:
    """Everything known on `known_on` of what was the case on `as_of`; rows by type, id and prepared index.

    parameters: the catalogue's, with the organisation's overrides. organisation: name, time_zone, business.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what is looked at, and how
        self,
        source: Source,
        shapes: Mapping[str, Shape],
        as_of: str,
        known_on: str | None = None,
        parameters: Mapping[str, float] | None = None,
        organisation: Mapping[str, str] | None = None,
    ) -> None:
        self.as_of, self.known_on = as_of, known_on
        self.parameters = dict(parameters or {})
        self.organisation = dict(organisation or {})
        self.shapes = shapes
        self._source = source
        self._histories: dict[str, History] = {}
        self._present: dict[str, list[Row]] = {}
        self._ids: dict[str, frozenset[str]] = {}
        self._dropped: dict[str, frozenset[str]] = {}
        self._rows: dict[str, list[Row]] = {}
        self._index: dict[str, dict[str, Row]] = {}
        self._prepared: dict[Any, tuple[Any, frozenset[str]]] = {}
        self._reading: list[set[str]] = []

    def history(self, type: str) -> History:
        """The versions of a type that were known on known_on."""
        self._note(type)
        if type not in self._histories:
            shape = self.shapes[type]
            self._histories[type] = History(shape, self._source.versions(type), self.known_on)
        return self._histories[type]

    def _held(self, type: str) -> list[Row]:
        if type not in self._present:
            self._present[type] = self.history(type).held(self.as_of)
        return self._present[type]

    def known_ids(self, type: str) -> frozenset[str]:
        """Ids of all records of a type that the source knows, whether or not they are there."""
        if type not in self._ids:
            self._ids[type] = frozenset(version.id for version in self._source.versions(type))
        return self._ids[type]

    def dropped(self, type: str) -> frozenset[str]:
        """Ids of a type that the source knows but that are not there: references to them count as empty."""
        if type not in self._dropped:
            self._dropped[type] = self.known_ids(type).difference(row.id for row in self._held(type))
        return self._dropped[type]

    def stands_twice(self, row: Row) -> bool:
        """Whether the record's id is also that of a record of another type."""
        others = (type for type, shape in self.shapes.items() if shape.has_id and type != row.type)
        return any(row.id in self.known_ids(type) for type in others)

    def changed(self, type: str) -> set[str]:
        """Forget what was derived from a type whose versions have changed; gives the types whose rows may differ."""
        before = self.dropped(type)
        for derived in (self._histories, self._present, self._ids, self._dropped):
            derived.pop(type, None)
        stale = {type}
        if self.dropped(type) != before:
            stale |= {name for name, shape in self.shapes.items() if shape.leads_to(type)}
        for name in stale:
            self._rows.pop(name, None)
            self._index.pop(name, None)
        self._prepared = {make: kept for make, kept in self._prepared.items() if stale.isdisjoint(kept[1])}
        return stale

    def _note(self, type: str) -> None:
        for reads in self._reading:
            reads.add(type)

    def rows(self, type: str) -> list[Row]:
        """The records of a type that are there as of the day, in the source's order."""
        self._note(type)
        if type not in self._rows:
            rows = settle_late(self.shapes[type], self._held(type), self.as_of)
            self._rows[type] = self._settle_references(type, rows)
        return self._rows[type]

    def index(self, type: str) -> dict[str, Row]:
        """The records of a type by id."""
        rows = self.rows(type)
        if type not in self._index:
            self._index[type] = {row.id: row for row in rows}
        return self._index[type]

    def get(self, type: str, ident: str | None) -> Row | None:
        """The record of a type and id, or None when it is not there."""
        return self.index(type).get(ident) if ident else None

    def prepared(self, make: Callable[[Facts], Value]) -> Value:
        """What `make` computes from the facts alone, kept until a type that it read changes."""
        if make not in self._prepared:
            reads: set[str] = set()
            self._reading.append(reads)
            try:
                value = make(self)
            finally:
                self._reading.pop()
            self._prepared[make] = (value, frozenset(reads))
        value, types = self._prepared[make]
        for outer in self._reading:
            outer.update(types)
        return value

    def reading(self, act: Callable[[], Value]) -> tuple[Value, frozenset[str]]:
        """What an act gives, with the record types that it read."""
        reads: set[str] = set()
        self._reading.append(reads)
        try:
            return act(), frozenset(reads)
        finally:
            self._reading.pop()

    def _settle_references(self, type: str, rows: list[Row]) -> list[Row]:
        for field in self.shapes[type].fields.values():
            if field.to or field.kind == "inputs":
                gone = self._gone(field.to or ("any",))
                if gone:
                    rows = [_without(row, field.name, gone) for row in rows]
        return rows

    def _gone(self, to: tuple[str, ...]) -> frozenset[str]:
        """Ids that a reference to these types may name although no such record is there."""
        if to == ("any",):
            to = tuple(name for name, shape in self.shapes.items() if shape.has_id)
        gone = frozenset().union(*(self.dropped(name) for name in to))
        if gone and len(to) > 1:
            there = {ident for ident in gone for name in to if self._is_there(name, ident)}
            gone -= there
        return gone

    def _is_there(self, type: str, ident: str) -> bool:
        return ident not in self.dropped(type) and any(r.id == ident for r in self._held(type))


def _without(row: Row, name: str, gone: frozenset[str]) -> Row:
    value = getattr(row, name)
    if not value:
        return row
    if isinstance(value, str):
        return row._replace(**{name: None}) if value in gone else row
    if isinstance(value, dict):
        kept = {key: tuple(i for i in ids if i not in gone) for key, ids in value.items()}
        return row._replace(**{name: kept})
    return row if gone.isdisjoint(value) else row._replace(**{name: tuple(i for i in value if i not in gone)})
