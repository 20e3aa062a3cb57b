"""What scans found and no register holds: accepted, joined, or said to be none; and the review of a system's fields."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from tonetop.records.intake import Refused
from tonetop.records.scans import REJECTED
from tonetop.records.suggesting import suggestions
from tonetop.web.audit import row_of
from tonetop.web.auditing import given, person
from tonetop.web.documents import looked_at
from tonetop.web.inventory import demand_act
from tonetop.web.register import model_of
from tonetop.web.wording import sentence
from tonetop.work import run_scan
from tonetop.work.assess import assess
from tonetop.work.found_assets import found_assets
from tonetop.work.permission import SCAN, may
from tonetop.work.review_fields import Reviewed, enter, proposed
from tonetop.work.settle_found import Wish, accept, join, reject, take_back

SHOWN = 100
"""Found systems, or fields, on a page."""


def candidates(request: HttpRequest) -> HttpResponse:
    """What was found and is not registered, shadow AI first; POST decides one."""
    demand_act(request)
    problem = ""
    if request.method == "POST":
        demand_act(request, SCAN)
        try:
            messages.success(request, _decided(request))
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("inventory-candidates")
    facts = looked_at(request)
    kept = run_scan.latest(facts.as_of)
    found = found_assets(facts, kept)
    left = [one for one in found if one.decided is None]
    context = {
        "shadow": [one for one in left if one.ai][:SHOWN],
        "others": [one for one in left if not one.ai][:SHOWN],
        "count": len(left),
        "most": SHOWN,
        "rejected": [one for one in found if one.decided and one.decided.state == REJECTED],
        "kept": kept,
        "scans": {scan.pk: scan for scan in kept},
        "assets": sorted(facts.rows("Asset"), key=lambda row: (row.name or row.id).casefold()),
        "choices": suggestions(model_of("Asset")),
        "decides": may(request.user, SCAN),  # type: ignore[arg-type]
        "problem": problem,
    }
    return render(request, "inventory_candidates.jinja", context, status=400 if problem else 200)


def _decided(request: HttpRequest) -> str:
    """Do what the form asks for; gives what is told. Raises Refused, Forbidden."""
    account: Any = request.user
    key, act = given(request, "key"), given(request, "act")
    if act == "accept":
        owner = person(assess().facts, given(request, "owner"))
        made = accept(account, key, Wish(given(request, "name"), given(request, "hosting"), owner))
        return gettext("Registered as %(id)s.") % {"id": made.ref}
    if act == "join":
        made = join(account, key, given(request, "asset"))
        return gettext("It is %(id)s from now on.") % {"id": made.ref}
    if act == "reject":
        reject(account, key, given(request, "reason"))
        return gettext("Set aside; later scans do not bring it again.")
    if act == "back":
        take_back(account, key)
        return gettext("It stands among what was found again.")
    raise Refused("choose what to do with it")


def fields(request: HttpRequest, ref: str) -> HttpResponse:
    """The fields of a system that were found and are not listed; POST enters those that are chosen."""
    demand_act(request)
    problem = ""
    if request.method == "POST":
        demand_act(request, SCAN)
        try:
            count = enter(request.user, ref, _reviewed(request))  # type: ignore[arg-type]
        except Refused as refused:
            problem = sentence(refused)
        else:
            said = ngettext("%(n)s field is entered.", "%(n)s fields are entered.", count) % {"n": count}
            messages.success(request, said)
            return redirect("inventory-fields", ref)
    facts = looked_at(request)
    row: Any = facts.get("Asset", ref) or row_of(facts, "AISystem", ref)
    kept = run_scan.latest(facts.as_of)
    found = proposed(facts, ref, kept)
    context = {
        "row": row,
        "found": found[:SHOWN],
        "count": len(found),
        "scans": [scan for scan in kept if ref in scan.systems],
        "listed": sum(1 for one in facts.rows("FieldInventory") if one.system == ref),
        "decides": may(request.user, SCAN),  # type: ignore[arg-type]
        "problem": problem,
    }
    return render(request, "inventory_fields.jinja", context, status=400 if problem else 200)


def _reviewed(request: HttpRequest) -> list[Reviewed]:
    """The fields that are chosen, with what is said of each."""
    return [
        Reviewed(given(request, f"field-{n}"), given(request, f"needed-{n}"), given(request, f"purpose-{n}"))
        for n in request.POST.getlist("take")
    ]
