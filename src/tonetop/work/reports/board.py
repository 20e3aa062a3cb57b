"""The board's one page: four answers, nine duties, what would change them, pitfalls, what waits for a decision."""

from __future__ import annotations

from tonetop.core import cadence
from tonetop.core.assess import NO_DATA, NOT_APPLICABLE, PASS
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.answers import answers
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.pictures import pictures
from tonetop.work.reports.report import Lead, Report, Section, Table

ABOUT = "Computed from what leaders did and what is recorded of it; every figure can be followed down to its records."
MOST = 5
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
        *pictures(found.facts),
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
