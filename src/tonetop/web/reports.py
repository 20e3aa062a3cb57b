"""Reports to hand out: which there are, for whom and which period, and the files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from tonetop.core import cadence
from tonetop.records.write import latest
from tonetop.standard.acts import leaders
from tonetop.standard.assessment import Assessment
from tonetop.standard.review import notes_by_input
from tonetop.web.audit import facts_of, row_of
from tonetop.web.handing import HTML, TITLES, download, handed
from tonetop.web.shell import manages
from tonetop.work import assessment_page, assessment_sheets
from tonetop.work.assess import assess
from tonetop.work.audit_report import report_data
from tonetop.work.freeze_review import notes_seen, snapshot
from tonetop.work.gather_review import PACK, contents
from tonetop.work.reports.audit import audit
from tonetop.work.reports.named import NAMES, YEAR, report_of
from tonetop.work.reports.reader import reader
from tonetop.work.reports.readiness import readiness
from tonetop.work.reports.report import FORMS
from tonetop.work.reports.review_pack import review_pack

OSCAL = {
    "catalog": gettext_noop("Catalogue"),
    "profile": gettext_noop("Statement of applicability"),
    "assessment-plan": gettext_noop("Plan of assessment"),
    "assessment-results": gettext_noop("Results"),
    "plan-of-action-and-milestones": gettext_noop("Plan of action"),
}
"""OSCAL documents by the names of their files."""
READINESS = TITLES | {"html": "HTML"}


def reports(request: HttpRequest) -> HttpResponse:
    """The page that leads to every report."""
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    context = {
        "forms": TITLES,
        "readiness": READINESS,
        "oscal": {name: gettext(words) for name, words in OSCAL.items()},
        "people": [(row.id, row.name or row.id) for row in leaders(facts)],
        "since": cadence.shift(look.as_of, -YEAR),
        "until": look.as_of,
        "audits": sorted(facts.rows("InternalAudit"), key=_day, reverse=True)[:6],
        "packs": sorted(facts.rows(PACK), key=lambda row: (row.built_on or "", row.id), reverse=True)[:6],
        "manages": manages(request.user),
    }
    return render(request, "reports.jinja", context)


def _day(row: Any) -> tuple[str, str]:
    return row.performed_on or row.planned_on or "", row.id


def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One report as a download."""
    if name not in NAMES or form not in FORMS:
        raise Http404("There is no such report")
    found, organisation = _looked_at(request)
    return handed(
        lambda: report_of(name, found, organisation, request.GET), name, form, f"{name}-{found.as_of}"
    )


def report(request: HttpRequest, format: str) -> HttpResponse:
    """The readiness report of clause 5.1: what the day looked at shows, to hand out and to keep."""
    if format not in READINESS:
        raise Http404(f"There is no format {format}")
    found, organisation = _looked_at(request)
    name = f"leadership-5.1-{found.as_of}"
    if format == "html":
        return download(
            lambda: assessment_page.page(found, organisation, reader()).encode(), HTML, f"{name}.html"
        )
    if format == "xlsx":
        kind = FORMS["xlsx"][0]
        return download(
            lambda: assessment_sheets.workbook(found, organisation, reader()), kind, f"{name}.xlsx"
        )
    return handed(lambda: readiness(found, organisation, reader()), "readiness", format, name)


def audit_file(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The report of an audit as a download."""
    facts = facts_of(request)
    row_of(facts, "InternalAudit", ref)
    if form not in FORMS:
        raise Http404(f"There is no format {form}")
    organisation = str(request.organisation)  # type: ignore[attr-defined]
    name = f"audit-report-{_safe(ref)}-{facts.as_of}"
    return handed(lambda: audit(report_data(ref, facts), organisation), "audit", form, name)


def pack_file(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The input pack of a management review as a download: as it stands, or as it was frozen."""
    pack: Any = latest(PACK, ref)
    if pack is None or form not in FORMS:
        raise Http404(f"There is no {PACK} {ref}")
    found, organisation = _looked_at(request)
    shown = snapshot(pack) if pack.frozen_on else contents(pack, found).plain()
    notes = notes_seen(pack.ref, shown) if pack.frozen_on else notes_by_input(pack.notes)
    name = f"review-pack-{_safe(ref)}"
    return handed(lambda: review_pack(found.facts, pack, shown, notes, organisation), "pack", form, name)


def _safe(ref: str) -> str:
    """An id as part of a file's name."""
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-.") else "-" for letter in ref
    )


def _looked_at(request: Any) -> tuple[Assessment, str]:
    return assess(request.look.as_of, request.look.known_on), str(request.organisation)
