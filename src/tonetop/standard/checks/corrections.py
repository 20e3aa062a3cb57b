"""LD-7, the corrections: findings are closed by their due date, verified, and do not come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tonetop.core.assess import Case, Node, Of, at_least, every, some
from tonetop.core.facts import Row
from tonetop.core.moment import Moment, Window, has, lacks
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.closing import closed, closed_by_due, closed_late, not_by_due, still_open
from tonetop.standard.terms.findings import latest_audits, nonconformity, open_ones, returning, settled

MAJOR, MINOR = has("grade", "major"), has("grade", "minor")


def _corrections(now: Moment) -> list[Row]:
    """Major and minor findings that are open or fell, or fall, due after the day 365 days ago."""
    return [*now.facts.prepared(open_ones), *settled(now)]


def _overdue(now: Moment) -> Window:
    """Open findings past their due date, of whatever age."""
    return now.before("Finding", "due").where(still_open)


def _minors(now: Moment) -> tuple[float | None, Node]:
    """The share of due minor findings closed by due (None: of nothing), and how it is told."""
    finished = now.window("Finding", field="due", until=1).where(MINOR).where(closed)
    waiting, timely = _overdue(now).where(MINOR), finished.where(closed_by_due)
    whole = len(finished) + len(waiting)
    share = len(timely) / whole if whole else None
    said = share_said(len(timely), whole, "minor findings that were due were closed by then")
    act = f"Close the finding {waiting[0].id}" if len(waiting) else None
    late = [*waiting, *finished.where(not_by_due)]
    return share, Node(True, said, late or timely, act=act)


@check(
    "LD-7.3", act="Close findings by their due date and verify that the correction worked", of=_corrections
)
def corrected(now: Moment, of: Of) -> Case:
    grave, late = _overdue(now).where(MAJOR), settled(now).where(MAJOR).where(closed_late)
    unverified = settled(now).where(lacks("verified_on"))
    share, minors = _minors(now)
    low = share is not None and share < now.parameter("action_on_time_partial")
    good = at_least(share, now.parameter("action_on_time_pass"), minors.why)
    act = f"Close the major finding {grave[0].id}" if len(grave) else None
    verify = f"Verify the correction of {unverified[0].id}" if len(unverified) else None
    finished = f"Closed findings that are not verified: {len(unverified)} of {len(settled(now))}"
    return Case(
        fail=some(
            Node(bool(grave), f"Major findings open past their due date: {len(grave)}", grave, act=act),
            Node(low, minors.why, minors.records, act=minors.act),
        ),
        passes=every(
            Node(not late, f"Major findings closed late: {len(late)}", late or of),
            Node(good.holds, minors.why, minors.records, act=minors.act),
            Node(not unverified, finished, unverified, act=verify),
        ),
    )


def _returned(now: Moment, repeats: Iterable[Row]) -> Iterator[Row]:
    """Findings that repeat an older one, each with that one."""
    for row in repeats:
        older = now.get("Finding", row.repeat_of)
        yield from (row, older) if older is not None else (row,)


def _raised(now: Moment) -> Window:
    return now.window("Finding").where(nonconformity)


@check("LD-7.5", act="Remove the causes of findings that came back, not their signs alone", of=_raised)
def gone(now: Moment, of: Of) -> Case:
    repeats = _raised(now).where(has("repeat_of"))
    grave, back = repeats.where(MAJOR), now.facts.prepared(returning)
    share = len(repeats) / len(of)
    said = share_said(len(repeats), len(of), "findings of 365 days repeat an older one")
    clauses = ", ".join(dict.fromkeys(row.clause for row in back)) or "none"
    audits = now.facts.prepared(latest_audits)
    return Case(
        fail=some(
            Node(share > 0.15, said, lambda: _returned(now, repeats)),
            Node(
                bool(grave),
                f"Major findings that repeat an older one: {len(grave)}",
                lambda: _returned(now, grave),
            ),
        ),
        passes=every(
            Node(share <= 0.05, said, lambda: chain(_returned(now, repeats), of)),
            Node(
                not back,
                f"Clauses with findings in both of the two latest audits: {clauses}",
                [*back, *audits],
            ),
        ),
    )
