"""Declared beside found: every activity and system at a glance, one with its answers, a finding put on record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.standard import catalogue
from tonetop.web.audit import row_of
from tonetop.web.auditing import given, person
from tonetop.web.documents import looked_at
from tonetop.web.findings_found import TITLES
from tonetop.web.inventory import demand_act, scan_of
from tonetop.web.register import model_of
from tonetop.web.wording import day, sentence
from tonetop.work import run_scan
from tonetop.work.assess import assess
from tonetop.work.correct_verdict import Word, correct, take_back
from tonetop.work.declared_found import Sides, of_activity, of_system
from tonetop.work.permission import SCAN, may
from tonetop.work.record_scan import Gap, keep_as_evidence, note_validated, raise_gap

SHOWN = 12
"""Places of a category that are named."""


def declared(request: HttpRequest) -> HttpResponse:
    """Every activity with what its latest scans say of it, then the systems that no activity names."""
    demand_act(request)
    facts = looked_at(request)
    kept = run_scan.latest(facts.as_of)
    activities = [(row, of_activity(facts, row, kept)) for row in facts.rows("ProcessingActivity")]
    named = {system.id for _, sides in activities for system in sides.systems}
    scanned = {id for scan in kept for id in scan.systems}
    alone = [row for row in facts.rows("Asset") if row.id in scanned - named]
    context = {
        "activities": activities,
        "alone": [(row, of_system(facts, row, kept)) for row in alone],
        "loose": [scan for scan in kept if not scan.systems],
        "kept": kept,
    }
    return render(request, "inventory_declared.jinja", context)


def activity(request: HttpRequest, ref: str) -> HttpResponse:
    """One activity: declared beside found."""
    demand_act(request)
    facts = looked_at(request)
    row = row_of(facts, "ProcessingActivity", ref)
    return _page(request, row, of_activity(facts, row, run_scan.latest(facts.as_of)))


def system(request: HttpRequest, ref: str) -> HttpResponse:
    """One system: declared beside found."""
    demand_act(request)
    facts = looked_at(request)
    row = facts.get("Asset", ref) or row_of(facts, "AISystem", ref)
    return _page(request, row, of_system(facts, row, run_scan.latest(facts.as_of)))


def _page(request: HttpRequest, row: Any, sides: Sides) -> HttpResponse:
    facts = looked_at(request)
    ids = {one.id for one in sides.systems}
    titles = {key: told for scan in sides.scans for key, told in scan.found["titles"].items()}
    context = {
        "row": row,
        "sides": sides,
        "rules": [rule for rule in facts.rows("RetentionRule") if rule.system in ids],
        "uses": [(scan, use) for scan in sides.scans for use in scan.found["ai_use"]],
        "titles": titles,
        "TITLES": TITLES,
        "most": SHOWN,
        "facts": facts,
        "records": may(request.user, SCAN),  # type: ignore[arg-type]
    }
    return render(request, "inventory_sides.jinja", context)


def raise_one(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The form of a finding of a scan; POST puts it on record."""
    demand_act(request, SCAN)
    row, facts, problem = scan_of(request, number), assess().facts, ""
    found = row.found.get("findings", [])
    if place >= len(found):
        raise Http404(gettext("There is no such finding."))
    told = {name: given(request, name) for name in Gap.__dataclass_fields__}
    if request.method == "POST":
        try:
            gap = Gap(**told | {"owner": person(facts, told["owner"])})
            made = raise_gap(request.user, number, place, gap)  # type: ignore[arg-type]
        except Refused as refused:
            problem = sentence(refused)
        else:
            messages.success(request, gettext("The finding is on record."))
            return redirect("finding", made.ref)
    context = {
        "scan": row,
        "found": found[place],
        "told": told,
        "title": TITLES.get(found[place]["kind"]),
        "items": catalogue.clauses() | catalogue.controls(),
        "choices": suggestions(model_of("Finding")),
        "problem": problem,
    }
    return render(request, "inventory_raise.jinja", context, status=400 if problem else 200)


@require_POST
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a scan as evidence."""
    demand_act(request, SCAN)
    try:
        ref = keep_as_evidence(request.user, number)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("inventory")
    messages.success(request, gettext("The scan is kept as evidence."))
    return redirect("evidence-piece", ref)


@require_POST
def note(request: HttpRequest, ref: str) -> HttpResponse:
    """Note on an activity that it was held against its systems."""
    demand_act(request, SCAN)
    try:
        on = note_validated(request.user, ref)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Noted: held against its systems on %(day)s.") % {"day": day(on)})
    return redirect("inventory-activity", ref)


@require_POST
def correction(request: HttpRequest, number: int) -> HttpResponse:
    """Say what a column is, or is not; or take that back."""
    demand_act(request, SCAN)
    back = given(request, "back")
    try:
        if back:
            take_back(request.user, int(back) if back.isdecimal() else 0)  # type: ignore[arg-type]
        else:
            told = {name: given(request, name) for name in ("asset", "field", "kind", "reason")}
            word = Word(**told, holds=given(request, "holds") == "yes")
            correct(request.user, number, word)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Noted; it holds for this scan and all later ones."))
    return redirect(f"{request.path.removesuffix('correct/')}?part=fields")
