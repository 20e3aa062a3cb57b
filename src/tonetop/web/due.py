"""What is due: mine or everybody's, overdue first; put off, said to stand, and how one is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.reminding import DIGESTS, Preference
from tonetop.standard.schema import title
from tonetop.web.wording import sentence
from tonetop.work import calendar_feed, due_list, remind
from tonetop.work.assess import assess
from tonetop.work.due_list import Item
from tonetop.work.permission import READ, Forbidden, demand, may, may_write
from tonetop.work.places import place_of
from tonetop.work.privacy_due import affirm, is_affirmed
from tonetop.work.snooze import DAYS, snooze

FEW = 5
"""From how many things of one register, to be done on one day, they are one line; the line leads to each."""
SHOWN, MOST = 50, 500
"""How many things a group shows at first and on wish; how many more there are is told."""
CAME_UP = "What others left undone, and has come to you"
GROUPS = (("Overdue", -(10**6), -1), ("In the next 7 days", 0, 7), ("In the next 60 days", 8, due_list.AHEAD))


WHAT = {
    "deadline": "to be done",
    "review": "to be reviewed",
    "confirm": "to be confirmed: what it stands on was changed",
    "advise": "waits for the advice of the data protection officer",
    "unreachable": "its public address is not in reach",
    "changed": "its public text changed",
    "answer": "asked by a visitor of the trust page",
    "vanished": "vanished from the trust page",
    "let-in": "live without having passed its gates: to be assessed and taken through them now",
    "at-gate": "waits at its gates for a decision",
    "launch": "its day of going live is over: take it through its gates, or move the day",
}
"""What is to be done, in words."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things that are due within the same span, and how many there are in all."""

    title: str
    lines: list[Line]
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is due, or many of one register and day as one line; whose: whose they are altogether."""

    item: Item
    count: int
    whose: tuple[str, ...]


def due(request: HttpRequest) -> HttpResponse:
    """The page."""
    account: Any = request.user
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    everybody = "all" in request.GET or not account.person
    off = due_list.put_off(account)
    items = due_list.waiting(facts, off) if everybody else due_list.of(account.person, facts, off)
    only = request.GET.get("of", ""), request.GET.get("on", ""), request.GET.get("what", "")
    if all(only):
        items = [item for item in items if _alike(item) == only]
    fold = not all(only)
    wanted = request.GET.get("shown", "")
    most = min(int(wanted), MOST) if wanted.isdecimal() else SHOWN if fold else MOST
    own, up = (items, []) if everybody else due_list.parted(items, account.person)
    groups = [*_grouped(own, most, fold=fold), Group(CAME_UP, _lines(up, fold=fold)[:most], len(up))]
    lines = [line for group in groups for line in group.lines]
    shown, whose = [line.item for line in lines], {who for line in lines for who in line.whose}
    called = remind.named(shown, whose)
    context = {
        "groups": groups,
        "only": only if all(only) else (),
        "titles": {item.due.type: title(item.due.type) for item in shown},
        "everybody": everybody,
        "most": MOST,
        "mine": account.person,
        "called": called,
        "people": {who: [called["Person", who]] for who in whose if ("Person", who) in called},
        "writes": {item.due.type: may_write(account, item.due.type) for item in shown},
        "stands": {type: not model.key for type, model in registers().items()},
        "days": DAYS,
        "place": place_of,
        "affirmed": is_affirmed,
        "what": WHAT,
        "wish": remind.wish_of(account),
        "digests": DIGESTS,
        "secret": request.session.pop("calendar", ""),
        "email": account.email,
    }
    return render(request, "due.jinja", context)


def _grouped(items: list[Item], most: int, *, fold: bool) -> Iterable[Group]:
    for words, first, last in GROUPS:
        within = [item for item in items if first <= item.days <= last]
        yield Group(words, _lines(within, fold=fold)[:most], len(within))


def _alike(item: Item) -> tuple[str, str, str]:
    return item.due.type, item.due.on, item.due.what


def _lines(items: list[Item], *, fold: bool) -> list[Line]:
    """The items in their order; many of one register and day, with the same to do, as the first of them."""
    alike: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        alike.setdefault(_alike(item), []).append(item)
    lines = []
    for item in items:
        some = alike[_alike(item)]
        if not fold or len(some) <= FEW:
            lines.append(Line(item, 1, item.due.whose))
        elif item is some[0]:
            whose = dict.fromkeys(who for one in some for who in one.due.whose)
            lines.append(Line(item, len(some), tuple(whose)))
    return lines


@require_POST
def put_off(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    """Put one off, or take that back."""
    account: Any = request.user
    days = request.POST.get("days", "")
    try:
        until = snooze(account, type, ref, int(days) if days.isdecimal() else -1)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        told = gettext("Put off for you until %(day)s; others are reminded as before.") % {"day": until}
        messages.success(request, told if until else gettext("You are reminded of it again."))
    return redirect("due")


@require_POST
def stands(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    """Say that a record still stands."""
    account: Any = request.user
    try:
        affirm(account, type, ref)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Noted: you looked at it, and it still stands."))
    return redirect("due")


@require_POST
def wishes(request: HttpRequest) -> HttpResponse:
    """Keep how one is reminded, or make the calendar's address anew."""
    account: Any = request.user
    there = "due" if may(account, READ) else "mine"
    if "calendar" in request.POST:
        _demand_reader(account)
        request.session["calendar"] = calendar_feed.new_address(account)
        return redirect(reverse("due") + "#reminders")
    hours = [request.POST.get(name, "") for name in ("quiet_from", "quiet_to")]
    digest = request.POST.get("digest", "")
    if digest not in DIGESTS or not all(hour.isdecimal() and int(hour) < 24 for hour in hours):
        messages.error(request, gettext("Choose how often, and hours from 0 to 23."))
        return redirect(there)
    kept = {"digest": digest, "quiet_from": int(hours[0]), "quiet_to": int(hours[1])}
    Preference.objects.update_or_create(account=account, defaults=kept)
    messages.success(request, gettext("Saved."))
    return redirect(there)


def _demand_reader(account: Any) -> None:
    try:
        demand(account, READ)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of whom the secret belongs to; it needs no sign-in, for calendars have none."""
    account = calendar_feed.account_of(secret)
    if account is None or not account.person:
        raise Http404("There is no such calendar")
    items = due_list.of(account.person, assess().facts)
    link = partial(remind.address, person=account.person)
    made = calendar_feed.feed(items, remind.named(items), clock.now(), link)
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")
