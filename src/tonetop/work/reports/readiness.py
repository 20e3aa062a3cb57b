"""The readiness report of clause 5.1: each duty and check with its reason, its records, its next act; and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Result
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.report import Lead, Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice

SHOWN = 12
"""How many records one result names; how many more there are is told."""
ORDER = (PASS, PARTIAL, FAIL, NO_DATA, NOT_APPLICABLE)
ASSESSED = "Assessed as of %(day)s by %(label)s."
ASSESSED_AS_KNOWN = "Assessed as of %(day)s, as known on %(known)s by %(label)s."
SHARES = (2, 13, 3, 3)
ABOUT = "What is backed rests on dated records of named people; people judge what it amounts to."


def readiness(found: Assessment, organisation: str, voice: Voice = ENGLISH) -> Report:
    """The report of all that was assessed; of one item alone where one was asked for."""
    duties = (_duty(found, id, voice) for id in found.duties)
    sections = [*_leadership(found, voice), *duties, *_pitfalls(found, voice)]
    for heading, what, results, titles in (
        ("Privacy", "Check", found.privacy, _checks(voice)),
        ("Other clauses, by evidence in date", "Clause", _others(found), _titles(catalogue.clauses(), voice)),
        ("Controls of Annex A", "Control", found.controls, _titles(catalogue.controls(), voice)),
    ):
        if results:
            table = _table(found, what, results, titles, voice)
            sections.append(Section(voice.said(heading), table=table))
    day = voice.day(found.as_of)
    title = voice.form(
        "%(organisation)s: leadership commitment as of %(day)s", organisation=organisation, day=day
    )
    foot = voice.form(ASSESSED, day=day, label=catalogue.label())
    if found.known_on:
        known = voice.day(found.known_on)
        foot = voice.form(ASSESSED_AS_KNOWN, day=day, known=known, label=catalogue.label())
    return Report(title, organisation, found.as_of, voice.said(ABOUT), sections, foot, voice)


def _leadership(found: Assessment, voice: Voice) -> Iterable[Section]:
    leadership = found.clauses.get(LEADERSHIP)
    if leadership is None:
        return
    counted = [result.result for result in found.duties.values()]
    figures = [
        (str(counted.count(word)), voice.said(f"duties: {WORDS[word].lower()}"))
        for word in ORDER
        if word in counted
    ]
    told = f"{voice.said(WORDS[leadership.result])}. {voice.said(leadership.why)}."
    yield Section(voice.said("5.1 Leadership and commitment"), (told,), figures)


def _duty(found: Assessment, id: str, voice: Voice) -> Section:
    result = found.duties[id]
    checks = {check: one for check, one in found.checks.items() if check.startswith(f"{id}.")}
    told = f"{voice.said(WORDS[result.result])}. {voice.said(result.why)}."
    heading = f"{id} {voice.said(catalogue.duties()[id]['name'])}"
    return Section(heading, (told,), table=_table(found, "Check", checks, _checks(voice), voice))


def _pitfalls(found: Assessment, voice: Voice) -> Iterable[Section]:
    if not found.pitfalls:
        return
    rows = [
        [id, "\n".join((_called(id, voice), *_signals(pitfall, voice))), voice.said(_raised(pitfall))]
        for id, pitfall in found.pitfalls.items()
    ]
    tones = [FAIL if pitfall.raised else "" for pitfall in found.pitfalls.values()]
    heads = [voice.said(head) for head in ("Id", "Pitfall", "State")]
    table = Table(heads, (2, 15, 3), rows, tones, _leads(found.pitfalls))
    yield Section(voice.said("Pitfalls watched"), table=table)


def _called(id: str, voice: Voice) -> str:
    return voice.said(catalogue.pitfalls()[id]["name"])


def _signals(pitfall: Any, voice: Voice) -> list[str]:
    return [f"{letter}: {voice.said(node.why)}." for letter, node in sorted(pitfall.signals.items())]


def _raised(pitfall: Any) -> str:
    return "Raised" if pitfall.raised else "Not raised"


def _table(
    found: Assessment, what: str, results: Mapping[str, Result], titles: Mapping[str, str], voice: Voice
) -> Table:
    rows = [
        [id, _told(found, titles[id], one, voice), voice.said(WORDS[one.result]), voice.day(one.expires_on)]
        for id, one in results.items()
    ]
    tones = [one.result for one in results.values()]
    heads = [voice.said(head) for head in ("Id", what, "Result", "Lapses")]
    return Table(heads, SHARES, rows, tones, _leads(results), toned=2)


def _told(found: Assessment, title: str, one: Result, voice: Voice) -> str:
    """What a result says, a line each: its title, why it is so, what would change it, what it rests on."""
    lines = [title, f"{voice.said(one.why)}."]
    if one.next_act:
        lines.append(voice.form("Next: %(act)s.", act=voice.said(one.next_act)))
    if one.records:
        more = len(one.records) - SHOWN
        named = ", ".join(found.name(row) for row in one.records[:SHOWN])
        told = "Rests on: %(named)s and %(more)s more." if more > 0 else "Rests on: %(named)s."
        lines.append(voice.form(told, named=named, more=more))
    return "\n".join(lines)


def _leads(ids: Iterable[str]) -> Sequence[Lead]:
    return [("Item", id) for id in ids]


def _checks(voice: Voice) -> dict[str, str]:
    titles = {id: voice.said(text.title) for id, text in catalogue.checks().items()}
    key = {id for id, text in catalogue.checks().items() if text.key}
    return {id: voice.form("%(title)s (key)", title=t) if id in key else t for id, t in titles.items()}


def _titles(texts: Mapping[str, Any], voice: Voice) -> dict[str, str]:
    return {id: voice.said(text["title"]) for id, text in texts.items()}


def _others(found: Assessment) -> dict[str, Result]:
    return {id: result for id, result in found.clauses.items() if id != LEADERSHIP}
