"""Other frameworks as a page: what ships, what is one's own, a file looked at and taken, one's own withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.write import By
from tonetop.standard.framework import shipped
from tonetop.standard.maps import centre as requirements
from tonetop.standard.maps import frameworks
from tonetop.web import stash
from tonetop.web.auditing import given
from tonetop.web.shell import manages
from tonetop.web.wording import counted, sentence
from tonetop.work import take_framework
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, manager
from tonetop.work.reports import centre as told

SHOWN = 200
"""How many requirements of a file the look lists."""


def page(request: HttpRequest) -> HttpResponse:
    """Every framework with how far it is backed, and the form that takes a file."""
    return _page(request)


def _page(request: Any, problem: str = "") -> HttpResponse:
    found = assess(request.look.as_of, request.look.known_on)
    others = frameworks.known(found.facts)
    context = {
        "frameworks": [(one, requirements.counts(frameworks.backed(found, one))) for one in others.values()],
        "shipped": shipped(),
        "states": told.STATED,
        "manages": manages(request.user),
        "problem": problem,
        "given": request.POST,
        "today": found.as_of,
    }
    return render(request, "centre_frameworks.jinja", context, status=400 if problem else 200)


def _by(request: Any) -> By:
    """Who takes and withdraws. Raises PermissionDenied with a sentence for who may not."""
    try:
        return manager(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """How many requirements a file holds, what backs them, and what differs from what stands; nothing is stored."""
    _by(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, gettext("Choose a file first."))
    token, key = "", given(request, "name")
    try:
        token = stash.keep([file])
        found = take_framework.look(_path(token), key)
    except Refused as refused:
        stash.drop(token)
        return _page(request, _said(refused, token))
    context = {
        "found": found,
        "fates": found.fates[:SHOWN],
        "more": max(0, len(found.fates) - SHOWN),
        "named": Path(file.name or "").name,
        "token": token,
        "key": key,
        "new": found.count(take_framework.NEW),
        "changed": found.count(take_framework.CHANGED),
        "same": found.count(take_framework.SAME),
    }
    return render(request, "centre_framework_look.jinja", context)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take a file that was looked at, all of it or nothing."""
    by = _by(request)
    token = given(request, "token")
    try:
        taken = take_framework.take(_path(token), by, given(request, "name"), seen=given(request, "seen"))
    except Refused as refused:
        stash.drop(token)
        return _page(request, _said(refused, token))
    stash.drop(token)
    said = ngettext("%(n)s requirement was taken.", "%(n)s requirements were taken.", taken.made)
    messages.success(request, said % {"n": counted(taken.made)})
    return redirect("centre-frameworks")


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, then withdraw a framework of one's own."""
    by, rows = _by(request), take_framework.standing(key)
    if key in shipped() or not rows:
        raise Http404(f"There is no framework {key} of one's own")
    if request.method != "POST":
        return render(request, "centre_framework_withdraw.jinja", {"key": key, "count": len(rows)})
    seen = given(request, "seen")
    try:
        take_framework.withdraw(key, by, int(seen) if seen.isdecimal() else 0)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Withdrawn from today on; as of earlier days it still is."))
    return redirect("centre-frameworks")


def _path(token: str) -> Path:
    return stash.find(token)[0]


def _said(refused: Refused, token: str) -> str:
    """The refusal without the folder in which the upload lies, and without words of the command line."""
    said = str(refused).replace(f"{stash.folder(token)}/", "") if token else str(refused)
    return sentence(Refused(said.replace(" with --name", "")))
