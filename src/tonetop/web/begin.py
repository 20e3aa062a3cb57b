"""The first hour: one page that names the organisation, its top managers and who runs the AIMS."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.standard.facts_file import BUSINESSES
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work import sample
from tonetop.work.begin import Beginning, Leader, begin, recorded
from tonetop.work.permission import Forbidden

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
        "held": recorded(),
        "rows": range(1, ROWS + 1),
        "zones": sorted(available_timezones()),
        "businesses": BUSINESSES,
        "problem": problem,
        "sample": sample.is_there(),
        "offers_sample": sample.is_offered(),
    }
    return render(request, "begin.jinja", context, status=400 if problem else 200)


@require_POST
def look_at_sample(request: HttpRequest) -> HttpResponse:
    """Fill the empty house with the sample organisation, or take it away once that was confirmed."""
    account: Any = request.user
    take_away = "remove" in request.POST
    try:
        if not take_away:
            sample.show_sample(account)
            messages.success(
                request, gettext("The sample organisation is here. Look around; nothing of it is real.")
            )
            return redirect("home")
        if "sure" not in request.POST:
            messages.error(request, gettext("Tick that you are sure, and send it once more."))
            return redirect("begin")
        sample.remove_sample(account)
        messages.success(request, gettext("The sample is gone. This house is empty, and yours."))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    return redirect("begin")


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
