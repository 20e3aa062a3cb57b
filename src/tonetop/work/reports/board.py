"""The board's one page: four answers, nine duties, what would change them, pitfalls, what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.assess import NO_DATA, NOT_APPLICABLE, PASS
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.acts import ABSENT, BY_DELEGATE, IN_PERSON, by_person, last_days, leaders
from tonetop.standard.answers import answers
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports import charts
from tonetop.work.reports.report import Lead, Report, Section, Table

ABOUT = "Computed from what leaders did and what is recorded of it; every figure can be followed down to its records."
MOST = 5
DRAWN = 8
"""How many leaders the drawing shows, those who did most first."""
DAYS = 365
RESTS: tuple[Lead, ...] = (("Item", "5.1"), ("Item", "LD-2.2"), ("Item", "LD-3.3"), ("Item", "LD-1.3"))
"""What the four answers rest on."""


def board(found: Assessment, organisation: str) -> Report:
    """The page as of the assessment's day."""
    leadership = found.clauses[LEADERSHIP]
    told = answers(found.facts, found.checks)
    sections = [
        Section(
            "Four answers", (), [(one.number, f"{one.question} {one.said}") for one in told], leads=RESTS
        ),
        Section(f"Clause 5.1: {WORDS[leadership.result]}", (f"{leadership.why}.",), (), _duties(found)),
        _turning(found),
        _pitfalls(found),
        _waiting(found.facts),
        *_acts(found.facts),
        *_money(found.facts),
    ]
    return Report("Leadership and AI at a glance", organisation, found.as_of, ABOUT, sections)


def _duties(found: Assessment) -> Table:
    rows = [
        [id, catalogue.duties()[id]["name"], result.why, WORDS[result.result]]
        for id, result in found.duties.items()
    ]
    tones = [result.result for result in found.duties.values()]
    leads = [("Item", id) for id in found.duties]
    return Table(("Id", "Duty", "Why", "Result"), (1, 4, 6, 2), rows, tones, leads)


def _turning(found: Assessment) -> Section:
    """The acts that would change most: of key checks that fall short first."""
    short = [
        (text, found.checks[text.id])
        for text in catalogue.checks().values()
        if text.id in found.checks and found.checks[text.id].result not in (PASS, NOT_APPLICABLE)
    ]
    ranked = sorted(short, key=lambda pair: (not pair[0].key, pair[1].result == NO_DATA, pair[0].id))
    rows = [
        [text.id, f"{result.next_act}.", WORDS[result.result]]
        for text, result in ranked[:MOST]
        if result.next_act
    ]
    tones = [result.result for _, result in ranked[:MOST] if result.next_act]
    leads = [("Item", row[0]) for row in rows]
    table = Table(("Check", "What would change it", "Now"), (1, 9, 2), rows, tones, leads)
    return Section(
        "What would change it", () if rows else ("All that applies is backed.",), (), table if rows else None
    )


def _pitfalls(found: Assessment) -> Section:
    raised = [id for id, signals in found.pitfalls.items() if signals.raised]
    said = [f"{catalogue.pitfalls()[id]['name']}: raised." for id in raised]
    return Section("Pitfalls", said or ("None of the eight pitfalls is raised.",))


def _waiting(facts: Facts) -> Section:
    """Requests for resources that nobody has decided, the longest waiting first."""
    open_ = [row for row in facts.rows("ResourceRequest") if not row.decided_on and row.requested_on]
    open_.sort(key=lambda row: (row.requested_on, row.id))
    rows = [_request(facts, row) for row in open_[:MOST]]
    leads = [("ResourceRequest", row.id) for row in open_[:MOST]]
    table = Table(("Waiting", "What", "Asked by", "Needed by"), (2, 5, 3, 2), rows, leads=leads)
    told = () if rows else ("No request for resources waits for a decision.",)
    return Section("Waiting for a decision", told, (), table if rows else None)


def _request(facts: Facts, row: Row) -> list[str]:
    days = cadence.between(facts.as_of, row.requested_on)
    asked = facts.get("Person", row.requested_by)
    amount = f" {row.amount:g} {row.currency or ''}".rstrip() if row.amount is not None else ""
    what = f"{row.kind or 'resources'}{amount} to {row.purpose or 'run the AIMS'}"
    return [f"{days} days", what, (asked.name if asked is not None else "") or "", row.needed_by or ""]


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
    lines = sorted(facts.rows("BudgetLine"), key=lambda row: (row.period or "", row.id), reverse=True)[:MOST]
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
