"""The plan of an external audit: by whom, when, from which day its evidence is frozen, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.core.facts import Row
from tonetop.records import form
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.suggesting import suggestions
from tonetop.records.write import latest
from tonetop.web.audit import row_of, telling
from tonetop.web.auditing import Draft, demand, version
from tonetop.web.edit import by_name
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.change_record import CORRECTION, change_record, next_ref
from tonetop.work.freeze import frozen
from tonetop.work.permission import Forbidden

TYPE = "ExternalAudit"
PLANNED = (
    *("kind", "body", "lead", "planned_on", "frozen_from", "clauses", "scope"),
    *("held_on", "ended_on", "outcome", "report_ref", "next_due"),
)
"""The fields of the plan, in the order in which they are asked."""


def plan(request: HttpRequest, ref: str = "") -> HttpResponse:
    """The form; POST keeps it. What of the record it does not ask stays as it is."""
    demand(request, TYPE)
    row = row_of(assess().facts, TYPE, ref) if ref else None
    last = latest(TYPE, ref) if ref else None
    if request.method != "POST":
        return _page(request, row, Draft(last.plain() if last else {}))
    model = registers()[TYPE]
    plain, errors = form.read(model, request.POST)
    by_name(model, plain)
    if errors:
        return _page(request, row, Draft(plain, errors, gettext("Nothing is saved yet.")))
    whole: dict[str, Any] = {"id": ref or next_ref(TYPE)} | plain
    account: Any = request.user
    try:
        if not plain.get("body"):
            raise Refused("say who audits: a certification body or a customer")
        change_record(account, TYPE, whole, after=version(request), since=CORRECTION)
    except (Refused, Forbidden) as refused:
        return _page(request, row, Draft(plain, {}, sentence(refused)))
    messages.success(request, gettext("The plan is saved."))
    return redirect("audit-external-plan", whole["id"])


def _page(request: HttpRequest, row: Row | None, draft: Draft) -> HttpResponse:
    model, facts = registers()[TYPE], assess().facts
    asked = {one.name: one for one in form.asked(model, draft.plain, draft.errors)}
    context = telling(facts) | {
        "audit": row,
        "frozen": frozen(row, facts.as_of) if row is not None else None,
        "last": latest(TYPE, row.id) if row is not None else None,
        "draft": draft,
        "fields": [asked[name] for name in PLANNED],
        "choices": suggestions(model),
    }
    return render(request, "audit_external.jinja", context, status=400 if draft.problem else 200)
