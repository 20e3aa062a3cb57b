"""The gates as a buyer or product owner meets them: what lacks, who decides, by when; and the decision itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.standard.gating.awaited import tops, waits_for
from tonetop.standard.gating.in_force import asked as asked_gates
from tonetop.standard.gating.in_force import kept
from tonetop.standard.gating.in_force import processes as gated
from tonetop.standard.gating.letting import LONGEST
from tonetop.standard.gating.rules import RANK, replaced, rules, shipped
from tonetop.standard.gating.uses import undecided
from tonetop.standard.gating.values import belongs_to
from tonetop.standard.gating.verdict import PASSAGE, GateVerdict, Verdict, verdict
from tonetop.standard.life import let_in, processes_of
from tonetop.standard.terms.systems import passages_by_subject
from tonetop.web.asked import named
from tonetop.web.auditing import demand, given, person
from tonetop.web.register import model_of
from tonetop.web.wording import sentence, words
from tonetop.work.assess import assess
from tonetop.work.decide_gate import CAUSES, OUTCOMES, Choice, decide_gate
from tonetop.work.gate import subject_of
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.places import at_gates

PAGE, WIDE = 50, 12
"""How many subjects a page of the table shows, and how many processes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A subject at the gates of a process: how it stands (open, ready to be decided, shut), how many are shut.

    whose: whom they ask for a decision, by id, where nothing else lacks.
    """

    stands: str
    shut: int
    of: int
    link: str
    whose: tuple[str, ...] = ()


def gates(request: Any) -> HttpResponse:
    """Subjects at the gates of the processes that concern them, those of a page that are shut first; then the rules."""
    facts = assess(request.look.as_of, request.look.known_on).facts
    processes, find = gated(facts)[:WIDE], request.GET.get("q", "").strip()
    found = [row for row in facts.prepared(waiting) if find.casefold() in (row.name or row.id).casefold()]
    pages = max(1, -(-len(found) // PAGE))
    asked = request.GET.get("page", "1")
    page = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 9 else 1
    shown = found[(page - 1) * PAGE : page * PAGE]
    rows = [(row, [cell(facts, row, process) for process in processes]) for row in shown]
    rows.sort(key=lambda one: not any(cell and cell.stands != "open" for cell in one[1]))
    context = {
        "facts": facts,
        "processes": processes,
        "rows": rows,
        "find": find,
        "page": page,
        "pages": pages,
        "count": len(facts.prepared(waiting)),
        "turn": lambda number: f"?{urlencode({'q': find, 'page': number})}",
        "rules": rules(facts),
        "kept": facts.prepared(kept),
        "unasked": {row.id for row in shown if row.type == "AISystem" and not let_in(facts, row)},
        "aside": [(shipped()[id], row) for id, row in replaced(facts).items()],
        "adds": may_write(request.user, "GateRule"),
        "me": getattr(request.user, "person", ""),
        "called": lambda people: called(facts, people),
    }
    return render(request, "gates.jinja", context)


def waiting(facts: Facts) -> list[Row]:
    """What comes to gates, by name: AI systems that are not retired, and assets with AI that are no such system."""
    systems = [row for row in facts.rows("AISystem") if row.state != "retired"]
    assets = [row for row in facts.rows("Asset") if row.ai_features and not row.ai_system]
    return sorted((*systems, *assets), key=lambda row: (row.name or row.id).casefold())


def concerned(facts: Facts, subject: Row, process: Row) -> bool:
    """Whether a subject has to do with a process: it is or was its own, or something was decided there."""
    own = {gate.id for gate in asked_gates(facts, process.id)}
    came = any(row.gate in own for row in facts.part(passages_by_subject, subject.id) or ())
    return came or (subject.type == "AISystem" and process in processes_of(facts, subject))


def cell(facts: Facts, subject: Row, process: Row) -> Cell | None:
    """How a subject stands at the gates of a process; None where it has nothing to do with it."""
    if not concerned(facts, subject, process):
        return None
    found = verdict(facts, process, subject)
    shut = [one for one in found.gates if not one.opens]
    stands = "open" if found.opens else "ready" if all(one.ready for one in shut) else "shut"
    whose = dict.fromkeys(one for gate in shut for one in waits_for(facts, gate) if stands == "ready")
    return Cell(stands, len(shut), len(found.gates), address(subject, process), tuple(whose))


def address(subject: Row, process: Row) -> str:
    """The page of a subject at the gates of a process."""
    return at_gates(subject.type, subject.id, process.id)


def subject(request: Any, ref: str) -> HttpResponse:
    """One subject at the gates of one process."""
    facts = assess(request.look.as_of, request.look.known_on).facts
    return _subject(request, facts, ref)


def _subject(request: Any, facts: Facts, ref: str, problem: str = "", at: str = "") -> HttpResponse:
    try:
        row = subject_of(facts, ref)
    except Refused:
        raise Http404 from None
    processes = gated(facts)
    near = [one for one in processes if concerned(facts, row, one)]
    named = request.POST.get("process") or request.GET.get("process", "")
    chosen = next((one for one in processes if one.id == named), None) or next(iter(near or processes), None)
    found = verdict(facts, chosen, row) if chosen is not None else None
    asked = ("outcome", "decided_by", "evidence", "reason", "cause", "until", "conditions", "owner")
    context = {
        "facts": facts,
        "subject": row,
        "ref": ref,
        "process": chosen,
        "tabs": [(one, address(row, one)) for one in processes],
        "found": found,
        "listed": sorted(found.gates, key=lambda one: one.opens) if found is not None else [],
        "by_when": _by_when(facts, row),
        "decides": may_write(request.user, "GatePassage") and request.look.is_today,
        "me": getattr(request.user, "person", ""),
        "choices": suggestions(model_of("GatePassage")),
        "outcomes": OUTCOMES,
        "causes": CAUSES,
        "furthest": cadence.shift(facts.as_of, LONGEST),
        "told": {name: given(request, name) for name in asked},
        "at": at,
        "problem": problem,
        "standing": _standing(found),
        "undecided": _undecided(facts, row),
        "waiting": _waiting(facts, found, getattr(request.user, "person", "")),
        "tops": facts.prepared(tops),
    }
    return render(request, "gate_subject.jinja", context, status=400 if problem else 200)


def called(facts: Facts, people: Sequence[str]) -> str:
    """Some people of whom one decides, as a sentence names them: two by name, or the first and how many others."""
    first = [named(facts, one) for one in people[:2]]
    if len(people) <= len(first):
        return gettext(" or ").join(first)
    more = len(people) - 1
    told = ngettext("%(name)s or %(n)s other", "%(name)s or %(n)s others", more)
    return told % {"name": first[0], "n": more}


def _waiting(facts: Facts, found: Verdict | None, me: str) -> list[tuple[str, str, bool]]:
    """What each shut gate waits for, in a sentence: the gate, the sentence, whether it is for who looks."""
    told = []
    for one in found.gates if found is not None else ():
        if one.opens:
            continue
        whose, gate = waits_for(facts, one), words(one.gate.kind) if one.gate.kind else one.gate.id
        told.append((one.gate.id, _wait(facts, one, gate, whose, me), me in whose))
    return told


def _wait(facts: Facts, one: GateVerdict, gate: str, whose: Sequence[str], me: str) -> str:
    if me in whose:
        return gettext("%(gate)s waits for your decision.") % {"gate": gate}
    if whose:
        return gettext("%(gate)s waits for a decision by %(who)s.") % {
            "gate": gate,
            "who": called(facts, whose),
        }
    lacks = sum(line.blocks and line.rule != PASSAGE and line.effect != RANK for line in one.lines)
    if not lacks:
        return gettext("%(gate)s stays shut after the last decision.") % {"gate": gate}
    said = ngettext(
        "%(gate)s lacks %(n)s thing before anybody can decide.",
        "%(gate)s lacks %(n)s things before anybody can decide.",
        lacks,
    )
    return said % {"gate": gate, "n": lacks}


def _undecided(facts: Facts, row: Row) -> list[tuple[str, str]]:
    """The uses of which a person has yet to say whether they are prohibited, each with the form for it."""
    systems = [row] if row.type == "AISystem" else belongs_to(facts, row)
    form = reverse("new", args=["UseJudgement"])
    return [
        (use, f"{form}?{urlencode({'system': system, 'use': use, 'judged_on': facts.as_of})}")
        for system, use in undecided(facts, systems)
    ]


def _standing(found: Verdict | None) -> str:
    if found is None or not found.gates:
        return "shut"
    shut = [one for one in found.gates if not one.opens]
    return "open" if not shut else "ready" if all(one.ready for one in shut) else "shut"


def _by_when(facts: Facts, row: Row) -> str:
    """The day on which a planned system is to go live, while it lies ahead."""
    day = getattr(row, "go_live_on", None) or ""
    return day if day >= facts.as_of else ""


@require_POST
def decide(request: Any, ref: str) -> HttpResponse:
    """Record what was decided at a gate."""
    demand(request, "GatePassage")
    facts, gate = assess().facts, given(request, "gate")
    evidence = tuple(one.strip() for one in given(request, "evidence").split(",") if one.strip())
    choice = Choice(
        given(request, "outcome"),
        person(facts, given(request, "decided_by")),
        evidence,
        given(request, "reason"),
        given(request, "cause"),
        given(request, "until"),
        given(request, "conditions"),
        person(facts, given(request, "owner")),
    )
    try:
        decide_gate(request.user, gate, ref, choice)
    except (Refused, Forbidden) as refused:
        return _subject(request, facts, ref, sentence(refused), gate)
    messages.success(request, gettext("The decision is on record."))
    process = given(request, "process")
    return redirect(f"{reverse('gate-subject', args=[ref])}?{urlencode({'process': process})}")
