"""The compliance centre as a report and as CSV: each requirement with owner, state, evidence, lapse and next act."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tonetop.core.facts import Facts
from tonetop.standard.assessment import Assessment
from tonetop.standard.maps.centre import ATTENTION, HEALTHY, NOT_STARTED, UPCOMING, Line, counts
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice

ABOUT = (
    "Each requirement with who answers for it, how far it is backed on that day, how many pieces of evidence are on "
    "record and of which day the newest is, when the first of what backs it lapses, and what to do next."
)
HEADS = ("Id", "Requirement", "State", "Result", "Owner", "Evidence", "Newest", "Lapses", "Next act", "Why")
SHARES = (2, 5, 3, 3, 3, 2, 3, 3, 6, 6)
STATED = {ATTENTION: "Needs attention", UPCOMING: "Upcoming", NOT_STARTED: "Not started", HEALTHY: "Healthy"}
"""States as people read them."""


def centre(found: Assessment, lines: Sequence[Line], organisation: str, voice: Voice = ENGLISH) -> Report:
    """The lines that are given, as of the assessment's day."""
    figures = tuple((str(n), voice.said(STATED[state])) for state, n in counts(lines).items())
    heads = [voice.said(head) for head in HEADS]
    rows = [_row(found.facts, line, voice) for line in lines]
    tones, leads = [line.result for line in lines], [("Item", line.id) for line in lines]
    table = Table(heads, SHARES, rows, tones, leads, toned=3)
    sections = (
        Section(voice.said("How many"), (), figures),
        Section(voice.said("Requirements"), (), (), table),
    )
    title = voice.said("Compliance centre")
    return Report(title, organisation, found.as_of, voice.said(ABOUT), sections, voice=voice)


def as_csv(report: Report) -> bytes:
    """The table of a report as CSV (RFC 4180, UTF-8 with a mark); a text that a sheet would reckon is quoted.

    A line above the headings says what of a list it is, where it is not all of it.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    if report.narrowed:
        lines.writerow([_harmless(report.narrowed)])
    for section in report.sections:
        if section.table is not None:
            lines.writerow(section.table.heads)
            lines.writerows([_harmless(text) for text in row] for row in section.table.rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else text


def _row(facts: Facts, line: Line, voice: Voice) -> list[str]:
    result = voice.said(WORDS[line.result])
    stated, title = voice.said(STATED[line.state]), voice.said(line.title)
    days = voice.day(line.newest), voice.day(line.lapses)
    told = voice.said(line.next_act), voice.said(line.why)
    return [line.id, title, stated, result, owner(facts, line, voice), str(line.evidence), *days, *told]


def owner(facts: Facts, line: Line, voice: Voice = ENGLISH) -> str:
    """Who answers for a requirement: the person's name, else the role that acts by the catalogue."""
    person = facts.get("Person", line.owner)
    if person is not None:
        return str(person.name or person.id)
    return line.owner or voice.word(line.role)
