"""Facts as they held on one day and were known on another, by type and id, with what is prepared from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Protocol

from tonetop.core.derived import Derived, Moves, differences
from tonetop.core.derived import Source as Read
from tonetop.core.history import History, Row, settle_late
from tonetop.core.references import emptied, gone, targets
from tonetop.core.shape import Shape

__all__ = ["Facts", "Row", "Source"]

_ident = itemgetter(0)


class Source(Protocol):
    """Where versions of records come from: a facts file, a data folder."""

    def versions(self, type: str) -> Sequence[Row]:
        """Every version of every record of a type, as rows made by `row_class`, in any order."""


class Facts(Derived):
    """Everything known on `known_on` of what was the case on `as_of`; rows by type and id, and what derives from them.

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
        super().__init__()
        self.as_of, self.known_on = as_of, known_on
        self.parameters = dict(parameters or {})
        self.organisation = dict(organisation or {})
        self.shapes = shapes
        self._source = source
        self._histories: dict[str, History] = {}
        self._held: dict[str, dict[str, Row]] = {}
        self._absent: dict[str, set[str]] = {}
        self._gone: dict[tuple[str, ...], frozenset[str]] = {}
        self._rows: dict[str, dict[str, Row]] = {}

    def rows(self, type: str) -> Collection[Row]:
        """The records of a type that are there as of the day, in order of their first versions."""
        return self.index(type).values()

    def index(self, type: str) -> Mapping[str, Row]:
        """The records of a type by id."""
        self._note_all(type)
        return self._settled(type)

    def get(self, type: str, ident: str | None) -> Row | None:
        """The record of a type and id, or None when it is not there."""
        if not ident:
            return None
        if self._reads is not None:
            self._note(type, ident)
        return (self._rows.get(type) or self._settled(type)).get(ident)

    def look(self, type: str, ident: str) -> Row | None:
        """The same, unnoted: for a preparation that follows the type row by row."""
        return self._settled(type).get(ident)

    def holds(self, type: str) -> bool:
        """Whether a record of a type is there."""
        self._note_all(("any", type))
        return bool(self._settled(type))

    def on(self, type: str, ident: str, day: str) -> Row | None:
        """The version of a record that holds on a day, whether or not the record is dated by then."""
        self._note(type, ident)
        return self._history(type).on(ident, day)

    def versions(self, row: Row) -> Sequence[Row]:
        """The versions of a record that is there, in the order in which they hold."""
        self._note(row.type, row.id)
        return self._history(row.type).several().get(row.id) or (row,)

    def number(self, row: Row, day: str = "") -> int:
        """Which version of a record holds on a day (by default the facts' own), counted from 1 as they were written."""
        self._note(row.type, row.id)
        return self._history(row.type).number(row.id, day or self.as_of)

    def written(self, row: Row) -> Sequence[Row]:
        """The versions of a record that is there, in the order in which they were written."""
        self._note(row.type, row.id)
        history = self._history(row.type)
        several = row.id in history.several()
        return [one for one in history.versions if one[0] == row.id] if several else (row,)

    def history(self, type: str) -> History:
        """The versions of a type that were known on known_on."""
        self._note_all(type)
        return self._history(type)

    def known(self, type: str, ident: str) -> bool:
        """Whether the source knows a record of a type and id, be it there or not."""
        return ident in self._fold(type) or ident in self._absent[type]

    def stands_twice(self, row: Row) -> bool:
        """Whether the record's id is also that of a record of another type."""
        others = (type for type, shape in self.shapes.items() if shape.has_id and type != row.type)
        return any(self.known(type, row.id) for type in others)

    def learn(self, added: Mapping[str, Sequence[Row]]) -> None:
        """Take in versions that the source has got since; what they move is made again when it is next asked for."""
        with self._lock:
            read = {type: versions for type, versions in added.items() if type in self._histories}
            for type in read:
                if self._rows.get(type) is self._held[type]:
                    self._rows[type] = dict(self._held[type])
            taken = {type: self._take_in(type, versions) for type, versions in read.items()}
            turned = {type for type, (_, turned) in taken.items() if turned}
            stale = {
                type for type in self._rows if type in turned or any(map(self.shapes[type].leads_to, turned))
            }
            moves: dict[Read, Moves] = {}
            for type in (*taken, *stale.difference(taken)):
                idents = taken[type][0] if type in taken else ()
                moves |= self._moves_of(type, idents, type in stale)
            self.moved(moves)

    def _take_in(self, type: str, versions: Sequence[Row]) -> tuple[Collection[str], bool]:
        """Fold in further versions; gives the ids that may have moved, and if one that is referred to came or went."""
        held, absent, history = self._held[type], self._absent[type], self._histories[type]
        idents, turned = history.learn(versions), False
        for ident in idents:
            row = history.held_of(ident, self.as_of)
            turned |= ident in held if row is None else ident not in held and self._is_missed(ident)
            if row is None:
                held.pop(ident, None)
            else:
                held[ident] = row
        absent.difference_update(held.keys() & idents)
        absent.update(version.id for version in versions if version.id not in held)
        self._gone = {to: ids for to, ids in self._gone.items() if type not in to}
        if turned:
            rows = history.held(self.as_of)
            self._held[type] = dict(zip(map(_ident, rows), rows, strict=True))
        return idents, turned

    def _is_missed(self, ident: str) -> bool:
        """Whether references to this id may have been emptied: it is known of some type, but not there."""
        return any(ident in absent for absent in self._absent.values())

    def _moves_of(self, type: str, idents: Collection[str], whole: bool) -> dict[Read, Moves]:
        """How the rows of a type move, and whether there are any."""
        before = self._rows.get(type)
        if before is None:
            return {type: dict.fromkeys(idents, (None, None)), ("any", type): {None: (None, None)}}
        were, old = bool(before), {ident: before.get(ident) for ident in idents}
        if whole:
            del self._rows[type]
            after = self._settled(type)
            moves = {ident: (row, after.get(ident)) for ident, row in old.items()} | dict(
                differences(before, after)
            )
        else:
            after, held = before, self._held[type]
            rows = self._settle(type, [held[ident] for ident in idents if ident in held])
            after.update({row.id: row for row in rows if row != old[row.id]})
            moves = {ident: (row, after.get(ident)) for ident, row in old.items()}
        return {type: moves} | ({("any", type): {None: (were, not were)}} if were != bool(after) else {})

    def _history(self, type: str) -> History:
        if type not in self._histories:
            self._fold(type)
        return self._histories[type]

    def _fold(self, type: str) -> dict[str, Row]:
        """The rows by id before late dates and references are emptied."""
        if type not in self._held:
            with self._lock:
                versions = self._source.versions(type)
                history = self._histories[type] = History(self.shapes[type], versions, self.known_on)
                rows = history.held(self.as_of)
                held = dict(zip(map(_ident, rows), rows, strict=True))
                whole = len(rows) == len(versions)
                self._absent[type] = set() if whole else {v.id for v in versions}.difference(held)
                self._held[type] = held
        return self._held[type]

    def _settled(self, type: str) -> dict[str, Row]:
        if type not in self._rows:
            with self._lock:
                held = self._fold(type)
                given = list(held.values())
                rows = self._settle(type, given)
                self._rows[type] = held if rows is given else dict(zip(map(_ident, rows), rows, strict=True))
        return self._rows[type]

    def _settle(self, type: str, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows without what is not yet the case, and without references to what is not there."""
        rows = settle_late(self.shapes[type], rows, self.as_of)
        for field in self.shapes[type].fields.values():
            to = targets(field, self.shapes)
            if to:
                rows = emptied(rows, field.name, self._gone_from(to))
        return rows

    def _gone_from(self, to: tuple[str, ...]) -> frozenset[str]:
        if to not in self._gone:
            there = {type: self._fold(type) for type in to}
            self._gone[to] = gone(to, self._absent, there)
        return self._gone[to]
