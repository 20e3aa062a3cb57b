"""Each category that is declared beside what was found of it, then what was found and nobody declares there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tonetop.core.facts import Row
from tonetop.discovery.categories import covers, is_none, is_wide, keys_of
from tonetop.records.scans import KeptScan
from tonetop.work.scan_countries import PLACES
from tonetop.work.scan_declared import NUMBER, Declared, categories_of, names_kind, value

FOUND, WIDE, MISSING, UNSEEN, UNKNOWN = "found", "wide", "missing", "unseen", "unknown"
UNDECLARED, NO_CONDITION = "undeclared", "no-condition"
LISTED, ELSEWHERE = "listed", "elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds a kind: of which scan, whether the law protects it further, its values, why it is told."""

    scan: KeptScan
    asset: str
    column: str
    kind: str
    special: bool
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A category beside what was found of it.

    category: as declared, empty where nobody did. activities: who declares it; of an undeclared kind, who declares it
    for other datasets. kind: key of what was found, if one. state: found; wide (declared by nothing narrower than a
    category that means everything); missing; unseen (nobody looked); unknown (no kind can be looked for); undeclared;
    no-condition; listed (the field inventory says that it is needed there); elsewhere (declared of this very place by
    another activity).
    """

    category: str
    activities: tuple[str, ...]
    kind: str
    places: tuple[Place, ...]
    state: str


Looked = Sequence[tuple[Declared, Sequence[Place]]]
"""By source, what is declared of it and where it holds kinds."""


def pairs_of(activities: Sequence[Row], systems: Sequence[Row], looked: Looked) -> Iterator[Pair]:
    """What activities and systems declare with what was found of it, then the rest of what was found."""
    names = {row.id for row in activities}
    for category, ids in _declared(activities, systems).items():
        keys = keys_of(category)
        own = [
            (one, place)
            for one, places in looked
            for place in places
            if covers(keys, place.kind) and category in _said(one, place, names)
        ]
        state = _state(category, own, keys, looked)
        yield Pair(category, ids, "", tuple(place for _, place in own), state)
    yield from _rest(names, looked)


def _state(category: str, own: Sequence[tuple[Declared, Place]], keys: Iterable[str], looked: Looked) -> str:
    if not own:
        return UNKNOWN if not keys else MISSING if looked else UNSEEN
    alone = (category in one.too_wide(place.asset, place.column, place.kind) for one, place in own)
    return WIDE if is_wide(category) and any(alone) else FOUND


def _said(one: Declared, place: Place, names: set[str]) -> list[str]:
    """The categories that the activities of these ids, and the systems, declare of a place."""
    about = [row for row in one.about(place.asset, place.column) if row.id in names]
    own = [category for row in one.systems for category in value(row, "data_categories") or ()]
    return [*own, *(category for row in about for category in categories_of(row))]


def _rest(names: set[str], looked: Looked) -> Iterator[Pair]:
    """What no category of these activities declares, by kind and by what is to be said of it."""
    sorted_by: dict[tuple[str, str], list[Place]] = {}
    others: dict[tuple[str, str], list[str]] = {}
    for one, places in looked:
        for place in places:
            for state, ids in _states(one, place, names):
                sorted_by.setdefault((place.kind, state), []).append(place)
                others.setdefault((place.kind, state), []).extend(ids)
    for (kind, state), places in sorted_by.items():
        yield Pair("", tuple(dict.fromkeys(others[kind, state])), kind, tuple(places), state)


def _states(one: Declared, place: Place, names: set[str]) -> Iterator[tuple[str, list[str]]]:
    """What is to be said of a kind in a place beside its category, with the activities to name."""
    kind, where = place.kind, (place.asset, place.column)
    if one.is_not_personal(*where):
        return
    if place.special and one.lacks_condition(*where, kind):
        yield NO_CONDITION, []
    keys = {key for category in _said(one, place, names) for key in keys_of(category)}
    if covers(keys, kind) or (kind == NUMBER and keys) or PLACES.search(place.column):
        return
    also = [row.id for row in one.about(*where) if names_kind(row, kind)]
    if also:
        yield ELSEWHERE, also
    elif one.listed(*where, kind):
        yield LISTED, []
    elif not (place.special and one.lacks_condition(*where, kind)):
        yield UNDECLARED, [row.id for row in one.outside(*where, kind)]


def _declared(activities: Sequence[Row], systems: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Each declared category once, with the activities that name it."""
    by: dict[str, list[str]] = {}
    for row in (*activities, *systems):
        for category in categories_of(row):
            if not is_none(category):
                by.setdefault(category, [])
                if row.type == "ProcessingActivity":
                    by[category].append(row.id)
    return {category: tuple(dict.fromkeys(ids)) for category, ids in by.items()}
