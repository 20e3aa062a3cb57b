"""An assessment as one page of HTML, fit to print and to mail."""

from __future__ import annotations

from typing import Any

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Node
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.work.printing import html
from tonetop.work.reasons import reasons
from tonetop.work.reports.voice import ENGLISH, Voice

MARKS = {PASS: "✓", PARTIAL: "◐", FAIL: "✕", NO_DATA: "○", NOT_APPLICABLE: "–"}
WORDS = {
    PASS: "Backed",
    PARTIAL: "Partly backed",
    FAIL: "Not backed",
    NO_DATA: "No data",
    NOT_APPLICABLE: "Does not apply",
}
SHOWN = 12
"""How many records one condition names on the page; how many more there are is told."""


def page(found: Assessment, name: str, voice: Voice = ENGLISH) -> str:
    """The page of an assessment of the organisation of that name; the same assessment gives the same text."""
    tops = {id: result for id, result in found.clauses.items() if id != LEADERSHIP}
    return html(
        "assessment.jinja",
        found=found,
        name=name,
        label=catalogue.label(),
        leadership=found.clauses.get(LEADERSHIP),
        duties=[(catalogue.duties()[id], result, _checks(found, id)) for id, result in found.duties.items()],
        pitfalls=[(catalogue.pitfalls()[id], raised) for id, raised in found.pitfalls.items()],
        privacy=[(catalogue.checks()[id], result) for id, result in found.privacy.items()],
        groups=[
            ("Other clauses, by evidence in date", [(catalogue.clauses()[id], r) for id, r in tops.items()]),
            ("Controls of Annex A", [(catalogue.controls()[id], r) for id, r in found.controls.items()]),
        ],
        records=lambda node: _records(found, node),
        reasons=reasons,
        voice=voice,
        _=voice.said,
        MARKS=MARKS,
        WORDS=WORDS,
    )


def _checks(found: Assessment, duty: str) -> list[tuple[Any, Any]]:
    return [(catalogue.checks()[id], r) for id, r in found.checks.items() if id.startswith(f"{duty}.")]


def _records(found: Assessment, node: Node) -> tuple[list[str], int]:
    """The names of the first records of a condition, and how many more it relies on."""
    rows = node.relied()
    return [found.name(row) for row in rows[:SHOWN]], max(0, len(rows) - SHOWN)
