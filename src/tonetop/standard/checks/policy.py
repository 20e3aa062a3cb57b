"""LD-1, the policy: signed, reviewed, and spoken of where strategy is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tonetop.core import cadence
from tonetop.core.assess import Case, Node, Of, every
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import check
from tonetop.standard.terms.meetings import attending
from tonetop.standard.terms.people import authority, delegate, person_on, top, warrants
from tonetop.standard.terms.strategy import current_policy, of_governance

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
    delegations = warrants(now.facts, by, on)
    records = (policy, *delegations) if person is None else (policy, person, *delegations)
    return Case(
        fail=Node(not authority(now.facts, by, on, APPROVE), said, records),
        passes=every(Node(top(now.facts, by, on), said, records), signature),
    )


def _reviews(now: Moment, policy: Row) -> list[Row]:
    """Reviews of a policy or of the one that it supersedes, whoever made them."""
    own = [row for row in now.rows("PolicyReview") if row.policy in (policy.id, policy.supersedes)]
    return [row for row in own if row.policy and row.reviewed_on]


def _counting(now: Moment, policy: Row) -> list[tuple[str, Row]]:
    """Reviews that count, as (who, record) with their dates, the policy's own approval among them."""
    reviews = ((row.reviewed_on, row.reviewed_by, row) for row in _reviews(now, policy))
    found = [(policy.approved_on, policy.approved_by, policy), *reviews]
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
    if policy is None or not counting:
        said = "No review of the current AI policy by one who may review it"
        looked_at = [] if policy is None else [policy, *_reviews(now, policy)]
        return Case(fail=Node(True, said, looked_at), passes=Node(False, said, looked_at))
    day = counting[-1][0]
    latest = [row for on, row in counting if on == day]
    best = next((row for row in latest if top(now.facts, _by(row), day)), latest[-1])
    said = f"The latest counting review was on {day}"

    def records() -> Iterable[Row]:
        return (*latest, policy, *warrants(now.facts, _by(best), day))

    in_grace = Node(not now.within(day, limit + grace), said, records)
    told = f"The latest counting review was on {day}, by {_rank(now.facts, _by(best), day)}"
    by_top = Node(top(now.facts, _by(best), day), told, records)
    lapsing = f"a review lapses after {limit} days"
    timely = Node(now.within(day, limit), f"{said}; {lapsing}", records)
    return Case(fail=in_grace, passes=every(by_top, timely, _triggers(now, day)))


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
    in_time = len(later) - len(open_ones)
    said = f"{in_time} of {len(later)} triggers since were assessed within {days} days or are younger"
    act = f"Assess the trigger {open_ones[0].id} and record the day" if open_ones else None
    return Node(not open_ones, said, open_ones or later, act=act)


def _minuted(facts: Facts, decision: Row) -> bool:
    """Whether a decision comes from a board or strategy meeting with minutes; a predicate."""
    meeting = facts.get("Meeting", decision.source)
    return meeting is not None and meeting.kind in ("board", "strategy") and bool(meeting.minutes_ref)


def _chairs(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances of top managers who chaired a meeting."""
    chairs = (row for row in attending(facts, meeting) if row.role == "chair")
    return [row for row in chairs if top(facts, row.person, meeting.held_on)]


def _at_the_top(facts: Facts, decision: Row) -> bool:
    """Whether it comes from a board or strategy meeting, or from one that a top manager chaired; a predicate."""
    meeting = facts.get("Meeting", decision.source)
    if meeting is None:
        return False
    return meeting.kind in ("board", "strategy") or bool(_chairs(facts, meeting))


def _with_sources(now: Moment, decisions: Iterable[Row]) -> Iterator[Row]:
    """Decisions with the meetings they come from, the minutes of these and who of the top chaired them."""
    for decision in decisions:
        yield decision
        meeting = now.get("Meeting", decision.source)
        if meeting is not None:
            minutes = now.get("Evidence", meeting.minutes_ref)
            yield from (meeting, *_chairs(now.facts, meeting), *((minutes,) if minutes is not None else ()))


@check("LD-1.5", act="Take an AI governance decision in a board or strategy meeting and keep its minutes")
def strategic(now: Moment, of: Of) -> Case:
    governing = now.window("Decision").where(of_governance)
    minuted, at_the_top = governing.where(_minuted), governing.where(_at_the_top)
    said = (
        f"AI governance decisions of 365 days from a board or strategy meeting with minutes: {minuted.many}"
    )
    other = (
        "AI governance decisions of 365 days from the board, a strategy meeting or a meeting chaired by a top"
        f" manager: {at_the_top.many}"
    )
    return Case(
        fail=Node(not at_the_top, other),
        passes=Node(bool(minuted), said, lambda: _with_sources(now, minuted or at_the_top)),
    )
