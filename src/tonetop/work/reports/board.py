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
from tonetop.work.reports.voice import ENGLISH, Voice

ABOUT = "Computed from what leaders did and what is recorded of it; every figure can be followed down to its records."
MOST = 5
RESTS: tuple[Lead, ...] = (("Item", "5.1"), ("Item", "LD-2.2"), ("Item", "LD-3.3"), ("Item", "LD-1.3"))
"""What the four answers rest on."""


def board(found: Assessment, organisation: str, voice: Voice = ENGLISH) -> Report:
    """The page as of the assessment's day."""
    leadership = found.clauses[LEADERSHIP]
    told = [
        (voice.said(one.number), f"{voice.said(one.question)} {voice.said(one.said)}")
        for one in answers(found.facts, found.checks)
    ]
    state = voice.said(WORDS[leadership.result])
    sections = [
        Section(voice.said("Four answers"), (), told, leads=RESTS),
        Section(
            voice.form("Clause 5.1: %(result)s", result=state),
            (f"{voice.said(leadership.why)}.",),
            (),
            _duties(found, voice),
        ),
        _turning(found, voice),
        _pitfalls(found, voice),
        _waiting(found.facts, voice),
        *pictures(found.facts, voice),
    ]
    title, about = voice.said("Leadership and AI at a glance"), voice.said(ABOUT)
    return Report(title, organisation, found.as_of, about, sections, voice=voice)


def _duties(found: Assessment, voice: Voice) -> Table:
    rows = [
        [id, *map(voice.said, (catalogue.duties()[id]["name"], result.why, WORDS[result.result]))]
        for id, result in found.duties.items()
    ]
    tones = [result.result for result in found.duties.values()]
    leads = [("Item", id) for id in found.duties]
    heads = [voice.said(head) for head in ("Id", "Duty", "Why", "Result")]
    return Table(heads, (1, 4, 6, 2), rows, tones, leads)


def _turning(found: Assessment, voice: Voice) -> Section:
    """The acts that would change most: of key checks that fall short first."""
    short = [
        (text, found.checks[text.id])
        for text in catalogue.checks().values()
        if text.id in found.checks and found.checks[text.id].result not in (PASS, NOT_APPLICABLE)
    ]
    ranked = sorted(short, key=lambda pair: (not pair[0].key, pair[1].result == NO_DATA, pair[0].id))
    rows = [
        [text.id, f"{voice.said(result.next_act)}.", voice.said(WORDS[result.result])]
        for text, result in ranked[:MOST]
        if result.next_act
    ]
    tones = [result.result for _, result in ranked[:MOST] if result.next_act]
    leads = [("Item", row[0]) for row in rows]
    heads = [voice.said(head) for head in ("Check", "What would change it", "Now")]
    table = Table(heads, (1, 9, 2), rows, tones, leads)
    told = () if rows else (voice.said("All that applies is backed."),)
    return Section(heads[1], told, (), table if rows else None)


def _pitfalls(found: Assessment, voice: Voice) -> Section:
    raised = [id for id, signals in found.pitfalls.items() if signals.raised]
    said = [
        voice.form("%(name)s: raised.", name=voice.said(catalogue.pitfalls()[id]["name"])) for id in raised
    ]
    return Section(voice.said("Pitfalls"), said or (voice.said("None of the eight pitfalls is raised."),))


def _waiting(facts: Facts, voice: Voice) -> Section:
    """Requests for resources that nobody has decided, the longest waiting first."""
    open_ = [row for row in facts.rows("ResourceRequest") if not row.decided_on and row.requested_on]
    open_.sort(key=lambda row: (row.requested_on, row.id))
    rows = [_request(facts, row, voice) for row in open_[:MOST]]
    leads = [("ResourceRequest", row.id) for row in open_[:MOST]]
    heads = [voice.said(head) for head in ("Waiting", "What", "Requested by", "Needed by")]
    table = Table(heads, (2, 5, 3, 2), rows, leads=leads)
    told = () if rows else (voice.said("No request for resources waits for a decision."),)
    return Section(voice.said("Waiting for a decision"), told, (), table if rows else None)


def _request(facts: Facts, row: Row, voice: Voice) -> list[str]:
    days = cadence.between(facts.as_of, row.requested_on)
    asked = facts.get("Person", row.requested_by)
    amount = f"{voice.number(row.amount)} {row.currency or ''}" if row.amount is not None else ""
    kind = voice.word(row.kind) or voice.said("resources")
    purpose = voice.word(row.purpose) or voice.said("run the AIMS")
    what = voice.form("%(kind)s, meant to %(purpose)s", kind=f"{kind} {amount}".strip(), purpose=purpose)
    waited = voice.form("%(figure)s days" if days != 1 else "%(figure)s day", figure=days)
    return [waited, what, (asked.name if asked is not None else "") or "", voice.day(row.needed_by)]
