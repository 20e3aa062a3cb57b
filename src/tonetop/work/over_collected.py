"""Over-collection: what scans and the field inventory hold that is undeclared, unneeded or beyond its purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records.scans import DONE, KeptScan
from tonetop.standard.review_excess import Beyond
from tonetop.work.declared_found import held_kinds, marker, set_aside
from tonetop.work.sayings import Sayings, sayings
from tonetop.work.scan_declared import FIELDS, declared_of, value

UNDECLARED, OUTSIDE, UNNEEDED = "undeclared", "outside", "unneeded"
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Excess:
    """One field that holds more than is declared or needed.

    scan: which found it, None where people listed it; kinds: keys of what it holds; category: as it is listed. states:
    undeclared, outside (the purpose), unneeded. count: about how many values, None where nobody counted. since: the day
    on which it was first found or listed, days: how long ago. raised: ids of findings on record; place: the number of
    its finding in the scan that is not on record yet.
    """

    scan: KeptScan | None
    field: str
    kinds: tuple[str, ...]
    category: str
    states: tuple[str, ...]
    count: int | None
    system: Row | None
    owner: str
    since: str
    days: int
    raised: tuple[Row, ...] = ()
    place: int | None = None


def over_collected(facts: Facts) -> list[Excess]:
    """All of it as of the facts' day, the oldest first."""
    scans, first = _looked(facts.as_of)
    listed, said = set[str](), sayings([one.source for one in scans])
    found: list[Excess] = []
    for scan in scans:
        found += _of_scan(facts, scan, first, said.get(scan.source, {}), listed)
    found += (_of_row(facts, row) for row in _unneeded(facts) if row.id not in listed)
    return sorted(found, key=lambda one: (-one.days, -(one.count or 0), one.field))


def for_leaders(facts: Facts) -> list[Beyond]:
    """The same as a management review is told it: no field by its name, for guests read the pack too."""
    return [
        Beyond(
            _what(one),
            one.system.type if one.system else "",
            one.system.id if one.system else "",
            _called(one.system) if one.system else "",
            one.owner,
            one.days,
        )
        for one in over_collected(facts)
    ]


def _what(one: Excess) -> str:
    titles: Mapping[str, Sequence[Any]] = one.scan.found["titles"] if one.scan else {}
    named = [str(titles[kind][0]) if kind in titles else kind for kind in one.kinds]
    return ", ".join(named) or one.category or "personal data"


def _called(row: Row) -> str:
    return str(row.name or row.id)


def _looked(as_of: str) -> tuple[list[KeptScan], dict[Key, str]]:
    """The latest scan of each source, and by finding the day of the first scan that had it; in one question."""
    last: dict[str, KeptScan] = {}
    days: dict[Key, str] = {}
    kept = KeptScan.objects.filter(stage=DONE, as_of__lte=as_of).defer("sketches").order_by("pk")
    for scan in kept.iterator():
        last[scan.source] = scan
        for told in scan.found["findings"]:
            key = _key(scan.source, told)
            days[key] = min(days.get(key, scan.as_of), scan.as_of)
    return [last[source] for source in sorted(last)], days


def _key(source: str, told: Mapping[str, Any]) -> Key:
    kind = told["why"].partition(" ")[0] if told["kind"] == "undeclared" else ""
    return source, told["kind"], told["asset"], told["field"], kind


def _of_scan(
    facts: Facts, scan: KeptScan, first: Mapping[Key, str], said: Sayings, listed: set[str]
) -> Iterator[Excess]:
    """The fields of one scan, each once; listed: takes the lines of the field inventory that they are."""
    own = declared_of(facts, scan.systems)
    columns = {(one["name"], field["name"]): field for one in scan.found["assets"] for field in one["fields"]}
    places: dict[tuple[str, str], list[tuple[int, Mapping[str, Any]]]] = {}
    for number, told in enumerate(scan.found["findings"]):
        if _is_excess(told, columns, said):
            places.setdefault((told["asset"], told["field"]), []).append((number, told))
    owned = next((row for row in own.systems if row.owner), next(iter(own.systems), None))
    for (asset, column), some in places.items():
        line = own.field(asset, column)
        days = [first.get(_key(scan.source, told), scan.as_of) for _, told in some]
        if line is not None:
            listed.add(line.id)
            days += [line.found_on or line.reviewed_on] if line.found_on or line.reviewed_on else []
        on_record = {number: _raised(facts, scan, told) for number, told in some}
        yield Excess(
            scan,
            ".".join(part for part in (asset, column) if part),
            tuple(dict.fromkeys(kind for _, told in some for kind in _kinds(told, columns, said))),
            (line.data_category or "") if line is not None else "",
            tuple(dict.fromkeys(_state(told) for _, told in some)),
            max((told["count"] or 0 for _, told in some), default=None),
            owned,
            _owner(facts, owned, (ref for _, told in some for ref in told["activity"].split(", "))),
            min(days),
            cadence.between(facts.as_of, min(days)),
            tuple({row.id: row for row in on_record.values() if row is not None}.values()),
            next((number for number, row in on_record.items() if row is None), None),
        )


def _is_excess(told: Mapping[str, Any], columns: Mapping[tuple[str, str], Any], said: Sayings) -> bool:
    """Whether a finding is of data beyond need; an empty column holds none, and what people set aside is none."""
    if set_aside(told, said) is not None:
        return False
    if told["kind"] == "undeclared":
        return True
    return told["kind"] == "never-used" and bool(told["count"]) and bool(_kinds(told, columns, said))


def _kinds(told: Mapping[str, Any], columns: Mapping[tuple[str, str], Any], said: Sayings) -> list[str]:
    if told["kind"] == "undeclared":
        return [told["why"].partition(" ")[0]]
    place = told["asset"], told["field"]
    return [one.kind for one in held_kinds(columns[place], said.get(place, ()))] if place in columns else []


def _state(told: Mapping[str, Any]) -> str:
    if told["kind"] == "never-used":
        return UNNEEDED
    return OUTSIDE if "; outside the purpose: " in told["why"] else UNDECLARED


def _raised(facts: Facts, scan: KeptScan, told: Mapping[str, Any]) -> Row | None:
    """The finding on record that was made of a finding of a scan."""
    mark = marker(scan.source, told)
    rows = (row for row in facts.rows("Finding") if row.evidence and not row.audit)
    return next((row for row in rows if mark in row.evidence), None)


def _owner(facts: Facts, system: Row | None, activities: Iterable[str]) -> str:
    """Who answers for a field: the owner of its system, else of an activity about it."""
    if system is not None and system.owner:
        return str(system.owner)
    rows = (facts.get("ProcessingActivity", ref) for ref in activities if ref)
    return next((str(row.owner) for row in rows if row is not None and row.owner), "")


def _unneeded(facts: Facts) -> list[Row]:
    """The lines of the field inventory of which a person said that they are not needed, and that are there still."""
    return [
        row
        for row in facts.rows(FIELDS)
        if row.needed == "no" and not (row.removed_on and row.removed_on <= facts.as_of)
    ]


def _of_row(facts: Facts, row: Row) -> Excess:
    system = facts.get("Asset", row.system) or facts.get("AISystem", row.system)
    since = row.found_on or row.reviewed_on or facts.as_of
    own = {row.system, value(system, "ai_system") if system is not None else None}
    about = (one.id for one in facts.rows("ProcessingActivity") if own & set(one.systems or ()))
    owner, age = _owner(facts, system, about), cadence.between(facts.as_of, since)
    return Excess(
        None, row.field or row.id, (), row.data_category or "", (UNNEEDED,), None, system, owner, since, age
    )
