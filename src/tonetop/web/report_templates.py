"""Word templates of reports: take the house's, put the organisation's own in its place, look at it, go back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.records.report_templates import ReportTemplate
from tonetop.web.handing import download
from tonetop.web.wording import sentence
from tonetop.work import own_templates
from tonetop.work.own_templates import DOCX, LARGEST
from tonetop.work.permission import Forbidden, manager
from tonetop.work.reports.files import worded
from tonetop.work.reports.samples import sample

TITLES = {
    "minutes": _("Minutes of a management review"),
    "pack": _("Input pack of a management review"),
    "board": _("At a glance, for the board"),
    "dossier": _("Proof of commitment"),
    "readiness": _("Readiness for clause 5.1"),
    "applicability": _("Statement of applicability"),
    "audit": _("Audit report"),
}
"""What each report with a template is called, in the order of the page."""


def templates(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


def _page(request: Any, kind: str = "", problem: str = "") -> HttpResponse:
    _demand(request)
    own = {row.kind: row for row in ReportTemplate.objects.all()}
    context = {
        "entries": [(kind, words, own.get(kind)) for kind, words in TITLES.items()],
        "kind": kind,
        "problem": problem,
        "largest": LARGEST // 1024**2,
    }
    return render(request, "report_templates.jinja", context, status=400 if problem else 200)


def _demand(request: Any) -> None:
    try:
        manager(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


@require_POST
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Put a template in place, or go back to the house's."""
    _demand(request)
    _known(kind)
    account: Any = request.user
    try:
        if "back" in request.POST:
            own_templates.remove(account, kind)
            messages.success(request, gettext("The house's template is in use again."))
        else:
            _place(account, kind, request.FILES.get("file"))
            messages.success(request, gettext("Your template is in use."))
    except Refused as refused:
        return _page(request, kind, sentence(refused))
    return redirect("report-templates")


def _place(account: Any, kind: str, file: Any) -> None:
    """Raises Refused."""
    if file is None:
        raise Refused(gettext("choose the Word file that is to be the template"))
    data = file.read(LARGEST + 1)
    own_templates.place(account, kind, str(file.name), data, sample(kind))


def file(request: HttpRequest, kind: str, which: str) -> HttpResponse:
    """A template as it is (house, own), or a sample report that is made by the one in use (sample)."""
    _demand(request)
    _known(kind)
    own = own_templates.standing(kind)
    if which not in ("house", "own", "sample") or which == "own" and own is None:
        raise Http404("There is no such template")
    if which == "sample":
        matter = sample(kind)
        day = request.look.as_of  # type: ignore[attr-defined]
        return download(lambda: worded(kind, matter, day), DOCX, f"{kind}-sample.docx")
    if own is not None and which == "own":
        return download(lambda: blobs.read(own.sha256), DOCX, f"{kind}-own.docx")
    return download(lambda: own_templates.house_template(kind), DOCX, f"{kind}-template.docx")


def _known(kind: str) -> None:
    if kind not in TITLES:
        raise Http404("There is no such report")
