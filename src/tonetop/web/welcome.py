"""Coming in by a one-time link: the page on which one chooses a name and a password."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.web.inbox import landing
from tonetop.web.wording import sentence
from tonetop.work.come_in import Chosen, come_in
from tonetop.work.invite import NoEntry, look

BACKEND = "tonetop.web.accounts.Door"
FIELDS = ("name", "email", "password", "again")


@never_cache
@sensitive_post_parameters("password", "again")
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The form; POST uses the link up and signs in."""
    account = look(token)
    if account is None:
        return render(request, "welcome_over.jinja", {"organisation": None}, status=410)
    problem = ""
    if request.method == "POST":
        chosen = Chosen(*(request.POST.get(name, "") for name in FIELDS))
        try:
            person = come_in(token, chosen)
            login(request, person, backend=BACKEND)
            record_authentication(request, person, method="password", reauthenticated=True)  # chosen just now
        except Refused as refused:
            problem = sentence(refused)
        except NoEntry:
            return render(request, "welcome_over.jinja", {}, status=410)
        else:
            return redirect(landing(request))
    context = {
        "account": account,
        "problem": problem,
        "name": request.POST.get("name", account.first_name),
        "email": request.POST.get("email", account.email),
        "house": clock.organisation(),
    }
    return render(request, "welcome.jinja", context, status=400 if problem else 200)
