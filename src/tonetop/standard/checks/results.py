"""LD-5: the AIMS brings its results: they are named and reviewed, and its risks examined, at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from tonetop.core import cadence
from tonetop.core.assess import RELIED, Case, Node, Of, every, some
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.indicators import measured, named_objectives
from tonetop.standard.terms.meetings import decided_at, top_attending
from tonetop.standard.terms.people import authority, person_on, top, warrants
from tonetop.standard.terms.reviews import empty_groups, input_groups, management_reviews
from tonetop.standard.terms.risks import last_covers, risk_meetings
from tonetop.standard.terms.strategy import active_objectives
from tonetop.standard.terms.treatment import Treatment, latest_criteria, treatments, unranked, untreated


@check("LD-5.1", act="Let top management name the intended results by a decision about active objectives")
def named(now: Moment, of: Of) -> Case:
    decisions = now.facts.prepared(named_objectives)
    objectives = [row for row in now.facts.prepared(active_objectives) if row.id in decisions]
    first = {row.id: rows[0] for row in objectives if (rows := measured(now.facts, row.id))}
    bare = [row for row in objectives if row.id not in first]
    deciding = [decisions[row.id] for row in objectives]
    said = share_said(len(first), len(objectives), "objectives that top management named are measured")
    act = f"Measure the objective {called(bare[0])}" if bare else None
    return Case(
        fail=Node(
            not objectives,
            f"Active objectives that top management named as intended results: {len(objectives)}",
            objectives or now.facts.prepared(active_objectives),
        ),
        passes=Node(not bare, said, [*(bare or objectives), *deciding, *first.values()], act=act),
    )


def _inputs(review: Row, allowed: int) -> Node:
    """Whether at most so many input groups of a review are empty."""
    empty, groups = empty_groups(review), input_groups()
    named = [f"{letter} ({', '.join(groups[letter]).replace('_', ' ')})" for letter in empty]
    said = (
        f"Input groups of 9.3.2 seen at the review {review.id}: {len(groups) - len(empty)} of {len(groups)}"
    )
    if empty:
        said += f"; not seen: {', '.join(named)}"
    act = f"Put these inputs before the next management review: {', '.join(named)}" if empty else None
    return Node(len(empty) <= allowed, said, (review,), act=act)


def _minutes(now: Moment, review: Row) -> Node:
    """Whether a review's minutes were approved in time, or the time for it is not over."""
    days, approved = now.parameter("minutes_approve_days"), review.minutes_approved_on
    of = f"The minutes of the review {review.id} were"
    if approved:
        took = max(cadence.between(approved, review.held_on), 0)
        return Node(took <= days, f"{of} approved on {approved}, {took} days after it", (review,))
    act = f"Approve the minutes of the review {review.id}"
    said = f"{of} not approved yet, {days} days being allowed"
    return Node(not now.older(review.held_on, days), said, (review,), act=act)


def _attended(now: Moment, review: Row) -> Node:
    """Whether a top manager attended a review."""
    there = top_attending(now.facts, review)
    names = (person_on(now.facts, row.person, review.held_on) for row in there)
    said = ", ".join(called(person) for person in names if person is not None) or "nobody"
    told = f"The review {review.id} was attended by {said} of top management"
    return Node(bool(there), told, [review, *there])


def _unheld() -> Case:
    said = "No management review has been held"
    return Case(fail=Node(True, said), passes=Node(False, said))


@check(
    "LD-5.2",
    act="Hold a management review with top management, all inputs, and decisions with owner and due date",
)
def reviewed(now: Moment, of: Of) -> Case:
    reviews = now.facts.prepared(management_reviews)
    if not reviews:
        return _unheld()
    review = reviews[-1]
    interval, grace = now.parameter("review_interval_days"), now.parameter("review_grace_days")
    decisions = decided_at(now.facts, review)
    owned = [row for row in decisions if row.owner and row.due]
    held = f"The latest management review, {review.id}, was held on {review.held_on}"
    allowed = f"{interval} days between reviews are allowed"
    attended, few = _attended(now, review), _inputs(review, 1)
    taken = f"Decisions taken at the review {review.id}: {len(decisions)}"
    act = f"Give a decision of the review {review.id} an owner and a due date"
    return Case(
        fail=some(
            Node(not now.within(review.held_on, interval + grace), held, (review,)),
            Node(not attended.holds, attended.why, attended.records),
            Node(not decisions, taken, (review,)),
            Node(not few.holds, few.why, few.records, act=few.act),
        ),
        passes=every(
            Node(now.within(review.held_on, interval), f"{held}; {allowed}", (review,)),
            attended,
            _inputs(review, 0),
            Node(bool(owned), f"{taken}, with owner and due date: {len(owned)}", owned or decisions, act=act),
            _minutes(now, review),
        ),
    )


def _sitting(now: Moment, meeting: Row) -> list[Row]:
    """A meeting with what makes it count: the top managers who attended, and what was decided."""
    return [meeting, *top_attending(now.facts, meeting), *decided_at(now.facts, meeting)]


@check("LD-5.3", act="Hold a risk review with top management that takes a decision on every high risk")
def examined(now: Moment, of: Of) -> Case:
    days = now.parameter("exec_risk_review_days")
    meetings = now.facts.prepared(risk_meetings)
    last = meetings[-1] if meetings else None
    said = "No meeting of top management with a decision covered a high risk or was a risk review"
    if last is not None:
        said = f"Top management last met on AI risks with a decision on {last.held_on} ({last.id})"
    return Case(
        fail=Node(
            last is None or not now.within(last.held_on, 365),
            said,
            lambda: [row for meeting in meetings[-1:] for row in _sitting(now, meeting)],
        ),
        passes=_covered(now, days) if now.facts.prepared(last_covers) else _looked(now, meetings, days),
    )


def _looked(now: Moment, meetings: list[Row], days: int) -> Node:
    """Whether a risk review was held within so many days, as is asked where no risk is high."""
    review = next((row for row in reversed(meetings) if row.kind == "risk-review"), None)
    if review is None:
        return Node(False, "No risk is high, and no risk review with top management took a decision")
    said = f"No risk is high; the latest risk review was held on {review.held_on}"
    return Node(now.within(review.held_on, days), said, _sitting(now, review))


def _covered(now: Moment, days: int) -> Node:
    """Whether every high risk was covered by a meeting within so many days."""
    covers = now.facts.prepared(last_covers)
    stale = list(takewhile(lambda cover: not now.within(cover[0], days), covers))
    said = share_said(
        len(covers) - len(stale), len(covers), f"high risks were covered by top management in {days} days"
    )
    act = f"Put the risk {stale[0][1].id} before a meeting of top management that decides" if stale else None
    return Node(not stale, said, lambda: _with_sittings(now, (stale or covers)[:RELIED]), act=act)


def _with_sittings(now: Moment, covers: Sequence[tuple[str, Row, Row | None]]) -> list[Row]:
    risks = [risk for _, risk, _ in covers]
    met = {meeting.id: meeting for _, _, meeting in covers if meeting is not None}
    return [*risks, *(row for meeting in met.values() for row in _sitting(now, meeting))]


def _criteria(now: Moment) -> tuple[Node, Node]:
    """Whether the latest risk criteria are approved with authority, and shaped by a top manager."""
    criteria = now.facts.prepared(latest_criteria)
    if criteria is None:
        none = Node(False, "There are no risk criteria", act="Approve risk criteria at the top")
        return none, none
    by, on = criteria.approved_by, criteria.approved_on
    ranked = authority(now.facts, by, on, "risk-criteria-approval")
    how = "with" if ranked else "without"
    said = f"The latest risk criteria, {criteria.version}, were approved {how} authority"
    shaped = [
        now.get("Person", person) for person in criteria.contributors or () if top(now.facts, person, on)
    ]
    names = ", ".join(called(person) for person in shaped) or "none"
    return (
        Node(
            ranked,
            said,
            lambda: (criteria, *warrants(now.facts, by, on)),
            act=f"Let top management approve the risk criteria {criteria.version}",
        ),
        Node(
            bool(shaped),
            f"Top managers who shaped the latest risk criteria: {names}",
            (criteria, *shaped),
            act=f"Name the top manager who shaped the risk criteria {criteria.version}",
        ),
    )


def _papers(now: Moment, found: Sequence[Treatment]) -> Iterator[Row]:
    """Risks with their plans, and the delegations under which these were signed."""
    for treatment in found:
        yield from (treatment.risk, *treatment.plans)
        for plan in treatment.plans:
            yield from warrants(now.facts, plan.approved_by, plan.approved_on)
            yield from warrants(now.facts, plan.residual_accepted_by, plan.residual_accepted_on)


@check(
    "LD-5.4",
    act="Let top management approve the risk criteria, treat every high risk and accept what remains",
)
def treated(now: Moment, of: Of) -> Case:
    whole, open_ones = now.facts.prepared(treatments), now.facts.prepared(untreated)
    ranked, shaped = _criteria(now)
    overdue = list(takewhile(lambda found: now.older(found.risk.performed_on, 60), open_ones))
    wrong = now.facts.prepared(unranked)
    late = f"High risks found over 60 days ago without approved plan or accepted residual: {len(overdue)}"
    act = None
    if open_ones:
        act = f"Approve the treatment of the risk {open_ones[0].risk.id} and accept its residual"
    done = share_said(
        len(whole) - len(open_ones), len(whole), "high risks have an approved plan and an accepted residual"
    )
    return Case(
        fail=some(
            Node(not ranked.holds, ranked.why, ranked.records, act=ranked.act),
            Node(bool(overdue), late, lambda: _papers(now, overdue), act=act),
            Node(
                bool(wrong),
                f"Residuals of high risks accepted by one without authority: {len(wrong)}",
                wrong,
                act=f"Let top management decide on the residual accepted under {wrong[0].id}"
                if wrong
                else None,
            ),
        ),
        passes=every(
            ranked, shaped, Node(not open_ones, done, lambda: _papers(now, open_ones or whole), act=act)
        ),
    )
