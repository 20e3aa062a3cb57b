"""Resource requests and actions: due, decided, short, accepted, overdue."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window
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


def granted(request: Row) -> float:
    """What was granted; empty counts 0."""
    return float(request.granted or 0)


def short(request: Row) -> bool:
    """Whether a decided request got less than it asked (terms: short)."""
    return decided(request) and request.amount is not None and granted(request) < request.amount


def accepted(facts: Facts, request: Row) -> bool:
    """Whether a decision by top with rationale is about a short request (terms: accepted)."""
    return any(row.rationale and by_top(facts, row) for row in about(facts, request.id))
