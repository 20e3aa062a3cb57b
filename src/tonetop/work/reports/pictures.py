"""The second page of the board: when leaders acted, the money, the posts and the gates, each drawn and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.standard.acts import ABSENT, BY_DELEGATE, IN_PERSON, by_person, last_days, leaders
from tonetop.work.reports import charts
from tonetop.work.reports.report import Section, Table
from tonetop.work.reports.voice import Voice

DRAWN, LINES = 8, 5
"""How many leaders and how many lines of money or posts a drawing shows."""
DAYS = 365
WAYS = (("In person", "●"), ("By a delegate", "○"), ("Absent", "✕"))
OUTCOMES = ("passed", "conditional", "rejected", "waived")


def pictures(facts: Facts, voice: Voice) -> Iterator[Section]:
    """The drawings of what is on record, each with the table of its figures; nothing where nothing is."""
    yield from _acts(facts, voice)
    yield from _money(facts, voice)
    yield from _posts(facts, voice)
    yield from _gates(facts, voice)


def _acts(facts: Facts, voice: Voice) -> Iterator[Section]:
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
        counts = (str(modes.count(mode)) for mode in (IN_PERSON, BY_DELEGATE, ABSENT))
        rows.append([row.name or row.id, *counts, voice.day(last)])
    acted = "When %(n)s leaders acted from %(since)s to %(until)s; the table below counts their acts."
    alt = voice.form(acted, n=len(people), since=voice.day(since), until=voice.day(facts.as_of))
    heads = [voice.said("Person"), *(f"{voice.said(way)} {sign}" for way, sign in WAYS), voice.said("Last")]
    table = Table(heads, (4, 2, 2, 2, 3), rows, leads=[("Person", row.id) for row in people])
    yield Section(
        voice.said("Acts of leadership in twelve months"),
        table=table,
        chart=charts.timeline(lanes, since, facts.as_of, alt, voice.month),
        apart=True,
    )


def _money(facts: Facts, voice: Voice) -> Iterator[Section]:
    """The latest budget lines, drawn as what was asked, approved and spent."""
    lines = sorted(facts.rows("BudgetLine"), key=lambda row: (row.period or "", row.id), reverse=True)[:LINES]
    if not lines:
        return
    named = [f"{row.period or ''} {voice.word(row.purpose)}".strip() or row.id for row in lines]
    figures = [[row.requested, row.approved, row.spent] for row in lines]
    drawn = [
        (name, [float(value or 0) for value in three]) for name, three in zip(named, figures, strict=True)
    ]
    rows = [
        [name, *("–" if value is None else voice.number(value) for value in three)]
        for name, three in zip(named, figures, strict=True)
    ]
    told = "What was asked, approved and spent in %(n)s budget lines; the table below has the figures."
    alt = voice.form(told, n=len(lines))
    heads = [voice.said(head) for head in ("Budget line", "Money asked", "Money approved", "Money spent")]
    table = Table(heads, (6, 2, 2, 2), rows, leads=[("BudgetLine", row.id) for row in lines])
    yield Section(voice.said("Money: asked, approved, spent"), (), (), table, charts.bars(drawn, alt))


def _posts(facts: Facts, voice: Voice) -> Iterator[Section]:
    """The posts of the latest period that is on record: needed and filled."""
    rows = [row for row in facts.rows("StaffAllocation") if row.period]
    latest = max((row.period for row in rows), default="")
    posts = sorted((row for row in rows if row.period == latest), key=lambda row: row.id)[:LINES]
    if not posts:
        return
    named = [voice.word(row.role or row.id) for row in posts]
    drawn = [
        (name, [float(row.fte_required or 0), float(row.fte_filled or 0)])
        for name, row in zip(named, posts, strict=True)
    ]
    cells = [[name, voice.number(needed), voice.number(filled)] for name, (needed, filled) in drawn]
    told = "Posts needed and filled in %(n)s roles in %(latest)s; the table below has the figures."
    alt = voice.form(told, n=len(posts), latest=latest)
    leads = [("StaffAllocation", row.id) for row in posts]
    heads = [voice.said(head) for head in ("Role", "Posts needed (FTE)", "Posts filled (FTE)")]
    table = Table(heads, (6, 3, 3), cells, leads=leads)
    heading = voice.form("Posts of %(latest)s: needed, filled", latest=latest)
    yield Section(heading, (), (), table, charts.bars(drawn, alt))


def _gates(facts: Facts, voice: Voice) -> Iterator[Section]:
    """What went through the gates of the business in twelve months, by what came of it."""
    since = cadence.shift(facts.as_of, -DAYS)
    passages = [row for row in facts.rows("GatePassage") if (row.occurred_on or "") > since]
    counts = Counter(row.outcome for row in passages)
    if not passages:
        return
    drawn = [(voice.word(outcome), [float(counts[outcome])]) for outcome in OUTCOMES]
    told = "What came of %(n)s passages through gates in twelve months; the table below has the figures."
    alt = voice.form(told, n=len(passages))
    last = {
        outcome: max((row.occurred_on for row in passages if row.outcome == outcome), default="–")
        for outcome in OUTCOMES
    }
    cells = [[voice.word(one), str(counts[one]), voice.day(last[one])] for one in OUTCOMES]
    table = Table([voice.said(head) for head in ("Outcome", "Passages", "Last")], (6, 3, 3), cells)
    yield Section(voice.said("Gates in twelve months"), (), (), table, charts.bars(drawn, alt))
