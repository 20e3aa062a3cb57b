"""AI systems and gates: what is live, new, assessed in order, in force, overridden."""

from __future__ import annotations

from collections import defaultdict

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window
from tonetop.standard.terms.meetings import about, by_top
from tonetop.standard.terms.people import valid_person


def live(now: Moment, system: Row) -> bool:
    """Whether an AI system is live on the day (terms: live system)."""
    begun = now.reached(system.go_live_on) if system.go_live_on else system.state == "live"
    gone = now.reached(system.retired_on) if system.retired_on else system.state == "retired"
    return begun and not gone


def live_systems(now: Moment) -> list[Row]:
    """The AI systems that are live on the day."""
    return [row for row in now.rows("AISystem") if live(now, row)]


def live_by_unit(now: Moment) -> dict[str, list[Row]]:
    """The systems that are live on the day by their unit, in order of its name; without unit: left out."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in live_systems(now):
        if row.org_unit:
            found[row.org_unit].append(row)
    return dict(sorted(found.items()))


def new_systems(now: Moment) -> Window:
    """AI systems that went live in 365 days (terms: new system)."""
    return now.window("AISystem", field="go_live_on")


def _assessed(facts: Facts) -> dict[str, str]:
    """The earliest review of a risk assessment approved or closed, by subject."""
    found: dict[str, str] = {}
    for row in facts.rows("RiskAssessment"):
        if row.subject and row.reviewed_on and row.status in ("approved", "closed"):
            found[row.subject] = min(row.reviewed_on, found.get(row.subject, row.reviewed_on))
    return found


def _impact(facts: Facts) -> dict[str, str]:
    """The earliest approval of an impact assessment, by system."""
    found: dict[str, str] = {}
    for row in facts.rows("ImpactAssessment"):
        if row.system and row.approved_on:
            found[row.system] = min(row.approved_on, found.get(row.system, row.approved_on))
    return found


def in_order(facts: Facts, system: Row) -> bool:
    """Whether risk and impact were assessed by the day a system went live (terms: in order); a predicate."""
    day = system.go_live_on
    assessed, impact = facts.prepared(_assessed).get(system.id), facts.prepared(_impact).get(system.id)
    return bool(day and assessed and impact and assessed <= day and impact <= day)


def assessments(facts: Facts) -> dict[str, list[Row]]:
    """Risk and impact assessments by the subject or system they are of."""
    found: dict[str, list[Row]] = defaultdict(list)
    for type, field in (("RiskAssessment", "subject"), ("ImpactAssessment", "system")):
        for row in facts.rows(type):
            if getattr(row, field):
                found[getattr(row, field)].append(row)
    return found


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


def passages_by_gate(facts: Facts) -> dict[tuple[str, str], list[Row]]:
    """Gate passages by (gate, subject), each list in order of date, then id."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts.rows("GatePassage"):
        if row.gate and row.subject and row.occurred_on:
            found[row.gate, row.subject].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.occurred_on, row.id))
    return found


def passages_of(facts: Facts, passage: Row) -> list[Row]:
    """The passages of the same gate and subject, the given one among them."""
    return facts.prepared(passages_by_gate).get((passage.gate, passage.subject), [])


def waived_after(facts: Facts, passage: Row) -> bool:
    """Whether a passage of the same gate and subject was waived after this one; a predicate."""
    return any(
        row.outcome == "waived" and row.occurred_on >= passage.occurred_on and row.id != passage.id
        for row in passages_of(facts, passage)
    )


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
    units = {row.org_unit for row in live_systems(now) if row.org_unit}
    if not units:
        staffed = now.facts.prepared(people_by_unit)
        units = {unit for unit, people in staffed.items() if any(valid_person(now, row) for row in people)}
    return sorted(units)


def people_by_unit(facts: Facts) -> dict[str, list[Row]]:
    """Persons by their unit, those without an end first, so that one valid person is found at once."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Person"):
        if row.org_unit:
            found[row.org_unit].append(row)
    for people in found.values():
        people.sort(key=lambda row: (bool(row.valid_to), row.valid_from or "", row.id))
    return found
