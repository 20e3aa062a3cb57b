"""A record's versions over time: which one holds on a day, and what of it is not yet the case."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

from tonetop.core.shape import BUILT_IN, Shape

Row = Any
"""A record as a named tuple: id, the built-in fields, then its type's fields; `type` names its record type."""

_ident = itemgetter(0)

Stamp = tuple[str | None, str | None, str | None]
"""A version's recorded_on, own date and effective_on, each None when not given."""

PLANS = frozenset(
    ("due_on", "planned_on", "go_live_on", "retired_on", "removed_on", "expires_on", "waiver_expires_on")
)
"""Dates ending in _on that are compared with the day as they stand (catalogue: late_fields.rule)."""

HANGING = {
    "closed_on": ("status",),
    "changed_on": ("status",),
    "decided_on": ("granted", "shortfall_rationale"),
    "effectiveness_checked_on": ("effective",),
    "completed_on": ("benefit_measured",),
    "notified_on": ("notified_to",),
    "reported_on": ("reported_to",),
    "presented_on": ("presented_in",),
}
"""Fields that count as empty with an event date after as_of, beside X_by of X_on (catalogue: late_fields)."""

RESTING = {"closed_on": "open", "changed_on": "active"}
"""What a status counts as while the date that set it lies after as_of (catalogue: late_fields)."""


@cache
def row_class(type: str, fields: tuple[str, ...]) -> Any:
    """The named tuple of a record type: id, the built-in fields, its own fields."""
    names = ("id", *BUILT_IN, *(name for name in fields if name not in BUILT_IN))
    made = namedtuple(type, names)  # type: ignore[misc]
    return _typed(made, type)


def _typed(made: Any, name: str) -> Any:
    return type(name, (made,), {"__slots__": (), "type": name})


def events(shape: Shape) -> tuple[str, ...]:
    """The event dates of a type: those that count as empty while they lie after as_of."""
    names = [*shape.fields, *(name for name in BUILT_IN if name not in shape.fields)]
    dates = [name for name in names if name.endswith("_on") and name not in PLANS]
    return tuple(name for name in dates if name not in ("effective_on", "withdrawn_on"))


def hanging(shape: Shape, date: str) -> tuple[str, ...]:
    """The fields that are emptied with a date: X_by of X_on, and those the catalogue names."""
    names = (date.removesuffix("_on") + "_by", *HANGING.get(date, ()))
    return tuple(name for name in names if name in shape.fields and name != "entered_by")


class History:
    """The versions of one type that were known on a day, folded on demand to the ones that hold on another."""

    def __init__(self, shape: Shape, versions: Sequence[Row], known_on: str | None) -> None:
        self.shape = shape
        self._own = _own_date(shape)
        self._known_on = known_on
        self.versions = self._known(versions)
        self._several: dict[str, list[Row]] | None = None
        self._single: dict[str, Row] | None = None

    def _known(self, versions: Sequence[Row]) -> Sequence[Row]:
        if self._known_on is None:
            return versions
        return [v for v in versions if (self.recorded(v) or "") <= self._known_on]

    def learn(self, versions: Sequence[Row]) -> list[str]:
        """Take in further versions; gives the ids of those that are known."""
        known = self._known(versions)
        idents = list(dict.fromkeys(map(_ident, known)))
        several = self.several()
        self.versions = [*self.versions, *known]
        for ident in idents:
            own = [version for version in self.versions if version[0] == ident]
            if len(own) > 1:
                several[ident] = self._ordered(own)
            if self._single is not None:
                self._single[ident] = own[0]
        return idents

    def recorded(self, version: Row) -> str | None:
        """When a version was entered: recorded_on, else its own date, else unknown (known always)."""
        return version.recorded_on or self._own(version)

    def several(self) -> dict[str, list[Row]]:
        """Versions of the records that have more than one, each list ordered by (effective, recorded)."""
        if self._several is None:
            self._several = {}
            if len(set(map(_ident, self.versions))) < len(self.versions):
                grouped: dict[str, list[Row]] = {}
                for version in self.versions:
                    grouped.setdefault(version.id, []).append(version)
                self._several = {k: self._ordered(v) for k, v in grouped.items() if len(v) > 1}
        return self._several

    def _ordered(self, versions: list[Row]) -> list[Row]:
        stamps = [(v.recorded_on, self._own(v), v.effective_on) for v in versions]
        return [versions[place]._replace(effective_on=begins or None) for place, begins, _ in reigns(stamps)]

    def on(self, ident: str, day: str) -> Row | None:
        """The version of a record that holds on the day, whether or not it is dated by then."""
        several = self.several()
        if ident in several:
            held = None
            for version in several[ident]:
                if (version.effective_on or "") <= day:
                    held = version
            return held
        if self._single is None:
            self._single = dict(zip(map(_ident, self.versions), self.versions, strict=True))
        only = self._single.get(ident)
        return only if only is not None and self._starts(only) <= day else None

    def number(self, ident: str, day: str) -> int:
        """Which version of a record holds on a day, counted from 1 in the order they were written; 0 when none does."""
        if ident not in self.several():
            return 0 if self.on(ident, day) is None else 1
        written = [version for version in self.versions if version[0] == ident]
        stamps = [(v.recorded_on, self._own(v), v.effective_on) for v in written]
        begun = [place for place, begins, _ in reigns(stamps) if begins <= day]
        return begun[-1] + 1 if begun else 0

    def _starts(self, version: Row) -> str:
        return version.effective_on or self._own(version) or ""

    def held(self, day: str) -> Sequence[Row]:
        """One row for each record that is there on the day, in order of the records' first versions."""
        several = self.several()
        if not several:
            return self._there(self.versions, day)
        latest = dict(zip(map(_ident, self.versions), self.versions, strict=True))
        latest |= {ident: self.on(ident, day) for ident in several}
        return self._there([row for row in latest.values() if row is not None], day)

    def held_of(self, ident: str, day: str) -> Row | None:
        """The row of one record, when it is there on the day."""
        own = self.several().get(ident) or [version for version in self.versions if version[0] == ident]
        held = [version for version in own if (version.effective_on or "") <= day][-1:]
        return next(iter(self._there(held, day)), None)

    def _there(self, rows: Sequence[Row], day: str) -> Sequence[Row]:
        """Those of the rows that are in effect, dated by then and not withdrawn."""
        if _latest(rows, "effective_on") > day:
            rows = [r for r in rows if (r.effective_on or "") <= day]
        if any(_latest(rows, name) > day for name in self.shape.own_dates):
            rows = [r for r in rows if (self._own(r) or "") <= day]
        if _latest(rows, "withdrawn_on"):
            rows = [r for r in rows if not r.withdrawn_on or r.withdrawn_on > day]
        return rows


def reigns(stamps: Sequence[Stamp]) -> list[tuple[int, str, str | None]]:
    """In which order a record's versions hold: (place in stamps, the day from which, the day before which).

    An empty first day means always, a missing second one still. (catalogue: time_semantics.versions)
    """
    recorded = [stamp[0] or stamp[1] or "" for stamp in stamps]
    first = min(range(len(stamps)), key=lambda place: (recorded[place], place))

    def begins(place: int) -> str:
        _, own, effective = stamps[place]
        return effective or (own or "" if place == first else recorded[place])

    order = sorted(range(len(stamps)), key=lambda place: (begins(place), recorded[place], place))
    ends = [begins(place) for place in order[1:]]
    return [(place, begins(place), end) for place, end in zip(order, [*ends, None], strict=True)]


def _own_date(shape: Shape) -> Callable[[Row], str | None]:
    names = shape.own_dates
    if not names:
        return lambda row: None
    if len(names) == 1:
        return attrgetter(names[0])
    return lambda row: next((value for name in names if (value := getattr(row, name))), None)


def _latest(rows: Sequence[Row], name: str) -> str:
    """The latest day in a field; empty when there is none."""
    if not rows:
        return ""
    return max(filter(None, map(itemgetter(rows[0]._fields.index(name)), rows)), default="")


def settle_late(shape: Shape, rows: Sequence[Row], day: str) -> Sequence[Row]:
    """Empty the event dates after the day, and the fields that hang on them."""
    late = [name for name in events(shape) if _latest(rows, name) > day]
    for name in late:
        empty: dict[str, Any] = dict.fromkeys(hanging(shape, name))
        if "status" in empty:
            empty["status"] = RESTING[name]
        lists = {key for key in empty if shape.fields[key].kind in ("references", "texts", "words")}
        empty.update(dict.fromkeys(lists, ()))
        empty[name] = None
        rows = [altered(r, empty) if (getattr(r, name) or "") > day else r for r in rows]
    return rows


def altered(row: Row, values: Mapping[str, Any]) -> Row:
    """The row with other values in some of its fields."""
    cells = list(row)
    for name, value in values.items():
        cells[row._fields.index(name)] = value
    return row._make(cells)
