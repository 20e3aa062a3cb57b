"""Passages on pages: what a search finds in the texts, and the page of a text with one passage marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.core.quote import NotThere
from tonetop.records.intake import Refused
from tonetop.web.documents import looked_at
from tonetop.web.text_page import page_at, place_of
from tonetop.web.wording import sentence
from tonetop.work.index_file import Extent, NotSearched
from tonetop.work.passage_index import Shelf
from tonetop.work.quoted import Quoted, quoted
from tonetop.work.sources import answering, narrowed, sources

SHOWN = 8
"""Passages that a search shows."""
SHARED = 0.5
"""How much of what was looked for a passage has to hold, by rarity, so that nonsense finds nothing."""
FILTERS = ("kind", "since", "until", "requirement")


@dataclass(frozen=True, slots=True)
class Passages:
    """What a search found in texts: the passages, what was searched, or why nothing was."""

    quotes: tuple[Quoted, ...]
    searched: Extent | None
    missing: str = ""


def shelf(request: HttpRequest, asked: Mapping[str, str] | None = None) -> Shelf:
    """The texts that whoever looks may read on the day looked at; asked: filters that narrow them."""
    account: Any = request.user
    found = answering(sources(looked_at(request), account))
    return Shelf(narrowed(found, **asked) if asked else found)


def filters(request: HttpRequest) -> dict[str, str]:
    """The filters that a search sends; what is no day is left aside."""
    told = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    return {
        name: "" if name in {"since", "until"} and not cadence.is_day(text) else text
        for name, text in told.items()
    }


def passages(words: str, library: Shelf) -> Passages:
    """The passages of a search, the best first."""
    try:
        if not words or not library.among:
            return Passages((), None)
        found = library.find(words, SHOWN)
        quotes = [quoted(library, found, hit) for hit in found.hits]
        kept = tuple(one for one in quotes if one.covered >= SHARED)
        return Passages(kept, library.extent())
    except NotSearched as why:
        return Passages((), None, sentence(why))


def text(request: HttpRequest, digest: str) -> HttpResponse:
    """A stored text as it was read: the page or window in which a passage stands, the passage marked."""
    library = shelf(request)
    source = library.among.get(digest)
    if source is None:
        raise Http404(gettext("There is no such text, or it is not for you to read."))
    try:
        read = library.text(source)
    except Refused as refused:
        context = {"source": source, "problem": sentence(refused), "read": None}
        return render(request, "evidence_text.jinja", context)
    try:
        page = page_at(read, *place_of(request))
    except NotThere:
        raise Http404(gettext("The text has no such place.")) from None
    context = {"source": source, "problem": "", "read": read, "page": page, "turn": "?"}
    return render(request, "evidence_text.jinja", context)
