"""The privacy desk: the record of processing by business function, clocks that run, assessments, vendors, notices."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core.facts import Facts, Row
from tonetop.records import form
from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.records.write import latest
from tonetop.standard import catalogue
from tonetop.standard.facts_file import targets
from tonetop.standard.gating.names import name_key
from tonetop.standard.terms.processing import activities, current_notice, hidden_purposes
from tonetop.web.audit import row_of
from tonetop.web.auditing import given, version
from tonetop.web.handing import download
from tonetop.web.register import label, model_of
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work import assess_privacy, privacy_clocks, watch_notice
from tonetop.work.assess import assess
from tonetop.work.confirm_activity import TYPE, confirm_activity, may_confirm
from tonetop.work.differing_periods import differing, kept_periods
from tonetop.work.export_ropa import KINDS, made
from tonetop.work.permission import OWN_DATA, SEE_SCANS, Forbidden, may, may_write
from tonetop.work.proof_folder import packed
from tonetop.work.ropa import ANSWERED_BY_NONE, Part, asked, entries, further, proofs, said_none, to_confirm
from tonetop.work.ropa_sheet import LAYOUTS

RECORD, PERIODS, CLOCKS, ASSESSED, NOTICES = "record", "periods", "clocks", "assessed", "notices"
CHECKS = 10
"""Checks of a notice that are shown."""
FORMS = {"xlsx": "Excel", "csv": "CSV", "jsonld": "JSON-LD (DPV)"}


def looked_at(request: Any) -> Facts:
    """The facts of the day that is looked at."""
    return assess(request.look.as_of, request.look.known_on).facts


def privacy(request: Any) -> HttpResponse:
    """The desk; one part of it at a time."""
    found = assess(request.look.as_of, request.look.known_on)
    facts = found.facts
    part = request.GET.get("part", RECORD)
    part = part if part in PARTS else RECORD
    context = {
        "part": part,
        "counts": _counts(facts),
        "results": [(id, catalogue.checks()[id], result) for id, result in found.privacy.items()],
        "writes": {type: may_write(request.user, type) for type in WRITTEN},
        "manages": manages(request.user),
        "hands": may(request.user, OWN_DATA),
        "layouts": LAYOUTS,
        "forms": FORMS,
        "today": facts.as_of,
    } | PARTS[part](facts)
    return render(request, "privacy.jinja", context)


def _counts(facts: Facts) -> dict[str, int]:
    return {
        RECORD: len(facts.prepared(activities)),
        PERIODS: len(differing(facts)),
        CLOCKS: len(privacy_clocks.running(facts)),
        ASSESSED: sum(1 for type in ("PrivacyAssessment", "Vendor") for _ in facts.rows(type)),
        NOTICES: sum(1 for _ in facts.rows("PrivacyNotice")),
    }


def _record(facts: Facts) -> dict[str, Any]:
    found = entries(facts)
    groups = [
        (name, list(some))
        for name, some in groupby(found, key=lambda entry: entry.row.business_function or "")
    ]
    due = [one for one in found if one.row.next_review_due and one.row.next_review_due < facts.as_of]
    return {
        "groups": groups,
        "overdue": {one.row.id for one in due},
        "labels": _labels(),
        "whole": sum(not one.missing for one in found),
        "unconfirmed": sum(bool(one.changed) for one in found),
        "total": len(found),
        "named": titles({one.row.owner for one in found if one.row.owner}, ["Person"]),
    }


def _labels() -> dict[str, str]:
    return {own.name: label(own) for own in form.fields(model_of(TYPE))}


def _clocks(facts: Facts) -> dict[str, Any]:
    requests = sorted(
        facts.rows("SubjectRequest"), key=lambda row: (row.received_on or "", row.id), reverse=True
    )
    breaches = sorted(facts.rows("DataBreach"), key=lambda row: (row.aware_on or "", row.id), reverse=True)
    rows = (*requests, *breaches)
    return {
        "requests": [privacy_clocks.clock_of(facts, row) for row in requests],
        "breaches": [privacy_clocks.clock_of(facts, row) for row in breaches],
        "named": titles({row.owner for row in rows if row.owner}, ["Person"]),
    }


def _assessed(facts: Facts) -> dict[str, Any]:
    found = sorted(facts.rows("PrivacyAssessment"), key=lambda row: (row.title or "", row.id))
    suppliers = sorted(facts.rows("Vendor"), key=lambda row: (row.name or "").casefold())
    contracts: dict[str, list[Row]] = {}
    for row in facts.rows("VendorContract"):
        contracts.setdefault(row.vendor or "", []).append(row)
    known = {name_key(row.name) for row in suppliers}
    named = {name for row in facts.prepared(activities) for name in row.vendors or ()}
    return {
        "assessments": found,
        "vendors": [(row, contracts.get(row.id, [])) for row in suppliers],
        "unknown": sorted(name for name in named if name_key(name) not in known),
        "named": titles({row.owner for row in (*found, *suppliers) if row.owner}, ["Person"]),
    }


def _notices(facts: Facts) -> dict[str, Any]:
    rows = sorted(facts.rows("PrivacyNotice"), key=lambda row: (row.published_on or "", row.id), reverse=True)
    return {
        "notices": rows,
        "current": facts.prepared(current_notice),
        "hidden": sorted(facts.prepared(hidden_purposes).items()),
        "checks": {row.id: watch_notice.history(facts, row.id)[:CHECKS] for row in rows},
        "watched": watch_notice.watched(),
    }


def _periods(facts: Facts) -> dict[str, Any]:
    return {"kept": facts.prepared(kept_periods), "differing": differing(facts)}


PARTS = {RECORD: _record, PERIODS: _periods, CLOCKS: _clocks, ASSESSED: _assessed, NOTICES: _notices}
WRITTEN = (TYPE, "RetentionRule") + (
    "SubjectRequest",
    "DataBreach",
    "PrivacyAssessment",
    "Vendor",
    "VendorContract",
    "PrivacyNotice",
)


def activity(request: HttpRequest, ref: str, problem: str = "") -> HttpResponse:
    """One activity: what it says and lacks, what it stands on, and what waits to be confirmed."""
    facts = looked_at(request)
    row = row_of(facts, TYPE, ref)
    account: Any = request.user
    last: Any = latest(TYPE, ref)
    stands = last is not None and not last.withdrawn_on
    changed = to_confirm(facts).get(ref, ())
    shown = (*asked(row), *further(row))
    links = {ident for part in shown for ident in _links(row, part.field)} | {one.ref for one in changed}
    links |= {one.by for one in said_none(facts, row).values() if one.by}
    context = {
        "row": row,
        "asked": _told(row, asked(row)),
        "further": _told(row, further(row)),
        "proofs": proofs(facts, row),
        "changed": changed,
        "named": titles(links | ({row.owner} if row.owner else set())),
        "revision": last.revision if last is not None else 0,
        "sees_scans": may(account, SEE_SCANS),
        "confirms": stands and may_confirm(account, last.owner),
        "writes": stands and may_write(account, TYPE),
        "overdue": bool(row.next_review_due and row.next_review_due < facts.as_of),
        "facts": facts,
        "nones": said_none(facts, row),
        "may_say_none": ANSWERED_BY_NONE if stands and may_confirm(account, last.owner) else (),
        "problem": problem,
    }
    return render(request, "privacy_activity.jinja", context, status=400 if problem else 200)


def _links(row: Row, field: str) -> list[str]:
    kind = model_of(row.type).shape().fields[field].kind
    return list(targets(getattr(row, field))) if kind in ("reference", "references") else []


def _told(row: Row, parts: tuple[Part, ...]) -> list[tuple[Part, str, str, Any]]:
    """Each part with its label, the kind of its value and the value."""
    own = {field.name: field for field in form.fields(model_of(row.type))}
    return [
        (part, label(own[part.field]), form.kind_of(own[part.field]), getattr(row, part.field))
        for part in parts
    ]


@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that an entry is right as it stands."""
    account: Any = request.user
    try:
        due = confirm_activity(account, ref, after=version(request) or None)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return activity(request, ref, sentence(refused))
    messages.success(request, gettext("Confirmed; the next review is due on %(day)s.") % {"day": due})
    return redirect("privacy-activity", ref)


def folder(request: HttpRequest, ref: str) -> HttpResponse:
    """The proof folder as a ZIP."""
    facts = looked_at(request)
    row = row_of(facts, TYPE, ref)
    account: Any = request.user
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in ref)
    name = f"proof-{safe}-{facts.as_of}.zip"
    return download(lambda: packed(account, facts, row), "application/zip", name)


def export(request: HttpRequest, layout: str, format: str) -> HttpResponse:
    """The record of processing as a file."""
    if layout not in LAYOUTS or format not in KINDS:
        raise Http404("There is no such file")
    facts = looked_at(request)
    return download(
        lambda: made(facts, layout, format), KINDS[format], f"ropa-{layout}-{facts.as_of}.{format}"
    )


def assessment(request: HttpRequest, ref: str, problem: str = "") -> HttpResponse:
    """One assessment: what it says, where it stands, and the acts that are open."""
    facts = looked_at(request)
    row = row_of(facts, "PrivacyAssessment", ref)
    account: Any = request.user
    last: Any = latest("PrivacyAssessment", ref)
    own = [field for field in form.fields(model_of("PrivacyAssessment")) if field.name not in STATED]
    told = [(label(field), form.kind_of(field), getattr(row, field.name)) for field in own]
    idents = {ident for field in own for ident in _links(row, field.name)}
    stands = last is not None and not last.withdrawn_on and may_write(account, "PrivacyAssessment")
    context = {
        "row": row,
        "told": [one for one in told if one[2] not in (None, "", ())],
        "lacks": [label(f) for f in own if f.name in assess_privacy.assessment_lacks(row)],
        "acts": assess_privacy.acts(account, last) if stands else [],
        "writes": stands,
        "revision": last.revision if last is not None else 0,
        "named": titles(idents | {who for who in (row.submitted_by, row.dpo, row.decided_by) if who}),
        "problem": problem,
        "text": given(request, "text"),
    }
    return render(request, "privacy_assessment.jinja", context, status=400 if problem else 200)


STATED = ("title", "state", "submitted_by", "submitted_on", "dpo", "dpo_advised_on", "dpo_advice") + (
    *("decided_by", "decided_on", "decision_reason"),
)


@require_POST
def assessment_act(request: HttpRequest, ref: str) -> HttpResponse:
    """One act on an assessment."""
    account: Any = request.user
    try:
        assess_privacy.act(
            account, ref, given(request, "act"), given(request, "text"), after=version(request) or None
        )
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return assessment(request, ref, sentence(refused))
    messages.success(request, gettext("Noted."))
    return redirect("privacy-assessment", ref)


@require_POST
def check_notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Fetch a notice's address now."""
    account: Any = request.user
    try:
        found = watch_notice.check(account, ref)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        told = (
            gettext("The notice is in reach.")
            if found
            else gettext("The notice is not in reach; why stands below.")
        )
        messages.success(request, told)
    return redirect(f"{reverse('privacy')}?part={NOTICES}")
