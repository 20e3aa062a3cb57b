"""Training as a page: what was mandated, who is done by unit and leaders first, and a learning system's export."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.standard import catalogue, learning
from tonetop.web import stash
from tonetop.web.shell import manages
from tonetop.web.wording import counted, sentence
from tonetop.work import import_learning
from tonetop.work.assess import assess
from tonetop.work.learning_columns import FORMS, Meant
from tonetop.work.permission import Forbidden, manager, may_write

CHECKS = ("LD-6.2", "LD-9.2")
SHOWN = 60
"""How many rows that are left out a page shows."""
COLUMNS = ("person", "course", "completed_on", "expires_on", "state")


def training(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


def _page(request: Any, problem: str = "") -> HttpResponse:
    found = assess(request.look.as_of, request.look.known_on)
    progress = found.facts.prepared(learning.progress)
    givers = {one.mandate.mandated_by for one in progress if one.mandate.mandated_by}
    context = {
        "progress": progress,
        "named": titles(givers, ["Person"]) if givers else {},
        "checks": [(catalogue.checks()[id], found.checks[id].result) for id in CHECKS],
        "writes": may_write(request.user, "TrainingMandate"),
        "manages": manages(request.user),
        "problem": problem,
    }
    return render(request, "training.jinja", context, status=400 if problem else 200)


@require_POST
def look(request: Any) -> HttpResponse:
    """How a file's columns are meant and what each row would bring; nothing is stored."""
    _demand(request)
    token, file = request.POST.get("token", ""), request.FILES.get("file")
    if not token and file is None:
        return _page(request, gettext("Choose a file first."))
    try:
        token = token or stash.keep([file])
        path = _path(token)
        meant = _meant(request) if "look" in request.POST else import_learning.guessed(path)
    except Refused as refused:
        stash.drop(token)
        return _page(request, _said(refused, token))
    return _looked(request, token, path, meant)


def _looked(request: Any, token: str, path: Path, meant: Meant, problem: str = "") -> HttpResponse:
    outlook, columns = None, import_learning.table_of(path).columns
    try:
        outlook = import_learning.look(request.user, path, meant)
    except Refused as refused:
        problem = _said(refused, token)
    left = [fate for fate in outlook.fates if fate.outcome in import_learning.REASONS] if outlook else []
    context = {
        "token": token,
        "file": path.name,
        "columns": columns,
        "meant": meant,
        "forms": FORMS,
        "courses": learning.courses(assess().facts),
        "outlook": outlook,
        "left": left[:SHOWN],
        "more": max(0, len(left) - SHOWN),
        "reasons": import_learning.REASONS,
        "new": outlook.count(*import_learning.TAKEN) if outlook else 0,
        "problem": problem,
    }
    return render(request, "training_look.jinja", context, status=400 if problem else 200)


@require_POST
def take(request: Any) -> HttpResponse:
    """Take the rows that are in order."""
    _demand(request)
    token = request.POST.get("token", "")
    try:
        kept = import_learning.take(request.user, _path(token), _meant(request))
    except Refused as refused:
        stash.drop(token)
        return _page(request, _said(refused, token))
    stash.drop(token)
    taken = len(kept.taken)
    said = ngettext("%(n)s completion was taken.", "%(n)s completions were taken.", taken)
    messages.success(request, said % {"n": counted(taken)})
    return redirect("import", kept.pk)


def _demand(request: Any) -> None:
    try:
        manager(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def _path(token: str) -> Path:
    return stash.find(token)[0]


def _meant(request: Any) -> Meant:
    given = {own.name: request.POST.get(own.name, "").strip() for own in fields(Meant)}
    if given["form"] not in FORMS:
        given["form"] = FORMS[0]
    return Meant(**given)


def _said(refused: Refused, token: str) -> str:
    """The refusal without the folder in which the upload lies."""
    return sentence(Refused(str(refused).replace(f"{stash.folder(token)}/", "") if token else str(refused)))
