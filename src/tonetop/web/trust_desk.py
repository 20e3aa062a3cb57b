"""The desk behind the public trust page: choose, look at the preview, publish, take off, open and close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from tonetop.core.facts import Facts, Row
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.titles import titles
from tonetop.web.auditing import given
from tonetop.web.trust import HEADINGS, grouped
from tonetop.web.wording import sentence
from tonetop.work import trust, trust_ask
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.remind import base
from tonetop.work.trust_evidence import listable, ref_of
from tonetop.work.trust_shown import (
    CONTACT,
    DRAFT,
    HIDDEN,
    ITEM,
    KINDS,
    SHOWN,
    candidates,
    chosen,
    is_open,
    page_of,
    words_hash,
)

MOST, PIECES = 60, 500
"""Asks for documents that the desk shows, and pieces of evidence, the newest, that it offers."""


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is public, what waits, what vanished, and what may be chosen."""
    return _page(request)


def _page(request: Any, problem: str = "") -> HttpResponse:
    facts, account = assess().facts, request.user
    found, page = facts.prepared(chosen), page_of(facts)
    taken = sorted(
        (row for row in facts.rows(ITEM) if row.ended_on), key=lambda row: row.ended_on, reverse=True
    )
    people = [row for one in found if (row := one.item.shown_by)]
    people += [who for row in taken for who in (row.shown_by, row.ended_by) if who]
    people += [who for who in (page.opened_by, page.closed_by) if who] if page is not None else []
    offered = list(candidates(facts))
    context = {
        "page": page,
        "open": is_open(facts),
        "address": f"{base()}{reverse('trust')}",
        "shown": [one for one in found if one.state == SHOWN],
        "drafts": [one for one in found if one.state == DRAFT],
        "hidden": [one for one in found if one.state == HIDDEN],
        "taken": taken,
        "words_wait": page is not None
        and page.matter != words_hash(page.introduction)
        and bool(page.introduction),
        "offered": [(kind, HEADINGS[kind], [one for one in offered if one[0] == kind]) for kind in KINDS],
        "requests": _requests(facts),
        "named": titles(set(people), ["Person"]) if people else {},
        "people": sorted(facts.rows("Person"), key=lambda row: (row.name or "").casefold()),
        "headings": HEADINGS,
        "writes": may_write(account, ITEM),
        "problem": problem,
        "given": request.POST,
        "contact": CONTACT,
        "evidence": list(listable(facts))[:PIECES] if may_write(account, ITEM) else [],
    }
    return render(request, "trust_desk.jinja", context, status=400 if problem else 200)


def _requests(facts: Facts) -> list[tuple[Row, str, str, int]]:
    """The asks, those first that wait, each with what it is about, where it stands, and how often it was seen."""
    rows = sorted(facts.rows(trust_ask.REQUEST), key=lambda row: (row.asked_on or "", row.id), reverse=True)
    rows.sort(key=lambda row: bool(row.outcome))
    seen = Counter(row.request for row in facts.rows(trust_ask.VIEW))
    named = {row.id: row.title or row.id for row in facts.rows(ITEM)}
    return [
        (row, named.get(row.item or "", row.id), trust_ask.state_of(row, facts.as_of), seen[row.id])
        for row in rows[:MOST]
    ]


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The page as everybody would see it, with what waits to be published."""
    _demand(request)
    facts = assess().facts
    found, page = trust.previewed(facts), page_of(facts)
    fresh = sum(one.state == DRAFT for one in found)
    words = (page.introduction or "") if page is not None else ""
    changed = page is not None and page.matter != words_hash(words)
    context = grouped(found) | {
        "introduction": words,
        "house": clock.organisation().name,
        "today": facts.as_of,
        "path": request.path,
        "lang": "",
        "preview": {
            "seen": trust.seen(facts),
            "fresh": fresh,
            "open": is_open(facts),
            "offers": bool(found) and bool(fresh or changed or not is_open(facts)),
        },
    }
    return render(request, "trust.jinja", context)


def _demand(request: Any) -> None:
    if not may_write(request.user, ITEM):
        raise PermissionDenied(gettext("Your role does not write this register; ask the governance lead."))


def acted(request: HttpRequest, act: Callable[[Any], str]) -> HttpResponse:
    """Do an act of the desk and say what came of it; a refusal stands on the page."""
    try:
        said = act(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused))
    messages.success(request, said)
    return redirect("trust-desk")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a thing, or write a contact."""
    names = ("kind", "about", "title", "note", "mail", "phone", "person")
    said = {name: given(request, name).replace("\r\n", "\n") for name in names}

    def act(account: Any) -> str:
        if "by_name" in request.POST:
            said["about"] = ref_of(assess().facts, said["about"])
        choice = trust.Choice(**said)
        trust.choose(account, choice)
        return gettext("Chosen. Nobody outside sees it before it is published from the preview.")

    return acted(request, act)


@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """Keep the words at the top."""
    text = given(request, "introduction").replace("\r\n", "\n")

    def act(account: Any) -> str:
        trust.words(account, text)
        return gettext("Kept. They are shown once they are published from the preview.")

    return acted(request, act)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish what the preview showed."""
    seen = given(request, "seen")

    def act(account: Any) -> str:
        count = trust.publish(account, seen)
        said = ngettext("Published; %(n)d thing is new.", "Published; %(n)d things are new.", count)
        return said % {"n": count}

    return acted(request, act)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the page."""

    def act(account: Any) -> str:
        trust.close(account)
        return gettext("Closed: nobody outside sees anything of it.")

    return acted(request, act)


@require_POST
def item(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a thing off, or choose again what vanished."""
    again = "again" in request.POST

    def act(account: Any) -> str:
        if again:
            trust.choose_again(account, ref)
            return gettext("Chosen again; it is public once it is published from the preview.")
        trust.take_off(account, ref)
        return gettext("Taken off.")

    return acted(request, act)
