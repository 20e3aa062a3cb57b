"""Suppliers: how each was assessed, which AI systems hang on it, what falls short, and when it is looked at again."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.standard.gating.names import firm_key, name_key
from tonetop.standard.gating.supplying import shortfalls
from tonetop.standard.suppliers import ANSWERS, assessment, ended, supplied, systems
from tonetop.standard.suppliers.lacking import Supplier, in_order, lacking
from tonetop.web.audit import row_of
from tonetop.web.auditing import demand, given, person
from tonetop.web.register import model_of
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.assess_supplier import LONGEST, OUTCOMES, Told, answer, mend, settle_supplier
from tonetop.work.permission import may_write

LOOKS = {"yes": "pass", "partly": "partial", "no": "fail"}
YEAR = 365


@require_safe
def suppliers(request: Any) -> HttpResponse:
    """Every vendor with its score, rank, outcome and the systems that hang on it; those not in order first."""
    facts = assess(request.look.as_of, request.look.known_on).facts
    rows = [row for row in facts.rows("Vendor") if not ended(facts, row)]
    lines = [(row, assessment(facts, row), systems(facts, row), in_order(facts, row)) for row in rows]
    lines.sort(key=lambda one: (one[3], -len(one[2]), (one[0].name or one[0].id).casefold()))
    named = {firm_key(row.name) for row in rows}
    told = [(one.supplier or "").strip() for one in facts.rows("SystemPart") if one.state != "rejected"]
    told += [(one.vendor or "").strip() for one in facts.rows("Asset") if one.ai_system or one.ai_features]
    context = {
        "facts": facts,
        "lines": lines,
        "unknown": sorted({name for name in told if name and firm_key(name) not in named}, key=str.casefold),
        "adds": may_write(request.user, "Vendor"),
    }
    return render(request, "suppliers.jinja", context)


def supplier(request: Any, ref: str) -> HttpResponse:
    """The page of one; POST records answers, has something mended, or settles the assessment."""
    if request.method != "POST":
        return _page(request, assess(request.look.as_of, request.look.known_on).facts, ref)
    demand(request, "SupplierAnswer")
    facts = assess().facts
    row_of(facts, "Vendor", ref)
    try:
        messages.success(request, _done(request, facts, ref))
    except Refused as refused:
        return _page(request, facts, ref, sentence(refused))
    return redirect(f"{reverse('supplier', args=[ref])}#{given(request, 'act') or 'top'}")


def _done(request: Any, facts: Facts, ref: str) -> str:
    """Do what the form asks for; gives what is told. Raises Refused, Forbidden."""
    act = given(request, "act")
    if act == "mend":
        demand(request, "Decision")
        owner = person(facts, given(request, "owner"))
        made = mend(
            request.user, given(request, "answer"), given(request, "text"), owner, given(request, "due")
        )
        return gettext("%(id)s is on its way.") % {"id": made}
    if act == "settle":
        demand(request, "Vendor")
        said = (given(request, "outcome"), given(request, "conditions"), given(request, "again"))
        settle_supplier(request.user, ref, *said)
        return gettext("The assessment is on record.")
    told = {
        name.removeprefix("a-"): Told(value, given(request, f"n-{name.removeprefix('a-')}"))
        for name, value in request.POST.items()
        if name.startswith("a-") and value
    }
    count = answer(request.user, ref, told)
    return ngettext("%(n)s answer is new.", "%(n)s answers are new.", count) % {"n": count}


def _page(request: Any, facts: Facts, ref: str, problem: str = "") -> HttpResponse:
    row = row_of(facts, "Vendor", ref)
    found, lacks = assessment(facts, row), lacking(facts, row)
    parts, assets = supplied(facts, row)
    today, name = request.look.is_today, name_key(row.name)
    named = [one for one in facts.rows("ProcessingActivity") if name in map(name_key, one.vendors or ())]
    context = {
        "facts": facts,
        "row": row,
        "found": found,
        "topics": [(topic, list(some)) for topic, some in groupby(found.lines, lambda line: line[0].topic)],
        "given": request.POST,
        "systems": systems(facts, row),
        "parts": parts,
        "assets": assets,
        "activities": named,
        "contracts": [one for one in facts.rows("VendorContract") if one.vendor == ref],
        "answers": ANSWERS,
        "outcomes": OUTCOMES,
        "looks": LOOKS,
        "writes": may_write(request.user, "SupplierAnswer") and today,
        "mends": may_write(request.user, "Decision") and today,
        "settles": may_write(request.user, "Vendor") and today,
        "lacks": lacks,
        "short": shortfalls((Supplier(row.name or row.id, row, lacks),)),
        "again": cadence.shift(facts.as_of, YEAR),
        "furthest": cadence.shift(facts.as_of, LONGEST),
        "choices": suggestions(model_of("SupplierAnswer")) if today else {},
        "problem": problem,
    }
    return render(request, "supplier.jinja", context, status=400 if problem else 200)
