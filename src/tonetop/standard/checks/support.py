"""LD-6, the support: directions are on record, calls for help are answered, speaking up is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tonetop.core.assess import Case, Node, Of, every
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, Windows, has, lacks, lists
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.meetings import by_top
from tonetop.standard.terms.people import roles_on
from tonetop.standard.terms.spans import Within
from tonetop.standard.terms.voice import items


def standing(facts: Facts, decision: Row) -> bool:
    """Whether a decision was not cancelled; a predicate."""
    return bool(decision.status != "cancelled")


def _directions(now: Moment, days: int = 365, until: int = 0) -> Window:
    """Directions by top management with an owner."""
    given = now.window("Decision", days, until=until).where(has("kind", "direction")).where(has("owner"))
    return given.where(by_top).where(standing)


@check("LD-6.3", act="Let top management give a direction on AI with an owner, and see it taken up")
def directed(now: Moment, of: Of) -> Case:
    given = _directions(now)
    halves = []
    for days, until, name in ((182, 0, "last half-year"), (365, 182, "half-year before")):
        half = _directions(now, days, until)
        taken = half.where(has("status", "in-progress", "closed"))
        said = f"Directions of the {name} that are under way or closed: {len(taken)} of {len(half)}"
        act = f"Have the owner of {half[0].id} take it up, and record its state" if len(half) else None
        halves.append(Node(bool(taken), said, taken or half, act=act))
    said = f"Directions by top management with an owner in 365 days: {len(given)}"
    below = now.window("Decision").where(has("kind", "direction"))
    return Case(fail=Node(not given, said, () if len(given) else below), passes=every(*halves))


def from_a_role(facts: Facts, request: Row) -> bool:
    """Whether one who asked for means held a role that day; a predicate."""
    return bool(roles_on(facts, request.requested_by, request.requested_on))


def _asked(now: Moment, until: int = 0) -> Window:
    return now.window("ResourceRequest", until=until).where(from_a_role)


def _waiting(now: Moment) -> Window:
    """Undecided calls for help whose time is over."""
    return _asked(now, now.parameter("support_answer_days")).where(lacks("decided_on"))


def _calls(now: Moment) -> Windows:
    """Calls for help of 365 days, save young undecided ones."""
    return Windows(_waiting(now), _asked(now).where(has("decided_on")))


def _roles(now: Moment, requests: Iterable[Row]) -> Iterator[Row]:
    """The roles that those who asked held that day."""
    return (role for row in requests for role in roles_on(now.facts, row.requested_by, row.requested_on))


@check("LD-6.4", act="Decide each request of those who hold an AIMS role within the time allowed", of=_calls)
def answered(now: Moment, of: Of) -> Case:
    days, waiting = now.parameter("support_answer_days"), _waiting(now)
    timely = _asked(now).where(Within("decided_on", "requested_on", days))
    share = len(timely) / len(of)
    said = share_said(len(timely), len(of), f"calls for help were decided within {days} days")
    act = f"Decide the request {waiting[0].id}" if len(waiting) else None
    return Case(
        fail=Node(share < 0.7, said, of, act=act),
        passes=Node(share >= 0.9, said, lambda: chain(of, _roles(now, of)), act=act),
    )


def _acknowledged(now: Moment) -> Node:
    """Whether concerns of 365 days were acknowledged in time, those still in time left out."""
    days, raised = now.parameter("concern_ack_days"), now.window("Concern")
    silent = now.window("Concern", until=days + 1).where(lacks("acknowledged_on"))
    whole = Windows(silent, raised.where(has("acknowledged_on")))
    timely = raised.where(Within("acknowledged_on", "raised_on", days))
    said = share_said(len(timely), len(whole), f"concerns were acknowledged within {days} days")
    act = f"Acknowledge the concern {silent[0].id}" if len(silent) else None
    return Node(not whole or len(timely) / len(whole) >= 0.9, said, whole, act=act)


@check("LD-6.5", act="Let a top manager ask people to speak up, and acknowledge each concern in time")
def safe(now: Moment, of: Of) -> Case:
    spoken = items(now).where(lists("themes", "speak-up"))
    asked = Node(
        bool(spoken),
        f"Communications by top management in 365 days that ask people to speak up: {len(spoken)}",
        spoken,
        act="Let a top manager ask people to speak up, and keep what was sent",
    )
    heard = _acknowledged(now)
    neither = Node(
        not asked.holds and not heard.holds, f"{asked.why}; {heard.why}", heard.records, act=asked.act
    )
    return Case(fail=neither, passes=every(asked, heard))
