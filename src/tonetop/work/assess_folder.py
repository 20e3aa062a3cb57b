"""Assess a folder of documents: what they show, what the rules make of the facts they propose; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tonetop.assistant.smells import Cited, Observation, Paper, smells
from tonetop.core import cadence
from tonetop.core.assess import FAIL, NO_DATA, PASS, Node, Result, relied
from tonetop.standard import facts_file
from tonetop.standard.assessment import LEADERSHIP, Assessment, assessment, leadership
from tonetop.standard.facts_file import Refused
from tonetop.work.assess_file import Look, belongs, day
from tonetop.work.examine import examine
from tonetop.work.examined import Examined, Progress, Refusal, Told
from tonetop.work.propose.meetings import MINUTES
from tonetop.work.propose.proposal import SURE, Cite, Proposal, cite, quoted
from tonetop.work.propose.propose import as_facts, propose
from tonetop.work.shown_by_documents import Shown, shown

SHOWN = 12
"""How many quotations one result names, the surest first."""


@dataclass(frozen=True, slots=True)
class FolderAssessment:
    """A folder as of a day: results over what is proposed, what each duty is shown to rest on, and every file.

    observations: what an auditor would look at twice; they decide nothing.
    """

    assessed: Assessment
    shown: dict[str, Shown]
    documents: Sequence[Examined | Refusal]
    proposals: Sequence[Proposal]
    observations: Sequence[Observation] = ()

    @property
    def examined(self) -> list[Examined]:
        """The documents that were read."""
        return [one for one in self.documents if isinstance(one, Examined)]

    @property
    def falls_short(self) -> bool:
        """Whether anything in it is fail, no-data or raised."""
        told = self.plain()
        groups = (told[name].values() for name in ("clauses", "controls", "duties", "checks", "privacy"))
        bad = any(result["result"] in (FAIL, NO_DATA) for group in groups for result in group)
        return bad or any(pitfall["raised"] for pitfall in told["pitfalls"].values())

    def plain(self) -> dict[str, Any]:
        """The contract's form of an assessed folder: each record is a quotation at its place in a document."""
        assessed = self.assessed
        cited = self._cited()
        plain: dict[str, Any] = assessed.plain()
        spoken = _by_requirement(self.examined)
        for group, results in (
            ("clauses", assessed.clauses),
            ("controls", assessed.controls),
            ("checks", assessed.checks),
            ("privacy", assessed.privacy),
        ):
            for id, result in results.items():
                rests = _unique(
                    quotes for row in result.records for quotes in cited.get((row.type, row.id), ())
                )
                plain[group][id]["records"] = _told(rests or spoken.get(id, ())[:SHOWN])
        for id, signals in assessed.pitfalls.items():
            for told in plain["pitfalls"][id]["signals"]:
                rows = relied(signals.signals[told["id"]])
                told["records"] = _told(_unique(q for row in rows for q in cited.get((row.type, row.id), ())))
        plain["duties"] |= {id: self.duty(id) for id in assessed.duties}
        if LEADERSHIP in assessed.clauses:
            plain["clauses"][LEADERSHIP] = self.leadership()
        return plain | {
            "documents": [_document(one) for one in self.documents],
            "observations": [self._observed(one) for one in self.observations],
        }

    def _observed(self, one: Observation) -> dict[str, Any]:
        by_name = {examined.document: examined for examined in self.examined}
        return {
            "kind": one.kind,
            "why": one.sentence,
            "documents": list(one.documents),
            "records": [seen_at(by_name[cited.document], cited).plain() for cited in one.shown],
        }

    def duty(self, id: str) -> dict[str, Any]:
        """A duty: what the rules say where they pass it, else what the documents show of it."""
        by_rules, by_words = self.assessed.duties[id], self.shown[id]
        passes = by_rules.result == PASS
        told = {
            "result": PASS if passes else by_words.result,
            "why": by_rules.why if passes else by_words.why,
        }
        return told | {"shown": by_words.state, "records": _told(by_words.cites)}

    def leadership(self) -> dict[str, Any]:
        """Clause 5.1 from the duties as they are told here."""
        duties = {id: self.duty(id) for id in self.assessed.duties}
        whole = leadership({id: _plain(told) for id, told in duties.items()})
        records = _unique(quote for found in self.shown.values() for quote in found.cites)
        return {"result": whole.result, "why": whole.why, "records": _told(records[:SHOWN])}

    def _cited(self) -> Mapping[tuple[str, str], tuple[Cite, ...]]:
        keys = {"Attendance": ("meeting", "person"), "BudgetLine": ("period", "purpose")}
        found: dict[tuple[str, str], tuple[Cite, ...]] = {}
        for one in self.proposals:
            id = one.id or "/".join(str(one.fields[name]) for name in keys[one.type])
            found[one.type, id] = one.quotations()
        return found


def assess_folder(
    path: Path, today: Callable[[str], str], look: Look, told: Progress | None = None
) -> FolderAssessment:
    """The documents of a folder as of a day. Raises Refused; told: called with files done, of how many, and a name."""
    day(look.as_of, "--as-of")
    day(look.known_on, "--known-on")
    belongs(look.clause)
    if not path.is_dir():
        raise Refused(f"{path}: is no folder; give a folder of documents, or a facts file with --facts FILE")
    as_of = look.as_of or today("UTC")
    return assess_documents(list(examine(path, told)), Look(as_of, look.known_on, look.clause), str(path))


def assess_documents(
    documents: Sequence[Examined | Refusal], look: Look, name: str, audit_on: str | None = None
) -> FolderAssessment:
    """What was read of a folder, as of the look's day. name: what it is called in a refusal. audit_on: the next audit.

    Raises Refused.
    """
    as_of = look.as_of or ""
    examined = [one for one in documents if isinstance(one, Examined)]
    proposals = propose(examined)
    facts = facts_file.take(as_facts(proposals), name).facts(as_of, look.known_on)
    seen = smells([_paper(one) for one in examined], date.fromisoformat(audit_on) if audit_on else None)
    judged = assessment(facts, look.clause)
    return FolderAssessment(judged, shown(examined, as_of), documents, proposals, seen)


def _paper(examined: Examined) -> Paper:
    day = examined.date if examined.date and cadence.is_day(examined.date) else ""
    return Paper(examined.document, examined.text, day, examined.dated, examined.kind in MINUTES)


def seen_at(examined: Examined, cited: Cited) -> Cite:
    """The quotation that shows an observation; it was not judged."""
    return quoted(examined, cited.quote)


def _by_requirement(documents: Iterable[Examined]) -> dict[str, list[Cite]]:
    """By clause or control the passages that speak of it for AI, acts of top management and the surest first."""
    found: dict[str, list[tuple[tuple[Any, ...], Cite]]] = {}
    for examined in documents:
        for told in examined.told:
            if told.about_ai and told.confidence >= SURE and not told.placeholder:
                for id in (*told.clauses, *told.controls):
                    found.setdefault(id, []).append((_rank(examined, told), cite(examined, told)))
    return {id: [quote for _, quote in sorted(quotes)] for id, quotes in found.items()}


def _rank(examined: Examined, told: Told) -> tuple[Any, ...]:
    return (
        told.standing != "act",
        told.actor != "top",
        -told.confidence,
        examined.document,
        told.quote.start,
    )


def _plain(told: Mapping[str, Any]) -> Result:
    return Result(told["result"], told["why"], Node(told["result"] == PASS, told["why"]))


def _unique(cites: Iterable[Cite]) -> list[Cite]:
    return list(dict.fromkeys(cites))


def _told(cites: Iterable[Cite]) -> list[dict[str, Any]]:
    return [quote.plain() for quote in cites]


def _document(one: Examined | Refusal) -> dict[str, Any]:
    if isinstance(one, Refusal):
        return {
            "document": one.document,
            "kind": None,
            "date": None,
            "result": "refused",
            "why": one.why,
            "passages": 0,
        }
    return {
        "document": one.document,
        "kind": one.kind,
        "date": one.date,
        "result": "read",
        "why": None,
        "passages": len(one.told),
        "placeholder": one.placeholder,
        "sha256": one.text.sha256,
        "noticed": [noticed._asdict() for noticed in one.text.noticed],
    }
