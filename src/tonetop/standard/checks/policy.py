"""LD-1: the AI policy and objectives exist, are complete, and pull in the direction of the strategy."""

from __future__ import annotations

from collections.abc import Iterable

from tonetop.core import cadence
from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.indicators import measured
from tonetop.standard.terms.meetings import met_with_top, top_attending
from tonetop.standard.terms.people import authority, delegate, person_on, top
from tonetop.standard.terms.strategy import (
    active_goals,
    active_objectives,
    confirmed_on,
    current_policy,
    of_governance,
)

APPROVE = "policy-approval-or-review"


def _rank(facts: Facts, person: str | None, day: str | None) -> str:
    row = person_on(facts, person, day)
    if row is None:
        return f"{person or 'nobody'}, who is not on record as valid that day"
    if row.is_top_management is True:
        return f"{row.name or row.id}, top management that day"
    if delegate(facts, person, day, APPROVE):
        return f"{row.name or row.id}, as a delegate within limits"
    return f"{row.name or row.id}, without authority that day"


@check(
    "LD-1.1", act="Have a top manager sign the current AI policy and file the signed copy with its SHA-256"
)
def signed(now: Moment, of: Of) -> Case:
    policy = current_policy(now)
    if policy is None:
        none = Node(True, "No AI policy is approved and in effect")
        return Case(fail=none, passes=Node(False, none.why))
    by, on = policy.approved_by, policy.approved_on
    said = f"Policy {policy.id} was approved on {on} by {_rank(now.facts, by, on)}"
    evidence = now.get("Evidence", policy.signature_ref)
    kept = evidence is not None and bool(evidence.sha256)
    signature = Node(
        kept,
        f"The signature {policy.signature_ref} is kept with its hash"
        if kept
        else "No signature is kept with a hash",
        (evidence,) if evidence is not None else (),
    )
    person = now.get("Person", by)
    records = (policy, person) if person is not None else (policy,)
    return Case(
        fail=Node(not authority(now.facts, by, on, APPROVE), said, records),
        passes=every(Node(top(now.facts, by, on), said, records), signature),
    )


def _counting(now: Moment, policy: Row) -> list[tuple[str, Row]]:
    """Reviews that count, as (who, record) with their dates, the policy's own approval among them."""
    found = [(policy.approved_on, policy.approved_by, policy)]
    for row in now.rows("PolicyReview"):
        if row.reviewed_on and row.policy and row.policy in (policy.id, policy.supersedes):
            found.append((row.reviewed_on, row.reviewed_by, row))
    return [(day, row) for day, by, row in found if authority(now.facts, by, day, APPROVE)]


def _by(row: Row) -> str | None:
    by: str | None = row.reviewed_by if row.type == "PolicyReview" else row.approved_by
    return by


@check("LD-1.2", act="Let a top manager review the AI policy and record the review with its outcome")
def reviewed(now: Moment, of: Of) -> Case:
    policy = current_policy(now)
    counting = (
        sorted(_counting(now, policy), key=lambda found: (found[0], found[1].id))
        if policy is not None
        else []
    )
    limit, grace = now.parameter("policy_review_days"), now.parameter("review_grace_days")
    if not counting:
        return _unreviewed("No review of the current AI policy by one who may review it")
    day = counting[-1][0]
    latest = [row for on, row in counting if on == day]
    said = f"The latest counting review was on {day}"
    in_grace = Node(not now.within(day, limit + grace), said, latest)
    by_top = Node(
        any(top(now.facts, _by(row), day) for row in latest),
        f"{said}, by {_rank(now.facts, _by(latest[-1]), day)}",
        latest,
    )
    timely = Node(now.within(day, limit), f"{said}; it lapses {limit} days later", latest)
    return Case(fail=in_grace, passes=every(by_top, timely, _triggers(now, day)))


def _unreviewed(said: str) -> Case:
    return Case(fail=Node(True, said), passes=Node(False, said))


def _triggers(now: Moment, since: str) -> Node:
    days = now.parameter("trigger_assess_days")
    later = [row for row in now.rows("TriggerEvent") if row.occurred_on and row.occurred_on > since]
    open_ones = []
    for row in later:
        if row.assessed_on:
            if cadence.between(row.assessed_on, row.occurred_on) > days:
                open_ones.append(row)
        elif not now.within(row.occurred_on, days):
            open_ones.append(row)
    if not later:
        return Node(True, "No trigger has come up since")
    said = f"{len(later) - len(open_ones)} of {len(later)} triggers since were assessed within {days} days or are younger"
    act = f"Assess the trigger {open_ones[0].id} and record the day" if open_ones else None
    return Node(not open_ones, said, open_ones or later, act=act)


def traced(now: Moment, objective: Row, principles: Iterable[str]) -> bool:
    """Whether an objective names an active strategic goal and a principle of the current policy (LD-1.3)."""
    goals = now.facts.prepared(active_goals)
    named = any(goal in goals for goal in objective.strategy_goals or ())
    return named and not set(objective.policy_principles or ()).isdisjoint(principles)


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
            Node(not objectives, f"{len(objectives)} AI objectives are active"),
            Node(bool(objectives) and held / len(objectives) < 0.7, said, loose, act=act),
        ),
        passes=Node(bool(objectives) and not loose, said, loose or objectives, act=act),
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
    lacking = [row for row in of if row not in planned]
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
            Node(not lacking, full, lacking or of),
        ),
    )


def _recorded_at(now: Moment, decision: Row) -> Row | None:
    return now.get("Meeting", decision.source)


@check("LD-1.5", act="Take an AI governance decision in a board or strategy meeting and keep its minutes")
def strategic(now: Moment, of: Of) -> Case:
    governing = now.window("Decision").where(of_governance)
    with_minutes, without, chaired = [], [], []
    for decision in governing:
        meeting = _recorded_at(now, decision)
        if meeting is None:
            continue
        if meeting.kind in ("board", "strategy"):
            (with_minutes if meeting.minutes_ref else without).append(decision)
        elif any(row.role == "chair" for row in top_attending(now.facts, meeting)):
            chaired.append(decision)
    count = len(with_minutes) + len(without) + len(chaired)
    said = f"{len(with_minutes)} AI governance decisions in 365 days come from a board or strategy meeting with minutes"
    other = f"{count} AI governance decisions in 365 days come from the board, a strategy meeting or a top manager's chair"
    return Case(
        fail=Node(not count, other, without + chaired),
        passes=Node(bool(with_minutes), said, with_minutes or without + chaired),
    )


def _presented(facts: Facts) -> dict[str, str]:
    """The day of the latest meeting with top at which a measurement of the objective was presented."""
    found: dict[str, str] = {}
    for row in facts.rows("Measurement"):
        meeting = met_with_top(facts, row.presented_in) if row.kpi else None
        if meeting is not None:
            found[row.kpi] = max(found.get(row.kpi, ""), meeting.held_on)
    return found


@check(
    "LD-1.6",
    act="Measure each active objective and show the measurements in a meeting with top management",
    of=lambda now: now.facts.prepared(active_objectives),
)
def tracked(now: Moment, of: Of) -> Case:
    days = now.parameter("objective_measure_days")
    unmeasured, unseen, stale, overdue = [], [], [], []
    shown = now.facts.prepared(_presented)
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
                stale or of,
            ),
            Node(
                not overdue,
                share_said(whole - len(overdue), whole, "were shown to top management in 180 days"),
                overdue or of,
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
    every_one = [objective for _, objective in of]
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
            every_one + goals,
        ),
    )
