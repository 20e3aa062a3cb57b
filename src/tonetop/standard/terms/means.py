"""Resource requests and actions: due, decided, short, accepted, overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, Windows, has, lacks
from tonetop.core.series import entries
from tonetop.standard.terms.figures import exact
from tonetop.standard.terms.meetings import about, by_top

Number = Fraction | int


def unfinished(facts: Facts, action: Row) -> bool:
    """Whether an action is neither closed nor cancelled; a predicate."""
    return action.status not in ("closed", "cancelled")


def overdue_actions(now: Moment) -> Window:
    """Actions past their due date that are neither closed nor cancelled (terms: overdue action)."""
    return now.before("Action", "due").where(unfinished)


def decided(request: Row) -> bool:
    """Whether a resource request has been decided."""
    return bool(request.decided_on)


def undecided_late(now: Moment, days: int = 0) -> Window:
    """Due requests that are undecided more than so many days after the day of need."""
    return now.window("ResourceRequest", 365, "needed_by", until=days + 1).where(lacks("decided_on"))


def due_requests(now: Moment) -> Windows:
    """Resource requests that count (terms: due request)."""
    return Windows(
        now.after("ResourceRequest", "needed_by", 365).where(has("decided_on")),
        undecided_late(now),
        now.window("ResourceRequest", 365, "requested_on").where(lacks("needed_by")),
    )


def short(facts: Facts, request: Row) -> bool:
    """Whether a decided request got less than it asked (terms: short), granted empty being 0; a predicate."""
    return decided(request) and request.amount is not None and (request.granted or 0) < request.amount


def by_kind(requests: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Requests by kind and currency (empty: none is said), since amounts add up within one currency only."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in requests:
        found.setdefault((row.kind or "", row.currency or ""), []).append(row)
    return dict(sorted(found.items()))


@entries("ResourceRequest")
def _prices(facts: Facts, request: Row) -> tuple[Number, Number] | None:
    """What was granted (undecided: nothing) and what was asked by a request that names an amount."""
    if request.amount is None:
        return None
    return _whole(exact(request.granted or 0) if request.decided_on else Fraction()), _whole(
        exact(request.amount)
    )


def _whole(number: Fraction) -> Number:
    """The number as an integer where it is one, since those add up many times faster."""
    return number.numerator if number.denominator == 1 else number


def sums(facts: Facts, requests: Iterable[Row]) -> tuple[Fraction, Fraction]:
    """What was granted and what was asked, over the requests that name an amount."""
    prices = facts.prepared(_prices)
    told = [prices[row.id] for row in requests if row.id in prices]
    return Fraction(sum(given for given, _ in told)), Fraction(sum(asked for _, asked in told))


def answered_on(facts: Facts, request: Row) -> str | None:
    """The first day on or after escalated_on on which it was decided, or top decided about it (LD-3.7)."""
    since = request.escalated_on
    days = [row.decided_on for row in about(facts, request.id) if by_top(facts, row)]
    if request.decided_on:
        days.append(request.decided_on)
    return min((day for day in days if since and day >= since), default=None)


def unanswered(facts: Facts, request: Row) -> bool:
    """Whether an escalated request is still open; a predicate."""
    return answered_on(facts, request) is None


@dataclass(frozen=True, slots=True)
class AnsweredAfter:
    """A predicate: an escalated request was answered, and after more than so many days (-1: whenever)."""

    days: int

    def __call__(self, facts: Facts, request: Row) -> bool:
        day = answered_on(facts, request)
        return day is not None and cadence.between(day, request.escalated_on) > self.days


def escalated(now: Moment, open_for: int, answered_after: int = -1) -> Windows:
    """Requests escalated in 365 days, open for so many days or longer, or answered after more than those."""
    return Windows(
        now.window("ResourceRequest", field="escalated_on", until=open_for).where(unanswered),
        now.window("ResourceRequest", field="escalated_on").where(AnsweredAfter(answered_after)),
    )


def acceptances(facts: Facts, request: Row) -> list[Row]:
    """Reasoned decisions of top about a request."""
    return [row for row in about(facts, request.id) if row.rationale and by_top(facts, row)]


def accepted(facts: Facts, request: Row) -> bool:
    """Whether a decision by top with rationale is about a short request (terms: accepted); a predicate."""
    return bool(acceptances(facts, request))
