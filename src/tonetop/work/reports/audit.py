"""The report of an internal audit as a file: plan and people, findings, checklist, interviews, samples, proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import Voice

Told = Mapping[str, Any]
TONES = {"major": "fail", "minor": "partial"}


def audit(told: Told, organisation: str) -> Report:
    """The report of what `audit_report.report_data` tells; nothing is concluded, grades are those that people set."""
    plan, voice = told["audit"], reader()
    about = _("Grades are those that people set. Nothing here was concluded by the program.")
    sections = [
        _plan(plan, voice),
        _findings(told["findings"], told["graded"], voice),
        _checklist(told["answers"], told["answered"], voice),
        *_interviews(told["interviews"], voice),
        *_samples(told["samples"], voice),
    ]
    title = f"{_('Audit report')}: {plan['title'] or ', '.join(plan['clauses']) or plan['id']}"
    return Report(title, organisation, told["as_of"], about, sections, _proof(told["ledger"]), voice)


def _plan(plan: Told, voice: Voice) -> Section:
    reported = ", ".join(filter(None, (*plan["reported_to"], voice.day(plan["reported_on"]))))
    rows = [
        [_("Planned"), voice.day(plan["planned_on"])],
        [_("Performed"), voice.day(plan["performed_on"])],
        [_("Clauses"), ", ".join(plan["clauses"])],
        [_("Scope"), plan["scope"]],
        [_("Criteria"), plan["criteria"]],
        [_("Lead auditor"), plan["lead_auditor"]],
        [_("Auditors"), ", ".join(plan["auditors"])],
        [_("Independence"), _("declared") if plan["independence_declared"] else _("not declared")],
        [_("Reported to"), reported],
        [_("Report on file, SHA-256"), plan["report_sha256"]],
    ]
    table = Table((_("What"), _("As recorded")), (3, 9), _texts(rows), leads=[("InternalAudit", plan["id"])])
    return Section(_("The audit"), table=table)


def _findings(found: Sequence[Told], graded: Mapping[str, int], voice: Voice) -> Section:
    words = {"major": _("major"), "minor": _("minor"), "ofi": _("opportunities")}
    figures = [(str(graded[grade]), word) for grade, word in words.items()]
    if not found:
        return Section(_("Findings"), (_("No finding is on record."),), figures)
    rows = [
        [one["id"], one["clause"], _grade(one, voice), _statement(one, voice), _state(one, voice)]
        for one in found
    ]
    heads = (_("Id"), _("Clause"), _("Grade"), _("Finding"), _("State"))
    tones = [TONES.get(one["grade"], "") for one in found]
    leads = [("Finding", one["id"]) for one in found]
    return Section(
        _("Findings"), (), figures, Table(heads, (2, 2, 2, 9, 3), _texts(rows), tones, leads, toned=2)
    )


def _grade(one: Told, voice: Voice) -> str:
    return voice.word(one["grade"]) or _("not graded")


def _statement(one: Told, voice: Voice) -> str:
    action = one["action"] or {}
    done = (action.get("owner"), voice.day(action.get("due")), voice.word(action.get("status")))
    verified = (one["verified_by"], voice.day(one["verified_on"]), voice.word(one["effective"]))
    said = {
        _("Evidence"): one["evidence"],
        _("Cause"): one["cause"],
        _("Correction"): one["correction"],
        _("Action"): ", ".join(filter(None, done)),
        _("Verified"): ", ".join(filter(None, verified)),
        _("Repeats"): one["repeat_of"],
    }
    return "\n".join((one["statement"] or "–", *(f"{label}: {text}" for label, text in said.items() if text)))


def _state(one: Told, voice: Voice) -> str:
    day = voice.day(one["closed_on"])
    return _("closed on %(day)s") % {"day": day} if day else _("open")


def _checklist(answers: Sequence[Told], answered: Mapping[str, int], voice: Voice) -> Section:
    heading = _("Checklist: %(n)s of %(of)s questions noted") % {"n": len(answers), "of": answered["of"]}
    if not answers:
        return Section(heading, (_("No question is noted."),))
    rows = [
        [one["clause"], _asked(one, voice), voice.word(one["seen"]), one["note"], ", ".join(one["evidence"])]
        for one in answers
    ]
    heads = (_("Clause"), _("Question"), _("Answered?"), _("Note"), _("Evidence"))
    return Section(heading, table=Table(heads, (2, 6, 2, 6, 4), _texts(rows)))


def _asked(one: Told, voice: Voice) -> str:
    """A question: the catalogue's are told in the reader's language, an auditor's own as it was written."""
    return voice.said(one["asked"] or one["question"] or "")


def _interviews(found: Sequence[Told], voice: Voice) -> Iterable[Section]:
    if found:
        rows = [[voice.day(one["held_on"]), one["person"], one["interviewer"], one["notes"]] for one in found]
        heads = (_("Day"), _("With"), _("By"), _("What was said"))
        leads = [("Interview", one["id"]) for one in found]
        yield Section(_("Interviews"), table=Table(heads, (2, 3, 3, 9), _texts(rows), leads=leads))


def _samples(found: Sequence[Told], voice: Voice) -> Iterable[Section]:
    if found:
        heads = (_("Sample"), _("Drawn"), _("How"), _("Records"))
        leads = [("AuditSample", one["id"]) for one in found]
        table = Table(heads, (2, 4, 7, 6), _texts(_sample(one, voice) for one in found), leads=leads)
        yield Section(_("Samples"), table=table)


def _sample(one: Told, voice: Voice) -> list[str]:
    drawn = _("%(n)s of %(of)s from %(register)s")
    days = _("as of %(day)s, as known on %(known)s")
    how = [
        one["justification"] or "–",
        days % {"day": voice.day(one["frozen_as_of"]), "known": voice.day(one["frozen_known_on"])},
        f"{_('condition')}: {one['condition']}" if one["condition"] else "",
        f"{_('seed')}: {one['seed']}",
        f"{_('population')}: {one['sha256']}",
    ]
    told = drawn % {
        "n": one["size"] or 0,
        "of": one["population"] or 0,
        "register": voice.kind(one["register"]),
    }
    return [one["id"], told, "\n".join(filter(None, how)), ", ".join(one["drawn"])]


def _proof(ledger: Told) -> str:
    told = _("Written from the records when the ledger held %(n)s lines.") % {"n": ledger["events"]}
    if ledger["signed"]:
        head = {"n": ledger["signed"]["size"], "root": ledger["signed"]["root"]}
        told += " " + _("Its last signed head covers %(n)s lines; the root of its tree is %(root)s.") % head
    return told


def _texts(rows: Iterable[Sequence[str | None]]) -> list[list[str]]:
    """Cells as texts: a dash where nothing is recorded."""
    return [[cell or "–" for cell in row] for row in rows]
