"""LD-3, what was asked for: needs are reviewed, requests are decided, granted, answered and put to use."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Windows, has, lacks
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.figures import amount, exact, percent
from tonetop.standard.terms.means import (
    acceptances,
    accepted,
    by_kind,
    decided,
    due_requests,
    escalated,
    short,
    sums,
    unanswered,
    undecided_late,
)
from tonetop.standard.terms.meetings import about, by_top, top_attending, with_top

NAMED = 200
"""How many requests a reason names beside the decisions about them; its sentence tells the whole number."""

FIVE = ("money", "people", "skills", "time", "tool")


def reviews(facts: Facts) -> dict[tuple[str, str], tuple[Row, Row]]:
    """By year of need and kind, the first meeting with top that had such a request, and the request."""
    found: dict[tuple[str, str], tuple[Row, Row]] = {}
    meetings = [row for row in facts.rows("Meeting") if (row.inputs or {}).get("resources") and row.held_on]
    for meeting in sorted(meetings, key=lambda row: (row.held_on, row.id)):
        if with_top(facts, meeting):
            for ident in meeting.inputs["resources"]:
                request = facts.get("ResourceRequest", ident)
                needed = (request.needed_by or request.requested_on) if request is not None else None
                if request is not None and needed and request.kind:
                    found.setdefault((needed[:4], request.kind), (meeting, request))
    return found


@check(
    "LD-3.1",
    act="Let top management review next year's needs of every kind in a meeting before the year begins",
)
def planned(now: Moment, of: Of) -> Case:
    year = now.year()
    found = now.facts.prepared(reviews)
    seen = {kind: found[year, kind] for kind in FIVE if (year, kind) in found}
    early = [kind for kind, (meeting, _) in seen.items() if meeting.held_on < f"{year}-01-01"]
    unseen = [kind for kind in FIVE if kind not in seen]

    def records() -> Iterable[Row]:
        return (row for pair in seen.values() for row in (*pair, *top_attending(now.facts, pair[0])))

    said = f"Needs of {year} reviewed in a meeting with top management: {', '.join(seen) or 'none'}"
    before = share_said(len(early), len(FIVE), f"kinds of need were reviewed before {year} began")
    act = f"Put the need for {unseen[0]} in {year} before a meeting with top management" if unseen else None
    return Case(
        fail=Node(len(unseen) >= 3, f"{said}; not: {', '.join(unseen) or 'none'}", records, act=act),
        passes=Node(len(early) == len(FIVE), before, records, act=act),
    )


def _kind_said(facts: Facts, kind: str, currency: str, rows: list[Row]) -> tuple[Fraction | None, str]:
    """The share granted of a kind (None: of nothing), and how it is told."""
    given, asked = sums(facts, rows)
    name = kind or "no kind"
    unit = f" {currency}" if currency else ""
    if not asked:
        return None, f"{name}: no amount was asked"
    share = given / asked
    told = f"{amount(given)} of {amount(asked)}{unit} granted"
    return share, f"{name}: {told} ({percent(share)})"


@check(
    "LD-3.3",
    act="Decide each open request, and let top management accept, with reasons, what was not granted",
    of=due_requests,
)
def granted(now: Moment, of: Of) -> Case:
    enough, half = exact(now.parameter("grant_ratio_pass")), exact(now.parameter("grant_ratio_partial"))
    late = undecided_late(now)
    said = f"{len(late)} of {len(of)} due requests are undecided past the day they were needed"
    fails = [Node(bool(late), said, late, act=f"Decide the request {late[0].id}" if late else None)]
    ratios = []
    for (kind, currency), rows in by_kind(due_requests(now)).items():
        share, said = _kind_said(now.facts, kind, currency, rows)
        reached, poor = share is None or share >= enough, share is not None and share < half
        if not reached or poor:
            fails.append(_unreasoned(now.facts, said, rows, reached, poor))
        ratios.append(Node(reached, said, rows, act=None if reached else fails[-1].act))
    return Case(fail=some(*fails), passes=some(every(*ratios), _settled(now)))


def _unreasoned(facts: Facts, said: str, rows: list[Row], reached: bool, poor: bool) -> Node:
    """Whether the short requests of a kind lack their reasons: all, or any where little was granted."""
    cuts = [row for row in rows if short(facts, row)]
    bare = [row for row in cuts if not row.shortfall_rationale]
    act = f"Give the reason for the shortfall of {bare[0].id}, or grant more" if bare else None
    reasoned = f"{len(cuts) - len(bare)} of {len(cuts)} short requests have a reason"
    silent = f"{said}; {reasoned}"
    silence = (not reached and len(bare) == len(cuts)) or (poor and bool(bare))
    return Node(silence, silent, bare or cuts or rows, act=act)


def unsettled(facts: Facts, request: Row) -> bool:
    """Whether a short request lacks its reason or its acceptance; a predicate."""
    return not request.shortfall_rationale or not accepted(facts, request)


def _settled(now: Moment) -> Node:
    """Whether each short request has a reason and is accepted by a decision of top management."""
    cuts = due_requests(now).where(short)
    loose = cuts.where(unsettled)
    said = share_said(
        len(cuts) - len(loose), len(cuts), "short requests are reasoned and accepted at the top"
    )
    act = f"Let top management decide, with reasons, on the shortfall of {loose[0].id}" if loose else None
    return Node(not loose, said, lambda: _with_acceptances(now, loose or cuts), act=act)


def _with_acceptances(now: Moment, requests: Windows) -> list[Row]:
    named = requests[:NAMED]
    return [*named, *(decision for row in named for decision in acceptances(now.facts, row))]


def _tools(now: Moment) -> Windows:
    return due_requests(now).where(has("kind", "tool"))


def decided_late(facts: Facts, request: Row) -> bool:
    """Whether a request was not decided by the day of need; a predicate."""
    return not decided(request) or bool(request.needed_by and request.decided_on > request.needed_by)


def unused(facts: Facts, request: Row) -> bool:
    """Whether something was granted and nobody has used it; a predicate."""
    return bool(request.granted) and not request.first_used_on


@check(
    "LD-3.6",
    act="Decide each request for a tool by the day it is needed, and record when it was first used",
    of=_tools,
)
def tooled(now: Moment, of: Of) -> Case:
    days = now.parameter("escalation_days")
    tools = _tools(now)
    stuck = undecided_late(now, days).where(has("kind", "tool"))
    late, idle = tools.where(decided_late), tools.where(unused)
    open_ones = late.where(lacks("decided_on"))
    act = f"Decide the request {open_ones[0].id}" if open_ones else None
    use = f"Put the tool of {idle[0].id} to use and record the day" if idle else None
    in_time = share_said(len(of) - len(late), len(of), "tools were decided in time")
    return Case(
        fail=Node(
            bool(stuck),
            f"{len(stuck)} of {len(of)} tools are undecided more than {days} days after the need",
            stuck,
            act=act,
        ),
        passes=every(
            Node(not late, in_time, late or of, act=act),
            Node(
                not idle,
                f"{len(idle)} of {len(of)} tools were granted and are not in use",
                idle or of,
                act=use,
            ),
        ),
    )


def _escalated(now: Moment) -> Windows:
    return escalated(now, now.parameter("escalation_days"))


@check(
    "LD-3.7",
    act="Let top management answer each escalated request, also when the answer is no",
    of=_escalated,
)
def answered(now: Moment, of: Of) -> Case:
    days = now.parameter("escalation_days")
    late, long = escalated(now, days, days), escalated(now, 2 * days + 1, 2 * days)
    waiting = late.where(unanswered)
    act = f"Answer the escalated request {waiting[0].id}" if waiting else None
    named = (late or _escalated(now))[:NAMED]
    decisions = [row for request in named for row in about(now.facts, request.id) if by_top(now.facts, row)]
    in_time = share_said(len(of) - len(late), len(of), f"escalated requests were answered within {days} days")
    return Case(
        fail=Node(
            bool(long),
            f"{len(long)} of {len(of)} escalated requests waited more than {2 * days} days",
            long,
            act=act,
        ),
        passes=Node(not late, in_time, [*named, *decisions], act=act),
    )
