"""What guests looked at, for those who let them in: who, on how many days, which pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from tonetop.web.wording import sentence
from tonetop.work.permission import Forbidden
from tonetop.work.watch_guests import PAGES, pages, visits


def guests(request: Any) -> HttpResponse:
    """The page; one guest's pages where one is chosen."""
    chosen = request.GET.get("guest", "")
    try:
        found = visits(request.user)
        one = next((visit for visit in found if str(visit.account.pk) == chosen), None)
        read = pages(request.user, one.account.pk) if one else []
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    return render(request, "guests.jinja", {"visits": found, "one": one, "pages": read, "most": PAGES})
