"""Series: rows of a type in order of a day, narrowed by predicates, which follow each row that changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

from tonetop.core.derived import Moves
from tonetop.core.facts import Facts, Row

Predicate = Callable[[Facts, Row], bool]
"""A condition on a row that no passing of days changes; must be hashable, so a function or a frozen value.

One that looks at nothing but the row may say of many at once which meet it: `among(rows)`.
"""

Day = Callable[[Row], Any]
"""The day of a row as text; a row without one stands in no series."""

_ident = itemgetter(0)


class Timeline:
    """Rows in order of a day, then id, with the days beside them."""

    __slots__ = ("_day", "days", "rows")

    def __init__(self, rows: list[Row], day: Day) -> None:
        self.rows, self._day = rows, day
        self.days: list[Any] = list(map(day, rows))

    def by_id(self) -> dict[str, Row]:
        """The rows by id, to tell how two timelines differ."""
        return dict(zip(map(_ident, self.rows), self.rows, strict=True))

    def place(self, row: Row) -> int:
        """Where a row of that day and id stands or would stand."""
        day = self._day(row)
        first, last = bisect_left(self.days, day), bisect_right(self.days, day)
        return bisect_left(self.rows, row[0], first, last, key=_ident)

    def holds(self, row: Row) -> bool:
        """Whether the row, or one of its id and day, is among those here."""
        place = self.place(row)
        return place < len(self.rows) and self.rows[place][0] == row[0] and self.days[place] == self._day(row)

    def take(self, row: Row) -> Row | None:
        """Remove the row of that id and day; gives it, or None when there is none here."""
        if not self.holds(row):
            return None
        place = self.place(row)
        del self.days[place]
        return self.rows.pop(place)

    def put(self, row: Row) -> None:
        """Add a row at its place."""
        place = self.place(row)
        self.rows.insert(place, row)
        self.days.insert(place, self._day(row))


class Series:
    """The timeline of the rows of a type that meet the predicates; a preparation of facts. Made by `series`."""

    __slots__ = ("_day", "_narrower", "_predicate", "_wider", "source", "type")

    def __init__(
        self, type: str, day: Day, wider: Series | None = None, predicate: Predicate | None = None
    ) -> None:
        self.type, self._day, self._wider, self._predicate = type, day, wider, predicate
        self.source = wider or type
        self._narrower: dict[Predicate, Series] = {}

    def where(self, predicate: Predicate) -> Series:
        """The series of those rows that meet the predicate as well."""
        found = self._narrower.get(predicate)
        if found is None:
            found = self._narrower[predicate] = Series(self.type, self._day, self, predicate)
        return found

    def __call__(self, facts: Facts) -> Timeline:
        if self._wider is None or self._predicate is None:
            rows = sorted(filter(self._day, facts.rows(self.type)), key=_ident)
            rows.sort(key=self._day)
            return Timeline(rows, self._day)
        return Timeline(list(self._those(facts, facts.prepared(self._wider).rows)), self._day)

    def _those(self, facts: Facts, rows: Iterable[Row]) -> Iterable[Row]:
        wanted: Any = self._predicate
        if hasattr(wanted, "among"):
            among: Iterable[Row] = wanted.among(rows)
            return among
        return self._looked_at(facts, rows, wanted)

    def _looked_at(self, facts: Facts, rows: Iterable[Row], wanted: Predicate) -> Iterable[Row]:
        for row in rows:
            facts.turn = row[0]
            if wanted(facts, row):
                yield row

    def follow(self, facts: Facts, held: Timeline, moves: Moves, again: Iterable[str]) -> Moves:
        """Let rows come, go and change in the timeline; those to look at `again` stand as they stood."""
        pairs = {ident: (row, row) for ident in again if (row := self._there(facts, ident)) is not None}
        held.rows, held.days = (
            list(held.rows),
            list(held.days),
        )  # those who were given the lists keep what they saw
        found = {}
        for ident, (before, after) in (pairs | dict(moves)).items():
            was = held.take(before) if before is not None and self._day(before) else None
            now = after if after is not None and self._takes(facts, after) else None
            if now is not None:
                held.put(now)
            if was is not now:
                found[ident] = (was, now)
        return found

    def _there(self, facts: Facts, ident: str) -> Row | None:
        """The row of an id, when it is in the wider series."""
        row = facts.look(self.type, ident)
        if row is None or self._wider is None or not self._day(row):
            return None
        return row if facts.prepared(self._wider).holds(row) else None

    def _takes(self, facts: Facts, row: Row) -> bool:
        if self._predicate is None:
            return bool(self._day(row))
        facts.turn = row[0]
        return self._predicate(facts, row)


@cache
def series(type: str, day: str | Day) -> Series:
    """The series of all rows of a type that have a day: a date field, or what a function says of the row."""
    return Series(type, attrgetter(day) if isinstance(day, str) else day)


class Groups:
    """The rows of a type by keys, each group in order; a preparation of facts that follows its rows.

    by: a field whose value is the key, or a function of a row that gives its keys, each once. order: what a group is
    sorted by, by default the id; must tell any two rows with keys apart, and is asked of no other row; None: a group
    is in no order.
    """

    def __init__(
        self, type: str, by: str | Callable[[Row], Sequence[Any]], order: Callable[[Row], Any] | None = _ident
    ) -> None:
        self.source, self._order = type, order
        self._keys = _only(attrgetter(by)) if isinstance(by, str) else by

    def __call__(self, facts: Facts) -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = defaultdict(list)
        rows: Iterable[Row] = facts.rows(self.source)
        keys = self._keys
        if self._order is not None:
            rows = sorted(filter(keys, rows), key=self._order)
        for row in rows:
            for key in keys(row):
                found[key].append(row)
        return dict(found)

    def follow(self, facts: Facts, held: dict[Any, list[Row]], moves: Moves, again: Iterable[str]) -> Moves:
        """Let rows leave their groups and join others; an empty group goes."""
        found: dict[Any, tuple[Any, Any]] = {}
        for before, after in moves.values():
            if before is not after:
                for key in self._keys(before) if before is not None else ():
                    self._leave(held, key, before)
                    found[key] = (None, None)
                for key in self._keys(after) if after is not None else ():
                    joined = [*held.get(key, ()), after]
                    held[key] = sorted(joined, key=self._order) if self._order is not None else joined
                    found[key] = (None, None)
        return found

    def _leave(self, held: dict[Any, list[Row]], key: Any, row: Row) -> None:
        left = [other for other in held[key] if other[0] != row[0]]
        if left:
            held[key] = left
        else:
            del held[key]


def _only(value: Callable[[Row], Any]) -> Callable[[Row], tuple[Any, ...]]:
    """The one key that a row has, if any."""

    def keys(row: Row) -> tuple[Any, ...]:
        key = value(row)
        return (key,) if key else ()

    return keys


class Entries:
    """What is said of each row of a type, by id, where something is; a preparation of facts that follows its rows."""

    def __init__(self, type: str, say: Callable[[Facts, Row], Any]) -> None:
        self.source, self._say = type, say

    def __call__(self, facts: Facts) -> dict[str, Any]:
        found = {}
        for row in facts.rows(self.source):
            facts.turn = row[0]
            said = self._say(facts, row)
            if said:
                found[row[0]] = said
        return found

    def follow(self, facts: Facts, held: dict[Any, Any], moves: Moves, again: Iterable[Any]) -> Moves:
        """Say anew of each row that changed, or whose sources did, what is to be said."""
        found = {}
        ident: Any
        for ident in {*moves, *again}:
            row = facts.look(self.source, ident)
            facts.turn = ident
            before, after = held.pop(ident, None), self._say(facts, row) if row is not None else None
            if after:
                held[ident] = after
            if before != (after or None):
                found[ident] = (before, after)
        return found


def entries(type: str) -> Callable[[Callable[[Facts, Row], Any]], Entries]:
    """Make a function of a row into the preparation of what it says of each row of a type."""
    return lambda say: Entries(type, say)
