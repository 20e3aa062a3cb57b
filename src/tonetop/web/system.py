"""One AI system: what it is made of, who supplies it, what nobody decided on yet; and its bill of materials."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.standard.bom.parts import CANDIDATE, IN_USE
from tonetop.standard.suppliers.lacking import borne_by
from tonetop.web import systems
from tonetop.web.audit import row_of
from tonetop.web.auditing import demand, given
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.export_bom import MEDIA, bom, parts_of, raw
from tonetop.work.permission import may_write
from tonetop.work.settle_parts import not_yet, settle_parts, take_from_code

SHOWN = 200
"""How many candidates, and parts of each kind, the page shows."""


def system(request: Any, ref: str) -> HttpResponse:
    """The page; POST says of candidates that they are parts or not, or takes what code shows as candidates."""
    if request.method != "POST":
        return _page(request, assess(request.look.as_of, request.look.known_on).facts, ref)
    demand(request, "SystemPart")
    facts = assess().facts
    row_of(facts, "AISystem", ref)
    try:
        messages.success(request, _done(request, ref))
    except Refused as refused:
        return _page(request, facts, ref, sentence(refused))
    return redirect(f"{reverse('system', args=[ref])}#parts")


def _done(request: Any, ref: str) -> str:
    """Do what the form asks for; gives what is told. Raises Refused, Forbidden."""
    act = given(request, "act")
    if act == "code":
        count = take_from_code(request.user, ref)
        return ngettext("%(n)s candidate is new.", "%(n)s candidates are new.", count) % {"n": count}
    count = settle_parts(request.user, ref, request.POST.getlist("part"), act)
    if act == "accept":
        return ngettext("%(n)s part is accepted.", "%(n)s parts are accepted.", count) % {"n": count}
    return ngettext("%(n)s candidate is rejected.", "%(n)s candidates are rejected.", count) % {"n": count}


def _page(request: Any, facts: Facts, ref: str, problem: str = "") -> HttpResponse:
    row = row_of(facts, "AISystem", ref)
    parts = parts_of(facts.as_of, ref, request.look.known_on)
    own = [part for part in parts if part.state == IN_USE]
    waiting = [part for part in parts if part.state == CANDIDATE]
    others = [part for part in own if part.kind != "model"]
    context = {
        "facts": facts,
        "row": row,
        "models": [part for part in own if part.kind == "model"][:SHOWN],
        "others": [(kind, list(some)[:SHOWN]) for kind, some in groupby(others, lambda part: part.kind)],
        "names": {part.ref: part.name for part in parts},
        "candidates": waiting[:SHOWN],
        "waiting": len(waiting),
        "assets": [one for one in facts.rows("Asset") if one.ai_system == ref],
        "code": not_yet(ref, facts.as_of),
        "vendor": lambda name: borne_by(facts, name),
        "writes": may_write(request.user, "SystemPart") and request.look.is_today,
        **systems.told(request, facts, row),
        "imports": manages(request.user),
        "problem": problem,
    }
    return render(request, "system.jinja", context, status=400 if problem else 200)


@require_safe
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The bill of materials of a system; with ?candidates=1 also what nobody decided on."""
    look: Any = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    try:
        plain = bom(facts, ref, candidates="candidates" in request.GET, known_on=look.known_on)
    except Refused as refused:
        raise Http404(sentence(refused)) from None
    name = f"{slugify(plain['metadata']['component']['name']) or 'system'}-{facts.as_of}.cdx.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(raw(plain), content_type=MEDIA, headers=headers)
