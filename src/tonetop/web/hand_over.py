"""Handing over what a leaving person owns: whose it is, what it is, to whom it goes; then one act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from tonetop.core.facts import Facts
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.write import Overtaken
from tonetop.web.asked import named, what
from tonetop.web.shell import title
from tonetop.web.wording import sentence, words
from tonetop.work.assess import assess
from tonetop.work.hand_over import Held, digest, hand_over, held
from tonetop.work.permission import Forbidden, manager


def page(request: Any) -> HttpResponse:
    """Choose who leaves; look at what they hold; POST hands it over."""
    try:
        manager(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    if request.method != "POST":
        return _page(request, request.GET.get("from", ""))
    given = {name: request.POST.get(name, "") for name in ("from", "to", "seen")}
    try:
        count = hand_over(request.user, given["from"], given["to"], given["seen"])
    except Overtaken as overtaken:
        return _page(request, given["from"], sentence(overtaken), 409)
    except Refused as refused:
        return _page(request, given["from"], sentence(refused), 400)
    said = ngettext("%(n)s record changed hands.", "%(n)s records changed hands.", count)
    messages.success(request, said % {"n": count})
    return redirect(f"{reverse('hand-over')}?from={given['from']}")


def _page(request: Any, leaver: str, problem: str = "", status: int = 200) -> HttpResponse:
    facts = assess(clock.today()).facts
    people = sorted((str(row.name or row.id), row.id) for row in facts.rows("Person"))
    known = facts.get("Person", leaver) is not None
    found = held(facts, leaver) if known else []
    context = {
        "people": people,
        "leaver": leaver if known else "",
        "name": named(facts, leaver) if known else "",
        "groups": _groups(facts, found),
        "count": len(found),
        "seen": digest(found),
        "to": request.POST.get("to", ""),
        "problem": problem,
    }
    return render(request, "hand_over.jinja", context, status=status)


def _groups(facts: Facts, found: list[Held]) -> list[tuple[str, list[tuple[Held, str, str]]]]:
    """What is held, by the title of its register: each record as it is called, with what it is held as."""
    groups: dict[str, list[tuple[Held, str, str]]] = {}
    for one in found:
        line = (one, what(facts, one.row), _held_as(one))
        groups.setdefault(title(one.row.type), []).append(line)
    return list(groups.items())


def _held_as(one: Held) -> str:
    if one.is_role:
        return gettext("ends today, and begins for the other")
    return words(one.field)
