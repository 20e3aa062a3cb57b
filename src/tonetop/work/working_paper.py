"""The draft of an auditor's working paper for one check: what was examined and computed, and no conclusion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tonetop.core.assess import PASS, Node, Result
from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.audit_questions import files as files_by_link
from tonetop.work.audit_report import of_audit
from tonetop.work.index_file import NotSearched
from tonetop.work.quoted import Library, Quoted, quoted, standing
from tonetop.work.reasons import Part, reasons

SHOWN = 40
"""Records that a paper names; how many more there are is told."""
QUOTES, LOOKED_AT, SHARED = 5, 12, 0.5
"""How many quotations a paper brings, among how many passages, and how much each shares with the check's words."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the rule: under which heading it stands, whether it speaks for the check, its sentence."""

    heading: str
    is_met: bool
    why: str


@dataclass(frozen=True, slots=True)
class WorkingPaper:
    """What a paper tells: the check, its result with conditions, records with files, quotations, samples, questions.

    Conclusion and grade are no part of it: they are left to the auditor.
    """

    text: catalogue.CheckText
    clause: str
    asks: str
    result: Result
    conditions: tuple[Condition, ...]
    records: tuple[tuple[Row, tuple[Row, ...]], ...]
    more: int
    quotes: tuple[Quoted, ...]
    samples: tuple[Row, ...]
    questions: tuple[str, ...]
    missing: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """What the rule asks for and does not find, or finds and should not."""
        found = tuple(dict.fromkeys(one.why for one in self.conditions if not one.is_met))
        return () if self.result.result == PASS else found or (self.result.why,)


def working_paper(assessed: Assessment, check: str, library: Library | None, audit: str = "") -> WorkingPaper:
    """The draft for a check as of the assessment's day; audit: whose samples belong to it. Raises Refused."""
    text = catalogue.checks().get(check)
    if text is None:
        raise Refused(f"there is no check {check}")
    facts, result = assessed.facts, (assessed.checks | assessed.privacy)[check]
    rows = result.records
    duty = catalogue.duties().get(text.duty, {})
    quotes, missing = _quotes(library, text.title)
    return WorkingPaper(
        text,
        "5.1" if text.duty else "",
        str(duty.get("own_words") or duty.get("name") or text.title),
        result,
        tuple(_conditions(result)),
        tuple((row, _files(facts, row)) for row in rows[:SHOWN]),
        max(0, len(rows) - SHOWN),
        quotes,
        tuple(row for row in of_audit(facts, "AuditSample", audit) if row.register in text.facts)
        if audit
        else (),
        tuple(duty.get("audit_questions", ())),
        missing,
    )


def draft_finding(paper: WorkingPaper) -> tuple[list[str], list[str]]:
    """What a finding could begin from: sentences on what is lacking, and lines on the evidence that was examined."""
    seen = [f"{row.type} {row.id}" for row, _ in paper.records]
    hashes = [
        f"{file.id} SHA-256 {file.sha256}" for _, files in paper.records for file in files if file.sha256
    ]
    return list(paper.lacking), [*dict.fromkeys([*seen, *hashes])]


def _conditions(result: Result) -> Iterator[Condition]:
    for part in reasons(result):
        for node in _leaves(part.node):
            yield Condition(part.heading, _speaks_for(part, node), node.why)


def _speaks_for(part: Part, node: Node) -> bool:
    return node.holds != part.faults


def _leaves(node: Node) -> Iterator[Node]:
    """The conditions of a side, each on its own."""
    if not node.parts:
        yield node
    for part in node.parts:
        yield from _leaves(part)


def _files(facts: Facts, row: Row) -> tuple[Row, ...]:
    """The evidence that a record names, then what is linked to it; the record itself where it is evidence."""
    named = [] if row.type != "Evidence" else [row]
    for name, field in facts.shapes[row.type].fields.items():
        told = getattr(row, name, None)
        if told and "Evidence" in field.to:
            named += [
                facts.get("Evidence", ref) for ref in (told if isinstance(told, list | tuple) else [told])
            ]
    named += facts.part(files_by_link, row.id) or ()
    return tuple({found.id: found for found in named if found is not None}.values())


def _quotes(library: Library | None, title: str) -> tuple[tuple[Quoted, ...], str]:
    """Passages that speak of what the check asks, which a person judges; or why there are none."""
    if library is None or not library.among:
        return (), ""
    try:
        found = library.find(title, LOOKED_AT)
    except NotSearched as why:
        return (), str(why)
    claims = [quoted(library, found, hit) for hit in found.hits]
    near = [claim for claim in claims if claim.covered >= SHARED][:QUOTES]
    return tuple(standing(library, near)), ""
