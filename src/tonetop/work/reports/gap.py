"""The gap report of a folder: per duty what is quoted, from where, and what is missing; then the rest, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tonetop.core.assess import NO_DATA
from tonetop.standard import catalogue
from tonetop.work.assess_folder import FolderAssessment
from tonetop.work.examined import Examined, Refusal
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice
from tonetop.work.shown_by_documents import (
    BACKED,
    CONTRADICTED,
    DELEGATED,
    LACKING,
    MISSING,
    PROMISED,
    STALE,
    Shown,
)

STATES = {
    BACKED: "Backed by acts of top management",
    CONTRADICTED: "Backed, and contradicted since",
    STALE: "Out of date",
    LACKING: "Said to be lacking",
    DELEGATED: "Acts, not surely of top management",
    PROMISED: "Only promised",
    MISSING: "No evidence found",
}
ABOUT = (
    "Every quotation stands letter for letter at its place in the document. Passages were judged by the program and "
    "may be misjudged: people decide what is accepted, and the rules what it amounts to. The report itself stores "
    "nothing."
)
OBSERVED = {
    "near-copy": "Nearly the same words",
    "metadata": "File made long after its date",
    "older than its evidence": "Dated before what it tells",
    "instruction": "Speaks to its reader",
    "hidden text": "Hidden text",
    "month of the audit": "All dated just before the audit",
}
"""What is observed of documents, by the observation's kind."""
OBSERVING = (
    "What an auditor would look at twice: a question and no finding, for each may have a plain reason."
)
QUOTED, NAMED = 2, 12
"""How many quotations and documents of one observation are told; all stand in JSON."""
STANDINGS = {"act": "Act", "commitment": "Commitment", "gap": "Gap", "none": "Mention"}
ACTORS = {"top": "top management", "delegate": "others", "unclear": "actor unclear"}


def gap(found: FolderAssessment, name: str, voice: Voice = ENGLISH, organisation: str = "") -> Report:
    """The report of an assessed folder, `name` what it is called. organisation: of whom, where that is known."""
    day = found.assessed.as_of
    parts = (_duties, _rest, _proposed, _files, _observed, _noticed)
    sections = [section for part in parts for section in part(found, voice)]
    told = voice.day(day)
    title = voice.form("%(folder)s: what the documents show as of %(day)s", folder=name, day=told)
    foot = voice.form("Assessed as of %(day)s by %(label)s.", day=told, label=catalogue.label())
    return Report(title, organisation or name, day, voice.said(ABOUT), sections, foot, voice=voice)


def _table(voice: Voice, heads: Sequence[str], *rest: Any, **named: Any) -> Table:
    return Table([voice.said(head) for head in heads], *rest, **named)


def _duties(found: FolderAssessment, voice: Voice) -> Iterable[Section]:
    duties = found.assessed.duties
    if not duties:
        return
    counted = Counter(found.shown[id].state for id in duties)
    figures = [
        (str(counted[state]), voice.said(said).lower() if voice is ENGLISH else voice.said(said))
        for state, said in STATES.items()
        if counted[state]
    ]
    names = {id: voice.said(catalogue.duties()[id]["name"]) for id in duties}
    rows, tones = [], []
    for id in duties:
        told = found.duty(id)
        rows.append([id, names[id], voice.said(STATES[found.shown[id].state]), f"{voice.said(told['why'])}."])
        tones.append(told["result"])
    table = _table(voice, ("Id", "Duty", "Shown", "Why"), (2, 7, 5, 7), rows, tones, toned=2)
    whole = voice.said(found.leadership()["why"])
    yield Section(voice.said("5.1 Leadership and commitment"), (f"{whole}.",), figures, table)
    for id in duties:
        if found.shown[id].cites:
            yield _quotations(f"{id} {names[id]}", found.shown[id], voice)


def _quotations(heading: str, shown: Shown, voice: Voice) -> Section:
    rows = [
        [
            f"{voice.said(STANDINGS[cite.standing])}, {voice.said(ACTORS[cite.actor])}",
            f"“{cite.quote.text.strip()}”",
            place(cite.plain(), voice),
        ]
        for cite in shown.cites
    ]
    table = _table(voice, ("Standing", "Quotation", "Where"), (4, 12, 5), rows)
    return Section(heading, (f"{voice.said(STATES[shown.state])}. {voice.said(shown.why)}.",), table=table)


def place(record: Mapping[str, Any], voice: Voice = ENGLISH) -> str:
    """Where a quotation stands, as people read it: the document, its page where it has one, the characters."""
    gaps = {name: str(record[name]) for name in ("document", "page", "start", "end")}
    if record["page"]:
        return voice.form("%(document)s, page %(page)s, characters %(start)s to %(end)s", **gaps)
    return voice.form("%(document)s, characters %(start)s to %(end)s", **gaps)


def _rest(found: FolderAssessment, voice: Voice) -> Iterable[Section]:
    """Clauses and controls for which something was found, each with its surest quotation; the others are named."""
    plain = found.plain()
    for heading, group, texts in (
        ("Other clauses", "clauses", catalogue.clauses()),
        ("Controls of Annex A", "controls", catalogue.controls()),
    ):
        results = {id: told for id, told in plain[group].items() if id != "5.1"}
        if not results:
            continue
        spoken = {id: told for id, told in results.items() if told["records"]}
        silent = [id for id in results if id not in spoken]
        rows = [
            [
                id,
                f"{voice.said(texts[id]['title'])}\n{voice.said(told['why'])}.",
                f"“{told['records'][0]['quote'].strip()}”",
                place(told["records"][0], voice),
            ]
            for id, told in spoken.items()
        ]
        tones = [told["result"] for told in spoken.values()]
        heads = ("Id", "Matter", "Quotation", "Where")
        table = _table(voice, heads, (2, 6, 8, 5), rows, tones) if rows else None
        said = voice.form("No evidence found for %(ids)s.", ids=", ".join(silent))
        yield Section(voice.said(heading), (said,) if silent else (), table=table)


def _proposed(found: FolderAssessment, voice: Voice) -> Iterable[Section]:
    counted = Counter(one.type for one in found.proposals)
    judged = sum(result.result != NO_DATA for result in found.assessed.checks.values())
    rows = [[voice.kind(type), str(count)] for type, count in counted.items()]
    said = voice.form(
        "%(part)s of %(whole)s checks can be judged by them, once a person accepts them.",
        part=str(judged),
        whole=str(len(found.assessed.checks)),
    )
    table = _table(voice, ("Record", "Proposed"), (6, 2), rows) if rows else None
    none = voice.said("The documents propose no facts.")
    yield Section(voice.said("Proposed facts"), (said if rows else none,), table=table)


def _files(found: FolderAssessment, voice: Voice) -> Iterable[Section]:
    rows = [_file(one, voice) for one in found.documents]
    said = voice.form(
        "%(part)s of %(whole)s files were read.",
        part=str(len(found.examined)),
        whole=str(len(found.documents)),
    )
    heads = ("Document", "Kind", "Date", "Result")
    yield Section(
        voice.said("Every file"), (said,), table=_table(voice, heads, (9, 5, 3, 6), rows) if rows else None
    )


def _file(one: Examined | Refusal, voice: Voice) -> list[str]:
    if isinstance(one, Refusal):
        return [one.document, "", "", voice.form("Refused: %(reason)s", reason=voice.said(one.why))]
    form = voice.said("form to fill in, shows nothing")
    if not one.placeholder:
        form = voice.form("%(count)s passages", count=str(len(one.told)))
    return [one.document, voice.word(one.kind), voice.day(one.date), form]


def _observed(found: FolderAssessment, voice: Voice) -> Iterable[Section]:
    """What was observed of the documents, each with its first quotations."""
    rows = [
        [
            voice.said(OBSERVED[one["kind"]]),
            "\n".join(one["documents"][:NAMED]),
            voice.said(one["why"]),
            "\n".join(f"“{record['quote'].strip()}”" for record in one["records"][:QUOTED]),
        ]
        for one in found.plain()["observations"]
    ]
    if rows:
        table = _table(voice, ("What", "Documents", "Why", "Quotation"), (4, 6, 8, 8), rows)
        yield Section(voice.said("Observations"), (voice.said(OBSERVING),), table=table)


def _noticed(found: FolderAssessment, voice: Voice) -> Iterable[Section]:
    rows = [
        [one.document, voice.said(noticed.what), voice.said(noticed.why)]
        for one in found.examined
        for noticed in one.text.noticed
    ]
    if rows:
        heads = ("Document", "What", "Why")
        yield Section(voice.said("Noticed while reading"), table=_table(voice, heads, (6, 4, 8), rows))


def titled(path: Path) -> str:
    """How a folder is called in a title: by its own name."""
    return path.resolve().name or str(path)
