"""PF-7: speed or profit is put before ethics and risk."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from tonetop.core import cadence
from tonetop.core.assess import Node, Signals
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.standard.checks.rule import called, holding, pitfall, share_said
from tonetop.standard.terms.incentives import incentive_review
from tonetop.standard.terms.systems import (
    answers,
    assessments,
    in_order,
    live_by_unit,
    new_systems,
    overridden_noes,
    overrides,
    overruling,
)

PRESSED = ("launch-date", "revenue", "customer-pressure")
"""Causes of a waiver that put speed or profit first."""

LAST_DAYS = 7
"""Days before going live within which a passage is at the last minute."""


def unweighed(facts: Facts, system: Row) -> bool:
    """Whether one of high impact is neither in order nor under an override with principles; a predicate."""
    covered = any(row.principles_considered for row in overrides(facts, system))
    return system.high_impact is True and not in_order(facts, system) and not covered


def _unassessed(now: Moment) -> Node:
    """PF-7 A: new systems of high impact neither assessed in time nor overridden with principles."""
    rows = new_systems(now).where(unweighed)
    names = ", ".join(called(row) for row in rows[:5])
    said = f"New AI systems of high impact that went live unassessed, no override weighed: {names}"

    def records() -> Iterable[Row]:
        return chain(rows, (paper for row in rows for paper in assessments(now.facts, row)))

    return Node(bool(rows), said, records)


def _unanswered(now: Moment) -> Node:
    """PF-7 B: refusals that were overridden without a decision that LD-8.4 passes."""
    bare = [
        row
        for row in overridden_noes(now)
        if not any(decision.principles_considered for decision in answers(now.facts, row))
    ]
    said = f"Refusals overridden without reasons and principles from top management: {len(bare)}"
    return Node(bool(bare), said, lambda: (found for row in bare for found in overruling(now.facts, row)))


def calm(facts: Facts, passage: Row) -> bool:
    """Whether a passage is no waiver for an emergency fix; a predicate."""
    return not (passage.outcome == "waived" and passage.waiver_cause == "emergency-fix")


def _waived(now: Moment) -> Node:
    """PF-7 C: waivers are mostly for speed or money, or too many; emergency fixes apart (guard)."""
    passages = now.window("GatePassage").where(calm)
    waivers = passages.where(has("outcome", "waived"))
    pressed = waivers.where(has("waiver_cause", *PRESSED))
    often = bool(passages) and len(waivers) / len(passages) > now.parameter("waiver_rate_partial")
    mostly = bool(waivers) and len(pressed) / len(waivers) > 0.5
    rate = share_said(len(waivers), len(passages), "gate passages in 365 days were waived")
    causes = f"those for launch date, revenue or customer pressure: {len(pressed)}"
    return Node(often or mostly, f"{rate}, {causes}", waivers)


def _last_minute(system: Row, passages: list[Row]) -> list[Row]:
    """The passages that came at the last minute before a system went live, or later."""
    return [row for row in passages if cadence.between(system.go_live_on, row.occurred_on) <= LAST_DAYS]


def _late_gates(now: Moment) -> Node:
    """PF-7 D: most passages of a new system came at the last minute or later."""
    own: dict[str, list[Row]] = {row.id: [] for row in new_systems(now)}
    for passage in now.window("GatePassage"):
        if passage.subject in own:
            own[passage.subject].append(passage)
    found: list[Row] = []
    names = []
    for system in new_systems(now):
        passages = own[system.id]
        late = _last_minute(system, passages)
        if passages and len(late) / len(passages) > 0.5:
            found.extend((system, *late))
            names.append(f"{called(system)}: {len(late)} of {len(passages)}")
    said = f"Passages in the {LAST_DAYS} days before going live or later: {'; '.join(names[:5])}"
    return Node(bool(found), said, found)


def _unreviewed(now: Moment) -> Node:
    """PF-7 E: the unit of a new system had no incentive review, as in LD-9.5."""
    systems, units = live_by_unit(now), sorted({row.org_unit for row in new_systems(now) if row.org_unit})
    bare = {unit for unit in units if incentive_review(now, systems.get(unit, ())) is None}
    said = f"Units with a new AI system and no incentive review in 365 days: {', '.join(sorted(bare))}"
    return Node(bool(bare), said, [row for row in new_systems(now) if row.org_unit in bare])


@pitfall("PF-7")
def hasty(now: Moment) -> Signals:
    held = holding(
        A=_unassessed(now), B=_unanswered(now), C=_waived(now), D=_late_gates(now), E=_unreviewed(now)
    )
    return Signals(held, "A" in held or "B" in held or len(held.keys() & {"C", "D", "E"}) >= 2)
