"""The compliance centre: each requirement with its owner, state, evidence, the day on which it lapses, the next act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Result
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.standard.terms.evidence import LatestOf, of_kind
from tonetop.standard.terms.people import in_force

ATTENTION, UPCOMING, NOT_STARTED, HEALTHY = "attention", "upcoming", "not-started", "healthy"
STATES = (ATTENTION, UPCOMING, NOT_STARTED, HEALTHY)
"""Where a requirement can stand, what is most pressing first."""
CLAUSES, DUTIES, CONTROLS = "clauses", "duties", "controls"
AHEAD = 60
"""Within how many days what lapses is told as upcoming."""
GRAVEST = (FAIL, NO_DATA, PARTIAL)
LEAD = "aims-lead"


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement.

    owner: id of a person, empty where nobody is named; role: who acts by the catalogue. evidence: how many pieces of
    its kinds are on record, newest: the day of the latest. lapses: the day on which the first of what backs it is
    out of date, in the past for what is already. Texts without a value are empty.
    """

    id: str
    title: str
    part: str
    state: str
    result: str
    why: str
    owner: str
    role: str
    evidence: int
    newest: str
    lapses: str
    next_act: str

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def lines(found: Assessment) -> tuple[Line, ...]:
    """Every requirement in the standard's order: clauses, the duties of 5.1 below it, controls of Annex A."""
    owners = _Owners(found.facts)
    told: list[Line] = []
    for id in _in_order(found.clauses):
        told.append(_clause(found, id, owners))
        if id == LEADERSHIP:
            told += [_duty(found, duty, owners) for duty in found.duties]
    return (*told, *(_control(found, id, owners) for id in catalogue.controls() if id in found.controls))


def counts(told: Iterable[Line]) -> dict[str, int]:
    """How many requirements stand in each state, none left out."""
    held = Counter(line.state for line in told)
    return {state: held[state] for state in STATES}


def state(result: str, lapses: str, as_of: str) -> str:
    """Where a requirement stands: what is backed now but lapses soon is upcoming."""
    if result in (FAIL, PARTIAL):
        return ATTENTION
    if result == NO_DATA:
        return NOT_STARTED
    soon = result == PASS and lapses and lapses <= cadence.shift(as_of, AHEAD)
    return UPCOMING if soon else HEALTHY


@dataclass(frozen=True, slots=True)
class Applicability:
    """The statement of applicability: controls in all, decided with a reason, in use, left out."""

    controls: int
    decided: int
    applies: int
    left_out: int


def applicability(facts: Facts) -> Applicability:
    """How complete the statement of applicability is on the facts' day."""
    held = [row for id in catalogue.controls() if (row := facts.get("SoAEntry", id)) is not None]
    decided = [row for row in held if row.applicable is not None and row.justification]
    applies = sum(row.applicable is True for row in held)
    left_out = sum(row.applicable is False for row in held)
    return Applicability(len(catalogue.controls()), len(decided), applies, left_out)


def _in_order(clauses: Iterable[str]) -> list[str]:
    """Clauses as the standard counts, 10 after 9."""
    return sorted(clauses, key=lambda id: [int(part) for part in id.split(".")])


def _clause(found: Assessment, id: str, owners: _Owners) -> Line:
    item, result = catalogue.clauses()[id], found.clauses[id]
    if id == LEADERSHIP:
        return _led(found, item, result, owners)
    kept = _Evidence(found.facts, item)
    return _line(found, item, CLAUSES, result, owners.of(id, item), kept, kept.lapses, kept.act)


def _led(found: Assessment, item: dict[str, Any], result: Result, owners: _Owners) -> Line:
    """Clause 5.1: what its weakest duty asks for next, and when the first of its checks lapses."""
    binding = [check for check, text in catalogue.checks().items() if text.duty and text.duty != "LD-9"]
    act, lapses = _asked(found, binding), _first_lapse(found, binding)
    kept = _Evidence(found.facts, item)
    return _line(found, item, CLAUSES, result, owners.of(item["id"], item), kept, lapses, act)


def _duty(found: Assessment, id: str, owners: _Owners) -> Line:
    item, texts = catalogue.duties()[id], catalogue.checks()
    checks = [check for check, text in texts.items() if text.duty == id]
    kinds = dict.fromkeys(kind for check in checks for kind in texts[check].evidence)
    kept = _Evidence(found.facts, {"evidence": list(kinds), "freshness_months": 12})
    above = catalogue.clauses()[LEADERSHIP]
    owner = owners.of(id, above, LEADERSHIP)
    result, act, lapses = found.duties[id], _asked(found, checks), _first_lapse(found, checks)
    return _line(found, {"id": id, "title": item["name"]}, DUTIES, result, owner, kept, lapses, act)


def _control(found: Assessment, id: str, owners: _Owners) -> Line:
    item, result = catalogue.controls()[id], found.controls[id]
    entry = found.facts.get("SoAEntry", id)
    kept = _Evidence(found.facts, item)
    owner = owners.of(id, item) if entry is None or not entry.owner else (entry.owner, item["actor"])
    if result.result == NOT_APPLICABLE:
        return _line(found, item, CONTROLS, result, owner, kept, "", "")
    return _line(found, item, CONTROLS, result, owner, kept, kept.lapses, _of_control(kept, entry))


def _of_control(kept: _Evidence, entry: Row | None) -> str:
    """What a control asks for next: evidence first, then its entry in the statement of applicability."""
    if entry is not None and entry.applicable is False:
        return "Give the reason for which the control is left out"
    if kept.missing or kept.stale:
        return kept.act
    if entry is None:
        return "Say in the statement of applicability whether the control applies"
    if entry.status != "implemented":
        return "Carry the control out and say so in the statement of applicability"
    return kept.act


def _line(  # noqa: PLR0913, PLR0917 - what a line is made of
    found: Assessment,
    item: dict[str, Any],
    part: str,
    result: Result,
    owner: tuple[str, str],
    kept: _Evidence,
    lapses: str,
    act: str,
) -> Line:
    stands = state(result.result, lapses, found.as_of)
    about = (item["id"], str(item["title"]), part, stands, result.result, result.why, *owner)
    return Line(*about, kept.count, kept.newest, lapses, act)


def _asked(found: Assessment, checks: Iterable[str]) -> str:
    """The next act of the check that weighs most: key before others, what fails before what is partly backed."""
    texts = catalogue.checks()
    short = [(id, found.checks[id]) for id in checks if found.checks[id].result in GRAVEST]
    short.sort(key=lambda one: (not texts[one[0]].key, GRAVEST.index(one[1].result)))
    act = next((result.next_act for _, result in short if result.next_act), "")
    lapsing = [(day, id) for id in checks if (day := found.checks[id].expires_on)]
    return act or (f"Do again what backs {min(lapsing)[1]}" if lapsing else "")


def _first_lapse(found: Assessment, checks: Iterable[str]) -> str:
    return min((day for id in checks if (day := found.checks[id].expires_on)), default="")


class _Evidence:
    """What is on record of the kinds of evidence that an item asks for."""

    def __init__(self, facts: Facts, item: dict[str, Any]) -> None:
        kinds, months = item["evidence"], item["freshness_months"]
        latest = {kind: facts.prepared(LatestOf(kind)) for kind in kinds}
        self.count = sum(len(of_kind(facts, kind)) for kind in kinds)
        days = {kind: row.occurred_on or "" for kind, row in latest.items() if row is not None}
        ends = {kind: _lapse(day, months) if day else "" for kind, day in days.items()}
        self.newest = max(days.values(), default="")
        self.missing = [kind for kind, row in latest.items() if row is None]
        self.stale = [kind for kind, end in ends.items() if end <= facts.as_of]
        self.lapses = min(filter(None, ends.values()), default="")
        self._first = min(ends, key=lambda kind: (ends[kind], kind), default="")

    @property
    def act(self) -> str:
        """What keeps or brings it in date: what is missing first, then what is too old, then what lapses first."""
        if self.missing:
            return f"Record evidence of {', '.join(self.missing)}"
        kinds = self.stale or [self._first]
        return f"Renew evidence of {', '.join(kinds)}"


def _lapse(day: str, months: int) -> str:
    """The first day on which evidence of a day is no longer in date (catalogue: aggregation.clauses)."""
    end = cadence.months_on(day, months)
    return end if cadence.months_back(end, months) >= day else cadence.shift(end, 1)


class _Owners:
    """Who answers for a requirement: whom a responsibility names, else who holds the role that acts."""

    def __init__(self, facts: Facts) -> None:
        settled = sorted(facts.rows("Responsibility"), key=lambda row: (row.settled_on or "", row.id))
        self._named = {row.item: row.accountable for row in settled if row.item and row.accountable}
        roles = sorted(facts.rows("RoleAssignment"), key=lambda row: (row.assigned_on or "", row.id))
        held = [r for r in roles if r.role == LEAD and r.person and in_force(r, facts.as_of)]
        self._lead = held[-1].person if held else ""

    def of(self, id: str, item: dict[str, Any], above: str = "") -> tuple[str, str]:
        """The person and the role of an item; a person settled for the clause above answers for what lies below."""
        parent = above or item.get("parent") or item.get("objective") or ""
        role = str(item["actor"])
        named = self._named.get(id) or self._named.get(parent) or (self._lead if role == LEAD else "")
        return named or "", role
