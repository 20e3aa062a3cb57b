"""Log an act in under a minute: drop the file, confirm what was read from it, done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.documents.letter import LARGEST, Told, read
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.web import stash
from tonetop.web.asked import what
from tonetop.web.wording import sentence
from tonetop.work import log_act
from tonetop.work.assess import assess
from tonetop.work.keep_evidence import in_parts
from tonetop.work.log_act import ATTENDANCE, COMMENT, COMMUNICATION, DECISION, TYPES, Act, File
from tonetop.work.permission import Forbidden, may_write


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form: the act, the word under which its file was put aside, the file's name."""

    act: Act
    token: str = ""
    name: str = ""


def kinds() -> dict[str, str]:
    """The kinds of act as people call them."""
    return {
        COMMUNICATION: gettext("Spoke or wrote"),
        ATTENDANCE: gettext("Attended a meeting"),
        DECISION: gettext("Decided"),
        COMMENT: gettext("Commented on a policy"),
    }


def page(request: Any) -> HttpResponse:
    """The first page asks what and takes the file; the second shows what was read and logs it."""
    allowed = [kind for kind, type in TYPES.items() if may_write(request.user, type)]
    if request.method != "POST":
        return _begin(request, allowed)
    form = Form(Act("", ""))
    try:
        form = _form(request)
        if request.POST.get("step") != "log":
            return _check(request, form)
        made = log_act.log_act(request.user, form.act, _file(form))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        if form.act.kind not in TYPES:
            return _begin(request, allowed, sentence(refused))
        return _check(request, form, sentence(refused))
    stash.drop(form.token)
    messages.success(request, gettext("Logged. It counts from now on, and its history says who entered it."))
    return redirect("record", made.__class__.__name__, made.ref)


def _begin(request: Any, allowed: list[str], problem: str = "") -> HttpResponse:
    offered = {kind: words for kind, words in kinds().items() if kind in allowed}
    context = {"kinds": offered, "problem": problem, "chosen": request.POST.get("kind", COMMUNICATION)}
    return render(request, "act.jinja", context, status=400 if problem else 200)


def _form(request: Any) -> Form:
    """What was sent: a fresh file is put aside and read, what was read before comes back as it was confirmed."""
    given: Mapping[str, str] = request.POST
    kind = given.get("kind", "")
    if kind not in TYPES:
        raise Refused(gettext("Say what kind of act it was"))
    if given.get("step") == "log":
        act = Act(
            kind,
            given.get("who", ""),
            given.get("day", "").strip(),
            given.get("title", ""),
            given.get("sort", "all-hands"),
            tuple(request.POST.getlist("themes")),
            given.get("about", ""),
        )
        return Form(act, given.get("token", ""), _name(given.get("token", "")))
    return _read(request, kind)


def _read(request: Any, kind: str) -> Form:
    """What a fresh file tells of the act; without one, today and whoever is signed in."""
    own = str(request.user.person)
    file = request.FILES.get("file")
    if file is None:
        return Form(Act(kind, own, clock.today()))
    token = stash.keep([file])
    path = stash.find(token)[0]
    with path.open("rb") as opened:
        told = read(path.name, opened.read(LARGEST), str(request.organisation.time_zone))
    return Form(_proposed(kind, told, own), token, path.name)


def _proposed(kind: str, told: Told, own: str) -> Act:
    themes = tuple(log_act.themes(f"{told.title}\n{told.text}")) if kind == COMMUNICATION else ()
    sort = "email" if told.address else "all-hands"
    day = told.day if told.day and told.day <= clock.today() else ""
    return Act(kind, log_act.speaker(told) or own, day, told.title, sort, themes)


def _name(token: str) -> str:
    return stash.find(token)[0].name if token else ""


def _file(form: Form) -> File | None:
    if not form.token:
        return None
    path = stash.find(form.token)[0]
    return File(path.name, in_parts(path), read(path.name, b"").type)


def _check(request: Any, form: Form, problem: str = "") -> HttpResponse:
    facts = assess(clock.today()).facts
    words = registers()["Communication"].shape().fields
    people = sorted((row.name or row.id, row.id) for row in facts.rows("Person"))
    context = {
        "form": form,
        "act": asdict(form.act),
        "kind": form.act.kind,
        "words": kinds()[form.act.kind],
        "problem": problem,
        "people": people,
        "sorts": words["kind"].words,
        "themes": words["themes"].words,
        "choices": _choices(facts, form.act.kind),
        "today": clock.today(),
    }
    return render(request, "act_check.jinja", context, status=400 if problem else 200)


def _choices(facts: Facts, kind: str) -> list[tuple[str, str]]:
    """What the act may be about: the meetings held, or the policy texts, the latest first."""
    found = {ATTENDANCE: log_act.meetings, COMMENT: log_act.texts}.get(kind)
    rows = found(facts.as_of) if found is not None else []
    held = (facts.get(row.__class__.__name__, row.ref) for row in rows)
    return [(row.id, what(facts, row)) for row in held if row is not None]
