"""Search over every register and the catalogue, as of the day looked at."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tonetop.records import search as records
from tonetop.standard import catalogue
from tonetop.web.help import matching
from tonetop.web.shell import title

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the catalogue that was found: its id, its name, and the address of its page."""

    id: str
    name: str
    address: str


def search(request: HttpRequest) -> HttpResponse:
    """The page: what holds every word, by register; what of the catalogue does."""
    words = request.GET.get("q", "").strip()[:200]
    look = request.look  # type: ignore[attr-defined]
    hits = records.search(words, look.as_of, look.known_on)
    told = [(title(found.type), found) for found in hits]
    context = {"words": words, "hits": told, "items": items(words), "guides": matching(words)}
    return render(request, "search.jinja", context)


def items(words: str) -> list[Item]:
    """Clauses, controls, duties, checks and pitfalls whose id or texts hold every word; the id that is meant first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [item for item, text in _catalogue() if all(word in text for word in wanted)]
    return sorted(found, key=lambda item: item.id.casefold() != words.casefold())[:SHOWN]


def _catalogue() -> list[tuple[Item, str]]:
    entries = []
    for id, item in {**catalogue.clauses(), **catalogue.controls(), **catalogue.duties()}.items():
        name = item.get("title") or item["name"]
        said = item.get("summary") or item["own_words"]
        entries.append((Item(id, name, reverse("requirement", args=[id])), f"{id} {name} {said}".casefold()))
    for id, text in catalogue.checks().items():
        entries.append((Item(id, text.title, reverse("check", args=[id])), f"{id} {text.title}".casefold()))
    for id, pitfall in catalogue.pitfalls().items():
        named = Item(id, pitfall["name"], reverse("pitfall", args=[id]))
        entries.append((named, f"{id} {pitfall['name']} {pitfall['advice']}".casefold()))
    return entries
