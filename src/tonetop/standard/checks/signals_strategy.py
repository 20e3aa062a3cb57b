"""PF-3 and PF-5: AI runs apart from the strategy, or its risks without the eye of executives."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core.assess import Node, Signals
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import called, holding, pitfall, share_said
from tonetop.standard.terms.meetings import top_attending, with_top
from tonetop.standard.terms.risks import covering, last_covers, top_risk_inputs
from tonetop.standard.terms.strategy import active_goals, active_objectives, confirmed_on, of_governance
from tonetop.standard.terms.treatment import treatments


def _policies(facts: Facts) -> list[Row]:
    return [row for row in facts.rows("PolicyVersion") if row.kind == "ai"]


def _aimless(now: Moment) -> Node:
    """PF-3 A: active objectives name no active goal, or none is active while goals or a policy stand."""
    objectives, goals = now.facts.prepared(active_objectives), now.facts.prepared(active_goals)
    standing = [*now.rows("StrategyGoal"), *now.facts.prepared(_policies)]
    if not objectives:
        return Node(bool(standing), "No AI objective is active", standing)
    loose = [row for row in objectives if not any(goal in goals for goal in row.strategy_goals or ())]
    said = share_said(len(loose), len(objectives), "active AI objectives name no active strategic goal")
    return Node(len(loose) / len(objectives) > 0.3, said, loose)


def at_board(facts: Facts, decision: Row) -> bool:
    """Whether a decision was taken in a board or strategy meeting; a predicate."""
    meeting = facts.get("Meeting", decision.source)
    return meeting is not None and meeting.kind in ("board", "strategy")


def _ungoverned(now: Moment) -> Node:
    """PF-3 B: no governance decision comes from a board or strategy meeting."""
    governing = now.window("Decision").where(of_governance)
    count = len(governing.where(at_board))
    said = (
        f"{count} of {len(governing)} AI governance decisions in 365 days are of board or strategy meetings"
    )
    return Node(not count, said, governing)


def _unserved(now: Moment) -> Node:
    """PF-3 C: no active objective names an active goal that concerns AI."""
    named = {goal for row in now.facts.prepared(active_objectives) for goal in row.strategy_goals or ()}
    goals = now.facts.prepared(active_goals).values()
    bare = [row for row in goals if row.concerns_ai is True and row.id not in named]
    names = ", ".join(called(row) for row in bare)
    return Node(bool(bare), f"No active objective serves the strategic goals that concern AI: {names}", bare)


def _unconfirmed(now: Moment) -> Node:
    """PF-3 D: a goal changed long enough ago, and an active objective naming it was not confirmed since."""
    days = now.parameter("goal_reconfirm_days")
    moved = [
        goal
        for goal in now.rows("StrategyGoal")
        if now.within(goal.changed_on, 365) and now.older(goal.changed_on, days)
    ]
    pairs = [
        (goal, row)
        for goal in moved
        for row in now.facts.prepared(active_objectives)
        if goal.id in (row.strategy_goals or ()) and confirmed_on(now.facts, row, goal.changed_on) is None
    ]
    first = f"; {called(pairs[0][1])} since {pairs[0][0].changed_on}" if pairs else ""
    said = f"Active objectives not confirmed since their goal changed: {len(pairs)}{first}"
    return Node(bool(pairs), said, [row for pair in pairs for row in pair])


@pitfall("PF-3")
def misaligned(now: Moment) -> Signals:
    held = holding(A=_aimless(now), B=_ungoverned(now), C=_unserved(now), D=_unconfirmed(now))
    goals = now.facts.prepared(active_goals).values()
    new = bool(goals) and all(now.within(goal.approved_on, 60) for goal in goals)
    known = bool(now.rows("AIObjective") or now.rows("StrategyGoal") or now.facts.prepared(_policies))
    enough = "A" in held or len(held.keys() & {"B", "C", "D"}) >= 2
    return Signals(held, known and enough and not new)


def covering_meetings(facts: Facts) -> frozenset[str]:
    """Ids of the meetings that cover a high risk."""
    return frozenset(row.id for rows in facts.prepared(covering).values() for row in rows)


def looked_at_risks(facts: Facts, meeting: Row) -> bool:
    """Whether a meeting with top had a risk among its top AI risks, or covers one; a predicate."""
    named = any(facts.get("RiskAssessment", ident) is not None for ident in top_risk_inputs(meeting))
    return (named or meeting.id in facts.prepared(covering_meetings)) and with_top(facts, meeting)


def _pending(now: Moment, risk: Row) -> bool:
    """Whether a high risk is so young that it may still wait (guard)."""
    return now.within(risk.performed_on, 30)


def _unlooked(now: Moment, last: Row | None) -> Node:
    """PF-5 A: risks stand, and no meeting with top looked at one in 365 days."""
    risks = now.rows("RiskAssessment")
    seen = f"The latest meeting with top management on AI risks was {last.id}" if last is not None else ""
    said = seen or f"No meeting with top management in 365 days looked at one of {len(risks)} AI risks"
    return Node(bool(risks) and last is None, said, risks)


def _sitting(now: Moment, meeting: Row) -> Iterator[Row]:
    """A meeting with the top managers who attended and the AI risks that it looked at."""
    risks = (now.get("RiskAssessment", ident) for ident in top_risk_inputs(meeting))
    yield meeting
    yield from top_attending(now.facts, meeting)
    yield from (row for row in risks if row is not None)


def _uncovered(now: Moment) -> list[Row]:
    """PF-5 B: high risks that no meeting covered lately, pending ones left out."""
    days = now.parameter("exec_risk_review_days")
    covers = now.facts.prepared(last_covers)
    return [risk for day, risk, _ in covers if not now.within(day, days) and not _pending(now, risk)]


def _unaccepted(now: Moment) -> Node:
    """PF-5 C: the residual of a high risk was accepted by nobody, or by one without authority."""
    due = [row for row in now.facts.prepared(treatments) if not _pending(now, row.risk)]
    nobody = [row for row in due if not row.accepted and not row.unranked]
    wrong = [plan for row in due for plan in row.unranked]
    risks = [row.risk for row in due if row.unranked or not row.accepted]
    said = (
        f"The residual of {len(nobody)} high risks was accepted by nobody,"
        f" that of {len(wrong)} treatment plans without authority"
    )
    return Node(bool(nobody or wrong), said, [*risks, *wrong])


@pitfall("PF-5")
def unexamined(now: Moment) -> Signals:
    meetings = now.window("Meeting").where(looked_at_risks)
    last = meetings[-1] if len(meetings) else None
    bare, days = _uncovered(now), now.parameter("exec_risk_review_days")
    held = holding(
        A=_unlooked(now, last),
        B=Node(bool(bare), f"High risks not covered at the top in {days} days: {len(bare)}", bare),
        C=_unaccepted(now),
        D=Node(
            last is not None and not last.minutes_ref,
            f"The latest meeting on AI risks with top, {last.id if last else 'none'}, has no minutes",
            lambda: _sitting(now, last) if last is not None else (),
        ),
    )
    return Signals(held, not held.keys().isdisjoint("ACD") or len(bare) > 1)
