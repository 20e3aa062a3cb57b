"""The first hour: one page that names the organisation, its top managers and who runs the AIMS."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from tonetop.records.intake import Refused
from tonetop.standard.facts_file import BUSINESSES
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work.begin import Beginning, Leader, begin

ROWS = 5
"""How many top managers the page asks for; more are added in the register."""


def first_hour(request: HttpRequest) -> HttpResponse:
    """The page; POST writes it all, or nothing."""
    account: Any = request.user
    if not manages(account):
        raise PermissionDenied(gettext("Administrators and the governance lead begin; ask one of them."))
    problem = ""
    if request.method == "POST":
        try:
            made = begin(account, _said(request.POST))
        except Refused as refused:
            problem = sentence(refused)
        else:
            told = ngettext("%(n)d record was made.", "%(n)d records were made.", made) % {"n": made}
            messages.success(request, f"{told} {gettext('The home says what comes next.')}")
            return redirect("home")
    organisation = request.organisation  # type: ignore[attr-defined]
    context = {
        "given": request.POST,
        "house": organisation,
        "rows": range(1, ROWS + 1),
        "zones": sorted(available_timezones()),
        "businesses": BUSINESSES,
        "problem": problem,
    }
    return render(request, "begin.jinja", context, status=400 if problem else 200)


def _said(data: Any) -> Beginning:
    leaders = [
        Leader(*(data.get(f"{field}_{row}", "") for field in ("name", "title", "since")))
        for row in range(1, ROWS + 1)
    ]
    return Beginning(
        name=data.get("organisation", ""),
        time_zone=data.get("time_zone", ""),
        business=data.get("business", ""),
        leaders=leaders,
        lead=data.get("lead", ""),
        authority=data.get("authority", ""),
        me=_me(data).strip(),
    )


def _me(data: Any) -> str:
    """Whom the account is, where the page says so: one of the rows, or who runs the AIMS."""
    me = data.get("me", "")
    return str(data.get("lead", "") if me == "lead" else data.get(f"name_{me}", ""))
