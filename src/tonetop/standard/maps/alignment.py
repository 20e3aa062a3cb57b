"""From strategy to evidence: what each objective serves, how it is measured, what proves it, and what hangs loose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups, entries, series
from tonetop.standard.terms.indicators import measured
from tonetop.standard.terms.strategy import active, active_goals, active_objectives, current_policy

GOAL, PRINCIPLE, METRIC, MEASUREMENT, EVIDENCE = "goal", "principle", "metric", "measurement", "evidence"
"""What an objective can lack on its way from strategy to evidence, in the order of the way."""

TELLING = ("objective-kpi", "strategy-link")
"""Kinds of evidence that prove nothing unless they name an objective."""


def _linked(evidence: Row) -> Sequence[str]:
    return tuple(dict.fromkeys(evidence.links or ()))


def _dated(evidence: Row) -> tuple[str, str]:
    return evidence.occurred_on or "", evidence.id


evidence_by_record = Groups("Evidence", _linked, _dated)
"""Evidence by each record that it names, earliest first."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One active objective on its way: active goals, principles of the current policy, measurement, evidence.

    latest: its last measurement. evidence: what names it, latest first. lacks: which steps of the way are missing.
    """

    objective: Row
    goals: tuple[Row, ...]
    principles: tuple[str, ...]
    latest: Row | None
    evidence: tuple[Row, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The whole map: the policy in effect, active goals, one strand an objective (those that lack most first).

    loose: evidence of indicators and strategy that names no objective, latest first.
    """

    policy: Row | None
    goals: tuple[Row, ...]
    strands: tuple[Strand, ...]
    loose: tuple[Row, ...]

    @property
    def idle_goals(self) -> list[Row]:
        """Goals that no objective serves, those that concern AI first."""
        served = {goal.id for strand in self.strands for goal in strand.goals}
        idle = [goal for goal in self.goals if goal.id not in served]
        return sorted(idle, key=lambda goal: goal.concerns_ai is not True)

    @property
    def idle_principles(self) -> list[str]:
        """Principles of the policy in effect that no objective pursues, in the policy's order."""
        pursued = {word for strand in self.strands for word in strand.principles}
        return [word for word in self.principles if word not in pursued]

    @property
    def principles(self) -> tuple[str, ...]:
        """The principles of the policy in effect."""
        return tuple(self.policy.principles or ()) if self.policy else ()

    def lacking(self, step: str) -> list[Strand]:
        """The strands that lack a step."""
        return [strand for strand in self.strands if step in strand.lacks]


def alignment(facts: Facts) -> Alignment:
    """The map as of the facts' day."""
    held = facts.prepared(strand)
    found = [held[row.id] for row in facts.prepared(active_objectives)]
    found.sort(key=lambda one: (-len(one.lacks), one.objective.id))
    loose = facts.prepared(series("Evidence", _told_on).where(_is_loose)).rows
    goals = tuple(facts.prepared(active_goals).values())
    return Alignment(facts.prepared(_policy), goals, tuple(found), tuple(reversed(loose)))


def _policy(facts: Facts) -> Row | None:
    return current_policy(Moment(facts))


@entries("AIObjective")
def strand(facts: Facts, row: Row) -> Strand | None:
    """The way of one objective; none of one that is not active."""
    if not active(row):
        return None
    now, goals, policy = Moment(facts), facts.prepared(active_goals), facts.prepared(_policy)
    served = tuple(goals[ident] for ident in dict.fromkeys(row.strategy_goals or ()) if ident in goals)
    pursued = tuple(
        word for word in (policy.principles or () if policy else ()) if word in (row.policy_principles or ())
    )
    rows = measured(facts, row.id)
    latest = rows[-1] if rows else None
    proofs = tuple(reversed(facts.part(evidence_by_record, row.id) or ()))
    in_time = latest is not None and now.within(latest.measured_on, now.parameter("objective_measure_days"))
    there = {
        GOAL: bool(served),
        PRINCIPLE: bool(pursued),
        METRIC: bool(row.metric) and row.target not in (None, ""),
        MEASUREMENT: in_time,
        EVIDENCE: bool(proofs),
    }
    return Strand(
        row, served, pursued, latest, proofs, tuple(step for step, held in there.items() if not held)
    )


def _told_on(evidence: Row) -> str:
    return evidence.occurred_on or cadence.FIRST


def _is_loose(facts: Facts, row: Row) -> bool:
    """Whether evidence of objectives names none, or a result of monitoring names nothing at all; a predicate."""
    if row.kind == "monitoring-result":
        return not row.links
    return row.kind in TELLING and not any(facts.get("AIObjective", ident) for ident in row.links or ())
