"""LD-3, what was asked for: needs are reviewed, requests are decided, granted, answered and put to use."""

from __future__ import annotations

from fractions import Fraction

from tonetop.core import cadence
from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.figures import amount, exact, percent
from tonetop.standard.terms.means import (
    acceptances,
    accepted,
    answered_on,
    by_kind,
    decided,
    due_requests,
    short,
    sums,
    undecided_late,
)
from tonetop.standard.terms.meetings import about, by_top, with_top

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
    records = [row for pair in seen.values() for row in pair]
    said = f"Needs of {year} reviewed in a meeting with top management: {', '.join(seen) or 'none'}"
    before = share_said(len(early), len(FIVE), f"kinds of need were reviewed before {year} began")
    act = f"Put the need for {unseen[0]} in {year} before a meeting with top management" if unseen else None
    return Case(
        fail=Node(len(unseen) >= 3, f"{said}; not: {', '.join(unseen) or 'none'}", records, act=act),
        passes=Node(len(early) == len(FIVE), before, records, act=act),
    )


def _kind_said(kind: str, currency: str, rows: list[Row]) -> tuple[Fraction | None, str]:
    """The share granted of a kind (None: of nothing), and how it is told."""
    given, asked = sums(rows)
    name = kind or "no kind"
    unit = f" {currency}" if currency else ""
    if not asked:
        return None, f"{name}: no amount was asked"
    return (
        given / asked,
        f"{name}: {amount(given)} of {amount(asked)}{unit} granted ({percent(given / asked)})",
    )


@check(
    "LD-3.3",
    act="Decide each open request, and let top management accept what was not granted, with reasons",
    of=due_requests,
)
def granted(now: Moment, of: Of) -> Case:
    enough, half = exact(now.parameter("grant_ratio_pass")), exact(now.parameter("grant_ratio_partial"))
    open_ones = [row for row in of if undecided_late(now, row)]
    fails = [
        Node(
            bool(open_ones),
            f"{len(open_ones)} of {len(of)} due requests are undecided past the day they were needed",
            open_ones,
            act=f"Decide the request {open_ones[0].id}" if open_ones else None,
        )
    ]
    ratios = []
    for (kind, currency), rows in by_kind(of).items():
        share, said = _kind_said(kind, currency, rows)
        cuts = [row for row in rows if short(row)]
        bare = [row for row in cuts if not row.shortfall_rationale]
        below = share is not None and share < enough
        poor = share is not None and share < half
        act = f"Give the reason for the shortfall of {bare[0].id}, or grant more" if bare else None
        fails.append(
            Node(
                below and len(bare) == len(cuts),
                f"{said}; no short request has a reason",
                cuts or rows,
                act=act,
            )
        )
        fails.append(
            Node(poor and bool(bare), f"{said}; {len(bare)} short requests have no reason", bare, act=act)
        )
        ratios.append(Node(not below, said, rows, act=act))
    return Case(fail=some(*fails), passes=some(every(*ratios), _reasoned(now.facts, of)))


def _reasoned(facts: Facts, of: Of) -> Node:
    """Whether each short request has a reason and is accepted by a decision of top management."""
    cuts = [row for row in of if short(row)]
    loose = [row for row in cuts if not row.shortfall_rationale or not accepted(facts, row)]
    said = share_said(
        len(cuts) - len(loose), len(cuts), "short requests are reasoned and accepted by top management"
    )
    decisions = [decision for row in cuts for decision in acceptances(facts, row)]
    act = f"Let top management decide, with reasons, on the shortfall of {loose[0].id}" if loose else None
    return Node(not loose, said, [*(loose or cuts), *decisions], act=act)


def _tools(now: Moment) -> list[Row]:
    return [row for row in due_requests(now) if row.kind == "tool"]


@check(
    "LD-3.6",
    act="Decide each request for a tool by the day it is needed, and record when it was first used",
    of=_tools,
)
def tooled(now: Moment, of: Of) -> Case:
    days = now.parameter("escalation_days")
    stuck = [row for row in of if not decided(row) and now.older(row.needed_by, days)]
    late = [row for row in of if not decided(row) or (row.needed_by and row.decided_on > row.needed_by)]
    idle = [row for row in of if row.granted and not row.first_used_on]
    open_ones = [row for row in late if not decided(row)]
    act = f"Decide the request {open_ones[0].id}" if open_ones else None
    return Case(
        fail=Node(
            bool(stuck),
            f"{len(stuck)} of {len(of)} tools are undecided {days} days after the need",
            stuck,
            act=act,
        ),
        passes=every(
            Node(
                not late,
                share_said(len(of) - len(late), len(of), "tools were decided in time"),
                late or of,
                act=act,
            ),
            Node(
                not idle,
                f"{len(idle)} of {len(of)} tools were granted and are not in use",
                idle or of,
                act=f"Put the tool of {idle[0].id} to use and record the day" if idle else None,
            ),
        ),
    )


def _escalated(now: Moment) -> list[Row]:
    """Requests escalated in 365 days, save unanswered ones for which there still is time."""
    days = now.parameter("escalation_days")
    rows = now.window("ResourceRequest", field="escalated_on")
    return [row for row in rows if answered_on(now.facts, row) or not now.within(row.escalated_on, days)]


@check(
    "LD-3.7",
    act="Let top management answer each escalated request, also when the answer is no",
    of=_escalated,
)
def answered(now: Moment, of: Of) -> Case:
    days = now.parameter("escalation_days")
    late, long = [], []
    for row in of:
        day = answered_on(now.facts, row)
        waited = cadence.between(day, row.escalated_on) if day else None
        if waited is None or waited > days:
            late.append(row)
        if now.older(row.escalated_on, 2 * days) if waited is None else waited > 2 * days:
            long.append(row)
    open_ones = [row for row in late if not answered_on(now.facts, row)]
    decisions = [
        decision for row in of for decision in about(now.facts, row.id) if by_top(now.facts, decision)
    ]
    act = f"Answer the escalated request {open_ones[0].id}" if open_ones else None
    return Case(
        fail=Node(
            bool(long),
            f"{len(long)} of {len(of)} escalated requests waited more than {2 * days} days",
            [*long, *decisions],
            act=act,
        ),
        passes=Node(
            not late,
            share_said(len(of) - len(late), len(of), f"escalated requests were answered within {days} days"),
            [*(late or of), *decisions],
            act=act,
        ),
    )
