"""Saying of an activity, on its page, that there are none of something."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.web.auditing import given, version
from tonetop.web.privacy import activity
from tonetop.web.wording import sentence
from tonetop.work.permission import Forbidden
from tonetop.work.say_none import say_none


@require_POST
def none(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that there are none of something."""
    account: Any = request.user
    try:
        say_none(account, ref, given(request, "field"), after=version(request) or None)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return activity(request, ref, sentence(refused))
    messages.success(request, gettext("Noted: there are none, said on purpose."))
    return redirect("privacy-activity", ref)
