"""The catalogue as pages: every clause, control and duty with its result, evidence, versions and what it maps to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.core.assess import Result
from tonetop.core.facts import Facts
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.assess import assess

LEVELS = {"high": 3, "medium": 2, "low": 1}


@dataclass(frozen=True, slots=True)
class Rating:
    """How heavy and how hard an item is, and whether the organisation says so itself."""

    impact: str
    complexity: str
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the catalogue as the index shows it."""

    item: dict[str, Any]
    depth: int
    rating: Rating | None
    result: Result | None


def rating(facts: Facts, id: str) -> Rating | None:
    """The organisation's rating of an item as of the facts' day, else the product's."""
    own = facts.get("ItemRating", id)
    ours = catalogue.additions()["ratings"].get(id)
    if own is not None:
        given = ours or {"impact": "", "complexity": ""}
        return Rating(own.impact or given["impact"], own.complexity or given["complexity"], True)
    return Rating(ours["impact"], ours["complexity"], False) if ours else None


def items() -> dict[str, dict[str, Any]]:
    """Every clause, control and duty by id."""
    return {**catalogue.clauses(), **catalogue.controls(), **catalogue.duties()}


def results(found: Assessment) -> dict[str, Result]:
    """The results of clauses, controls and duties by id."""
    return {**found.clauses, **found.controls, **found.duties}


def index(request: HttpRequest) -> HttpResponse:
    """The whole catalogue; sortable by impact and complexity."""
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    told = results(found)
    sort = request.GET.get("sort", "")
    rows = [
        Row(item, id.count(".") if not sort else 0, rating(found.facts, id), told.get(id))
        for id, item in {**catalogue.clauses(), **catalogue.duties()}.items()
    ]
    controls = [Row(item, 0, rating(found.facts, id), told.get(id)) for id, item in catalogue.controls().items()]
    if sort in ("impact", "complexity"):
        rows, controls = _sorted(rows, sort), _sorted(controls, sort)
    data = catalogue.data()
    context = {
        "rows": [row for row in rows if not row.item["id"].startswith("LD")],
        "duties": [row for row in rows if row.item["id"].startswith("LD")],
        "controls": controls,
        "objectives": data["annex_a_objectives"],
        "sort": sort,
        "label": catalogue.label(),
        "versions": catalogue.additions()["versions"],
        "data": data,
        "parameters": [(name, value, found.facts.parameters[name]) for name, value in catalogue.parameters().items()],
        "privacy": [(text, found.privacy[id]) for id, text in catalogue.checks().items() if id in found.privacy],
        "pitfalls": data["pitfalls"],
    }
    return render(request, "catalogue.jinja", context)


def _sorted(rows: list[Row], by: str) -> list[Row]:
    return sorted((r for r in rows if r.rating), key=lambda row: -LEVELS.get(getattr(row.rating, by), 0))


def requirement(request: HttpRequest, id: str) -> HttpResponse:
    """One clause, control or duty."""
    known = items()
    if id not in known:
        raise Http404(f"The catalogue has no item {id}")
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    order = list(known)
    place = order.index(id)
    item = known[id]
    kinds = catalogue.data()["vocabularies"]["evidence_kinds"]
    duties = [(duty, found.duties[duty["id"]]) for duty in catalogue.duties().values() if duty["clause"] == id]
    context = {
        "item": item,
        "name": item.get("title") or item["name"],
        "summary": item.get("summary") or item["own_words"],
        "result": results(found).get(id),
        "rating": rating(found.facts, id),
        "evidence": [(kind, kinds[kind]) for kind in item.get("evidence", ())],
        "parent": item.get("parent") or item.get("objective") or item.get("clause"),
        "children": [known[other] for other in order if known[other].get("parent") == id],
        "duties": duties,
        "checks": [(text, found.checks[text.id]) for text in catalogue.checks().values() if text.duty == id],
        "crosswalk": [entry for entry in catalogue.data()["crosswalk"] if _covers(entry["iso42001"], id)],
        "versions": catalogue.versions(id),
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }
    return render(request, "requirement.jinja", context)


def _covers(reference: str, id: str) -> bool:
    """Whether a crosswalk row such as "6.1.2-6.1.3 / 8.2-8.3" or "A.6" speaks of an item."""
    for part in reference.split(" / "):
        first, _, last = part.strip().partition("-")
        if first <= id <= (last or first) or id == first or id.startswith(f"{first}.") and not last:
            return True
    return False
