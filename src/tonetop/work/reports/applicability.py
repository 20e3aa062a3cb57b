"""The statement of applicability: each control of Annex A, whether it applies and why, and how far it is done."""

from __future__ import annotations

from tonetop.core.facts import Facts
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.report import Report, Section, Table

ABOUT = (
    "For each control whether it applies and why, how far it is carried out, who owns it, and how far its evidence "
    "backs it on that day. A control without an entry is told as such; leaving one out needs a reason, and so does "
    "taking it in."
)
HEADS = ("Control", "Title", "Applies", "Justification", "Status", "Owner", "Evidence")
SHARES = (2, 5, 2, 6, 3, 3, 3)


def applicability(found: Assessment, organisation: str) -> Report:
    """The statement as of the assessment's day."""
    facts = found.facts
    rows, tones = [], []
    for id, item in catalogue.controls().items():
        rows.append([id, item["title"], *_entry(facts, id), WORDS[found.controls[id].result]])
        tones.append(found.controls[id].result)
    leads = [("Item", id) for id in catalogue.controls()]
    held = [facts.get("SoAEntry", id) for id in catalogue.controls()]
    figures = (
        (str(sum(row is not None and row.applicable is True for row in held)), "controls apply"),
        (str(sum(row is not None and row.applicable is False for row in held)), "are left out"),
        (str(sum(row is None or row.applicable is None for row in held)), "are not decided"),
    )
    sections = (
        Section("How many", (), figures),
        Section("Controls of Annex A", (), (), Table(HEADS, SHARES, rows, tones, leads)),
    )
    return Report("Statement of applicability", organisation, found.as_of, ABOUT, sections)


def _entry(facts: Facts, id: str) -> list[str]:
    row = facts.get("SoAEntry", id)
    if row is None:
        return ["no entry", "", "", ""]
    applies = {True: "yes", False: "no"}.get(row.applicable, "not decided")
    owner = facts.get("Person", row.owner)
    named = (owner.name or owner.id) if owner is not None else row.owner or ""
    return [applies, row.justification or "none given", (row.status or "").replace("-", " "), named]
