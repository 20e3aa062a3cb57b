"""Sample reports of the demo organisation, with which a Word template is tried out before it is used."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from tonetop.standard import demo, facts_file
from tonetop.standard.assessment import Assessment, assessment
from tonetop.standard.review_practice import gathered
from tonetop.work import minutes_voice
from tonetop.work.audit_report import report_data
from tonetop.work.reports import report
from tonetop.work.reports.applicability import applicability
from tonetop.work.reports.audit import audit
from tonetop.work.reports.board import board
from tonetop.work.reports.dossier import dossier
from tonetop.work.reports.reader import reader
from tonetop.work.reports.readiness import readiness
from tonetop.work.reports.report import Report
from tonetop.work.reports.review_pack import review_pack

SINCE = "2025-01-01"
PERSON = {"who": "Ingrid Solvang, Chief Executive Officer", "how": "in the room", "role": "chair", "for": ""}
DECISION = {
    "id": "d-1",
    "text": "Buy the viewer",
    "why": "Reviewers see nothing of the model's reasons",
    "by": "Ingrid Solvang",
    "owner": "Marit Lind",
    "due": "2026-03-31",
    "amount": 1200.0,
    "currency": "EUR",
    "input": "improvement opportunities",
    "nothing": False,
    "actions": ["act-1"],
}
INPUT = {
    "letter": "a",
    "means": "status of actions from earlier reviews",
    "state": "complete",
    "why": "every action has an owner and a day",
    "note": "none overdue",
    "written": True,
    "count": 3,
    "seen": "2025-10-21",
}
MINUTES = {
    "name": "minutes-RP-1",
    "review": "Management review 2025",
    "since": "2025-01-14",
    "until": "2025-10-21",
    "frozen_on": "2025-10-21",
    "sha256": "0" * 64,
    "sittings": [{"id": "m-1", "day": "2025-10-21", "people": [PERSON]}],
    "inputs": [INPUT],
    "decisions": [
        DECISION,
        DECISION | {"nothing": True, "amount": None, "why": "", "input": "", "actions": []},
    ],
    "verdict": [{"question": "Does it work?", "answer": "Yes"}],
    "dissent": "One member found it too dear",
    "head": {"size": 120, "root": "0" * 64, "log": "tonetop/sample"},
}


def sample(kind: str) -> dict[str, Any]:
    """What the template of a report of a kind is given, from the demo organisation's year."""
    if kind == "minutes":
        return minutes_voice.told(MINUTES | {"organisation": _name()}, reader())
    return report.worded(_report(kind))


def _report(kind: str) -> Report:
    found, name = _judged(), _name()
    if kind == "dossier":
        return dossier(found.facts, name, SINCE, found.as_of)
    if kind == "audit":
        first = min(row.id for row in found.facts.rows("InternalAudit"))
        return audit(report_data(first, found.facts), name)
    if kind == "pack":
        about = SimpleNamespace(title="Management review 2025", ref="RP-1", frozen_on="", sha256="")
        return review_pack(found.facts, about, gathered(found, SINCE, {}).plain(), {}, name)
    return {"board": board, "readiness": readiness, "applicability": applicability}[kind](
        found, name, reader()
    )


@cache
def _judged() -> Assessment:
    return assessment(facts_file.take(demo.story("steady")).facts(demo.TODAY))


def _name() -> str:
    return str(_judged().facts.organisation.get("name"))
