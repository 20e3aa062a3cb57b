"""The asset map: which system holds which categories, declared and found, and where data goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tonetop.core.facts import Facts, Row
from tonetop.discovery.categories import covers, is_none, is_wide, keys_of
from tonetop.records.scans import KeptScan
from tonetop.standard.gating.names import name_key
from tonetop.standard.suppliers.lacking import borne_by
from tonetop.work.declared_found import held_kinds, values_of
from tonetop.work.sayings import corrections
from tonetop.work.scan_countries import EEA, code_of
from tonetop.work.scan_declared import NUMBER, Declared, declared_of, value

BRANCHES = {
    "identity": ("user.name", "user.demographic", "user.government_id", "user.unique_id"),
    "contact": ("user.contact",),
    "money": ("user.financial", "user.payment"),
    "health": ("user.health_and_medical", "user.biometric"),
    "convictions": ("user.criminal_history",),
    "work": ("user.job_title", "user.workplace", "user.education", "user.employment"),
    "online": ("user.device", "user.account", "user.authorization", "user.telemetry"),
    "whereabouts": ("user.location",),
    "conduct": ("user.behavior", "user.content", "user.social", "user.childrens"),
}
"""The columns of the map, by the branches of the tree of kinds below them."""
BOTH, FOUND, WIDE, DECLARED, MISSING = "both", "found", "wide", "declared", "missing"
STEPS = (1, 100, 10_000, 1_000_000)
"""From how many values on a cell is so much darker."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One system and one branch.

    state: both (declared and found), found (and not declared), wide (declared by nothing narrower than a category that
    means everything), declared (and nobody looked), missing (declared, looked for and not found), or empty; values:
    about how many were found.
    """

    branch: str
    state: str = ""
    values: int = 0
    columns: int = 0

    @property
    def step(self) -> int:
        """How dark it is, 0 for nothing found to 4."""
        return sum(self.values >= least for least in STEPS)


@dataclass(frozen=True, slots=True)
class Line:
    """One system of the map; unread: categories that are declared in words of which no kind is known; wide: those that
    are so wide that they declare everything.
    """

    system: Row
    cells: tuple[Cell, ...]
    scans: tuple[KeptScan, ...]
    unread: tuple[str, ...]
    wide: tuple[str, ...] = ()

    @property
    def is_dark(self) -> bool:
        """Whether anything is declared or found of it."""
        return bool(self.scans or self.unread or self.wide) or any(cell.state for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Flow:
    """Data of a system that goes to a vendor and lies in a country; each may be empty where it is not said.

    vendor: its name; record: of the register of vendors, if one is; code: of the country, outside: of the European
    Economic Area; declared: whether an activity of the system names the country, or it is within the area.
    """

    system: Row
    vendor: str
    record: Row | None
    country: str
    code: str
    is_outside: bool
    is_declared: bool


class _Count(NamedTuple):
    kind: str
    state: str
    values: int


def lines(facts: Facts, scans: Sequence[KeptScan]) -> list[Line]:
    """The systems with personal data, declared or found, most found first."""
    made = [_line(facts, row, scans) for row in _systems(facts)]
    kept = [one for one in made if one.is_dark]
    return sorted(kept, key=lambda one: (not one.scans, -sum(c.values for c in one.cells), one.system.id))


def _systems(facts: Facts) -> Iterator[Row]:
    named = {id for row in facts.rows("ProcessingActivity") for id in row.systems or ()}
    of_assets = {row.ai_system for row in facts.rows("Asset") if row.ai_system}
    yield from facts.rows("Asset")
    yield from (row for row in facts.rows("AISystem") if row.id in named and row.id not in of_assets)


def _line(facts: Facts, row: Row, scans: Sequence[KeptScan]) -> Line:
    own = {row.id, value(row, "ai_system")} - {None}
    activities = [one for one in facts.rows("ProcessingActivity") if own & set(one.systems or ())]
    said = [
        category
        for one in (*activities, row)
        for name in ("data_categories", "special_categories")
        for category in value(one, name) or ()
        if not is_none(category)
    ]
    held = tuple(scan for scan in scans if row.id in scan.systems)
    keys = {key for category in said if not is_wide(category) for key in keys_of(category)}
    counts = [one for scan in held for one in _counts(scan, declared_of(facts, scan.systems))]
    cells = tuple(_cell(branch, below, keys, counts, bool(held)) for branch, below in BRANCHES.items())
    every = tuple(dict.fromkeys(said))
    unread = tuple(category for category in every if not keys_of(category))
    return Line(row, cells, held, unread, tuple(category for category in every if is_wide(category)))


def _counts(scan: KeptScan, own: Declared) -> Iterator[_Count]:
    """Each kind that a column holds, as a cell would say it, and about how many values are of it."""
    said = corrections(scan.source)
    for asset in scan.found["assets"]:
        for field in asset["fields"]:
            where = asset["name"], field["name"]
            for one in held_kinds(field, said.get(where, ())):
                is_declared = own.declares(*where, one.kind) or one.kind == NUMBER
                only_wide = is_declared and own.too_wide(*where, one.kind)
                state = WIDE if only_wide else BOTH if is_declared else FOUND
                yield _Count(one.kind, state, values_of(one, field))


def _cell(
    branch: str, below: Sequence[str], keys: set[str], counts: Iterable[_Count], is_scanned: bool
) -> Cell:
    own = [one for one in counts if covers(below, one.kind)]
    is_declared = any(covers(below, key) or any(covers((key,), part) for part in below) for key in keys)
    if not own:
        return Cell(branch, (MISSING if is_scanned else DECLARED) if is_declared else "")
    states = {one.state for one in own}
    state = next(one for one in (FOUND, WIDE, BOTH) if one in states)
    return Cell(branch, state, max(1, sum(one.values for one in own)), len(own))


def flows(facts: Facts) -> list[Flow]:
    """Where data of systems with personal data goes, systems in the order of their names."""
    made: dict[tuple[str, str, str], Flow] = {}
    for row in facts.rows("Asset"):
        activities = [
            one
            for one in facts.rows("ProcessingActivity")
            if {row.id, row.ai_system} & set(one.systems or ())
        ]
        if row.holds_personal_data or activities:
            for flow in _flows(row, activities, borne_by(facts, row.vendor)):
                made.setdefault((row.id, name_key(flow.vendor), flow.code or flow.country), flow)
    return sorted(made.values(), key=lambda one: ((one.system.name or one.system.id).casefold(), one.vendor))


def _flows(row: Row, activities: Sequence[Row], record: Row | None) -> Iterator[Flow]:
    allowed = EEA | {
        code for one in activities for place in one.third_countries or () if (code := code_of(place))
    }
    vendor = row.vendor or ""
    blank = Flow(row, vendor, record, "", "", False, True)
    places = [value(row, "country")] if value(row, "country") else []
    if record is not None:
        places += [record.country, *(record.countries or ())]
    placed = [place for place in dict.fromkeys(places) if place]
    for place in placed or [""]:
        code = code_of(place) or "" if place else ""
        outside = bool(code) and code not in EEA
        yield replace(
            blank, country=place, code=code, is_outside=outside, is_declared=not code or code in allowed
        )
