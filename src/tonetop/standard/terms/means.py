"""Resource requests and actions: due, decided, short, accepted, overdue."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window
from tonetop.standard.terms.figures import total
from tonetop.standard.terms.meetings import about, by_top


def unfinished(facts: Facts, action: Row) -> bool:
    """Whether an action is neither closed nor cancelled; a predicate."""
    return action.status not in ("closed", "cancelled")


def overdue_actions(now: Moment) -> Window:
    """Actions past their due date that are neither closed nor cancelled (terms: overdue action)."""
    return now.before("Action", "due").where(unfinished)


def decided(request: Row) -> bool:
    """Whether a resource request has been decided."""
    return bool(request.decided_on)


def due_requests(now: Moment) -> list[Row]:
    """Resource requests that count (terms: due request)."""
    found = []
    for row in now.rows("ResourceRequest"):
        wanted = row.needed_by or row.requested_on
        if not wanted or now.older(wanted, 364):
            continue
        if decided(row) or not row.needed_by or now.passed(row.needed_by):
            found.append(row)
    return found


def short(request: Row) -> bool:
    """Whether a decided request got less than it asked (terms: short); granted empty counts 0."""
    return decided(request) and request.amount is not None and (request.granted or 0) < request.amount


def by_kind(requests: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Requests by kind and currency (empty: none is said), since amounts add up within one currency only."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(requests, key=lambda row: (row.kind or "", row.currency or "", row.id)):
        found.setdefault((row.kind or "", row.currency or ""), []).append(row)
    return found


def sums(requests: Iterable[Row]) -> tuple[Fraction, Fraction]:
    """What was granted (undecided: nothing) and what was asked, over the requests that name an amount."""
    rows = [row for row in requests if row.amount is not None]
    return total(row.granted for row in rows if decided(row)), total(row.amount for row in rows)


def undecided_late(now: Moment, request: Row) -> bool:
    """Whether a request is undecided past its day of need."""
    return not decided(request) and now.passed(request.needed_by)


def answered_on(facts: Facts, request: Row) -> str | None:
    """The first day on or after escalated_on on which it was decided, or top decided about it (LD-3.7)."""
    since = request.escalated_on
    days = [row.decided_on for row in about(facts, request.id) if by_top(facts, row)]
    if request.decided_on:
        days.append(request.decided_on)
    return min((day for day in days if since and day >= since), default=None)


def acceptances(facts: Facts, request: Row) -> list[Row]:
    """Reasoned decisions of top about a request."""
    return [row for row in about(facts, request.id) if row.rationale and by_top(facts, row)]


def accepted(facts: Facts, request: Row) -> bool:
    """Whether a decision by top with rationale is about a short request (terms: accepted)."""
    return bool(acceptances(facts, request))
