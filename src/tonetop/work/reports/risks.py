"""AI risks as a report: each before and after treatment, with its plan, who accepted what remains, and what lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tonetop.core.facts import Facts
from tonetop.standard.assessment import Assessment
from tonetop.standard.risks import LEVELS, owner_of
from tonetop.standard.risks.standing import Standing
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice

ABOUT = (
    "Each AI risk as it was judged: how likely and how grave before and after treatment, what is done about it by whom "
    "and by when, who accepted what remains, and what lacks on that day."
)
HEADS = (
    *("Id", "Risk", "About", "Owner", "Likelihood", "Severity", "Before", "After", "Option", "What is done"),
    *("Controls", "Carried out by", "Due", "Approved by", "Accepted by", "Accepted on", "What lacks"),
)
SHARES = (2, 5, 3, 3, 2, 2, 2, 2, 2, 5, 3, 3, 2, 3, 3, 2, 5)
TONES = {"low": "pass", "medium": "partial", "high": "fail", "critical": "fail"}


def risks(
    found: Assessment,
    lines: Sequence[Standing],
    organisation: str,
    says: Mapping[str, str],
    voice: Voice = ENGLISH,
) -> Report:
    """The risks that are given, as of the assessment's day; says: what lacks, in words."""
    open_ = [one for one in lines if one.risk.status != "closed"]
    figures = tuple(
        (str(sum(one.remains == level for one in open_)), voice.word(level)) for level in reversed(LEVELS)
    )
    rows = [_row(found.facts, one, says, voice) for one in lines]
    heads = [voice.said(head) for head in HEADS]
    tones = [TONES.get(one.remains, "no-data") for one in lines]
    leads = [("RiskAssessment", one.risk.id) for one in lines]
    table = Table(heads, SHARES, rows, tones, leads, toned=7)
    sections = (
        Section(voice.said("How many remain"), (), figures),
        Section(voice.said("AI risks"), (), (), table),
    )
    return Report(voice.said("AI risks"), organisation, found.as_of, voice.said(ABOUT), sections, voice=voice)


def _row(facts: Facts, one: Standing, says: Mapping[str, str], voice: Voice) -> list[str]:
    risk, plan = one.risk, one.accepted or one.plan
    about = next(
        (row for type in ("AISystem", "Asset", "Decision") if (row := facts.get(type, risk.subject))), None
    )
    subject = (about.text if about.type == "Decision" else about.name) if about is not None else ""
    first = [risk.id, risk.title or "", subject or risk.subject or "", _name(facts, owner_of(facts, risk))]
    first += [voice.word(value) for value in (risk.likelihood, risk.severity, risk.inherent, risk.residual)]
    if plan is None:
        treated = [""] * 8
    else:
        treated = [voice.word(plan.option), plan.measures or "", ", ".join(plan.controls or ())]
        treated += [_name(facts, plan.owner), voice.day(plan.due), _name(facts, plan.approved_by)]
        treated += [_name(facts, plan.residual_accepted_by), voice.day(plan.residual_accepted_on)]
    return [*first, *treated, "; ".join(says[word] for word in one.lacks)]


def _name(facts: Facts, ref: str | None) -> str:
    person = facts.get("Person", ref)
    return str(person.name or person.id) if person is not None else ref or ""
