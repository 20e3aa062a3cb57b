"""PF-1 and PF-2: leaders delegate without being involved, or are not to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tonetop.core.assess import Node, Signals
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.core.window import EVER, has, lists
from tonetop.standard.checks.rule import called, holding, pitfall, share_said
from tonetop.standard.terms.figures import amount, exact, percent
from tonetop.standard.terms.involvement import (
    Act,
    absentees,
    acts,
    evidence_of,
    grounds,
    latest_reviews,
    signed_beyond,
)
from tonetop.standard.terms.meetings import attendance
from tonetop.standard.terms.people import valid_person
from tonetop.standard.terms.systems import in_scope_units, live_systems, people_by_unit
from tonetop.standard.terms.voice import Reaching, items, reach


def _told(now: Moment, done: Iterable[Act]) -> Iterator[Row]:
    """The records of acts, with those that tell how these were done."""
    return (row for act in done for row in evidence_of(now.facts, act))


def _mostly_delegated(now: Moment, done: list[Act]) -> Node:
    """PF-1 A: more than half of the acts that are personal or delegated are delegated."""
    counted = [act for act in done if act.personal or act.delegated]
    delegated = [act for act in counted if not act.personal]
    said = share_said(len(delegated), len(counted), "acts asked of leaders in 365 days were delegated")
    mostly = bool(counted) and len(delegated) / len(counted) > 0.5
    return Node(mostly, said, lambda: _told(now, delegated))


def _absent(now: Moment) -> Node:
    """PF-1 B: the same top manager missed both latest reviews, which no top manager attended."""
    missing, reviews = now.facts.prepared(absentees), now.facts.prepared(latest_reviews)
    people = [person for ident in missing if (person := now.get("Person", ident)) is not None]
    names = ", ".join(called(person) for person in people) or "no one"
    dates = " and ".join(f"{row.id} of {row.held_on}" for row in reviews) or "none so far"
    there = [row for review in reviews for row in now.facts.prepared(attendance).get(review.id, ())]
    said = f"No top manager attended the latest reviews, {dates}; excused or stood for at both: {names}"
    return Node(bool(missing), said, [*reviews, *people, *there])


def _beyond(now: Moment) -> Node:
    """PF-1 C: a delegate signed something without authority for it."""
    rows = signed_beyond(now)
    first = f", {rows[0].type} {rows[0].id} first" if rows else ""
    return Node(
        bool(rows),
        f"Acts of 365 days beyond the delegation of their doer: {len(rows)}{first}",
        lambda: (found for row in rows for found in grounds(now.facts, row)),
    )


def _one_kind(now: Moment, done: list[Act]) -> Node:
    """PF-1 D: of the kinds of act that took place just one was done by a top manager in person."""
    kinds = sorted({act.kind for act in done})
    own = sorted({act.kind for act in done if act.personal})
    there, these = ", ".join(kinds) or "none", ", ".join(own) or "none"
    said = f"Of {len(kinds)} kinds of act ({there}) top managers did in person: {these}"
    return Node(len(kinds) >= 2 and len(own) == 1, said, lambda: _told(now, done))


@pitfall("PF-1")
def delegated(now: Moment) -> Signals:
    done = acts(now)
    held = holding(A=_mostly_delegated(now, done), B=_absent(now), C=_beyond(now), D=_one_kind(now, done))
    return Signals(held, "B" in held or "C" in held or {"A", "D"} <= held.keys())


def _last_word(now: Moment) -> Row | None:
    """The latest communication by top management, of whatever day."""
    spoken = items(now, EVER)
    return spoken[-1] if len(spoken) else None


def _silent(now: Moment, last: Row | None) -> Node:
    """PF-2 A: top management spoke last too long ago, or never."""
    if last is None:
        return Node(True, "Top management has never spoken", now.rows("Communication"))
    said = f"Top management spoke last on {last.sent_on}"
    return Node(now.older(last.sent_on, now.parameter("comm_gap_days")), said, (last,))


def _unheard(now: Moment) -> Node:
    """PF-2 B: the best recorded reach of an item in 180 days is small."""
    recorded = items(now, 180).where(Reaching(exact(0)))
    enough = recorded.where(Reaching(exact(now.parameter("reach_partial"))))
    if not recorded:
        return Node(False, "No item of 180 days has its reach recorded")
    best = max(share for row in recorded if (share := reach(row)) is not None)
    return Node(not enough, f"The best reach of an item in 180 days is {percent(best)}", recorded)


def newcomers(now: Moment, unit: str) -> bool:
    """Whether the first person of a unit came within 60 days; a unit of no known person is not new."""
    days = [row.valid_from for row in now.facts.prepared(people_by_unit).get(unit, ())]
    return bool(days) and all(days) and now.within(min(days), 60)


def _left_out(now: Moment) -> Node:
    """PF-2 C: an in-scope unit stands in the units of no item, new units apart."""
    spoken = items(now)
    bare = [unit for unit in in_scope_units(now) if not len(spoken.where(lists("units", unit)))]
    bare = [unit for unit in bare if not newcomers(now, unit)]
    said = f"Units that no item in 365 days addressed: {', '.join(bare)}"
    return Node(bool(bare), said, lambda: chain(_of_units(now, bare), spoken))


def _of_units(now: Moment, units: list[str]) -> Iterable[Row]:
    """What makes units in scope: their live systems; where there are none, their valid persons."""
    systems = [row for row in live_systems(now) if row.org_unit in units]
    staffed = now.facts.prepared(people_by_unit)
    people = (row for unit in units for row in staffed.get(unit, ()) if valid_person(now, row))
    return systems or people


def _unseen(now: Moment) -> Node:
    """PF-2 D: the latest survey on whether leaders are seen scores below 50."""
    surveys = now.window("SurveyResult").where(has("kind", "leaders-seen"))
    latest = surveys[-1] if len(surveys) else None
    if latest is None or latest.score is None:
        return Node(False, "No survey of 365 days asked whether leaders are seen")
    said = f"The survey of {latest.run_on} on whether leaders are seen scored {amount(exact(latest.score))}"
    return Node(latest.score < 50, said, (latest,))


@pitfall("PF-2")
def invisible(now: Moment) -> Signals:
    last = _last_word(now)
    held = holding(A=_silent(now, last), B=_unheard(now), C=_left_out(now), D=_unseen(now))
    long = last is None or now.older(last.sent_on, 240)
    return Signals(held, bool(now.rows("Communication")) and (len(held) >= 2 or ("A" in held and long)))
