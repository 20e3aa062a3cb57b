"""Gates in the business: three checks by three workflows, how often each was passed, when last, with which waivers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.standard.maps import integration as maps
from tonetop.standard.maps.integration import Crossing, Workflow
from tonetop.work.assess import assess
from tonetop.work.permission import may_write

LISTED, STEP, TALL = 100, 10, 30
OUTCOMES = {
    "passed": ("✓", "pass"),
    "conditional": ("◐", "partial"),
    "rejected": ("✕", "no-data"),
    "waived": ("△", "partial"),
}
"""How an outcome looks; a rejection is no fault: it shows that the gate can say no."""


@dataclass(frozen=True, slots=True)
class Column:
    """A month of a cell's little chart: its place and its height, both in units of the drawing."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell with its name, how it stands (mark, look, words), and its chart of twelve months."""

    name: str
    crossing: Crossing
    stands: tuple[str, str, str]
    chart: list[Column]


def integration(request: HttpRequest) -> HttpResponse:
    """The page; `cell` (check.workflow) shows the gates and passages of one cell."""
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    rows = facts.prepared(maps.crossings)
    workflows = facts.prepared(maps.workflows)
    most = max((max(one.months) for row in rows for one in row), default=0)
    drawn = [[_drawn(one, flow, most) for one, flow in zip(row, workflows, strict=True)] for row in rows]
    cell = request.GET.get("cell", "").strip()
    chosen = [one for row in drawn for one in row if one.name == cell]
    context = {
        "facts": facts,
        "cell": cell,
        "chosen": chosen[0] if chosen else None,
        "passages": chosen[0].crossing.passages[:LISTED] if chosen else (),
        "rows": drawn,
        "workflows": workflows,
        "elsewhere": facts.prepared(maps.elsewhere),
        "standing": sum(bool(one.gates) for row in rows for one in row),
        "outcomes": OUTCOMES,
        "adds": may_write(request.user, "ProcessGate"),  # type: ignore[arg-type]
    }
    return render(request, "integration.jinja", context)


def _drawn(one: Crossing, workflow: Workflow, most: int) -> Drawn:
    chart = [
        Column(place * STEP, TALL - height, height)
        for place, count in enumerate(one.months)
        if (height := max(3, round(TALL * count / most)) if count else 0)
    ]
    return Drawn(f"{one.kind}.{one.workflow}", one, _stands(one, workflow), chart)


def _stands(one: Crossing, workflow: Workflow) -> tuple[str, str, str]:
    """Whether there is a gate, in a process that touches AI, and whether it is used, as (mark, look, words)."""
    if not workflow.processes:
        return "○", "no-data", gettext("no process on record")
    if not one.gates:
        return "✕", "fail", gettext("no gate")
    if one.lapsed:
        return "▲", "fail", gettext("a waiver ran out")
    if not one.passages:
        return "◐", "partial", gettext("gate, not used in 365 days")
    return "✓", "pass", gettext("gate in use")
