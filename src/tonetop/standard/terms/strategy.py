"""Policy, goals and objectives: which are current, active, confirmed, and what counts as governing them."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.terms.meetings import about, by_top
from tonetop.standard.terms.people import authority


def active(row: Row) -> bool:
    """Status active or empty (terms: active)."""
    return row.status in (None, "active")


def active_objectives(facts: Facts) -> list[Row]:
    """AI objectives that are active."""
    return [row for row in facts.rows("AIObjective") if active(row)]


def active_goals(facts: Facts) -> dict[str, Row]:
    """Strategic goals that are active, by id."""
    return {row.id: row for row in facts.rows("StrategyGoal") if active(row)}


def current_policy(now: Moment) -> Row | None:
    """The AI policy in effect: the latest effective_from (else approved_on), then approval, then the greater id."""
    best: tuple[tuple[str, str, str], Row] | None = None
    for row in now.rows("PolicyVersion"):
        starts = row.effective_from or row.approved_on
        if row.kind == "ai" and row.approved_on and now.reached(starts):
            order = (starts, row.approved_on, row.id)
            best = (order, row) if best is None or order > best[0] else best
    return best[1] if best else None


def _governed(facts: Facts) -> frozenset[str]:
    """Ids whose mention makes a decision one of governance (terms: governance decision)."""
    policies = (row.id for row in facts.rows("PolicyVersion") if row.kind == "ai")
    goals = (row.id for row in facts.rows("StrategyGoal") if row.concerns_ai is True)
    objectives = (row.id for row in facts.rows("AIObjective"))
    risks = (row.id for row in facts.rows("RiskAssessment"))
    return frozenset((*objectives, *risks, *policies, *goals))


def of_governance(facts: Facts, decision: Row) -> bool:
    """Whether a decision is about an objective, risk, AI policy or goal that concerns AI; a predicate."""
    return not facts.prepared(_governed).isdisjoint(decision.about or ())


def confirmations(facts: Facts, objective: Row, changed: str) -> list[Row]:
    """Decisions of top on or after a goal's change that confirm the objective, earliest first."""
    decisions = (row for row in about(facts, objective.id) if row.kind == "objective")
    return [row for row in decisions if row.decided_on >= changed and by_top(facts, row)]


def confirmed_on(facts: Facts, objective: Row, changed: str) -> str | None:
    """The first day on or after a goal's change on which the objective was confirmed (terms: confirmed)."""
    days: list[str] = [row.decided_on for row in confirmations(facts, objective, changed)]
    approved = objective.approved_on
    if (
        approved
        and approved >= changed
        and authority(facts, objective.approved_by, approved, "objectives-approval")
    ):
        days.append(approved)
    return min(days, default=None)
