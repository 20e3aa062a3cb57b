"""One person's own data: everything held of them as a file, and its erasure with a preview and a certificate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.web.auditing import given
from tonetop.web.handing import download, handed
from tonetop.web.wording import sentence
from tonetop.work.own_data import access
from tonetop.work.own_data import certificate as certificates
from tonetop.work.own_data.erase_person import REASONS, Plan, plan, run_for
from tonetop.work.own_data.persons import Somebody, somebody
from tonetop.work.permission import OWN_DATA, Forbidden, demand
from tonetop.work.reports.reader import reader

ZIP = "application/zip"


def person(request: HttpRequest, key: str) -> HttpResponse:
    """What is held of somebody, what an erasure would do; POST erases what was chosen."""
    _demand(request)
    who = _who(key)
    also = [
        word.strip()
        for word in (request.GET.get("also") or given(request, "also")).split(",")
        if word.strip()
    ]
    asked = request.GET.get("request") or given(request, "request")
    if request.method != "POST":
        return _page(request, plan(who, also), also, asked)
    account: Any = request.user
    try:
        if "sure" not in request.POST:
            raise Refused("tick that you are sure, and send it once more")
        chosen = frozenset(request.POST.getlist("step"))
        done = run_for(account, plan(who, also), chosen, given(request, "reason"), asked)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, plan(who, also), also, asked, problem=sentence(refused))
    told = ngettext("%(n)s value was erased for ever.", "%(n)s values were erased for ever.", done.fields)
    messages.success(request, told % {"n": done.fields})
    return _page(request, plan(_who(key), also), also, asked, done=done.event)


def _page(  # noqa: PLR0913, PLR0917 - what the page is told
    request: HttpRequest, found: Plan, also: list[str], asked: str, problem: str = "", done: int = 0
) -> HttpResponse:
    groups = {why: [one for one in found.stays if one.why == why] for why in REASONS}
    context = {
        "who": found.who,
        "plan": found,
        "stays": {why: some for why, some in groups.items() if some},
        "reasons": REASONS,
        "registers": registers(),
        "also": ", ".join(also),
        "asked": asked,
        "problem": problem,
        "done": done,
        "certificates": [
            one for one in certificates.erasures() if one[2:] == (found.who.type, found.who.ref)
        ],
    }
    return render(request, "own_person.jinja", context, status=400 if problem else 200)


@require_POST
def file(request: HttpRequest, key: str) -> HttpResponse:
    """What is held of somebody, as a zip."""
    _demand(request)
    who, account = _who(key), request.user
    return download(
        lambda: access.hand_out(account, who.key, reader()),  # type: ignore[arg-type]
        ZIP,
        f"{_plain(who)}.zip",
    )


@require_POST
def mine(request: HttpRequest) -> HttpResponse:
    """What is held of whoever is signed in, as a zip."""
    account: Any = request.user
    return download(lambda: access.own(account, reader()), ZIP, "my-data.zip")


def certificate(request: HttpRequest, seq: int, form: str) -> HttpResponse:
    """The certificate of an erasure."""
    _demand(request)
    try:
        found = certificates.certificate(seq)
    except Refused as refused:
        raise Http404(sentence(refused)) from None
    if form == "json":
        return download(found.as_json, "application/json", f"erasure-{seq}.json")
    if form != "pdf":
        raise Http404(f"There is no format {form}")
    return handed(lambda: certificates.report(found, reader()), "board", form, f"erasure-{seq}")


def _who(key: str) -> Somebody:
    try:
        return somebody(key)
    except Refused as refused:
        raise Http404(sentence(refused)) from None


def _demand(request: Any) -> None:
    try:
        demand(request.user, OWN_DATA)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def _plain(who: Somebody) -> str:
    return (
        "data-" + "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in who.key)[:60]
    )
