"""Findings as pages: raise one with a grade that a person sets, follow it from cause to closure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.records.write import latest
from tonetop.standard import catalogue
from tonetop.web.audit import facts_of, row_of, telling
from tonetop.web.auditing import demand, given, person, version
from tonetop.web.papers import begun
from tonetop.web.register import model_of
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.close_finding import (
    NewAction,
    acted,
    agree_action,
    close_finding,
    follow_finding,
    lacks,
    next_step,
    verify_finding,
    who_may_not_verify,
)
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.raise_finding import Found, earlier
from tonetop.work.raise_finding import raise_finding as raised


def raise_finding(request: HttpRequest, ref: str) -> HttpResponse:
    """The form of a finding of an internal audit."""
    return _raise(request, "InternalAudit", ref)


def raise_external(request: HttpRequest, ref: str) -> HttpResponse:
    """The form of a finding of an external audit."""
    return _raise(request, "ExternalAudit", ref)


def _raise(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    demand(request, "Finding")
    facts, problem = assess().facts, ""
    row, account = row_of(facts, type, ref), request.user
    told = {name: given(request, name) for name in Found.__dataclass_fields__}
    if request.method == "POST":
        try:
            found = Found(**told | {"graded_by": person(facts, told["graded_by"])})
            made = raised(account, type, ref, found)  # type: ignore[arg-type]
        except (Refused, Forbidden) as refused:
            problem = sentence(refused)
        else:
            messages.success(request, gettext("The finding is on record."))
            return redirect("finding", made.ref)
    elif type == "InternalAudit" and request.GET.get("check"):
        told |= begun(request, ref, request.GET["check"])
    clause = told["clause"] or request.GET.get("clause", "")
    context = telling(facts) | {
        "audit": row,
        "told": told | {"clause": clause},
        "earlier": earlier(facts, clause, ref) if clause else [],
        "items": catalogue.clauses() | catalogue.controls(),
        "me": getattr(account, "person", ""),
        "choices": suggestions(model_of("Finding")),
        "problem": problem,
    }
    return render(request, "audit_raise.jinja", context, status=400 if problem else 200)


def finding(request: HttpRequest, ref: str) -> HttpResponse:
    """A finding from cause to closure; POST does the next act."""
    problem = ""
    if request.method == "POST":
        demand(request, "Finding")
        act = ACTS.get(request.POST.get("act", ""))
        try:
            if act is None:
                raise Refused("choose what to do with the finding")
            told = act(request, ref)
        except (Refused, Forbidden) as refused:
            problem = sentence(refused)
        else:
            messages.success(request, told)
            return redirect("finding", ref)
    facts = facts_of(request)
    row, last = row_of(facts, "Finding", ref), latest("Finding", ref)
    context = telling(facts) | {
        "finding": row,
        "last": last,
        "audit": facts.get("InternalAudit", row.audit) or facts.get("ExternalAudit", row.external_audit),
        "action": facts.get("Action", row.action),
        "repeats": facts.get("Finding", row.repeat_of),
        "earlier": earlier(facts, row.clause or "", row.audit or row.external_audit or ""),
        "next": next_step(facts, row),
        "lacks": lacks(row, facts),
        "actors": who_may_not_verify(facts, row),
        "own": row.verified_by in acted(facts, row),
        "writes": may_write(request.user, "Finding") and not row.closed_on,  # type: ignore[arg-type]
        "acts": may_write(request.user, "Action"),  # type: ignore[arg-type]
        "choices": suggestions(model_of("Action")),
        "me": getattr(request.user, "person", ""),
        "problem": problem,
    }
    return render(request, "audit_finding.jinja", context, status=400 if problem else 200)


def _follow(request: HttpRequest, ref: str) -> str:
    told = {
        name: given(request, name).replace("\r\n", "\n")
        for name in ("cause", "correction", "due", "repeat_of")
    }
    account: Any = request.user
    written = follow_finding(account, ref, told, after=version(request))
    return gettext("Saved.") if written else gettext("Nothing had changed.")


def _agree(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    owner = person(assess().facts, given(request, "owner"))
    agree_action(account, ref, NewAction(owner, given(request, "due")), after=version(request))
    return gettext("The action is open and tied to the finding.")


def _verify(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    verifier = person(assess().facts, given(request, "verified_by"))
    verify_finding(account, ref, given(request, "effective"), verified_by=verifier, after=version(request))
    return gettext("The verification is on record.")


def _close(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    close_finding(account, ref, after=version(request))
    return gettext("The finding is closed.")


ACTS: dict[str, Callable[[HttpRequest, str], str]] = {
    "follow": _follow,
    "agree": _agree,
    "verify": _verify,
    "close": _close,
}
"""What can be done with a finding, by the word that the form sends."""
