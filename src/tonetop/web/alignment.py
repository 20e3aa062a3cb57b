"""Strategy to evidence: the map, its orphans in words, goals that changed, and which meeting saw what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.records.intake import Refused
from tonetop.standard.maps import alignment as maps
from tonetop.standard.maps.alignment import Alignment, Strand
from tonetop.standard.maps.tracking import shifts, sightings
from tonetop.standard.terms.people import top_managers
from tonetop.web.shell import title
from tonetop.web.strands import SHOWN as DRAWN
from tonetop.web.strands import strands
from tonetop.web.wording import sentence, words
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.reconfirm import Given, reconfirm, seen_of

NONE = "-"
"""Asks for the objectives that serve no goal."""
LISTED, SEEN, CHIPS = 100, 20, 12


@dataclass(frozen=True, slots=True)
class Orphans:
    """One kind of what hangs loose: how it is told, how grave (fail or partial), the records (or words) meant."""

    told: str
    look: str
    count: int
    rows: list[Row]
    names: list[str]


def alignment(request: HttpRequest) -> HttpResponse:
    """The page; `goal` narrows it to one goal's objectives, POST confirms objectives after their goal changed."""
    if request.method == "POST":
        return _confirm(request)
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    found = facts.prepared(maps.alignment)
    goal = request.GET.get("goal", "").strip()
    shown = narrowed(found, goal)
    moved = facts.prepared(shifts)
    seen = facts.prepared(sightings)
    context = {
        "facts": facts,
        "found": found,
        "goal": goal,
        "shown": shown[:LISTED],
        "count": len(shown),
        "drawn": min(DRAWN, len(shown)),
        "drawing": strands(found, shown, [one for one in found.goals if goal in ("", one.id)]),
        "orphans": [one for one in _orphans(found) if one.count],
        "waiting": [(one, f"{one.objective.id} {seen_of(one)}") for one in moved if not one.confirmed_on],
        "confirmed": [one for one in moved if one.confirmed_on],
        "sightings": seen[:SEEN],
        "seen": len(seen),
        "unseen": sum(not one.with_top for one in seen),
        "chips": CHIPS,
        "none": NONE,
        **_writer(request, facts),
    }
    return render(request, "alignment.jinja", context)


def _writer(request: HttpRequest, facts: Facts) -> dict[str, Any]:
    """Whether the reader confirms objectives, and who may be named as having decided."""
    account: Any = request.user
    leaders = top_managers(Moment(facts))
    return {
        "confirms": may_write(account, "Decision"),
        "adds": may_write(account, "AIObjective"),
        "leaders": leaders,
        "leads": any(person.id == account.person for person in leaders),
        "meetings": title("Meeting"),
    }


def narrowed(found: Alignment, goal: str) -> list[Strand]:
    """The objectives of one goal, or of none; all where none is chosen."""
    if goal == NONE:
        return found.lacking(maps.GOAL)
    return [one for one in found.strands if not goal or any(own.id == goal for own in one.goals)]


def _orphans(found: Alignment) -> list[Orphans]:
    """What hangs loose on either end and between, from strategy to evidence."""
    ai = [goal for goal in found.idle_goals if goal.concerns_ai is True]
    other = [goal for goal in found.idle_goals if goal.concerns_ai is not True]
    idle = found.idle_principles
    told = ngettext("%(n)s goal about AI has no objective", "%(n)s goals about AI have no objective", len(ai))
    plain = ngettext(
        "%(n)s goal that is not about AI has no objective",
        "%(n)s goals that are not about AI have no objective",
        len(other),
    )
    words_of = ngettext(
        "%(n)s principle of the policy is pursued by no objective",
        "%(n)s principles of the policy are pursued by no objective",
        len(idle),
    )
    return [
        _kind(told, "fail", ai),
        _kind(plain, "no-data", other),
        Orphans(words_of % {"n": len(idle)}, "partial", len(idle), [], [words(word) for word in idle]),
        *(_lacking(found, step) for step in _steps()),
        _kind(_loose_told(len(found.loose)), "partial", list(found.loose)),
    ]


def _kind(told: str, look: str, rows: list[Row]) -> Orphans:
    return Orphans(told % {"n": len(rows)}, look, len(rows), rows, [])


def _loose_told(count: int) -> str:
    return ngettext(
        "%(n)s piece of evidence of objectives names no objective",
        "%(n)s pieces of evidence of objectives name no objective",
        count,
    )


def _steps() -> dict[str, tuple[str, str]]:
    """How each missing step is told, of one and of several objectives."""
    return {
        maps.GOAL: (
            gettext("%(n)s objective serves no active goal"),
            gettext("%(n)s objectives serve no active goal"),
        ),
        maps.PRINCIPLE: (
            gettext("%(n)s objective pursues no principle of the policy"),
            gettext("%(n)s objectives pursue no principle of the policy"),
        ),
        maps.METRIC: (
            gettext("%(n)s objective has no metric or no target"),
            gettext("%(n)s objectives have no metric or no target"),
        ),
        maps.MEASUREMENT: (
            gettext("%(n)s objective was not measured in time"),
            gettext("%(n)s objectives were not measured in time"),
        ),
        maps.EVIDENCE: (
            gettext("%(n)s objective is named by no evidence"),
            gettext("%(n)s objectives are named by no evidence"),
        ),
    }


def _lacking(found: Alignment, step: str) -> Orphans:
    rows = [strand.objective for strand in found.lacking(step)]
    one, several = _steps()[step]
    return _kind(one if len(rows) == 1 else several, "fail", rows)


def _confirm(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    ticked = [value.rpartition(" ") for value in request.POST.getlist("objective")]
    given = Given(
        objectives=tuple((ref, seen) for ref, _, seen in ticked),
        why=request.POST.get("why", "").strip(),
        decided_by=request.POST.get("decided_by", "").strip(),
        on=request.POST.get("on", "").strip(),
    )
    try:
        made = reconfirm(account, given)
    except (Refused, Forbidden) as refused:
        messages.error(request, sentence(refused))
    else:
        told = ngettext("%(n)s objective is confirmed.", "%(n)s objectives are confirmed.", len(ticked))
        messages.success(request, told % {"n": len(ticked)})
        return redirect("record", "Decision", made.ref)
    return redirect("alignment")
