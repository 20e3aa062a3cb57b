"""What a notice says of each activity, as a page: found, not found or nobody can tell; people judge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from tonetop.records import form
from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.web.audit import row_of
from tonetop.web.auditing import given
from tonetop.web.privacy import looked_at
from tonetop.web.register import label, model_of
from tonetop.web.wording import sentence
from tonetop.work import notice_covers
from tonetop.work.notice_covers import CANNOT, NOT_SAID, SAID
from tonetop.work.permission import Forbidden, may_write


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The page; POST keeps what somebody judges of one line."""
    if request.method == "POST":
        return _judge(request, ref)
    return _page(request, ref)


def _page(request: Any, ref: str, problem: str = "") -> HttpResponse:
    facts = looked_at(request)
    notice = row_of(facts, "PrivacyNotice", ref)
    kept = notice_covers.kept_text(facts, notice)
    found = notice_covers.covers(facts, notice, kept)
    judges = {line.judged.judged_by for one in found for line in one.lines if line.judged is not None}
    wanted = request.GET.get("show", "")
    context = {
        "notice": notice,
        "kept": kept,
        "found": found,
        "counts": {verdict: sum(one.count(verdict) for one in found) for verdict in (SAID, NOT_SAID, CANNOT)},
        "show": wanted if wanted in (SAID, NOT_SAID, CANNOT) else "",
        "labels": {own.name: label(own) for own in form.fields(model_of("ProcessingActivity"))},
        "named": titles({who for who in judges if who}, ["Person"]) if judges else {},
        "writes": may_write(request.user, notice_covers.TYPE) and request.look.is_today,
        "problem": problem,
    }
    return render(request, "notice_covers.jinja", context, status=400 if problem else 200)


def _judge(request: HttpRequest, ref: str) -> HttpResponse:
    account: Any = request.user
    activity, part, term = (given(request, name) for name in ("activity", "part", "term"))
    try:
        notice_covers.judge(
            account, ref, (activity, part, term), given(request, "verdict"), given(request, "note")
        )
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, ref, sentence(refused))
    messages.success(request, gettext("Noted."))
    show = given(request, "show")
    return redirect(f"{reverse('notice-covers', args=[ref])}{f'?show={show}' if show else ''}#a-{activity}")
