"""The page of one check or pitfall: why it came out so, down to records and dates, and what would change it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.standard import catalogue
from tonetop.web.shell import title
from tonetop.work.assess import assess


def check(request: HttpRequest, id: str) -> HttpResponse:
    """One check with its reason tree."""
    texts = catalogue.checks()
    if id not in texts:
        raise Http404(f"There is no check {id}")
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    order = list(texts)
    place = order.index(id)
    context = {
        "text": texts[id],
        "duty": catalogue.duties().get(texts[id].duty),
        "result": (found.checks | found.privacy)[id],
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
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
    context = {"text": texts[id], "found": found.pitfalls[id], "parameters": found.facts.parameters}
    return render(request, "pitfall.jinja", context)
