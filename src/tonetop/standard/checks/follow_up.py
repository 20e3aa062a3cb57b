"""LD-5, the follow-up: red indicators meet decisions, bad news reaches the top, decisions get done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from tonetop.core.assess import RELIED, Case, Node, Of, at_least, every
from tonetop.core.facts import Row
from tonetop.core.moment import Moment, Predicate, Window, Windows, has
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.closing import closed, closed_by_due, due_actions, not_by_due, still_open
from tonetop.standard.terms.indicators import Run, red_runs
from tonetop.standard.terms.notices import LIMITS, ToldAfter, told, unanswered, untold
from tonetop.standard.terms.risks import severe


def _runs(now: Moment) -> list[Run]:
    """Red runs, save those whose second red is young and which nothing answers yet."""
    runs = now.facts.prepared(red_runs)
    return [run for run in runs if run.answers or not now.within(run.reds[1].measured_on, 30)]


def _run_records(runs: Sequence[Run]) -> list[Row]:
    return [row for run in runs for row in (run.objective, *run.reds, *run.answers[:1])]


@check(
    "LD-5.5",
    act="Let top management decide on each objective that stays red, with owner and due date",
    of=_runs,
)
def met(now: Moment, of: Of) -> Case:
    bare = [run for run in of if not run.answers]
    late = [run for run in of if not run.in_time]
    act = (
        f"Let top management decide on {called(bare[0].objective)}, with owner and due date" if bare else None
    )
    return Case(
        fail=Node(
            bool(bare),
            f"Objectives that stay red without a decision of top management: {len(bare)} of {len(of)}",
            _run_records(bare),
            act=act,
        ),
        passes=Node(
            not late,
            share_said(
                len(of) - len(late), len(of), "objectives that stay red were answered by the third red"
            ),
            _run_records(late or of),
            act=act,
        ),
    )


BAD_NEWS: dict[str, Predicate] = {"Finding": has("grade", "major"), "Incident": severe}


def _year(now: Moment, type: str, until: int = 0) -> Window:
    return now.window(type, until=until).where(BAD_NEWS[type])


def _allowed(now: Moment, type: str) -> int:
    days: int = now.parameter(LIMITS[type][1])
    return days


def _overdue(now: Moment, type: str, times: int) -> Window:
    """Bad news of 365 days untold for more than so many times the time allowed."""
    return _year(now, type, times * _allowed(now, type) + 1).where(untold)


def _bad_news(now: Moment) -> Windows:
    """Major findings and severe incidents of 365 days, save untold ones still in time."""
    told_ones = (_year(now, type).where(told) for type in BAD_NEWS)
    return Windows(*(_overdue(now, type, 1) for type in BAD_NEWS), *told_ones)


def _late(now: Moment, times: int) -> Windows:
    """Bad news untold, or told only, after more than so many times the time allowed; untold first."""
    late = (_year(now, type).where(ToldAfter(times * _allowed(now, type))) for type in BAD_NEWS)
    return Windows(*(_overdue(now, type, times) for type in BAD_NEWS), *late)


def _papers(now: Moment, rows: Iterable[Row]) -> list[Row]:
    """The records with the audits by whose report they were told, and what answers them."""
    first = list(islice(rows, RELIED))
    found = list(first)
    for row in first:
        if row.type == "Finding":
            papers = (now.get("InternalAudit", row.audit), now.get("Action", row.action))
        else:
            papers = (now.get("Decision", row.decision), None)
        found += [paper for paper in papers if paper is not None]
    return found


def _next_telling(silent: Row | None, bare: Row | None) -> str | None:
    if silent is not None:
        return f"Tell top management of {silent.id} and record the day"
    if bare is not None:
        return f"Record the {'action' if bare.type == 'Finding' else 'decision'} that answers {bare.id}"
    return None


@check(
    "LD-5.6",
    act="Tell top management of each major finding and severe incident in time, and record the answer",
    of=_bad_news,
)
def told_in_time(now: Moment, of: Of) -> Case:
    grave, late = _late(now, 2), _late(now, 1)
    bare = Windows(*(_year(now, type).where(told).where(unanswered) for type in BAD_NEWS))
    act = _next_telling(next(iter(late.where(untold)), None), next(iter(bare), None))
    timely = share_said(len(of) - len(late), len(of), "pieces of bad news reached the top in time")
    return Case(
        fail=Node(
            bool(grave),
            f"Bad news that took more than twice the time to reach the top: {len(grave)} of {len(of)}",
            _papers(now, grave),
            act=act,
        ),
        passes=every(
            Node(not late, timely, _papers(now, late or of), act=act),
            Node(
                not bare,
                f"Bad news told to the top without action or decision: {len(bare)}",
                bare or of,
                act=act,
            ),
        ),
    )


@check(
    "LD-5.7",
    act="Close actions by their due date, and check afterwards whether they had their effect",
    of=due_actions,
)
def done(now: Moment, of: Of) -> Case:
    actions = due_actions(now)
    timely, finished = actions.where(closed_by_due), actions.where(closed)
    checked = finished.where(has("effectiveness_checked_on"))
    share = len(timely) / len(of)
    late = actions.where(not_by_due)
    said = share_said(len(timely), len(of), "actions of 365 days were closed by their due date")
    open_ones = late.where(still_open)
    act = f"Close the action {open_ones[0].id} and check its effect" if len(open_ones) else None
    return Case(
        fail=Node(share < now.parameter("action_on_time_partial"), said, late, act=act),
        passes=every(
            Node(share >= now.parameter("action_on_time_pass"), said, late or actions, act=act),
            at_least(
                len(checked) / len(finished) if len(finished) else None,
                0.8,
                share_said(len(checked), len(finished), "closed actions were checked for their effect"),
                finished,
            ),
        ),
    )
