"""Declared beside found, for an activity or a system: the answers that its latest scans give, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.discovery.sketch import ColumnSketch
from tonetop.discovery.verdict import Verdict
from tonetop.records.scans import KeptScan
from tonetop.work.declared_pairs import (
    MISSING,
    NO_CONDITION,
    UNDECLARED,
    UNKNOWN,
    WIDE,
    Pair,
    Place,
    pairs_of,
)
from tonetop.work.sayings import Sayings, corrections
from tonetop.work.scan_declared import Declared, declared_of, value
from tonetop.work.scan_found import Column, Said

SIDES = {"country": "countries", "overdue": "periods", "never-used": "unused", "copy": "copies"}
"""By kind of finding, the side on which it stands; what cannot be evaluated stands with periods or categories."""


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
    rule: Mapping[str, Any] | None = None


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
    def open(self) -> int:
        """How many things cannot be evaluated: whether they are as declared, nobody can say."""
        pairs = sum(pair.state in (UNKNOWN, WIDE) for pair in self.pairs)
        return pairs + sum(one.told["kind"] == "cannot-be-evaluated" for one in self.periods)

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
    names = {row.id for row in activities}
    looked, sorted_by = [], dict[str, list[Found]]()
    numbers: dict[tuple[int, str, str, str], Found] = {}
    for scan in held:
        own = declared_of(facts, scan.systems)
        said = corrections(scan.source)
        looked.append((own, list(_places(scan, own, names, said))))
        for one in _findings(facts, scan, own, names, said):
            numbers[_key(one)] = one
            sorted_by.setdefault(_side(one), []).append(one)
    pairs = tuple(pairs_of(activities, systems, looked))
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


def _findings(facts: Facts, scan: KeptScan, own: Declared, names: set[str], said: Sayings) -> Iterator[Found]:
    """The findings of a scan that concern the activities, or what they are about and no activity alone."""
    raised = {row.evidence: row.id for row in facts.rows("Finding") if row.evidence and not row.audit}
    for number, told in enumerate(scan.found["findings"]):
        of = {id for id in told["activity"].split(", ") if id}
        if of and names and not of & names:
            continue
        if not of and told["asset"] and not _concerns(own, names, told["asset"], told["field"]):
            continue
        mark = marker(scan.source, told)
        on_record = next((id for text, id in raised.items() if mark in text), "")
        yield Found(scan, number, told, on_record, set_aside(told, said), _rule(facts, scan, told))


def _rule(facts: Facts, scan: KeptScan, told: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The retention rule by which rows are overdue and the system of its runs; None for any other finding."""
    if told["kind"] != "overdue":
        return None
    place = told["asset"], told["field"], told["count"]
    for one in scan.found.get("counts", ()):
        row = facts.get("RetentionRule", one["rule"])
        if (one["asset"], one["column"], one["overdue"]) == place and told["why"].startswith(
            f"{one['rule']} "
        ):
            return {"rule": one["rule"], "system": (row.system if row else None) or ""}
    return None


def _concerns(own: Declared, names: set[str], asset: str, column: str) -> bool:
    """Whether activities are about a place; any of them where not all of the source's are asked about."""
    if names >= {row.id for row in own.activities}:
        return True
    return any(row.id in names for row in own.about(asset, column))


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


def _places(scan: KeptScan, own: Declared, names: set[str], said: Sayings) -> Iterator[Place]:
    """Each kind that a column holds which the activities are about."""
    titles = scan.found["titles"]
    for asset in scan.found["assets"]:
        for column in asset["fields"]:
            held = held_kinds(column, said.get((asset["name"], column["name"]), ()))
            if held and _concerns(own, names, asset["name"], column["name"]):
                for verdict in held:
                    special = bool(titles.get(verdict.kind, ("", False))[1])
                    count = values_of(verdict, column)
                    yield Place(
                        scan, asset["name"], column["name"], verdict.kind, special, count, verdict.why
                    )


def values_of(verdict: Verdict, column: Mapping[str, Any]) -> int:
    """About how many values of a kept column are of a kind."""
    return round(verdict.share * column.get("values", column["non_null"]))
