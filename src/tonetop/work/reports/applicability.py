"""The statement of applicability: each control of Annex A, whether it applies and why, and how far it is done."""

from __future__ import annotations

from tonetop.core.facts import Facts
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice

ABOUT = (
    "For each control whether it applies and why, how far it is carried out, who owns it, and how far its evidence "
    "backs it on that day. A control without an entry is told as such; leaving one out needs a reason, and so does "
    "taking it in."
)
HEADS = ("Control", "Title", "Applies", "Justification", "Status", "Owner", "Evidence")
SHARES = (2, 5, 2, 6, 3, 3, 3)


def applicability(found: Assessment, organisation: str, voice: Voice = ENGLISH) -> Report:
    """The statement as of the assessment's day."""
    facts = found.facts
    rows, tones = [], []
    for id, item in catalogue.controls().items():
        result = voice.said(WORDS[found.controls[id].result])
        rows.append([id, voice.said(item["title"]), *_entry(facts, id, voice), result])
        tones.append(found.controls[id].result)
    leads = [("Item", id) for id in catalogue.controls()]
    held = [facts.get("SoAEntry", id) for id in catalogue.controls()]
    heads = [voice.said(head) for head in HEADS]
    figures = (
        (str(sum(row is not None and row.applicable is True for row in held)), voice.said("controls apply")),
        (str(sum(row is not None and row.applicable is False for row in held)), voice.said("are left out")),
        (str(sum(row is None or row.applicable is None for row in held)), voice.said("are not decided")),
    )
    sections = (
        Section(voice.said("How many"), (), figures),
        Section(voice.said("Controls of Annex A"), (), (), Table(heads, SHARES, rows, tones, leads)),
    )
    title, about = voice.said("Statement of applicability"), voice.said(ABOUT)
    return Report(title, organisation, found.as_of, about, sections, voice=voice)


def _entry(facts: Facts, id: str, voice: Voice) -> list[str]:
    row = facts.get("SoAEntry", id)
    if row is None:
        return [voice.said("no entry"), "", "", ""]
    applies = voice.said({True: "yes", False: "no"}.get(row.applicable, "not decided"))
    owner = facts.get("Person", row.owner)
    named = (owner.name or owner.id) if owner is not None else row.owner or ""
    return [applies, row.justification or voice.said("none given"), voice.word(row.status), named]
