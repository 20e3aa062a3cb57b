"""The acts of an audit: plan it, note answers and interviews, draw samples; each is a verb of its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core.facts import Facts, Row
from tonetop.core.sampling import sizes
from tonetop.records import form
from tonetop.records.intake import Refused
from tonetop.records.listing import filters
from tonetop.records.registry import registers
from tonetop.records.suggesting import suggestions
from tonetop.records.write import latest
from tonetop.web.audit import audit_page, row_of, telling, told_conflicts
from tonetop.web.register import model_of
from tonetop.web.shell import title
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.audit_checklist import Note, note_answers
from tonetop.work.change_record import change_record, next_ref
from tonetop.work.draw_sample import Frame, draw_sample, frame, population, strata
from tonetop.work.independence import Dependent, plan_audit
from tonetop.work.permission import Forbidden, may_write

PLANNED = (
    *("title", "programme", "planned_on", "frozen_from", "clauses", "lead_auditor", "auditors", "scope"),
    *("criteria", "independence_declared", "performed_on", "report_ref", "reported_to", "reported_on"),
)
"""The fields of an audit's plan, in the order in which they are asked."""


@dataclass(frozen=True)
class Draft:
    """What stands in a form that was not taken: the values, what is wrong, by field and in a sentence."""

    plain: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    conflicts: str = ""


def demand(request: HttpRequest, type: str) -> None:
    """Lead away whoever does not write a register. Raises PermissionDenied."""
    if not may_write(request.user, type):  # type: ignore[arg-type]
        raise PermissionDenied(gettext("Your role does not write this register; ask the governance lead."))


def given(request: HttpRequest, name: str) -> str:
    """What a form says of a field, without blanks around it."""
    return request.POST.get(name, "").strip()


def person(facts: Facts, text: str) -> str:
    """The id of the one person of a name; what is an id, or no name of one person, as it is."""
    same = [row.id for row in facts.rows("Person") if (row.name or "").casefold() == text.casefold()]
    return same[0] if len(same) == 1 and facts.get("Person", text) is None else text


def version(request: HttpRequest) -> int:
    """The version of the record that the form was made from; 0 for none."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() else 0


def plan(request: HttpRequest, ref: str = "") -> HttpResponse:
    """The plan of an audit; who would audit own work is told before anything is saved."""
    demand(request, "InternalAudit")
    row = row_of(assess().facts, "InternalAudit", ref) if ref else None
    last = latest("InternalAudit", ref) if ref else None
    if request.method != "POST":
        programme = request.GET.get("programme", "")
        return _plan_page(request, row, Draft(last.plain() if last else {"programme": programme}))
    model, facts = registers()["InternalAudit"], assess().facts
    plain, errors = form.read(model, request.POST)
    for name in ("lead_auditor", "auditors", "reported_to"):
        value = plain.get(name)
        if value:
            found = [person(facts, one) for one in ([value] if isinstance(value, str) else value)]
            plain[name] = found[0] if isinstance(value, str) else found
    draft = Draft(plain, errors)
    if errors:
        return _plan_page(request, row, Draft(plain, errors, gettext("Nothing is saved yet.")))
    whole: dict[str, Any] = {"id": ref or next_ref("InternalAudit")} | draft.plain
    account: Any = request.user
    try:
        plan_audit(account, whole, after=version(request), knowingly="knowingly" in request.POST)
    except Dependent as own:
        told = told_conflicts(facts, own.conflicts)
        return _plan_page(request, row, Draft(plain, {}, sentence(own), told))
    except (Refused, Forbidden) as refused:
        return _plan_page(request, row, Draft(plain, {}, sentence(refused)))
    messages.success(request, gettext("The plan is saved."))
    return redirect("audit-of", whole["id"])


def _plan_page(request: HttpRequest, row: Row | None, draft: Draft) -> HttpResponse:
    model = registers()["InternalAudit"]
    asked = {one.name: one for one in form.asked(model, draft.plain, draft.errors)}
    last = latest("InternalAudit", row.id) if row is not None else None
    context = telling(assess().facts) | {
        "audit": row,
        "last": last,
        "draft": draft,
        "fields": [asked[name] for name in PLANNED],
        "choices": suggestions(model),
    }
    return render(request, "audit_plan.jinja", context, status=400 if draft.problem else 200)


@require_POST
def answers(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep the answers to the questions of one clause."""
    demand(request, "AuditAnswer")
    keys = [name.removeprefix("version-") for name in request.POST if name.startswith("version-")]
    notes = {
        key: Note(
            given(request, f"seen-{key}"),
            given(request, f"note-{key}").replace("\r\n", "\n"),
            tuple(filter(None, map(str.strip, given(request, f"evidence-{key}").split("\n")))),
        )
        for key in keys
    }
    seen = {key: int(found) for key in keys if (found := given(request, f"version-{key}")).isdecimal()}
    account: Any = request.user
    try:
        auditor = person(assess().facts, given(request, "noted_by"))
        count = note_answers(account, ref, notes, noted_by=auditor, seen=seen)
    except (Refused, Forbidden) as refused:
        return audit_page(request, ref, notes, sentence(refused))
    messages.success(request, gettext("Noted.") if count else gettext("Nothing had changed."))
    return redirect(f"{request.path.removesuffix('answers/')}#c-{given(request, 'item')}")


@require_POST
def interview(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep what was said in an interview."""
    demand(request, "Interview")
    facts, account = assess().facts, request.user
    plain: dict[str, Any] = {
        "id": next_ref("Interview"),
        "audit": ref,
        "person": person(facts, given(request, "person")),
        "interviewer": person(facts, given(request, "interviewer")),
        "held_on": given(request, "held_on"),
        "clauses": given(request, "clauses").replace(",", " ").split(),
        "notes": given(request, "notes").replace("\r\n", "\n"),
    }
    try:
        if not plain["person"] or not plain["notes"]:
            raise Refused("say with whom you spoke and what was said")
        filled = {name: value for name, value in plain.items() if value}
        change_record(account, "Interview", filled, after=0)  # type: ignore[arg-type]
    except (Refused, Forbidden) as refused:
        return audit_page(request, ref, {}, sentence(refused))
    messages.success(request, gettext("The interview is noted."))
    return redirect(f"{request.path.removesuffix('interview/')}#interviews")


def draw(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose what to draw from and see how many there are; then draw, which is recorded whatever comes out."""
    demand(request, "AuditSample")
    row = row_of(assess().facts, "InternalAudit", ref)
    asked = request.POST if request.method == "POST" else request.GET
    register, problem, size = asked.get("register", ""), "", asked.get("size", "")
    of, parts = None, {}
    try:
        if register:
            of = _frame(request, asked, register)
            parts = strata(of)
        if of is not None and request.method == "POST":
            account: Any = request.user
            many = int(size) if size.isdecimal() and len(size) < 9 else 0
            seed, why = asked.get("seed", ""), asked.get("justification", "")
            made = draw_sample(account, ref, of, seed=seed, size=many, justification=why)
            messages.success(request, gettext("Drawn and recorded."))
            return redirect("audit-sample", made.ref)
    except (Refused, Forbidden) as refused:
        problem = sentence(refused)
    known = filters(model_of(register)) if register in registers() else []
    context = telling(assess().facts) | {
        "audit": row,
        "kinds": [(type, title(type)) for type in registers()],
        "register": register,
        "filters": known,
        "of": of,
        "asked": asked,
        "seed": asked.get("seed") or secrets.token_hex(5),
        "parts": {word: len(some) for word, some in sorted(parts.items())},
        "whole": population(parts) if of is not None else None,
        "sizes": sizes(sum(map(len, parts.values()))) if parts else [],
        "problem": problem,
    }
    return render(request, "audit_draw.jinja", context, status=400 if problem else 200)


def _frame(request: HttpRequest, asked: Any, register: str) -> Frame:
    """The frame that the form asks for; days are those looked at unless the form says others."""
    look = request.look  # type: ignore[attr-defined]
    known = [name for name, _, _ in filters(model_of(register))]
    parts = [f"{name}={asked[f'w-{name}']}" for name in known if asked.get(f"w-{name}")]
    by = asked.get("by", "")
    return frame(
        register,
        asked.get("as_of_day") or look.as_of,
        asked.get("known_day") or look.known_on or look.today,
        "; ".join([*parts, *([f"by {by}"] if by else [])]),
    )
