"""An impact assessment group by group: who is affected in which respect, how gravely, and what was not looked at."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.standard.impact import ASKED, LEVELS, LIKELIHOODS, RESPECTS, Cell, grid, remaining
from tonetop.web.audit import row_of
from tonetop.web.auditing import demand, given
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.assess_impact import Said, assess_impact
from tonetop.work.permission import Forbidden, may_write

LOOKS = {"none": "pass", "low": "pass", "medium": "partial", "high": "fail", "critical": "fail"}
"""How a level is coloured, by the marks of results; the word stands beside it."""
MARKS = {"none": "–", "low": "●", "medium": "●●", "high": "●●●", "critical": "●●●●"}


def impact(request: Any, ref: str) -> HttpResponse:
    """The page; POST records what is said of one group in one respect."""
    if request.method != "POST":
        return _page(request, assess(request.look.as_of, request.look.known_on).facts, ref)
    demand(request, "GroupImpact")
    said = Said(**{name: given(request, name) for name in Said.__dataclass_fields__})
    facts = assess().facts
    row_of(facts, "ImpactAssessment", ref)
    try:
        assess_impact(request.user, ref, said)
    except (Refused, Forbidden) as refused:
        return _page(request, facts, ref, said, sentence(refused))
    messages.success(request, gettext("It is on record."))
    return redirect(f"{reverse('impact', args=[ref])}#grid")


def _page(request: Any, facts: Facts, ref: str, said: Said | None = None, problem: str = "") -> HttpResponse:
    row = row_of(facts, "ImpactAssessment", ref)
    found = grid(facts, row)
    stands = may_write(request.user, "GroupImpact") and request.look.is_today
    writes = stands and not row.approved_on
    chosen = said or _chosen(request, facts, row)
    context = {
        "facts": facts,
        "row": row,
        "system": facts.get("AISystem", row.system),
        "grid": found,
        "held": {f"{cell.affected}/{cell.respect}": remaining(cell.row) for cell in _cells(found.lines)},
        "address": lambda cell: f"?{urlencode({'group': cell.affected, 'respect': cell.respect})}#say",
        "writes": writes,
        "told": asdict(chosen) if chosen is not None else None,
        "asked": ASKED,
        "respects": RESPECTS,
        "levels": LEVELS,
        "likelihoods": LIKELIHOODS,
        "looks": LOOKS,
        "marks": MARKS,
        "problem": problem,
    }
    return render(request, "impact.jinja", context, status=400 if problem else 200)


def _cells(lines: Any) -> list[Cell]:
    return [cell for _, cells in lines for cell in cells]


def _chosen(request: Any, facts: Facts, row: Row) -> Said | None:
    """The cell that the address names, as it stands; a blank one for another group."""
    group, respect = request.GET.get("group", ""), request.GET.get("respect", "")
    if "group" not in request.GET:
        return None
    for cell in _cells(grid(facts, row).lines):
        if (cell.affected, cell.respect) == (group, respect) and cell.row is not None:
            names = Said.__dataclass_fields__
            return Said(**{name: getattr(cell.row, name) or "" for name in names})
    return Said(group, respect if respect in RESPECTS else "")
