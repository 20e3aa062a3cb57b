"""The second page of the board: when leaders acted, the money, the posts and the gates, each drawn and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.standard.acts import ABSENT, BY_DELEGATE, IN_PERSON, by_person, last_days, leaders
from tonetop.work.reports import charts
from tonetop.work.reports.report import Section, Table

DRAWN, LINES = 8, 5
"""How many leaders and how many lines of money or posts a drawing shows."""
DAYS = 365
OUTCOMES = ("passed", "conditional", "rejected", "waived")


def pictures(facts: Facts) -> Iterator[Section]:
    """The drawings of what is on record, each with the table of its figures; nothing where nothing is."""
    yield from _acts(facts)
    yield from _money(facts)
    yield from _posts(facts)
    yield from _gates(facts)


def _acts(facts: Facts) -> Iterator[Section]:
    """When leaders acted in twelve months, drawn, with how often and in which way as a table."""
    by = by_person(last_days(facts, DAYS))
    people = sorted((row for row in leaders(facts) if row.id in by), key=lambda row: -len(by[row.id]))[:DRAWN]
    if not people:
        return
    lanes = [(row.name or row.id, [(act.day, act.mode) for act in by[row.id]]) for row in people]
    rows, since = [], cadence.shift(facts.as_of, -DAYS)
    for row in people:
        modes = [act.mode for act in by[row.id]]
        last = max(act.day for act in by[row.id])
        rows.append(
            [row.name or row.id, *(str(modes.count(m)) for m in (IN_PERSON, BY_DELEGATE, ABSENT)), last]
        )
    alt = (
        f"When {len(people)} leaders acted from {since} to {facts.as_of}; the table below counts their acts."
    )
    heads = ("Person", "In person ●", "By a delegate ○", "Absent ✕", "Last")
    table = Table(heads, (4, 2, 2, 2, 3), rows, leads=[("Person", row.id) for row in people])
    yield Section(
        "Acts of leadership in twelve months",
        table=table,
        chart=charts.timeline(lanes, since, facts.as_of, alt),
        apart=True,
    )


def _money(facts: Facts) -> Iterator[Section]:
    """The latest budget lines, drawn as what was asked, approved and spent."""
    lines = sorted(facts.rows("BudgetLine"), key=lambda row: (row.period or "", row.id), reverse=True)[:LINES]
    if not lines:
        return
    named = [f"{row.period or ''} {(row.purpose or '').replace('-', ' ')}".strip() or row.id for row in lines]
    figures = [[row.requested, row.approved, row.spent] for row in lines]
    drawn = [
        (name, [float(value or 0) for value in three]) for name, three in zip(named, figures, strict=True)
    ]
    rows = [
        [name, *("–" if value is None else f"{value:,g}".replace(",", " ") for value in three)]
        for name, three in zip(named, figures, strict=True)
    ]
    alt = f"What was asked, approved and spent in {len(lines)} budget lines; the table below has the figures."
    heads = ("Budget line", "Asked", "Approved", "Spent")
    table = Table(heads, (6, 2, 2, 2), rows, leads=[("BudgetLine", row.id) for row in lines])
    yield Section("Money: asked, approved, spent", (), (), table, charts.bars(drawn, alt))


def _posts(facts: Facts) -> Iterator[Section]:
    """The posts of the latest period that is on record: needed and filled."""
    rows = [row for row in facts.rows("StaffAllocation") if row.period]
    latest = max((row.period for row in rows), default="")
    posts = sorted((row for row in rows if row.period == latest), key=lambda row: row.id)[:LINES]
    if not posts:
        return
    named = [(row.role or row.id).replace("-", " ") for row in posts]
    drawn = [
        (name, [float(row.fte_required or 0), float(row.fte_filled or 0)])
        for name, row in zip(named, posts, strict=True)
    ]
    cells = [[name, f"{needed:g}", f"{filled:g}"] for name, (needed, filled) in drawn]
    alt = f"Posts needed and filled in {len(posts)} roles in {latest}; the table below has the figures."
    leads = [("StaffAllocation", row.id) for row in posts]
    table = Table(("Role", "Posts needed (FTE)", "Posts filled (FTE)"), (6, 3, 3), cells, leads=leads)
    yield Section(f"Posts of {latest}: needed, filled", (), (), table, charts.bars(drawn, alt))


def _gates(facts: Facts) -> Iterator[Section]:
    """What went through the gates of the business in twelve months, by what came of it."""
    since = cadence.shift(facts.as_of, -DAYS)
    passages = [row for row in facts.rows("GatePassage") if (row.occurred_on or "") > since]
    counts = Counter(row.outcome for row in passages)
    if not passages:
        return
    told = [(outcome, [float(counts[outcome])]) for outcome in OUTCOMES]
    alt = f"What came of {len(passages)} passages through gates in twelve months; the table below has the figures."
    last = {
        outcome: max((row.occurred_on for row in passages if row.outcome == outcome), default="–")
        for outcome in OUTCOMES
    }
    cells = [[outcome, str(counts[outcome]), last[outcome]] for outcome in OUTCOMES]
    table = Table(("Outcome", "Passages", "Last"), (6, 3, 3), cells)
    yield Section("Gates in twelve months", (), (), table, charts.bars(told, alt))
