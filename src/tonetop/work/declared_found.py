"""Declared beside found, for an activity or a system: the answers that its latest scans give, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.discovery.categories import covers, is_none, keys_of
from tonetop.discovery.sketch import ColumnSketch
from tonetop.discovery.verdict import Verdict
from tonetop.records.scans import KeptScan
from tonetop.work.sayings import Sayings, corrections
from tonetop.work.scan_declared import CONDITION, value
from tonetop.work.scan_found import Column, Said

FOUND, MISSING, UNKNOWN, UNDECLARED, NO_CONDITION = (
    "found",
    "missing",
    "unknown",
    "undeclared",
    "no-condition",
)
SIDES = {"country": "countries", "overdue": "periods", "never-used": "unused", "copy": "copies"}
"""By kind of finding, the side on which it stands; what cannot be evaluated stands with periods or categories."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds a kind: of which scan, its values of that kind, and why it is taken for it."""

    scan: KeptScan
    asset: str
    column: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A category beside what was found of it; state: found, missing, unknown, undeclared or no-condition.

    category: as declared, empty where nobody did. activities: who declares it. kind: key of what was found, if one.
    """

    category: str
    activities: tuple[str, ...]
    kind: str
    places: tuple[Place, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a scan, with its number in it; raised: the finding on record that was made of it, set_aside: who
    said since that the column is not what it was taken for.
    """

    scan: KeptScan
    number: int
    told: Mapping[str, Any]
    raised: str = ""
    set_aside: Said | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Declared beside found. activities, systems: whose; unseen: systems that no scan was held against."""

    activities: tuple[Row, ...]
    systems: tuple[Row, ...]
    scans: tuple[KeptScan, ...]
    unseen: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    countries: tuple[Found, ...] = ()
    periods: tuple[Found, ...] = ()
    unused: tuple[Found, ...] = ()
    copies: tuple[Found, ...] = ()
    unsaid: tuple[Found, ...] = ()
    coverage: tuple[Found, ...] = ()
    numbers: Mapping[tuple[int, str, str, str], Found] = field(default_factory=dict)

    @property
    def gaps(self) -> int:
        """How many things are not as declared; what cannot be evaluated is none of them."""
        pairs = sum(pair.state in (UNDECLARED, NO_CONDITION, MISSING) for pair in self.pairs)
        rest = (*self.countries, *self.unused, *self.copies)
        overdue = sum(one.told["kind"] == "overdue" for one in self.periods)
        return pairs + overdue + sum(one.set_aside is None for one in rest)


def of_activity(facts: Facts, row: Row, scans: Sequence[KeptScan]) -> Sides:
    """The sides of one activity over the systems that it names."""
    systems = _systems(facts, row.systems or ())
    return _sides(facts, (row,), systems, scans)


def of_system(facts: Facts, row: Row, scans: Sequence[KeptScan]) -> Sides:
    """The sides of one system over the activities that name it."""
    own = {row.id, value(row, "ai_system")} - {None}
    activities = tuple(one for one in facts.rows("ProcessingActivity") if own & set(one.systems or ()))
    return _sides(facts, activities, (row,), scans)


def _systems(facts: Facts, ids: Iterable[str]) -> tuple[Row, ...]:
    """The systems of these ids, with the assets that belong to an AI system among them."""
    wanted = set(ids)
    assets = [row for row in facts.rows("Asset") if row.id in wanted or row.ai_system in wanted]
    return (*assets, *(row for row in facts.rows("AISystem") if row.id in wanted))


def _sides(
    facts: Facts, activities: tuple[Row, ...], systems: tuple[Row, ...], scans: Sequence[KeptScan]
) -> Sides:
    ids = {row.id for row in systems}
    held = tuple(scan for scan in scans if ids & set(scan.systems))
    seen = {id for scan in held for id in scan.systems}
    unseen = tuple(row for row in systems if row.id not in seen)
    said = {scan.source: corrections(scan.source) for scan in held}
    places = list(_places(held, said))
    names = {row.id for row in activities}
    found = [one for scan in held for one in _findings(facts, scan, names, said[scan.source])]
    sorted_by: dict[str, list[Found]] = {}
    for one in found:
        sorted_by.setdefault(_side(one), []).append(one)
    numbers = {_key(one): one for one in found}
    pairs = tuple(_pairs(activities, systems, places, held))
    sides = {name: tuple(some) for name, some in sorted_by.items() if name}
    return Sides(activities, systems, held, unseen, pairs, numbers=numbers, **sides)


def _side(one: Found) -> str:
    kind = one.told["kind"]
    if kind == "coverage":
        return "coverage" if one.told["asset"] else ""
    if kind == "cannot-be-evaluated":
        return "unsaid" if one.told["why"].startswith("'") else "periods"
    return SIDES.get(kind, "")


def _key(one: Found) -> tuple[int, str, str, str]:
    return (one.scan.pk, one.told["kind"], one.told["asset"], one.told["field"])


def _findings(facts: Facts, scan: KeptScan, names: set[str], said: Sayings) -> Iterator[Found]:
    """The findings of a scan that concern the activities, or no activity alone."""
    raised = {row.evidence: row.id for row in facts.rows("Finding") if row.evidence and not row.audit}
    for number, told in enumerate(scan.found["findings"]):
        of = {id for id in told["activity"].split(", ") if id}
        if of and names and not of & names:
            continue
        mark = marker(scan.source, told)
        on_record = next((id for text, id in raised.items() if mark in text), "")
        yield Found(scan, number, told, on_record, set_aside(told, said))


def marker(source: str, told: Mapping[str, Any]) -> str:
    """By which words of its evidence a finding on record is known to be about a finding of a scan."""
    where = ".".join(part for part in (told["asset"], told["field"]) if part) or told["why"][:60]
    return f"{source}: {told['kind']}, {where}:"


def set_aside(told: Mapping[str, Any], said: Sayings) -> Said | None:
    """What a person said of a column since, if that is what the finding takes it for."""
    for one in said.get((told["asset"], told["field"]), ()):
        if not one.holds and (told["why"].startswith(f"{one.kind} ") or told["kind"] == "copy"):
            return one
    return None


def held_kinds(plain: Mapping[str, Any], said: Sequence[Said]) -> tuple[Verdict, ...]:
    """The kinds that a kept column is taken to hold, with what people said of it by now."""
    kinds = tuple(Verdict(**verdict) for verdict in plain["kinds"])
    blank = ColumnSketch(plain["type"])
    return Column(plain["name"], plain["type"], kinds, plain["non_null"], False, blank, tuple(said)).held()


def _places(scans: Iterable[KeptScan], said: Mapping[str, Sayings]) -> Iterator[tuple[str, bool, Place]]:
    """Each kind that a column holds, whether the law protects it further, and where."""
    for scan in scans:
        titles = scan.found["titles"]
        for asset in scan.found["assets"]:
            for column in asset["fields"]:
                own = said[scan.source].get((asset["name"], column["name"]), ())
                for verdict in held_kinds(column, own):
                    count = round(verdict.share * column["non_null"])
                    place = Place(scan, asset["name"], column["name"], count, verdict.why)
                    yield verdict.kind, bool(titles.get(verdict.kind, ("", False))[1]), place


def _pairs(
    activities: Sequence[Row],
    systems: Sequence[Row],
    places: Sequence[tuple[str, bool, Place]],
    scans: Sequence[KeptScan],
) -> Iterator[Pair]:
    """What is declared with what was found of it, then what was found and nobody declares."""
    covered: set[str] = set()
    for category, ids in _declared(activities, systems).items():
        keys = keys_of(category)
        own = [(kind, place) for kind, _, place in places if covers(keys, kind)]
        covered |= {kind for kind, _ in own}
        state = FOUND if own else UNKNOWN if not keys or not scans else MISSING
        yield Pair(category, ids, "", tuple(place for _, place in own), state)
    conditioned = any(
        value(a, "special_condition") or CONDITION.search(a.legal_basis or "") for a in activities
    )
    for kind in dict.fromkeys(kind for kind, _, _ in places):
        own_places = tuple(place for other, _, place in places if other == kind)
        special = any(is_special for other, is_special, _ in places if other == kind)
        if special and not conditioned:
            yield Pair("", (), kind, own_places, NO_CONDITION)
        elif kind not in covered and not (kind == "user.unique_id" and covered):
            yield Pair("", (), kind, own_places, UNDECLARED)


def _declared(activities: Sequence[Row], systems: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Each declared category once, with the activities that name it."""
    by: dict[str, list[str]] = {}
    for row in (*activities, *systems):
        for category in (*(value(row, "data_categories") or ()), *(value(row, "special_categories") or ())):
            if not is_none(category):
                by.setdefault(category, [])
                if row.type == "ProcessingActivity":
                    by[category].append(row.id)
    return {category: tuple(dict.fromkeys(ids)) for category, ids in by.items()}
