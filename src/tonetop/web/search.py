"""Search over every register and the catalogue, as of the day looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from tonetop.records import search as records
from tonetop.standard import catalogue
from tonetop.web.help import matching
from tonetop.web.passages import filters, passages, shelf
from tonetop.web.shell import title
from tonetop.work.passage_index import Shelf
from tonetop.work.permission import all_closed
from tonetop.work.sources import narrowed

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the catalogue that was found: its id, its name, and the address of its page."""

    id: str
    name: str
    address: str


def search(request: HttpRequest) -> HttpResponse:
    """The page: what holds every word, by register; what of the catalogue does; passages of texts."""
    words = request.GET.get("q", "").strip()[:200]
    look = request.look  # type: ignore[attr-defined]
    account: Any = request.user
    hits = records.search(words, look.as_of, look.known_on, all_closed(account))
    told = [(title(found.type), found) for found in hits]
    asked = filters(request)
    library = shelf(request)
    found = passages(words, Shelf(narrowed(dict(library.among), **asked)))
    context: dict[str, Any] = {"words": words, "hits": told, "items": items(words), "guides": matching(words)}
    context |= {
        "passages": found,
        "asked": asked,
        "narrows": any(asked.values()),
        "kinds": sorted({one.kind for one in library.among.values() if one.kind}),
    }
    return render(request, "search.jinja", context)


def items(words: str) -> list[Item]:
    """Clauses, controls, duties, checks and pitfalls whose id or texts hold every word; the id that is meant first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [item for item, text in _catalogue() if all(word in text for word in wanted)]
    return sorted(found, key=lambda item: item.id.casefold() != words.casefold())[:SHOWN]


def _catalogue() -> list[tuple[Item, str]]:
    """Each entry with its texts, small: as the catalogue has them, and in the reader's language."""
    entries = []
    for id, item in {**catalogue.clauses(), **catalogue.controls(), **catalogue.duties()}.items():
        name = item.get("title") or item["name"]
        said = item.get("summary") or item["own_words"]
        entries.append((Item(id, name, reverse("requirement", args=[id])), _texts(id, name, said)))
    for id, text in catalogue.checks().items():
        entries.append((Item(id, text.title, reverse("check", args=[id])), _texts(id, text.title)))
    for id, pitfall in catalogue.pitfalls().items():
        named = Item(id, pitfall["name"], reverse("pitfall", args=[id]))
        entries.append((named, _texts(id, pitfall["name"], pitfall["advice"])))
    return entries


def _texts(id: str, *texts: str) -> str:
    return " ".join((id, *texts, *map(gettext, texts))).casefold()
