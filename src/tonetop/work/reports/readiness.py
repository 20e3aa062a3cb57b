"""The readiness report of clause 5.1: each duty and check with its reason, its records, its next act; and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Result
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.report import Lead, Report, Section, Table

SHOWN = 12
"""How many records one result names; how many more there are is told."""
ORDER = (PASS, PARTIAL, FAIL, NO_DATA, NOT_APPLICABLE)
SHARES = (2, 13, 3, 3)
ABOUT = "What is backed rests on dated records of named people; people judge what it amounts to."


def readiness(found: Assessment, organisation: str) -> Report:
    """The report of all that was assessed; of one item alone where one was asked for."""
    sections = [*_leadership(found), *(_duty(found, id) for id in found.duties), *_pitfalls(found)]
    for heading, what, results, titles in (
        ("Privacy", "Check", found.privacy, _checks()),
        ("Other clauses, by evidence in date", "Clause", _others(found), _titles(catalogue.clauses())),
        ("Controls of Annex A", "Control", found.controls, _titles(catalogue.controls())),
    ):
        if results:
            sections.append(Section(heading, table=_table(found, what, results, titles)))
    title = f"{organisation}: leadership commitment as of {found.as_of}"
    known = f", as known on {found.known_on}" if found.known_on else ""
    foot = f"Assessed as of {found.as_of}{known} by {catalogue.label()}."
    return Report(title, organisation, found.as_of, ABOUT, sections, foot)


def _leadership(found: Assessment) -> Iterable[Section]:
    leadership = found.clauses.get(LEADERSHIP)
    if leadership is None:
        return
    counted = [result.result for result in found.duties.values()]
    figures = [
        (str(counted.count(word)), f"duties: {WORDS[word].lower()}") for word in ORDER if word in counted
    ]
    told = f"{WORDS[leadership.result]}. {leadership.why}."
    yield Section("5.1 Leadership and commitment", (told,), figures)


def _duty(found: Assessment, id: str) -> Section:
    result = found.duties[id]
    checks = {check: one for check, one in found.checks.items() if check.startswith(f"{id}.")}
    told = f"{WORDS[result.result]}. {result.why}."
    heading = f"{id} {catalogue.duties()[id]['name']}"
    return Section(heading, (told,), table=_table(found, "Check", checks, _checks()))


def _pitfalls(found: Assessment) -> Iterable[Section]:
    if not found.pitfalls:
        return
    rows = [
        [id, "\n".join((catalogue.pitfalls()[id]["name"], *_signals(pitfall))), _raised(pitfall)]
        for id, pitfall in found.pitfalls.items()
    ]
    tones = [FAIL if pitfall.raised else "" for pitfall in found.pitfalls.values()]
    table = Table(("Id", "Pitfall", "State"), (2, 15, 3), rows, tones, _leads(found.pitfalls))
    yield Section("Pitfalls watched", table=table)


def _signals(pitfall: Any) -> list[str]:
    return [f"{letter}: {node.why}." for letter, node in sorted(pitfall.signals.items())]


def _raised(pitfall: Any) -> str:
    return "Raised" if pitfall.raised else "Not raised"


def _table(found: Assessment, what: str, results: Mapping[str, Result], titles: Mapping[str, str]) -> Table:
    rows = [
        [id, _told(found, titles[id], one), WORDS[one.result], one.expires_on or ""]
        for id, one in results.items()
    ]
    tones = [one.result for one in results.values()]
    return Table(("Id", what, "Result", "Lapses"), SHARES, rows, tones, _leads(results), toned=2)


def _told(found: Assessment, title: str, one: Result) -> str:
    """What a result says, a line each: its title, why it is so, what would change it, what it rests on."""
    lines = [title, f"{one.why}."]
    if one.next_act:
        lines.append(f"Next: {one.next_act}.")
    if one.records:
        more = len(one.records) - SHOWN
        named = ", ".join(found.name(row) for row in one.records[:SHOWN])
        lines.append(f"Rests on: {named}{f' and {more} more' if more > 0 else ''}.")
    return "\n".join(lines)


def _leads(ids: Iterable[str]) -> Sequence[Lead]:
    return [("Item", id) for id in ids]


def _checks() -> dict[str, str]:
    return {id: f"{text.title} (key)" if text.key else text.title for id, text in catalogue.checks().items()}


def _titles(texts: Mapping[str, Any]) -> dict[str, str]:
    return {id: text["title"] for id, text in texts.items()}


def _others(found: Assessment) -> dict[str, Result]:
    return {id: result for id, result in found.clauses.items() if id != LEADERSHIP}
