"""Working papers as pages and files: one for each check of an audit, with a finding that may begin from it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.records import tongue
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.web.audit import facts_of, row_of, telling
from tonetop.web.handing import TITLES, handed
from tonetop.web.passages import shelf
from tonetop.web.wording import capital
from tonetop.work.assess import assess
from tonetop.work.freeze import frozen
from tonetop.work.permission import may_write
from tonetop.work.reports.report import FORMS
from tonetop.work.reports.working_paper import working_paper as as_report
from tonetop.work.working_paper import WorkingPaper, draft_finding, working_paper


def paper(request: HttpRequest, ref: str, check: str) -> HttpResponse:
    """The draft of one check's working paper within an audit."""
    facts = facts_of(request)
    context = telling(facts) | {
        "audit": row_of(facts, "InternalAudit", ref),
        "paper": made(request, ref, check),
        "forms": TITLES,
        "checks": list(catalogue.checks()),
        "raises": may_write(request.user, "Finding"),  # type: ignore[arg-type]
    }
    return render(request, "audit_paper.jinja", context)


def file(request: HttpRequest, ref: str, check: str, form: str) -> HttpResponse:
    """The draft as a download."""
    row_of(facts_of(request), "InternalAudit", ref)
    if form not in FORMS:
        raise Http404(f"There is no format {form}")
    found, look = made(request, ref, check), request.look  # type: ignore[attr-defined]
    organisation = str(request.organisation)  # type: ignore[attr-defined]
    name = f"working-paper-{check}-{look.as_of}"
    return handed(lambda: as_report(found, organisation, look.as_of), "audit", form, name)


def made(request: HttpRequest, ref: str, check: str) -> WorkingPaper:
    """The paper of a check on the day looked at, or on that of the audit’s freeze, or a page that says none."""
    if check not in catalogue.checks():
        raise Http404(f"There is no check {check}")
    look = request.look  # type: ignore[attr-defined]
    found: Assessment = assess(look.as_of, look.known_on)
    audit = found.facts.get("InternalAudit", ref)
    day = frozen(audit, look.as_of) if audit is not None else None
    if day:
        found = assess(day, min(day, look.known_on or day))
    return working_paper(found, check, shelf(request), ref)


def begun(request: HttpRequest, ref: str, check: str) -> dict[str, Any]:
    """What the form of a finding begins with, from a check's paper: no grade, and nothing stored until it is sent."""
    if check not in catalogue.checks():
        return {}
    draft = made(request, ref, check)
    lacking, seen = draft_finding(draft)
    statement = " ".join(f"{capital(tongue.told(why))}." for why in lacking)
    return {
        "clause": draft.clause,
        "statement": f"{check}: {statement}" if statement else "",
        "evidence": "\n".join(seen),
    }
