"""LD-1, the objectives: traced to strategy, complete, tracked at the top, confirmed when strategy moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tonetop.core import cadence
from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.indicators import last_shown, measured, shown_on
from tonetop.standard.terms.meetings import top_attending
from tonetop.standard.terms.people import authority, warrants
from tonetop.standard.terms.strategy import (
    active_goals,
    active_objectives,
    confirmations,
    confirmed_on,
    current_policy,
)


def traced(now: Moment, objective: Row, principles: Iterable[str]) -> bool:
    """Whether an objective names an active strategic goal and a principle of the current policy (LD-1.3)."""
    goals = now.facts.prepared(active_goals)
    named = any(goal in goals for goal in objective.strategy_goals or ())
    return named and not set(objective.policy_principles or ()).isdisjoint(principles)


def _traces(now: Moment, objectives: Iterable[Row], policy: Row | None) -> Iterator[Row]:
    """The current policy, and objectives with the goals that they name."""
    if policy is not None:
        yield policy
    for objective in objectives:
        yield objective
        goals = (now.get("StrategyGoal", goal) for goal in objective.strategy_goals or ())
        yield from (goal for goal in goals if goal is not None)


@check(
    "LD-1.3", act="Link each active objective to an active strategic goal and to a principle of the AI policy"
)
def compatible(now: Moment, of: Of) -> Case:
    policy = current_policy(now)
    principles = policy.principles or () if policy is not None else ()
    objectives = now.facts.prepared(active_objectives)
    loose = [row for row in objectives if not traced(now, row, principles)]
    held = len(objectives) - len(loose)
    said = share_said(held, len(objectives), "active objectives trace to a goal and a policy principle")
    act = (
        f"Link objective {loose[0].id} to a strategic goal and a policy principle, or retire it"
        if loose
        else None
    )
    return Case(
        fail=some(
            Node(
                not objectives,
                f"Active AI objectives: {len(objectives)}",
                act="Set an AI objective that serves a strategic goal and a principle of the AI policy",
            ),
            Node(bool(objectives) and held / len(objectives) < 0.7, said, loose, act=act),
        ),
        passes=Node(
            bool(objectives) and not loose, said, lambda: _traces(now, loose or objectives, policy), act=act
        ),
    )


def _with_warrants(now: Moment, objectives: Of) -> Iterable[Row]:
    """Objectives with the delegations under which they were approved."""
    return chain(
        objectives,
        (role for row in objectives for role in warrants(now.facts, row.approved_by, row.approved_on)),
    )


@check(
    "LD-1.4",
    act="Complete each active objective and let top management approve it",
    of=lambda now: now.facts.prepared(active_objectives),
)
def complete(now: Moment, of: Of) -> Case:
    approved = [
        row for row in of if authority(now.facts, row.approved_by, row.approved_on, "objectives-approval")
    ]
    bare = [row for row in of if not (row.metric and row.target not in (None, "") and row.owner)]
    kept = {row.id for row in approved}
    planned = [row for row in of if row.due and row.resources and row.evaluation_method and row.id in kept]
    ready = {row.id for row in planned}
    lacking = [row for row in of if row.id not in ready]
    whole = len(of)
    full = share_said(len(planned), whole, "active objectives have due, resources, method and approval")
    return Case(
        fail=some(
            Node(bool(bare), f"{len(bare)} of {whole} active objectives lack metric, target or owner", bare),
            Node(
                not approved,
                share_said(len(approved), whole, "active objectives are approved with authority"),
                approved,
            ),
            Node(len(lacking) / whole > 0.3, full, lacking),
        ),
        passes=every(
            Node(
                not bare, f"{len(bare)} of {whole} active objectives lack metric, target or owner", bare or of
            ),
            Node(not lacking, full, lambda: _with_warrants(now, lacking or of)),
        ),
    )


def _measurements(now: Moment, objectives: Of) -> Iterator[Row]:
    """Objectives with their latest measurements."""
    for row in objectives:
        yield from (row, *measured(now.facts, row.id)[-1:])


def _showings(now: Moment, objectives: Of) -> Iterator[Row]:
    """Objectives with the measurements shown last, the meetings that saw them, and who of the top was there."""
    for row in objectives:
        yield row
        shown = last_shown(now.facts, row)
        meeting = now.get("Meeting", shown.presented_in) if shown is not None else None
        if meeting is not None:
            yield from (shown, meeting, *top_attending(now.facts, meeting))


@check(
    "LD-1.6",
    act="Measure each active objective and show the measurements in a meeting with top management",
    of=lambda now: now.facts.prepared(active_objectives),
)
def tracked(now: Moment, of: Of) -> Case:
    days = now.parameter("objective_measure_days")
    unmeasured, unseen, stale, overdue = [], [], [], []
    shown = now.facts.prepared(shown_on)
    for row in of:
        rows = measured(now.facts, row.id)
        last = rows[-1].measured_on if rows else None
        if not now.within(last, 180):
            unmeasured.append(row)
        if not now.within(shown.get(row.id), 365):
            unseen.append(row)
        if not now.within(last, days):
            stale.append(row)
        if not now.within(shown.get(row.id), 180):
            overdue.append(row)
    whole = len(of)
    return Case(
        fail=some(
            Node(
                bool(unmeasured),
                f"{len(unmeasured)} of {whole} objectives have no measurement in 180 days",
                unmeasured,
            ),
            Node(
                bool(unseen), f"{len(unseen)} of {whole} were not shown to top management in 365 days", unseen
            ),
        ),
        passes=every(
            Node(
                not stale,
                share_said(whole - len(stale), whole, f"objectives were measured within {days} days"),
                lambda: _measurements(now, stale or of),
            ),
            Node(
                not overdue,
                share_said(whole - len(overdue), whole, "were shown to top management in 180 days"),
                lambda: _showings(now, overdue or of),
            ),
        ),
    )


def _moved(now: Moment) -> list[tuple[Row, Row]]:
    """Pairs of a goal changed in 365 days and long enough ago, and an active objective that names it."""
    days = now.parameter("goal_reconfirm_days")
    moved = [
        row
        for row in now.rows("StrategyGoal")
        if now.within(row.changed_on, 365) and now.older(row.changed_on, days - 1)
    ]
    objectives = now.facts.prepared(active_objectives)
    return [(goal, row) for goal in moved for row in objectives if goal.id in (row.strategy_goals or ())]


def _confirming(now: Moment, pairs: Of) -> Iterator[Row]:
    """Objectives and the goals that moved, with the decision that confirmed each first."""
    for goal, objective in pairs:
        yield from (objective, goal, *confirmations(now.facts, objective, goal.changed_on)[:1])


@check(
    "LD-1.7",
    act="Confirm each objective whose strategic goal has changed, by a decision of top management",
    of=_moved,
)
def reconfirmed(now: Moment, of: Of) -> Case:
    days = now.parameter("goal_reconfirm_days")
    open_ones, late = [], []
    for goal, objective in of:
        day = confirmed_on(now.facts, objective, goal.changed_on)
        if day is None:
            open_ones.append(objective)
        elif cadence.between(day, goal.changed_on) > days:
            late.append(objective)
    goals = [goal for goal, _ in of]
    act = f"Confirm objective {open_ones[0].id} after its goal changed" if open_ones else None
    unconfirmed = f"{len(open_ones)} of {len(of)} objectives are not confirmed since their goal changed"
    return Case(
        fail=Node(bool(open_ones), unconfirmed, open_ones + goals, act=act),
        passes=Node(
            not open_ones and not late,
            share_said(
                len(of) - len(late) - len(open_ones),
                len(of),
                f"were confirmed within {days} days of the change",
            ),
            lambda: _confirming(now, of),
        ),
    )
