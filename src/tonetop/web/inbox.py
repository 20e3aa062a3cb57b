"""The leader's inbox: the four answers on top, what waits in its queues, and one's last answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.core.facts import Facts, Row
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.standard.answers import answers
from tonetop.web.answer import words
from tonetop.web.asked import asked, what
from tonetop.web.wording import sentence
from tonetop.work import warrant
from tonetop.work.assess import assess
from tonetop.work.confirm import MINE, confirm_all
from tonetop.work.confirm import confirm as say
from tonetop.work.inbox import APPROVE, CONFIRM, DECIDE, RISKS, SEE, count, inbox, revision
from tonetop.work.inbox import named as record_named
from tonetop.work.permission import Forbidden, may_write

LAST = 5
"""How many of one's own answers are shown for whoever thinks better of one."""
SHOWN = 30
"""How many items of one queue are shown at once; how many more there are is told."""


def names() -> dict[str, str]:
    """What the queues are called."""
    return {
        DECIDE: gettext("Decide"),
        RISKS: gettext("Risks to review"),
        APPROVE: gettext("Documents to approve"),
        SEE: gettext("Indicators to see"),
        CONFIRM: gettext("Entered for you"),
    }


def page(request: Any) -> HttpResponse:
    """What waits for whoever is signed in, as of the day looked at."""
    look, person = request.look, request.user.person
    found = assess(look.as_of, look.known_on)
    waiting = inbox(found.facts, person)
    queues = [
        (queue, words, len(waiting[queue]), [asked(found.facts, item) for item in waiting[queue][:SHOWN]])
        for queue, words in names().items()
    ]
    number = count(waiting)
    context = {
        "found": found,
        "answers": answers(found.facts, found.checks),
        "queues": [queue for queue in queues if queue[2]],
        "number": number,
        "minutes": max(1, round(number * 1.5)),
        "heading": _heading(number),
        "person": person,
        "given": _given(found.facts, person) if look.is_today else [],
        "words_of": words(),
        "logs": may_write(request.user, "Communication"),
        "entered": [
            "/".join((*item.key, str(revision(found.facts, item.row)))) for item in waiting[CONFIRM][:SHOWN]
        ],
    }
    return render(request, "inbox.jinja", context)


def _heading(number: int) -> str:
    if not number:
        return gettext("Nothing waits for you")
    return ngettext("%(n)s thing needs you", "%(n)s things need you", number) % {"n": number}


def _given(facts: Facts, person: str) -> list[tuple[Row, str, str]]:
    """The person's last answers, each with what it was about and where to answer again."""
    rows = [row for rows in facts.prepared(warrant.answers).values() for row in rows]
    mine = [row for row in rows if row.answered_by == person and row.answer != warrant.SEEN]
    mine.sort(key=lambda row: (row.answered_on or "", row.recorded_on or "", len(row.id), row.id))
    told = []
    for row in mine[: -LAST - 1 : -1]:
        about = record_named(facts, row.about[0])
        if about is not None:
            told.append((row, what(facts, about), reverse("answer", args=[about.type, about.id])))
    return told


def landing(request: HttpRequest) -> str:
    """Where whoever has just signed in goes: executives to their inbox when something waits there."""
    account: Any = request.user
    if getattr(account, "role", "") != "executive" or not account.person:
        return reverse("home")
    waiting = inbox(assess(clock.today()).facts, account.person)
    return reverse("inbox") if count(waiting) else reverse("home")


@require_POST
def confirm_several(request: Any) -> HttpResponse:
    """Keep "this was me" about all the acts that stood in the queue."""
    try:
        number = confirm_all(request.user, map(_act, request.POST.getlist("act")))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        told = ngettext(
            "%(n)s act is on record as done by you.", "%(n)s acts are on record as done by you.", number
        )
        messages.success(request, told % {"n": number})
    return redirect("inbox")


def _act(sent: str) -> tuple[str, str, int]:
    """An act as the form names it: type, id (which may hold slashes) and the version that was shown."""
    type, _, rest = sent.partition("/")
    ref, _, version = rest.rpartition("/")
    return type, ref, int(version) if version.isdecimal() else 0


@require_POST
def confirm(request: Any, type: str, ref: str) -> HttpResponse:
    """Keep the doer's word about an act that somebody else entered."""
    seen = request.POST.get("version", "")
    given = request.POST.get("answer", "")
    try:
        say(
            request.user,
            type,
            ref,
            given,
            request.POST.get("comment", "").strip(),
            seen=int(seen) if seen.isdecimal() else 0,
        )
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        yes, no = gettext("On record as done by you."), gettext("On record as not done by you.")
        messages.success(request, yes if given == MINE else no)
    back = request.POST.get("back", "")
    local = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return redirect(back if local else reverse("inbox"))
