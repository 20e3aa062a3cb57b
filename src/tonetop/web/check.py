"""The page of one check or pitfall: why it came out so, down to records and dates, and what would change it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.core.facts import Facts
from tonetop.standard import catalogue
from tonetop.web.shell import neighbours, title
from tonetop.web.telling import rule
from tonetop.web.wording import capital
from tonetop.work import run_scan
from tonetop.work.assess import assess
from tonetop.work.found_assets import undecided_ai
from tonetop.work.permission import SEE_SCANS, may

AI_GATES = "LD-2.6"
"""The check of AI systems and their gates, beside which stands what scans found and nobody registered."""


def check(request: HttpRequest, id: str) -> HttpResponse:
    """One check with its reason tree."""
    texts = catalogue.checks()
    if id not in texts:
        raise Http404(f"There is no check {id}")
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    before, after = neighbours(id, {other: text.title for other, text in texts.items()})
    context = {
        "text": texts[id],
        "duty": catalogue.duties().get(texts[id].duty),
        "facts": found.facts,
        "result": (found.checks | found.privacy)[id],
        "before": before,
        "after": after,
        "titles": {type: title(type) for type in texts[id].facts},
        "parameters": found.facts.parameters,
        "evidence_kinds": catalogue.data()["vocabularies"]["evidence_kinds"],
        "waiting": _waiting(request, found.facts) if id == AI_GATES else 0,
    }
    return render(request, "check.jinja", context)


def _waiting(request: HttpRequest, facts: Facts) -> int:
    """How much AI scans found that no register holds and nobody decided on; nothing for who sees no scans."""
    if not may(request.user, SEE_SCANS):  # type: ignore[arg-type]
        return 0
    return len(undecided_ai(facts, run_scan.latest(facts.as_of)))


def pitfall(request: HttpRequest, id: str) -> HttpResponse:
    """One pitfall with its signals, those that hold with their records."""
    texts = catalogue.pitfalls()
    if id not in texts:
        raise Http404(f"There is no pitfall {id}")
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    text = texts[id]
    before, after = neighbours(id, {other: told["name"] for other, told in texts.items()})
    raising = text["raise_when"].removeprefix("raise if ")
    context = {
        "text": text,
        "facts": found.facts,
        "found": found.pitfalls[id],
        "parameters": found.facts.parameters,
        "raising": capital(rule(raising, found.facts.parameters)),
        "duties": [catalogue.duties()[duty] for duty in text["duties"]],
        "before": before,
        "after": after,
    }
    return render(request, "pitfall.jinja", context)
