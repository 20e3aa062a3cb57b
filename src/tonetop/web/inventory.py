"""The asset inventory: scans that are kept, begun and stopped; what one found and what changed since the one before."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.scans import DONE, SCANNING, WAITING, Correction, KeptScan
from tonetop.web.auditing import given
from tonetop.web.documents import looked_at
from tonetop.web.findings_found import TITLES
from tonetop.web.handing import download
from tonetop.web.naming import accounts
from tonetop.web.wording import sentence
from tonetop.work import run_scan
from tonetop.work.changed_scan import changed
from tonetop.work.correct_verdict import all_kinds
from tonetop.work.declared_found import set_aside
from tonetop.work.delete_scan import delete_scan
from tonetop.work.listed_sources import LISTED, listed_sources
from tonetop.work.permission import SCAN, SEE_SCANS, Forbidden, demand, may
from tonetop.work.sayings import corrections

SHOWN = 200
"""Lines of a list of one scan; all stand in the workbook."""
LISTED_AT_ONCE = 100
"""Scans on a page of their list."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
USUAL, ALL = "usual", "all"
said = lazy(gettext, str)
SAMPLES = {
    USUAL: said("all rows, of more than a million about 100,000"),
    "10000": said("about 10,000 rows of each asset"),
    ALL: said("all rows, however many"),
}
PARTS = {
    "findings": said("Findings"),
    "fields": said("What it holds"),
    "assets": said("Coverage"),
    "ai": said("Use of AI"),
}


def demand_act(request: HttpRequest, act: str = SEE_SCANS) -> None:
    """Raises PermissionDenied for whoever does not see scans, or does not do an act about them."""
    try:
        demand(request.user, act)  # type: ignore[arg-type]
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def scans(request: HttpRequest) -> HttpResponse:
    """The scans that are kept, and the form that begins one; POST begins."""
    demand_act(request)
    problem = ""
    if request.method == "POST":
        demand_act(request, SCAN)
        try:
            made = run_scan.begin(request.user, *_wish(request))  # type: ignore[arg-type]
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("inventory-scan", made.pk)
    facts = looked_at(request)
    every, asked = run_scan.scans(facts.as_of), request.GET.get("page", "1")
    total = every.count()
    pages = max(1, -(-total // LISTED_AT_ONCE))
    page = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    rows = list(every[(page - 1) * LISTED_AT_ONCE : page * LISTED_AT_ONCE])
    found = {one.pk: counts(one) for one in run_scan.latest(facts.as_of)}
    begins = may(request.user, SCAN)  # type: ignore[arg-type]
    context = {
        "rows": rows,
        "total": total,
        "page": page,
        "pages": pages,
        "names": accounts({row.by for row in rows}),
        "counts": found,
        "systems": {row.id: row for type in ("Asset", "AISystem") for row in facts.rows(type)},
        "begins": begins,
        "listed": list(listed_sources()) if begins else [],
        "variable": LISTED,
        "samples": SAMPLES,
        "told": {name: given(request, name) for name in ("source", "system", "sample", "minutes")},
        "problem": problem,
    }
    return render(request, "inventory.jinja", context, status=400 if problem else 200)


def _wish(request: HttpRequest) -> tuple[str, str, int | None, int | None]:
    """What the form asks for. Raises Refused."""
    drawn, minutes = given(request, "sample") or USUAL, given(request, "minutes")
    if drawn not in SAMPLES:
        raise Refused("choose how much is read")
    if minutes and not minutes.isdecimal():
        raise Refused("say after how many minutes nothing new is begun, as a number")
    sample = None if drawn == USUAL else 0 if drawn == ALL else int(drawn)
    return given(request, "source"), given(request, "system"), sample, int(minutes) if minutes else None


def counts(row: KeptScan) -> Counter[str]:
    """How many findings of each kind a scan has."""
    return Counter(one["kind"] for one in row.found["findings"])


def scan_of(request: HttpRequest, number: int) -> KeptScan:
    """A scan that the account may see. Raises PermissionDenied, Http404."""
    demand_act(request)
    run_scan.settle_lost()
    row = KeptScan.objects.filter(pk=number).defer("sketches").first()
    if row is None:
        raise Http404(gettext("There is no such scan."))
    return row


def scan(request: HttpRequest, number: int) -> HttpResponse:
    """How far a scan is; once it is done, one part of what it found."""
    row = scan_of(request, number)
    runs = row.stage in (WAITING, SCANNING)
    context: dict[str, Any] = {
        "scan": row,
        "who": accounts({row.by}).get(row.by, row.by),
        "runs": runs,
        "begins": may(request.user, SCAN),  # type: ignore[arg-type]
    }
    if row.stage != DONE:
        return render(request, "inventory_progress.jinja", context)
    if getattr(request, "htmx", False) and request.GET.get("progress"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    before = run_scan.before(row)
    part = request.GET.get("part", "")
    part = part if part in PARTS else "findings"
    context |= {
        "part": part,
        "parts": [(name, words, _size(row, name)) for name, words in PARTS.items()],
        "changed": changed(row, before) if before else None,
        "read": [one for one in row.found["assets"] if not one["skipped"]],
        "looked": sum(one["rows_scanned"] for one in row.found["assets"]),
        "titles": row.found["titles"],
        "TITLES": TITLES,
        "most": SHOWN,
        "facts": looked_at(request),
    } | _PARTS[part](row)
    return render(request, "inventory_scan.jinja", context)


def _size(row: KeptScan, part: str) -> int:
    if part == "findings":
        return sum(one["kind"] != "coverage" for one in row.found["findings"])
    if part == "fields":
        return sum(1 for one in row.found["assets"] for field in one["fields"] if field["kinds"])
    return len(row.found["assets" if part == "assets" else "ai_use"])


def _findings(row: KeptScan) -> dict[str, Any]:
    said = corrections(row.source)
    found = [one for one in row.found["findings"] if one["kind"] != "coverage"]
    groups = [(kind, [one for one in found if one["kind"] == kind]) for kind in TITLES]
    return {
        "groups": [(kind, some) for kind, some in groups if some],
        "set_aside": lambda told: set_aside(told, said),
    }


def _fields(row: KeptScan) -> dict[str, Any]:
    said = {(one.asset, one.field, one.kind): one for one in Correction.objects.filter(source=row.source)}
    spoken = {(asset, field) for asset, field, _ in said}
    holding = [
        (one, fields)
        for one in row.found["assets"]
        if (
            fields := [
                field for field in one["fields"] if field["kinds"] or (one["name"], field["name"]) in spoken
            ]
        )
    ]
    known = all_kinds()
    return {
        "holding": holding,
        "corrected": said,
        "kinds": known,
        "all_titles": {key: [words] for key, words in known},
    }


def _assets(row: KeptScan) -> dict[str, Any]:
    why = {one["asset"]: one["why"] for one in row.found["findings"] if one["kind"] == "coverage"}
    return {"assets": row.found["assets"], "why": why}


def _ai(row: KeptScan) -> dict[str, Any]:
    return {"uses": row.found["ai_use"]}


_PARTS = {"findings": _findings, "fields": _fields, "assets": _assets, "ai": _ai}


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a scan."""
    demand_act(request, SCAN)
    try:
        run_scan.stop(request.user, number)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Stopped; nothing of this scan is kept."))
    return redirect("inventory")


def delete(request: HttpRequest, number: int) -> HttpResponse:
    """What goes and what stays when a scan is deleted; POST deletes it."""
    demand_act(request, SCAN)
    row, problem = scan_of(request, number), ""
    if request.method == "POST":
        try:
            delete_scan(request.user, number)  # type: ignore[arg-type]
        except Refused as refused:
            problem = sentence(refused)
        else:
            messages.success(request, gettext("The scan is deleted; the ledger keeps that it was."))
            return redirect("inventory")
    newest = (
        row.stage == DONE
        and not KeptScan.objects.filter(source=row.source, stage=DONE, pk__gt=row.pk).exists()
    )
    context = {"scan": row, "runs": row.stage in (WAITING, SCANNING), "newest": newest, "problem": problem}
    return render(request, "inventory_delete.jinja", context, status=400 if problem else 200)


def file(request: HttpRequest, number: int) -> HttpResponse:
    """A scan as a workbook."""
    row = scan_of(request, number)
    if row.stage != DONE:
        raise Http404(gettext("There is no such file."))
    return download(lambda: _workbook(row), XLSX, f"scan-{number}-{row.as_of}.xlsx")


def _workbook(row: KeptScan) -> bytes:
    from tonetop.work.keep_scan import restored  # noqa: PLC0415 - an extra
    from tonetop.work.scan_sheets import workbook  # noqa: PLC0415 - an extra

    return workbook(restored(row), row.as_of)
