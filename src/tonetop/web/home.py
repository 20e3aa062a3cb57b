"""The home of clause 5.1: four answers, twelve months of acts, nine duties, the pitfalls watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Result
from tonetop.core.facts import Facts
from tonetop.standard import catalogue
from tonetop.standard.answers import answers
from tonetop.standard.assessment import Assessment
from tonetop.standard.catalogue import CheckText
from tonetop.web.kept import kept
from tonetop.web.reports import READINESS
from tonetop.web.shell import manages
from tonetop.web.timeline import drawing
from tonetop.work.assess import assess
from tonetop.work.permission import may_write

WORST = (FAIL, NO_DATA, PARTIAL, PASS, NOT_APPLICABLE)
GUIDANCE = "LD-9"
"""The duty that is guidance and never lowers the clause."""
ASKED = (
    gettext_noop("Championed?"),
    gettext_noop("Integrated?"),
    gettext_noop("Resourced?"),
    gettext_noop("Aligned?"),
)
"""The questions of the four answers, named here so that they are gathered for translation."""

Judged = tuple[CheckText, Result]


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the home page: the duty, its result, its checks, the check that weighs most, the next lapse."""

    id: str
    name: str
    result: str
    checks: list[Judged]
    leading: Judged | None
    lapses: str | None


def duties(found: Assessment) -> list[Duty]:
    """The nine duties in order."""
    rows = []
    for id, result in found.duties.items():
        checks = [(text, found.checks[text.id]) for text in catalogue.checks().values() if text.duty == id]
        ranked = sorted(checks, key=_weight)
        leading = ranked[0] if ranked and ranked[0][1].result not in (PASS, NOT_APPLICABLE) else None
        lapses = min((r.expires_on for _, r in checks if r.expires_on), default=None)
        rows.append(Duty(id, catalogue.duties()[id]["name"], result.result, checks, leading, lapses))
    return rows


def _weight(pair: Judged) -> tuple[bool, int, bool]:
    """What is told first: a key check that falls short, then the worst, key checks before others."""
    text, result = pair
    return (not (text.key and result.result in (FAIL, NO_DATA)), WORST.index(result.result), not text.key)


def turning(rows: list[Duty]) -> list[Judged]:
    """The acts that would change the clause, the weightiest first: one for each duty that is not backed."""
    leading = [row.leading for row in rows if row.id != GUIDANCE and row.result != PASS and row.leading]
    return sorted((pair for pair in leading if pair[1].next_act), key=_weight)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps: what to do and why, where, and whether it is done."""

    title: str
    about: str
    address: str
    done: bool


def steps(facts: Facts, writes: bool) -> list[Step]:
    """The first three steps of whoever begins; who writes nothing is led to the registers."""

    def at(type: str) -> str:
        return reverse("new" if writes else "register", args=[type])

    managers = any(person.is_top_management for person in facts.rows("Person"))
    return [
        Step(
            gettext("Name your top managers"),
            gettext("With the day from which each holds rank: an act counts by who did it, on that day."),
            at("Person"),
            managers,
        ),
        Step(
            gettext("Record the AI policy"),
            gettext("Who signed it, when, and the signed file's hash."),
            at("PolicyVersion"),
            bool(facts.rows("PolicyVersion")),
        ),
        Step(
            gettext("Import your AI systems"),
            gettext("Any table with a heading for the name will do; you look before anything is stored."),
            reverse("imports"),
            bool(facts.rows("AISystem")),
        ),
    ]


def home(request: HttpRequest) -> HttpResponse:
    """The page; its matter is the same for everybody who looks at the same day."""
    look, organisation = request.look, str(request.organisation)  # type: ignore[attr-defined]
    writes = may_write(request.user, "Person")  # type: ignore[arg-type]

    begins = manages(request.user) and look.as_of == look.today
    logs = may_write(request.user, "Communication") and look.as_of == look.today  # type: ignore[arg-type]

    def make() -> str:
        matter = _matter(assess(look.as_of, look.known_on), writes)
        matter |= {"organisation": organisation, "begins": begins, "logs": logs}
        return render_to_string("parts/home.jinja", matter)

    main = kept(("home", look.as_of, look.known_on, organisation, writes, begins, logs), make)
    return render(request, "home.jinja", {"main": main})


def _matter(found: Assessment, writes: bool) -> dict[str, Any]:
    rows = duties(found)
    binding = [row for row in rows if row.id != GUIDANCE and row.result != NOT_APPLICABLE]
    started = any(row.result != NO_DATA for row in rows)
    return {
        "found": found,
        "clause": found.clauses["5.1"].result,
        "duties": rows,
        "backed": sum(row.result == PASS for row in binding),
        "binding": len(binding),
        "turning": turning(rows),
        "answers": answers(found.facts, found.checks),
        "pitfalls": [(catalogue.pitfalls()[id], signals) for id, signals in found.pitfalls.items()],
        "drawing": found.facts.prepared(drawing),
        "started": started,
        "reports": READINESS,
        "steps": [] if started else steps(found.facts, writes),
    }
