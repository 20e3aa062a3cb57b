"""The page of one check or pitfall: why it came out so, down to records and dates, and what would change it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.standard import catalogue
from tonetop.web.shell import neighbours, title
from tonetop.web.telling import rule
from tonetop.web.wording import capital
from tonetop.work.assess import assess


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
    }
    return render(request, "check.jinja", context)


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
