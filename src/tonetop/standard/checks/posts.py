"""LD-3, what is there: money is approved and spent, posts are filled by able people who have the time."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tonetop.core import cadence
from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.figures import amount, exact, percent, total
from tonetop.standard.terms.means import overdue_actions
from tonetop.standard.terms.money import current_lines, for_aims, line_before, spent_share
from tonetop.standard.terms.people import authority, warrants
from tonetop.standard.terms.posts import (
    current_posts,
    fill,
    overdue_gaps,
    role_words,
    unmeasured,
    unplanned_gaps,
    vacancies,
    worst_post,
)


def approved(facts: Facts, line: Row) -> bool:
    """Whether a budget line was approved by one who may approve that much."""
    return authority(facts, line.approved_by, line.approved_on, "budget-approval", line.approved)


@check("LD-3.2", act="Let top management approve a budget line for the AIMS and file the approval")
def budgeted(now: Moment, of: Of) -> Case:
    lines = current_lines(now)
    own = [row for row in lines if for_aims(row)]
    signed = [row for row in own if approved(now.facts, row)]
    proven = [row for row in signed if row.evidence_ref]
    said = (
        f"Of {len(lines)} budget lines of a current period with money {len(own)} are for the AIMS,"
        f" {len(signed)} of these approved with authority, {len(proven)} of these with evidence"
    )
    best = proven or signed or own or lines
    papers = [paper for row in proven if (paper := now.get("Evidence", row.evidence_ref)) is not None]
    people = [person for row in best if (person := now.get("Person", row.approved_by)) is not None]
    act = None

    def records() -> Iterable[Row]:
        roles = (role for row in best for role in warrants(now.facts, row.approved_by, row.approved_on))
        return (*best, *papers, *people, *roles)

    if signed and not proven:
        act = f"File the approval of the budget line {signed[0].id}"
    elif own and not signed:
        act = f"Let top management approve the budget line {own[0].id}"
    return Case(
        fail=Node(
            not lines,
            f"Budget lines of a current period with approved money: {len(lines)}",
            now.rows("BudgetLine"),
        ),
        passes=Node(bool(proven), said, records, act=act),
    )


@check("LD-3.4", act="Fill the posts of the AIMS, and plan how each gap in competence is closed")
def filled(now: Moment, of: Of) -> Case:
    posts, worst = current_posts(now), worst_post(now)
    share = fill(worst) if worst is not None else None
    enough, half = exact(now.parameter("fill_pass")), exact(now.parameter("fill_partial"))
    said, act = "No post of a current period has a known fill", None
    if worst is not None and share is not None:
        said, act = (
            f"The post filled least is {worst.role}, {percent(share)}",
            f"Fill the post of {worst.role}",
        )
    unknown = [row for row in posts if unmeasured(row)]
    records = [worst] if worst is not None else posts
    return Case(
        fail=some(
            Node(not posts, f"Posts of a current period: {len(posts)}", posts),
            Node(share is not None and share < half, said, records, act=act),
            _vacant(now),
        ),
        passes=every(
            Node(share is None or share >= enough, said, records, act=act),
            Node(
                not unknown,
                f"{len(unknown)} of {len(posts)} posts lack a figure for required or filled",
                unknown,
            ),
            _planned(now),
        ),
    )


def _vacant(now: Moment) -> Node:
    """Whether a role that must have a holder has had none for too long."""
    found = vacancies(now)
    roles = ", ".join(f"{role}, last held on {day}" for role, day, _ in found)
    act = f"Assign the role {found[0][0]}" if found else None
    return Node(
        bool(found), f"Vacant for more than 60 days: {roles or 'none'}", [row for *_, row in found], act=act
    )


def _planned(now: Moment) -> Node:
    """Whether each gap in competence has a plan that is not past due."""
    unplanned, overdue = now.facts.prepared(unplanned_gaps), overdue_gaps(now)
    said = f"Gaps in competence without a planned day: {len(unplanned)}; with a plan that is past: {len(overdue)}"
    first = unplanned[0] if unplanned else overdue[0] if len(overdue) else None
    act = f"Plan by when {first.person} closes the gap as {first.role}" if first is not None else None
    return Node(first is None, said, [*unplanned, *overdue[:100]], act=act)


@check("LD-3.5", act="Give each role of the AIMS hours of its own, and clear what is overdue")
def timed(now: Moment, of: Of) -> Case:
    posts = [row for row in current_posts(now) if row.fte_filled]
    filled = total(row.fte_filled for row in posts)
    overdue = overdue_actions(now)
    load = Fraction(len(overdue)) / filled if filled else None
    roles = role_words(now)
    served = {row.role for row in posts}
    idle = [word for word in sorted(roles) if word not in served]
    said = f"Overdue actions: {len(overdue)}; full-time posts filled: {amount(filled)}"
    hours = share_said(len(roles) - len(idle), len(roles), "roles in force have hours")
    hours += f"; without: {', '.join(idle)}" if idle else ""
    behind = overdue or posts
    act = f"Close or replan the overdue action {overdue[0].id}" if len(overdue) else None
    return Case(
        fail=some(
            Node(
                not posts,
                f"Posts of a current period with anyone in them: {len(posts)}",
                now.rows("StaffAllocation"),
            ),
            Node(load is not None and load > 6, said, behind, act=act),
        ),
        passes=every(
            Node(
                not idle,
                hours,
                [*(roles[word] for word in idle or roles), *posts],
                act=f"Record the hours of the role {idle[0]}" if idle else None,
            ),
            Node(load is None or load <= 3, said, behind, act=act),
        ),
    )


@check(
    "LD-3.8",
    act="Spend the money of the AIMS as planned, or explain on the budget line why not",
    of=current_lines,
)
def spent(now: Moment, of: Of) -> Case:
    low, high = exact(now.parameter("spend_low")), exact(now.parameter("spend_high"))
    fails, passes = [], []
    for line in of:
        share = spent_share(line, now.elapsed(line.period))
        said = f"{line.purpose} {line.period}: {_spending(line, share)}"
        silent = share is not None and share < low and not line.explanation
        before = _low_before(now.facts, line, low) if silent else None
        old = silent and now.older(cadence.period(line.period)[0], 180)
        records = [line, before] if before is not None else [line]
        act = f"Explain on the budget line {line.id} why the money is not spent" if silent else None
        fails.append(Node(old or before is not None, said, records, act=act))
        passes.append(Node(share is not None and low <= share <= high, said, [line], act=act))
    return Case(fail=some(*fails), passes=every(*passes))


def _spending(line: Row, share: Fraction | None) -> str:
    if share is None:
        return f"nothing is recorded as spent of {amount(exact(line.approved))}"
    sums = f"{amount(exact(line.spent))} of {amount(exact(line.approved))} spent"
    return f"{sums}, {percent(share)} of what the days gone by would take"


def _low_before(facts: Facts, line: Row, low: Fraction) -> Row | None:
    """The line of the quarter before when that was underspent without explanation as well."""
    before = line_before(facts, line)
    share = spent_share(before) if before is not None else None
    return (
        before
        if before is not None and share is not None and share < low and not before.explanation
        else None
    )
