"""AI systems and gates: what is live, new, assessed in order, in force, overridden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window
from tonetop.core.series import Groups
from tonetop.core.tenure import Course, Tenures
from tonetop.core.together import Together
from tonetop.standard.terms.meetings import about, by_top
from tonetop.standard.terms.people import NEVER, valid_person


def live(now: Moment, system: Row) -> bool:
    """Whether an AI system is live on the day (terms: live system)."""
    begun = now.reached(system.go_live_on) if system.go_live_on else system.state == "live"
    gone = now.reached(system.retired_on) if system.retired_on else system.state == "retired"
    return begun and not gone


def life(facts: Facts, system: Row) -> tuple[str, str]:
    """The first and the last day on which an AI system is live."""
    never = not system.go_live_on and system.state != "live"
    if never or (not system.retired_on and system.state == "retired"):
        return NEVER
    ends = cadence.shift(system.retired_on, -1) if system.retired_on else cadence.LAST
    return system.go_live_on or cadence.FIRST, ends


def _unit(system: Row) -> tuple[str]:
    return (system.org_unit or "",)


systems_by_unit = Groups("AISystem", _unit)
"""AI systems by their unit, in order of id; those without one under an empty name."""


@dataclass(frozen=True, slots=True)
class LivesIn:
    """The course of the lives of a unit's AI systems, of those in the groups; a preparation of facts."""

    groups: Groups
    unit: str

    def __call__(self, facts: Facts) -> Course:
        return Course.of((*life(facts, row), row) for row in facts.part(self.groups, self.unit) or ())


@dataclass(frozen=True, slots=True)
class UnitsOf:
    """The units of groups of AI systems in order of name, an empty one for those without; a preparation."""

    groups: Groups

    def __call__(self, facts: Facts) -> list[str]:
        return sorted(facts.prepared(self.groups))


def lives(now: Moment, groups: Groups) -> dict[str, Tenures]:
    """The AI systems of the groups that are live on the day, by their unit in order of name."""
    return {unit: Tenures(now, LivesIn(groups, unit)) for unit in now.facts.prepared(UnitsOf(groups))}


def live_by_unit(now: Moment) -> dict[str, Tenures]:
    """The systems that are live on the day by their unit, in order of its name; without unit: left out."""
    return {unit: systems for unit, systems in lives(now, systems_by_unit).items() if unit and systems}


def live_systems(now: Moment) -> Together[Row]:
    """The AI systems that are live on the day, unit by unit."""
    return Together(*lives(now, systems_by_unit).values())


def new_systems(now: Moment) -> Window:
    """AI systems that went live in 365 days (terms: new system)."""
    return now.window("AISystem", field="go_live_on")


risks_by_subject = Groups("RiskAssessment", "subject")
"""Risk assessments by what they are of, in order of id."""

impacts_by_system = Groups("ImpactAssessment", "system")
"""Impact assessments by their AI system, in order of id."""


def in_order(facts: Facts, system: Row) -> bool:
    """Whether risk and impact were assessed by the day a system went live (terms: in order); a predicate."""
    day = system.go_live_on
    if not day:
        return False
    risks, impacts = facts.part(risks_by_subject, system.id), facts.part(impacts_by_system, system.id)
    return any(
        row.reviewed_on and row.reviewed_on <= day and row.status in ("approved", "closed")
        for row in risks or ()
    ) and any(row.approved_on and row.approved_on <= day for row in impacts or ())


def assessments(facts: Facts, system: Row) -> list[Row]:
    """The risk and impact assessments of an AI system."""
    risks, impacts = facts.part(risks_by_subject, system.id), facts.part(impacts_by_system, system.id)
    return [*(risks or ()), *(impacts or ())]


def overrides(facts: Facts, system: Row) -> list[Row]:
    """Reasoned override decisions of top about a system, by the day it went live (LD-2.3)."""
    day = system.go_live_on or ""
    decisions = (row for row in about(facts, system.id) if row.kind == "override" and row.decided_on <= day)
    return [row for row in decisions if row.rationale and by_top(facts, row)]


def answers(facts: Facts, refusal: Row) -> list[Row]:
    """Reasoned override decisions of top about a refusal or its subject, from its day on (LD-8.4)."""
    named = (ident for ident in (refusal.id, refusal.subject) if ident)
    decisions = (row for row in about(facts, *named) if row.kind == "override")
    return [
        row
        for row in decisions
        if row.decided_on >= refusal.occurred_on and row.rationale and by_top(facts, row)
    ]


def gate_on(gate: Row, day: str) -> bool:
    """Whether a gate was in force on a fixed day: not on the day on which it ends (terms: gate in force)."""
    since = (gate.in_force_since or "") <= day
    return gate.mandatory is True and since and (not gate.in_force_until or gate.in_force_until > day)


def gate_now(now: Moment, gate: Row) -> bool:
    """Whether a gate is in force on the moment's day."""
    since = not gate.in_force_since or now.reached(gate.in_force_since)
    return gate.mandatory is True and since and not now.reached(gate.in_force_until)


def gates_in_force(now: Moment) -> list[Row]:
    """The gates in force on the moment's day."""
    return [row for row in now.rows("ProcessGate") if gate_now(now, row)]


def _subject(passage: Row) -> Sequence[str]:
    return (passage.subject,) if passage.subject and passage.occurred_on else ()


passages_by_subject = Groups("GatePassage", _subject, attrgetter("occurred_on", "id"))
"""Gate passages by their subject, in order of date, then id."""


def passages_of(facts: Facts, passage: Row) -> list[Row]:
    """The passages of the same gate and subject, the given one among them."""
    if not passage.gate or not passage.subject:
        return []
    return [row for row in facts.part(passages_by_subject, passage.subject) or () if row.gate == passage.gate]


def waivers_after(facts: Facts, passage: Row) -> list[Row]:
    """The passages of the same gate and subject that were waived after this one."""
    return [
        row
        for row in passages_of(facts, passage)
        if row.outcome == "waived" and row.occurred_on >= passage.occurred_on and row.id != passage.id
    ]


def waived_after(facts: Facts, passage: Row) -> bool:
    """Whether a passage of the same gate and subject was waived after this one; a predicate."""
    return bool(waivers_after(facts, passage))


def overruling(facts: Facts, refusal: Row) -> Iterator[Row]:
    """A refusal with its subject and gate, the waivers that overrode it and the decisions that answer it."""
    about = (facts.get("AISystem", refusal.subject), facts.get("ProcessGate", refusal.gate))
    yield refusal
    yield from (row for row in about if row is not None)
    yield from (*waivers_after(facts, refusal), *answers(facts, refusal))


def unheeded(facts: Facts, passage: Row) -> bool:
    """Whether a rejection is followed by a waiver, or by a go-live without a pass in between; a predicate."""
    if passage.outcome != "rejected":
        return False
    system = facts.get("AISystem", passage.subject)
    went = system.go_live_on if system is not None else None
    if not went or went < passage.occurred_on:
        return waived_after(facts, passage)
    between = (row for row in passages_of(facts, passage) if passage.occurred_on <= row.occurred_on <= went)
    let_through = any(row.outcome in ("passed", "conditional") for row in between)
    return not let_through or waived_after(facts, passage)


def overridden_noes(now: Moment) -> list[Row]:
    """Rejections in 365 days that were overridden by the day (terms: overridden no)."""
    found = []
    for row in now.window("GatePassage").where(unheeded):
        system = now.get("AISystem", row.subject)
        if waived_after(now.facts, row) or (system is not None and now.reached(system.go_live_on)):
            found.append(row)
    return found


def in_scope_units(now: Moment) -> list[str]:
    """Units with live AI systems; none: all units of valid persons (terms: in-scope units)."""
    units = list(live_by_unit(now))
    if not units:
        staffed = now.facts.prepared(people_by_unit)
        units = [unit for unit in sorted(staffed) if any(valid_person(now, row) for row in staffed[unit])]
    return units


def _soonest(person: Row) -> tuple[bool, str, str]:
    return bool(person.valid_to), person.valid_from or "", person.id


people_by_unit = Groups("Person", "org_unit", _soonest)
"""Persons by their unit, those without an end first, so that one valid person is found at once."""
