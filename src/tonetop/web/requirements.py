"""The catalogue as pages: every clause, control and duty with its result, evidence, versions and what it maps to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core.assess import Result
from tonetop.core.facts import Facts
from tonetop.records import tongue
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.web.auditing import given
from tonetop.web.parameters import parameters
from tonetop.web.shell import neighbours, title
from tonetop.web.wording import sentence
from tonetop.work import private_note
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, may_write

LEVELS = {"high": 3, "medium": 2, "low": 1}
SORTS = ("impact", "complexity")
SOURCES = (
    ("iso27001", "ISO/IEC 27001"),
    ("nist_ai_rmf", "NIST AI RMF"),
    ("eu_ai_act", "EU AI Act"),
    ("gdpr", "GDPR"),
)
"""The other standards and laws that the crosswalk leads to, as (key, name)."""
PARTS = {
    "clauses": "Clauses 4 to 10",
    "duties": "Nine duties of 5.1",
    "controls": "Annex A",
    "pitfalls": "Pitfalls",
    "privacy": "Privacy checks",
    "review": "Management review",
    "parameters": "Parameters",
    "evidence": "Evidence kinds",
    "crosswalk": "Crosswalk",
    "certification": "Certification",
    "versions": "Versions",
}


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
    """One part of the catalogue at a time; lists of items are sortable by impact and complexity."""
    part = request.GET.get("part", "clauses")
    if part not in PARTS:
        raise Http404(f"There is no part {part} of the catalogue")
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    sort = request.GET.get("sort", "")
    context = {
        "part": part,
        "parts": {name: gettext(words) for name, words in PARTS.items()},
        "sort": sort if sort in SORTS else "",
        "label": catalogue.label(),
        "versions": catalogue.additions()["versions"],
        "data": catalogue.data(),
        "found": found,
        "rows": rows(found, part, sort),
        "checks": [(text, {**found.checks, **found.privacy}[id]) for id, text in catalogue.checks().items()],
        "settings": parameters(found.facts) if part == "parameters" else [],
        "sets": may_write(request.user, "ParameterSetting"),  # type: ignore[arg-type]
        "sources": SOURCES,
        "titles": {type: title(type) for type in registers()},
    }
    return render(request, "catalogue.jinja", context)


def rows(found: Assessment, part: str, sort: str) -> list[Row]:
    """The items that a part lists, in the standard's order or by a rating."""
    items = {"clauses": catalogue.clauses, "controls": catalogue.controls, "duties": catalogue.duties}
    told = results(found)
    listed = [
        Row(item, id.count(".") if part == "clauses" else 0, rating(found.facts, id), told.get(id))
        for id, item in (items[part]() if part in items else {}).items()
    ]
    return _sorted(listed, sort) if sort in SORTS else listed


def _sorted(rows: list[Row], by: str) -> list[Row]:
    """Rated items, those that rate highest first."""
    rated = (Row(row.item, 0, row.rating, row.result) for row in rows if row.rating)
    return sorted(rated, key=lambda row: -LEVELS.get(getattr(row.rating, by), 0))


def requirement(request: HttpRequest, id: str) -> HttpResponse:
    """One clause, control or duty."""
    known = items()
    if id not in known:
        raise Http404(f"The catalogue has no item {id}")
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    before, after = neighbours(id, {other: _name(entry) for other, entry in known.items()})
    item = known[id]
    kinds = catalogue.data()["vocabularies"]["evidence_kinds"]
    duties = [
        (duty, found.duties[duty["id"]]) for duty in catalogue.duties().values() if duty["clause"] == id
    ]
    told = results(found)
    context = {
        "facts": found.facts,
        "item": item,
        "name": _name(item),
        "summary": tongue.told(item.get("summary") or item["own_words"]),
        "result": told.get(id),
        "rating": rating(found.facts, id),
        "evidence": [(kind, kinds[kind]) for kind in item.get("evidence", ())],
        "parent": item.get("parent") or item.get("objective") or item.get("clause"),
        "children": [(entry, told.get(other)) for other, entry in known.items() if entry.get("parent") == id],
        "objectives": {entry["id"]: entry["title"] for entry in catalogue.data()["annex_a_objectives"]},
        "known": known,
        "duties": duties,
        "checks": [(text, found.checks[text.id]) for text in catalogue.checks().values() if text.duty == id],
        "sources": SOURCES,
        "crosswalk": [entry for entry in catalogue.data()["crosswalk"] if _covers(entry["iso42001"], id)],
        "versions": catalogue.versions(id),
        "parameters": found.facts.parameters,
        "rates": may_write(request.user, "ItemRating"),  # type: ignore[arg-type]
        "before": before,
        "after": after,
        "note": private_note.note_of(request.user, id),  # type: ignore[arg-type]
        "longest": private_note.LONGEST,
    }
    return render(request, "requirement.jinja", context)


@require_POST
def note(request: HttpRequest, id: str) -> HttpResponse:
    """Keep or delete one's own note, which nobody else reads."""
    if id not in items():
        raise Http404(f"The catalogue has no item {id}")
    text = "" if "delete" in request.POST else given(request, "note")
    try:
        kept = private_note.keep_note(request.user, id, text)  # type: ignore[arg-type]
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        told = gettext("Your note is kept; only you can read it.") if kept else gettext("No note is kept.")
        messages.success(request, told)
    return redirect(reverse("requirement", args=[id]) + "#note")


def _name(item: dict[str, Any]) -> str:
    return tongue.told(str(item.get("title") or item["name"]))


def _covers(reference: str, id: str) -> bool:
    """Whether a crosswalk row such as "6.1.2-6.1.3 / 8.2-8.3" or "A.6" speaks of an item."""
    for part in reference.split(" / "):
        first, _, last = part.strip().partition("-")
        if first <= id <= (last or first) or id == first or id.startswith(f"{first}.") and not last:
            return True
    return False
