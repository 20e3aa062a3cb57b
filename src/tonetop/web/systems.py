"""AI systems and the way of each: where it stands, what its stage asks for, and the act that takes it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.records.titles import Title
from tonetop.standard.life import GATED, MOVES, STAGES, Task, asked, stage_of
from tonetop.standard.terms.people import person_on
from tonetop.web.auditing import demand, given, person
from tonetop.web.gates import address
from tonetop.web.register import model_of
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.change_stage import Move, Shut, change_stage, deciders_of, history, since
from tonetop.work.permission import may_write

Said = str | Promise

SAYS: dict[str, tuple[Said, Said, str]] = {
    "owner": (_("Somebody answers for it"), _("Name who answers for it"), "AISystem"),
    "risk": (
        _("Its risks were assessed within a year"),
        _("Assess its risks, and have that approved"),
        "RiskAssessment",
    ),
    "treatment": (
        _("Every grave risk has an approved treatment plan"),
        _("Plan the treatment of each grave risk, and have that approved"),
        "RiskTreatmentPlan",
    ),
    "impact": (
        _("Its impact on people was assessed, and that is in date"),
        _("Assess its impact on people, and have that approved"),
        "ImpactAssessment",
    ),
    "parts": (
        _("What it is made of is on record"),
        _("Say what it is made of, and decide on candidates"),
        "SystemPart",
    ),
    "suppliers": (
        _("Its suppliers on record are suitable, and assessed in date"),
        _("Assess its suppliers"),
        "Vendor",
    ),
    "gates": (_("Every gate of its process lets it through"), _("See what keeps its gates shut"), "gates"),
    "let-in": (
        _("It came into operation through its gates"),
        _("It is on record as live and never passed the gates of its process; take it through them"),
        "gates",
    ),
    "watched": (
        _("Its operation was looked at within a quarter"),
        _("Record how it does in operation"),
        "Evidence",
    ),
    "incidents": (_("No incident is open"), _("Close what is open"), "Incident"),
    "parts-ended": (_("Its own parts are ended"), _("End the parts that are its own"), "SystemPart"),
    "assets-removed": (_("None of its assets is left"), _("Withdraw its assets once they are gone"), "Asset"),
    "data-deleted": (_("Its data were deleted"), _("Delete its data, and record the proof"), "DeletionRun"),
}
"""What each task is when it is done, what somebody does when it is not, and the register in which."""
LINKS = {
    "RiskAssessment": "subject",
    "ImpactAssessment": "system",
    "SystemPart": "systems",
    "DeletionRun": "system",
}
"""The field by which a new record of a register is about the system."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the way of a system: passed, where it stands, or ahead; since when and by whom it was entered."""

    stage: str
    place: str
    day: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A task in words: what it is, whether it is there, and the page on which somebody does it."""

    task: Task
    said: Said
    link: str


def way(facts: Facts, system: Row) -> list[Step]:
    """The stages of a system's life; those it went through bear the day and the person of the latest act."""
    acts = {row.stage: row for row in history(facts, system.id)}
    now, steps = stage_of(system), []
    at = STAGES.index(now) if now else -1
    for number, stage in enumerate(STAGES):
        act = acts.get(stage)
        place = (
            "now" if stage == now else "passed" if act or (number < at and stage != "suspended") else "ahead"
        )
        day = (act.changed_on if act else since(facts, system) if place == "now" else "") or ""
        steps.append(Step(stage, place, day, (act.decided_by if act else "") or ""))
    return steps


def due(facts: Facts, system: Row) -> list[Due]:
    """What the stage of a system asks for, what is not there first."""
    told = [
        Due(task, SAYS[task.key][0 if task.done else 1], _link(system, task)) for task in asked(facts, system)
    ]
    return sorted(told, key=lambda one: one.task.done)


def _link(system: Row, task: Task) -> str:
    type = SAYS[task.key][2]
    if type == "gates":
        return reverse("gate-subject", args=[f"AISystem:{system.id}"])
    if task.key == "parts":
        return "#parts"
    if task.key == "owner":
        return reverse("edit", args=["AISystem", system.id])
    if task.key == "treatment" and task.record is not None:
        return f"{reverse('risk', args=[task.record.id])}#treat"
    if task.key == "risk":
        named = f"?subject={system.id}"
        return (
            reverse("risk", args=[task.record.id]) if task.record is not None else reverse("risk-new") + named
        )
    if task.record is not None:
        return reverse("record", args=[task.record.type, task.record.id])
    field = LINKS.get(type, "")
    return reverse("new", args=[type]) + (f"?{field}={system.id}" if field else "")


def told(request: Any, facts: Facts, system: Row) -> dict[str, Any]:
    """What the page of a system tells of its way; draft: a move that was not taken."""
    now = stage_of(system)
    moves = may_write(request.user, "StageChange") and request.look.is_today
    return {
        "steps": way(facts, system),
        "stage": now,
        "due": due(facts, system),
        "next": MOVES.get(now, STAGES),
        "gated": GATED,
        "acts": history(facts, system.id)[::-1],
        "moves": moves,
        "me": request.user.person or "",
        "choices": _choices(facts, system, request.user.person or "") if moves else {},
    }


def _choices(facts: Facts, system: Row, me: str) -> dict[str, list[Title]]:
    """What the form's lists suggest; as deciders only those who may be named."""
    may = deciders_of(facts, system) | {me}
    people = [row for row in facts.rows("Person") if row.id in may and person_on(facts, row.id, facts.as_of)]
    named = [Title("Person", row.id, row.name or row.id) for row in people]
    return suggestions(model_of("StageChange")) | {"Person": named}


@require_safe
def systems(request: Any) -> HttpResponse:
    """Every AI system with its stage and what that lacks; those that are retired last."""
    facts = assess(request.look.as_of, request.look.known_on).facts
    found = [row for row in facts.rows("AISystem") if row.name or row.id]
    lines = []
    for row in found:
        listed = due(facts, row)
        lines.append((row, stage_of(row), [one for one in listed if not one.task.done], len(listed)))
    lines.sort(key=lambda one: (one[1] == "retired", -len(one[2]), (one[0].name or one[0].id).casefold()))
    counts = [(stage, sum(1 for one in lines if one[1] == stage)) for stage in STAGES]
    context = {"facts": facts, "lines": lines, "counts": counts, "adds": may_write(request.user, "AISystem")}
    return render(request, "systems.jinja", context)


@require_POST
def stage(request: Any, ref: str) -> HttpResponse:
    """Take a system to another stage; what stands against it is told on its page."""
    demand(request, "StageChange")
    facts = assess().facts
    evidence = tuple(filter(None, [given(request, "evidence")]))
    move = Move(
        given(request, "stage"),
        given(request, "reason"),
        person(facts, given(request, "decided_by")),
        evidence,
    )
    try:
        change_stage(request.user, ref, move)
    except Refused as refused:
        messages.error(request, _refused(facts, ref, refused))
        return redirect(f"{reverse('system', args=[ref])}#move" if facts.get("AISystem", ref) else "systems")
    messages.success(request, gettext("The stage is changed, and the act is on record."))
    return redirect("system", ref)


def _refused(facts: Facts, ref: str, refused: Refused) -> str:
    """What stands against a change; where gates do, with the way to them."""
    said, system = sentence(refused), facts.get("AISystem", ref)
    process = facts.get("BusinessProcess", refused.process) if isinstance(refused, Shut) else None
    if system is None or process is None:
        return said
    return format_html('{} <a href="{}">{}</a>', said, address(system, process), gettext("Go to the gate"))
