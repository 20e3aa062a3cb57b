"""Documents on request as pages: the form for anybody, the link that ends, and the desk where asks are decided."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tonetop.core import cadence
from tonetop.records import tally
from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.web.audit import row_of
from tonetop.web.auditing import given
from tonetop.web.documents import sent
from tonetop.web.limits import address_of
from tonetop.web.trust import guarded, guarding, is_readable, matter, opened, told, tongue
from tonetop.web.wording import sentence
from tonetop.work import trust_ask
from tonetop.work.assess import assess
from tonetop.work.own_data.periods import periods
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.trust_ask import REQUEST, Visitor
from tonetop.work.trust_shown import DOCUMENT, by_handle

SALT = "tonetop.trust.ask"
LINK = "trust-link"
"""Where the session keeps a fresh link, until its page was shown once."""
QUICKEST, OLDEST = 3, 6 * 3600
"""Seconds within which no person fills a form, and after which it is asked for anew."""
WINDOW, MOST = 3600, 6
"""Asks that one address sends within so many seconds."""


@csrf_exempt  # it takes no cookie, so there is no session that another site could use
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@guarding
def asking(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The form by which anybody asks for a listed document."""
    one = by_handle(opened(), handle)
    if one is None or one.item.kind != DOCUMENT:
        raise Http404
    context: dict[str, Any] = {"one": one, "given": request.POST, "problem": "", "thanked": False}
    status = 200
    if request.method == "POST":
        problem, status = _asked(request, handle)
        context |= {"problem": problem, "thanked": not problem}
    context["stamp"] = signing.dumps({"of": handle, "at": int(time.time())}, salt=SALT)
    context["days"] = periods()["visitors"].days
    return private(told(request, "trust_ask.jinja", context, status))


def _asked(request: HttpRequest, handle: str) -> tuple[str, int]:
    """Take an ask; gives what is wrong with it, in the reader's words, and the status. A trap is answered as an ask."""
    if request.POST.get("website"):
        return "", 200
    with translation.override(tongue(request)):
        try:
            begun = signing.loads(request.POST.get("stamp", ""), salt=SALT, max_age=OLDEST)
        except signing.BadSignature:
            return gettext("The form had grown old; send it once more."), 400
        if begun.get("of") != handle or time.time() - begun["at"] < QUICKEST:
            return gettext("That was too quick; send it once more."), 400
        if _floods(request):
            return gettext("Too much was asked from here; come back in an hour."), 429
        names = ("name", "organisation", "mail", "reason")
        said = {name: given(request, name).replace("\r\n", "\n") for name in names}
        try:
            trust_ask.ask(handle, Visitor(**said, language=tongue(request)))
        except Refused as refused:
            return sentence(refused), 400
    return "", 200


def _floods(request: HttpRequest) -> bool:
    """Whether one address asks too often; addresses are known by a hash, for an hour."""
    return tally.hit(f"trust-ask:{address_of(request)}", WINDOW)[0] > MOST


def private(response: HttpResponseBase) -> HttpResponseBase:
    """What is for one reader is kept nowhere and found by no search."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csrf_exempt  # whoever holds the link may open it; there is no session that another site could use
@require_http_methods(["GET", "HEAD", "POST"])
@guarding
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a link leads to; a click opens the document, so that programs that follow links open nothing."""
    facts = opened()
    found = trust_ask.behind(facts, token)
    if found is None:
        raise Http404
    row, one = found
    if request.method != "POST" or one.text is None:
        return private(told(request, "trust_link.jinja", {"one": one, "row": row}))
    trust_ask.note_view(row, one)
    if is_readable(one.text):
        return private(told(request, "trust_text.jinja", {"one": one, "row": row, **matter(one.text)}))
    return private(guarded(sent(one.text.sha256, one.text.name, one.text.media_type)))


@require_safe
def requests(request: Any, ref: str) -> HttpResponse:
    """One ask: what was said, what was decided, the link this once, and who saw what when."""
    return _page(request, ref)


def _page(request: Any, ref: str, problem: str = "") -> HttpResponse:
    facts, account = assess().facts, request.user
    row = row_of(facts, REQUEST, ref)
    item = facts.get("TrustItem", row.item)
    people = {who for who in (row.decided_by, row.revoked_by) if who}
    told_once = request.session.pop(LINK, None)
    context = {
        "row": row,
        "item": item,
        "state": trust_ask.state_of(row, facts.as_of),
        "listed": trust_ask.thing(facts, row.item) is not None,
        "views": trust_ask.views(facts, ref),
        "named": titles(people, ["Person"]) if people else {},
        "link": told_once[1] if told_once and told_once[0] == ref else "",
        "writes": may_write(account, REQUEST),
        "usual": cadence.shift(facts.as_of, trust_ask.USUAL_DAYS),
        "today": facts.as_of,
        "last": cadence.shift(facts.as_of, trust_ask.MOST_DAYS),
        "kept": periods()["visitors"].days,
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "trust_request.jinja", context, status=400 if problem else 200)


@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Approve, decline or take back."""
    account: Any = request.user
    act, reason = given(request, "act"), given(request, "reason").replace("\r\n", "\n")
    try:
        if act == "approve":
            address, mailed = trust_ask.approve(account, ref, given(request, "expires_on"), reason)
            request.session[LINK] = [ref, address]
        elif act == "decline":
            mailed = trust_ask.decline(account, ref, reason)
        elif act == "take-back":
            trust_ask.take_back(account, ref)
            mailed = None
        else:
            raise Refused("approve it, decline it, or take its link back")
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, ref, sentence(refused))
    messages.success(request, _done(mailed))
    return redirect("trust-request", ref)


def _done(mailed: bool | None) -> str:
    if mailed is None:
        return gettext("Taken back: the link opens nothing any more.")
    if mailed:
        return gettext("Decided, and told by mail.")
    return gettext("Decided. No mail went out, so tell the visitor yourself.")
