"""Stalled for lack of a decision: what waits on top management, and for how many days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups
from tonetop.standard.terms.means import answered_on, overdue_actions
from tonetop.standard.terms.people import top

REQUEST, ESCALATION, ACTION, ASK = "request", "escalation", "action", "ask"
DECIDING = ("approve", "review-risk", "decide", "confirm")
"""Kinds of Ask that wait for a decision; what is only to be seen or known does not."""
CAUSES = ("resources", "priority")
"""Causes for which an action stands still until somebody higher decides."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: its kind, its record, what it is about, on whom it waits (None: nobody is named), since when.

    due: the day by which it was wanted, if one is named. ask: the Ask that puts it before somebody, if there is one.
    """

    kind: str
    record: Row
    person: str | None
    since: str
    days: int
    due: str | None
    ask: Row | None = None


def _asked_about(ask: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask.about or ())) if not ask.closed_on else ()


asks_about = Groups("Ask", _asked_about, lambda ask: (ask.asked_on or "", ask.id))
"""Open Asks by each record that they are about, earliest first."""


def stalled(facts: Facts) -> list[Waiting]:
    """All that waits on top management, the longest first."""
    requests = list(_requests(facts))
    put = {waiting.ask.id for waiting in requests if waiting.ask is not None}
    found = [*requests, *_actions(facts), *(one for one in _asks(facts) if one.record.id not in put)]
    return sorted(found, key=lambda one: (-one.days, one.kind, one.record.id))


def _days(facts: Facts, since: str) -> int:
    return cadence.between(facts.as_of, since)


def _requests(facts: Facts) -> Iterator[Waiting]:
    """Undecided requests: those escalated and unanswered since their escalation, others since they were asked."""
    for row in facts.rows("ResourceRequest"):
        if row.decided_on or not row.requested_on:
            continue
        raised = row.escalated_on and answered_on(facts, row) is None
        since = row.escalated_on if raised else row.requested_on
        asks = [ask for ask in facts.part(asks_about, row.id) or () if ask.kind == "decide"]
        ask = asks[0] if asks else None
        person = ask.asked_of if ask else None
        kind = ESCALATION if raised else REQUEST
        yield Waiting(kind, row, person, since, _days(facts, since), row.needed_by, ask)


def _actions(facts: Facts) -> Iterator[Waiting]:
    """Overdue actions which a top manager owns, or which want means or priority."""
    for row in overdue_actions(Moment(facts)):
        if row.cause in CAUSES or top(facts, row.owner, facts.as_of):
            yield Waiting(ACTION, row, row.owner, row.due, _days(facts, row.due), row.due)


def _asks(facts: Facts) -> Iterator[Waiting]:
    """Open Asks for a decision that were put to one who is top on the facts' day."""
    for row in facts.rows("Ask"):
        if row.closed_on or not row.asked_on or row.kind not in DECIDING:
            continue
        if top(facts, row.asked_of, facts.as_of):
            yield Waiting(ASK, row, row.asked_of, row.asked_on, _days(facts, row.asked_on), row.due)
