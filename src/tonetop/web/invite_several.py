"""Letting several people in at once: a file is looked at, then taken in one act that shows every link once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from tonetop.records.intake import Refused
from tonetop.web import stash
from tonetop.web.wording import sentence
from tonetop.work.invite import HOURS
from tonetop.work.invite_several import look, take
from tonetop.work.keep_accounts import administrator
from tonetop.work.permission import Forbidden


@never_cache
def several(request: Any) -> HttpResponse:
    """The page; POST looks at a file, or takes the one looked at."""
    try:
        administrator(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    if request.method != "POST":
        return _page(request)
    token, file = request.POST.get("token", ""), request.FILES.get("file")
    if not token and file is None:
        return _page(request, problem=gettext("Choose a file first."))
    try:
        token = token or stash.keep([file])
        return _taken(request, token) if "take" in request.POST else _looked(request, token)
    except Refused as refused:
        stash.drop(token)
        return _page(request, problem=sentence(refused).replace(token, gettext("The file")))


def _looked(request: HttpRequest, token: str) -> HttpResponse:
    path = stash.find(token)[0]
    guests = look(request.user, path)  # type: ignore[arg-type]
    wrong = [(guest, sentence(Refused(guest.problem))) for guest in guests if guest.problem]
    fine = [guest for guest in guests if not guest.problem]
    return _page(request, token=token, file=path.name, fine=fine, wrong=wrong)


def _taken(request: HttpRequest, token: str) -> HttpResponse:
    made = take(request.user, stash.find(token)[0])  # type: ignore[arg-type]
    stash.drop(token)
    links = [(one, request.build_absolute_uri(reverse("welcome", args=[secret]))) for one, secret in made]
    return _page(request, links=links)


def _page(request: HttpRequest, problem: str = "", **more: Any) -> HttpResponse:
    empty: dict[str, Any] = {"token": "", "file": "", "fine": [], "wrong": [], "links": []}
    context = empty | {"problem": problem, "hours": HOURS} | more
    return render(request, "invite_several.jinja", context, status=400 if problem else 200)
