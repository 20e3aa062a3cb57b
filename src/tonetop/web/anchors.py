"""Who outside vouches for the log, as a page: holders, the exposure since, readers by mail, and being a witness."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records.anchoring import EVERY
from tonetop.records.doers import By
from tonetop.records.intake import Refused
from tonetop.records.ledger import signers
from tonetop.web.wording import sentence
from tonetop.work import anchor_settings, be_witness, checkpoint_mails
from tonetop.work.exposure import exposure
from tonetop.work.holders import holders
from tonetop.work.permission import HAND_OUT, Forbidden, doer, may
from tonetop.work.take_cosignature import ask, take, witnesses

SETTINGS = (
    anchor_settings.AUTHORITIES,
    anchor_settings.ROOTS,
    anchor_settings.WITNESSES,
    anchor_settings.LOGS,
)
PAGE = "anchors"


def anchors(request: Any) -> HttpResponse:
    """The page; POST adds a reader, or keeps what a witness signed."""
    if request.method == "POST":
        return _post(request)
    return _page(request)


@require_POST
def reader_remove(request: HttpRequest, number: int) -> HttpResponse:
    """A reader gets no checkpoints any more."""
    by = _by(request)
    try:
        checkpoint_mails.remove(number, by)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("They get no more checkpoints; those that they hold they keep."))
    return redirect(PAGE)


@require_POST
def witness_ask(request: HttpRequest) -> HttpResponse:
    """What a witness is to sign, as a file."""
    _by(request)
    try:
        asked = ask(request.POST.get("witness", ""))
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect(PAGE)
    headers = {"Content-Disposition": 'attachment; filename="to-be-signed.txt"'}
    return HttpResponse(asked, "text/plain; charset=utf-8", headers=headers)


def _post(request: Any) -> HttpResponse:
    by, told = _by(request), request.POST
    try:
        if "signed" in told:
            made = take(told["signed"])
            said = gettext("Kept: %(who)s signed the checkpoint over %(n)d lines.")
            messages.success(request, said % {"who": made[0].holder, "n": made[0].size})
        else:
            checkpoint_mails.add(told.get("name", ""), told.get("address", ""), told.get("every", ""), by)
            messages.success(request, gettext("They get the next checkpoint by mail."))
    except Refused as refused:
        return _page(request, sentence(refused), "signed" if "signed" in told else "reader")
    return redirect(PAGE)


def _page(request: Any, problem: str = "", part: str = "") -> HttpResponse:
    found = holders()
    try:
        by_file = [one.name for one in witnesses() if not one.address]
    except Refused:
        by_file = []
    house = be_witness.house() if be_witness.is_witness() else None
    context = {
        "holders": found,
        "refused": [one for one in found if one.refused],
        "exposure": exposure(),
        "hands_out": may(request.user, HAND_OUT),
        "readers": checkpoint_mails.readers(),
        "every": EVERY,
        "sends": getattr(settings, "SENDS_MAIL", False),
        "problems": anchor_settings.problems(),
        "settings": SETTINGS,
        "by_file": by_file,
        "house": house,
        "key": signers.history(connection)[-1:],
        "problem": problem,
        "part": part,
        "given": request.POST if problem else {},
    }
    return render(request, "anchors.jinja", context, status=400 if problem else 200)


def _by(request: Any) -> By:
    try:
        return doer(request.user, HAND_OUT)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
