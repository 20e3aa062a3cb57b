"""Documents given to be read, and the gap report of them: how far it is, what it shows, the files to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.records.readings import OPEN, READ, READING, WAITING, Reading
from tonetop.standard import catalogue
from tonetop.web.documents import looked_at
from tonetop.web.handing import HTML, TITLES, download
from tonetop.web.naming import accounts
from tonetop.web.wording import sentence
from tonetop.work.assess_folder import FolderAssessment
from tonetop.work.examined import Examined
from tonetop.work.keep_evidence import Brought
from tonetop.work.own_data.periods import periods
from tonetop.work.permission import HAVE_READ, Forbidden, may
from tonetop.work.reading import begin
from tonetop.work.reading.found import gap_of, plain_gap_of
from tonetop.work.reports.gap import OBSERVED, STATES, gap
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import FORMS
from tonetop.work.reports.report_page import page
from tonetop.work.shown_by_documents import BACKED, CONTRADICTED, DELEGATED, LACKING, MISSING, PROMISED, STALE

OFFERED = 200
"""Pieces of evidence that are offered to be read."""
SHOWN = 200
"""Files on a page of the list of files."""
told = lazy(gettext, str)
MARKS = {
    BACKED: ("pass", "✓"),
    CONTRADICTED: ("fail", "▲"),
    STALE: ("fail", "✕"),
    LACKING: ("fail", "✕"),
    DELEGATED: ("partial", "◐"),
    PROMISED: ("partial", "◐"),
    MISSING: ("no-data", ""),
}
VIEWS = {
    "duties": told("Duties of clause 5.1"),
    "clauses": told("Other clauses"),
    "controls": told("Controls of Annex A"),
    "observations": told("Observations"),
    "files": told("Every file"),
}
Plain = dict[str, Any]
DOWNLOADS = TITLES | {"html": "HTML", "json": "JSON"}


def readings(request: HttpRequest) -> HttpResponse:
    """The readings that are there, and the form by which documents are given; POST begins."""
    problem, gives = "", may(request.user, HAVE_READ)  # type: ignore[arg-type]
    if request.method == "POST":
        demand(request)
        try:
            made = begin.begin(
                request.user,  # type: ignore[arg-type]
                _brought(request),
                request.POST.getlist("piece"),
                request.POST.get("name", ""),
            )
        except (Refused, Forbidden) as refused:
            problem = sentence(refused)
        else:
            return redirect("gap-of", made.pk)
    rows = begin.readings_of(request.user) if gives else []  # type: ignore[arg-type]
    words = request.GET.get("q", "").strip()
    found = _kept(looked_at(request), words) if gives else []
    context = {
        "rows": [(row, row.proposals.filter(state=OPEN).count()) for row in rows],
        "names": accounts({row.by for row in rows}),
        "pieces": found[:OFFERED],
        "more": max(len(found) - OFFERED, 0),
        "chosen": request.POST.getlist("piece"),
        "words": words,
        "gives": gives,
        "problem": problem,
        "days": periods()["readings"].days,
    }
    return render(request, "gap.jinja", context, status=400 if problem else 200)


def _brought(request: HttpRequest) -> Sequence[Brought]:
    sent = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
    return [Brought(file.name or "file", file.chunks()) for file in sent]


def _kept(facts: Facts, words: str) -> list[Any]:
    """Pieces of evidence that have a file, the newest first."""
    rows: list[Any] = [row for row in facts.rows("Evidence") if row.sha256 and not row.disposed_on]
    wanted = [row for row in rows if words.casefold() in f"{row.id} {row.title or ''}".casefold()]
    return sorted(wanted, key=lambda row: (row.occurred_on or "", row.id), reverse=True)


def demand(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever gives no documents to be read."""
    if not may(request.user, HAVE_READ):  # type: ignore[arg-type]
        why = "documents are given to be read by those who lead and those who audit; ask the governance lead"
        raise PermissionDenied(sentence(Forbidden(why)))


def reading_of(request: HttpRequest, number: int) -> Reading:
    """A reading that the account may see. Raises PermissionDenied, Http404."""
    demand(request)
    held = begin.readings_of(request.user)  # type: ignore[arg-type]
    found = next((row for row in held if row.pk == number), None)
    if found is None:
        raise Http404(gettext("These documents are not here; they were dropped, or somebody else gave them."))
    return found


def reading(request: HttpRequest, number: int) -> HttpResponse:
    """How far the reading is; once it is done, what the documents show."""
    row = reading_of(request, number)
    context: dict[str, Any] = {
        "reading": row,
        "who": accounts({row.by}).get(row.by, row.by),
        "runs": row.stage in (WAITING, READING),
    }
    if row.stage != READ:
        return render(request, "gap_progress.jinja", context)
    if getattr(request, "htmx", False) and request.GET.get("progress"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    found, plain = assessed(request, row)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "duties" if found.assessed.duties else "clauses"
    words = request.GET.get("q", "").strip()
    states = Counter(row.proposals.values_list("state", flat=True))
    context |= {
        "found": found,
        "view": view,
        "views": [(name, said, _size(found, plain, name)) for name, said in VIEWS.items()],
        "words": words,
        "open": states[OPEN],
        "proposed": states.total(),
        "downloads": DOWNLOADS,
        "read": len(found.examined),
        "whole": found.leadership(),
        "STATES": STATES,
        "STATE_MARKS": MARKS,
        "OBSERVED": OBSERVED,
    }
    return render(
        request, "gap_report.jinja", context | _VIEWS[view](found, plain, request, words.casefold())
    )


def assessed(request: HttpRequest, row: Reading) -> tuple[FolderAssessment, Plain]:
    """What the documents show as of the day that is looked at, and the same in its plain form."""
    facts = looked_at(request)
    asked = (row.pk, row.name, facts.as_of, _audit_on(facts))
    return gap_of(*asked), plain_gap_of(*asked)


def _audit_on(facts: Facts) -> str | None:
    """The day of the next audit that is planned."""
    rows: list[Any] = [*facts.rows("InternalAudit"), *facts.rows("ExternalAudit")]
    days = (row.planned_on for row in rows if row.planned_on and row.planned_on >= facts.as_of)
    return min(days, default=None)


def _size(found: FolderAssessment, plain: Plain, view: str) -> int:
    counted = {"observations": found.observations, "files": found.documents, "duties": found.assessed.duties}
    if view in counted:
        return len(counted[view])
    return sum(bool(result["records"]) for result in _results(plain, view).values())


def _results(plain: Plain, view: str) -> dict[str, Any]:
    return {id: one for id, one in plain[view].items() if id != "5.1"}


def _duties(found: FolderAssessment, plain: Plain, request: HttpRequest, words: str) -> dict[str, Any]:
    """The duties, narrowed by what is shown of them and by words of their quotations."""
    state = request.GET.get("state", "")
    duties = [
        (id, catalogue.duties()[id]["name"], found.shown[id], found.duty(id)) for id in found.assessed.duties
    ]
    counts = Counter(shown.state for _, _, shown, _ in duties)
    kept = [
        duty
        for duty in duties
        if state in ("", duty[2].state)
        and words
        in " ".join((duty[0], duty[1], *(c.quote.text + c.document for c in duty[2].cites))).casefold()
    ]
    return {"duties": kept, "state": state if state in STATES else "", "counts": counts}


def _requirements(found: FolderAssessment, plain: Plain, request: HttpRequest, words: str) -> dict[str, Any]:
    view = "controls" if request.GET.get("view") == "controls" else "clauses"
    texts = catalogue.controls() if view == "controls" else catalogue.clauses()
    lines = [
        (id, texts[id]["title"], one)
        for id, one in _results(plain, view).items()
        if words in " ".join((id, texts[id]["title"], *(r["quote"] for r in one["records"]))).casefold()
    ]
    return {
        "spoken": [line for line in lines if line[2]["records"]],
        "silent": [line for line in lines if not line[2]["records"]],
    }


def _observations(found: FolderAssessment, plain: Plain, request: HttpRequest, words: str) -> dict[str, Any]:
    lines = [
        one for one in plain["observations"] if words in " ".join((one["why"], *one["documents"])).casefold()
    ]
    return {"lines": lines[:SHOWN], "more": max(len(lines) - SHOWN, 0)}


def _files(found: FolderAssessment, plain: Plain, request: HttpRequest, words: str) -> dict[str, Any]:
    """Every file, narrowed to those read, refused or to be filled in, and by words of its name."""
    lines = [(_kind(one), one) for one in found.documents]
    state = request.GET.get("state", "")
    kept = [line for line in lines if state in ("", line[0]) and words in line[1].document.casefold()]
    return {
        "lines": kept[:SHOWN],
        "more": max(len(kept) - SHOWN, 0),
        "state": state,
        "counts": Counter(kind for kind, _ in lines),
    }


def _kind(one: Any) -> str:
    if not isinstance(one, Examined):
        return "refused"
    return "blank" if one.placeholder else "read"


_VIEWS = {
    "duties": _duties,
    "clauses": _requirements,
    "controls": _requirements,
    "observations": _observations,
    "files": _files,
}


def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The gap report as a download, in the language of whoever asks."""
    row = reading_of(request, number)
    if row.stage != READ or form not in DOWNLOADS:
        raise Http404(gettext("There is no such report."))
    found, plain = assessed(request, row)
    name = f"gap-report-{number}-{found.assessed.as_of}"
    if form == "json":
        headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
        return JsonResponse(plain, headers=headers)
    organisation = str(request.organisation)  # type: ignore[attr-defined]
    report = gap(found, row.name, reader(), organisation)
    if form == "html":
        return download(lambda: page(report).encode(), HTML, f"{name}.html")
    return download(lambda: FORMS[form][1](report), FORMS[form][0], f"{name}.{form}")


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a reading, or drop what was read; what was accepted stays."""
    try:
        begin.drop(reading_of(request, number))
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("gap")
    messages.success(
        request, gettext("Dropped: the documents and what was found in them. What was accepted stays.")
    )
    return redirect("gap")
