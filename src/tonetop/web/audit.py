"""The audit room: the year's audits, one audit with its checklist, its samples, its report, and prepared questions."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.suggesting import suggestions
from tonetop.records.titles import Title
from tonetop.standard import catalogue
from tonetop.web.audit_calendar import audit_title, calendar, due_next, entries
from tonetop.web.handing import TITLES
from tonetop.web.kept import kept
from tonetop.web.register import model_of
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.audit_checklist import SEEN, Note, Question, checklist, revisions
from tonetop.work.audit_questions import QUESTIONS
from tonetop.work.audit_report import BY_AUDIT, answered, findings, name, names, of_audit, report_data
from tonetop.work.close_finding import next_step
from tonetop.work.draw_sample import draw_again
from tonetop.work.freeze import frozen
from tonetop.work.independence import Conflict, auditors, conflicts
from tonetop.work.permission import SEE_GUESTS, may, may_write

FILES = 300
"""How many of the newest files a form offers."""
STEPS = {
    "cause": "its cause is told",
    "correction": "it is said what was put right at once",
    "action": "an action is agreed",
    "verification": "another person verifies that it worked",
    "closure": "it is closed",
    "": "nothing",
}
"""What a finding waits for, in words that end the sentence "waits until …"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a checklist with what was noted: the answer on record, what stands in the form, its version."""

    question: Question
    row: Row | None
    note: Note
    version: int


def facts_of(request: HttpRequest) -> Facts:
    """The facts on the day looked at."""
    look = request.look  # type: ignore[attr-defined]
    return assess(look.as_of, look.known_on).facts


def row_of(facts: Facts, type: str, ref: str) -> Row:
    """A record that is there on that day, or a page that says there is none."""
    row = facts.get(type, ref)
    if row is None:
        raise Http404(f"There is no {type} {ref} on {facts.as_of}")
    return row


def telling(facts: Facts) -> dict[str, Any]:
    """What every page of the audit room tells with: names of people, titles of audits, steps of findings."""
    return {
        "facts": facts,
        "who": lambda ref: name(facts, ref),
        "whos": lambda refs: ", ".join(names(facts, refs)),
        "audit_title": audit_title,
        "step": lambda finding: STEPS[next_step(facts, finding)],
    }


def room(request: HttpRequest) -> HttpResponse:
    """The year with what is due next, the audits and certificates, open findings, and questions with answers."""
    facts = facts_of(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 1 < int(asked) < 9999 else int(facts.as_of[:4])
    found = entries(facts)
    context = telling(facts) | {
        "calendar": calendar(facts, found, year),
        "entries": [entry for entry in found if entry.day[:4] == f"{year:04d}"],
        "due": due_next(found),
        "programmes": _programmes(facts),
        "loose": _loose(facts),
        "external": sorted(facts.rows("ExternalAudit"), key=_external_day, reverse=True),
        "certificates": sorted(
            facts.rows("Certificate"), key=lambda row: row.valid_until or "", reverse=True
        ),
        "findings": open_findings(facts),
        "found_in": lambda row: findings(facts, row.id),
        "questions": QUESTIONS.values(),
        "plans": may_write(request.user, "InternalAudit"),  # type: ignore[arg-type]
        "keeps": may_write(request.user, "Certificate"),  # type: ignore[arg-type]
        "guest": getattr(request.user, "role", "") == "guest-auditor",
        "until": getattr(request.user, "until", None),
        "sees_guests": may(request.user, SEE_GUESTS),  # type: ignore[arg-type]
    }
    return render(request, "audit.jinja", context)


def _day(row: Row) -> tuple[str, str]:
    return row.performed_on or row.planned_on or "", row.id


def _external_day(row: Row) -> tuple[str, str]:
    return row.held_on or row.planned_on or "", row.id


def _programmes(facts: Facts) -> list[tuple[Row, list[Row]]]:
    """Programmes, the latest first, each with its audits: those it names and those that name it."""
    rows = sorted(facts.rows("AuditProgramme"), key=lambda row: (row.period or "", row.id), reverse=True)
    audits = facts.rows("InternalAudit")
    return [
        (row, sorted((a for a in audits if a.programme == row.id or a.id in (row.audits or ())), key=_day))
        for row in rows
    ]


def _loose(facts: Facts) -> list[Row]:
    """Audits that stand in no programme, the latest first."""
    named = {audit.id for _, audits in _programmes(facts) for audit in audits}
    rows = (row for row in facts.rows("InternalAudit") if row.id not in named)
    return sorted(rows, key=_day, reverse=True)


def open_findings(facts: Facts) -> list[Row]:
    """What is not closed, by the day on which it is due."""
    rows = (row for row in facts.rows("Finding") if not row.closed_on)
    return sorted(rows, key=lambda row: (row.due or "9999", row.id))


def audit(request: HttpRequest, ref: str) -> HttpResponse:
    """One audit: plan, independence, checklist with its answers, interviews, samples, findings."""
    return audit_page(request, ref)


def audit_page(
    request: HttpRequest, ref: str, written: dict[str, Note] | None = None, problem: str = ""
) -> HttpResponse:
    """The page of an audit; written: notes that were not taken, and the problem why."""
    facts = facts_of(request)
    row = row_of(facts, "InternalAudit", ref)
    writes = may_write(request.user, "AuditAnswer")  # type: ignore[arg-type]
    context = telling(facts) | {
        "audit": row,
        "frozen": frozen(row, facts.as_of),
        "sections": _sections(facts, row, written or {}, revisions(ref) if writes else {}),
        "written": written or {},
        "papers": papers(),
        "answered": answered(facts, row),
        "SEEN": SEEN,
        "interviews": of_audit(facts, "Interview", ref),
        "samples": of_audit(facts, "AuditSample", ref),
        "findings": findings(facts, ref),
        "conflicts": _independence(request, facts, row),
        "writes": writes,
        "choices": suggestions(model_of("Interview")) if writes else {},
        "evidence": facts.prepared(newest_files) if writes else [],
        "problem": problem,
        "me": getattr(request.user, "person", "") or row.lead_auditor or "",
    }
    return render(request, "audit_of.jinja", context, status=400 if problem else 200)


def _sections(
    facts: Facts, audit: Row, written: dict[str, Note], versions: dict[str, int]
) -> list[tuple[str, str, list[Asked]]]:
    """The checklist by clause, control or duty: id, title, its questions with what was noted."""
    noted = {row.question: row for row in facts.part(BY_AUDIT["AuditAnswer"], audit.id) or ()}
    found: dict[str, tuple[str, str, list[Asked]]] = {}
    for question in checklist(audit.clauses or ()):
        row = noted.get(question.key)
        held = Note(row.seen or "", row.note or "", tuple(row.evidence or ())) if row else Note()
        note = written.get(question.key, held)
        section = found.setdefault(question.item, (question.item, question.title, []))
        section[2].append(Asked(question, row, note, versions.get(question.key, 0)))
    return list(found.values())


def papers() -> dict[str, list[str]]:
    """The checks by their duty, each of which has a working paper."""
    found: dict[str, list[str]] = {}
    for id, text in catalogue.checks().items():
        found.setdefault(text.duty, []).append(id)
    return found


def newest_files(facts: Facts) -> list[Title]:
    """The newest evidence that an answer may rest on, as a form offers it."""
    rows = nlargest(FILES, facts.rows("Evidence"), key=lambda row: (row.occurred_on or "", row.id))
    return [Title("Evidence", row.id, row.title or row.id, row.occurred_on or "") for row in rows]


def _independence(request: HttpRequest, facts: Facts, row: Row) -> str:
    """The part that tells whose own work lies in scope; made once while the ledger stands."""
    look = request.look  # type: ignore[attr-defined]

    def make() -> str:
        people = auditors({"lead_auditor": row.lead_auditor, "auditors": row.auditors})
        day = row.performed_on or row.planned_on or ""
        found = conflicts(facts, row.clauses or (), people, until=day, but=row.id)
        return told_conflicts(facts, found)

    return kept(("independence", row.id, look.as_of, look.known_on), make)


def told_conflicts(facts: Facts, found: list[Conflict]) -> str:
    """Conflicts as the pages tell them."""
    return render_to_string("parts/audit_conflicts.jinja", telling(facts) | {"conflicts": found})


def sample(request: HttpRequest, ref: str) -> HttpResponse:
    """A sample with all that draws it again; `again` draws it now and says whether it comes out the same."""
    facts = facts_of(request)
    row, again, problem = row_of(facts, "AuditSample", ref), None, ""
    if "again" in request.GET:
        try:
            again = draw_again(row)
        except Refused as refused:
            problem = sentence(refused)
    of = row.register if row.register in registers() else None  # it is a text, and any may be recorded
    records = [(ident, facts.get(of, ident) if of else None) for ident in row.drawn or ()]
    context = telling(facts) | {"sample": row, "records": records, "again": again, "problem": problem}
    return render(request, "audit_sample.jinja", context)


def question(request: HttpRequest, key: str) -> HttpResponse:
    """A prepared question with its answers: record, who took part, what was decided, files and their hashes."""
    if key not in QUESTIONS:
        raise Http404(f"There is no question {key}")
    facts = facts_of(request)
    asked = QUESTIONS[key]
    context = telling(facts) | {
        "asked": asked,
        "answers": asked.answers(facts),
        "questions": QUESTIONS.values(),
    }
    return render(request, "audit_question.jinja", context)


def report(request: HttpRequest, ref: str) -> HttpResponse:
    """The report as a page that prints well."""
    facts = facts_of(request)
    row_of(facts, "InternalAudit", ref)
    title = gettext("Audit report")
    context = {"report": report_data(ref, facts), "facts": facts, "heading": title, "forms": TITLES}
    return render(request, "audit_report.jinja", context)
