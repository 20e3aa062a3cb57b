"""Over-collection as a page: each field that holds more than is declared or needed, with its owner and its age."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.records.titles import titles
from tonetop.web.documents import looked_at
from tonetop.web.inventory import demand_act
from tonetop.work import run_scan
from tonetop.work.over_collected import over_collected
from tonetop.work.permission import SCAN, may

SHOWN = 200
"""Fields that are shown; the oldest come first."""


def beyond_need(request: HttpRequest) -> HttpResponse:
    """The list, the oldest first."""
    demand_act(request)
    facts = looked_at(request)
    found = over_collected(facts)
    context = {
        "found": found[:SHOWN],
        "count": len(found),
        "open": sum(not one.raised for one in found),
        "scans": len(run_scan.latest(facts.as_of)),
        "named": titles({one.owner for one in found if one.owner}, ["Person"]),
        "records": may(request.user, SCAN),  # type: ignore[arg-type]
    }
    return render(request, "inventory_over.jinja", context)
