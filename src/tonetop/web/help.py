"""Help in plain words: an index, and a page for each clause, each duty of 5.1 and each journey."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from tonetop.web import help_pages
from tonetop.web.help_pages import Page
from tonetop.web.shell import manages, title
from tonetop.web.side import FIRST, LAST

NAMES = {
    **dict((*FIRST, *LAST)),
    "begin": "The first hour",
    "training": "Training",
    "surveys": "Surveys",
    "concerns": "Concerns",
}
"""What the pages are called to which the help leads."""


def index(request: HttpRequest) -> HttpResponse:
    """All pages of help, by their part."""
    pages = help_pages.pages().values()
    parts = [(name, [page for page in pages if page.kind == kind]) for kind, name in help_pages.KINDS.items()]
    return render(request, "help.jinja", {"parts": parts})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of help with what auditors ask and where in the product it leads."""
    pages = help_pages.pages()
    if slug not in pages:
        raise Http404
    found, order = pages[slug], list(pages)
    place = order.index(slug)
    context = {
        "page": found,
        "kind": help_pages.KINDS[found.kind],
        "body": mark_safe(help_pages.body(slug)),  # noqa: S308 - the product's own text, rendered without raw HTML
        "questions": help_pages.questions(found),
        "links": links(found, manages(request.user)),
        "before": pages[order[place - 1]] if place else None,
        "after": pages[order[place + 1]] if place + 1 < len(order) else None,
    }
    return render(request, "help_page.jinja", context)


def links(page: Page, keeps: bool) -> list[tuple[str, str]]:
    """Where in the product a page of help leads, as (address, words). keeps: whether the reader keeps the house."""
    found = [(reverse("requirement", args=[page.item]), gettext("Where we stand"))] if page.item else []
    found += [(reverse(name), gettext(NAMES[name])) for name in page.routes if keeps or name != "begin"]
    return [*found, *((reverse("register", args=[type]), title(type)) for type in page.types)]


def matching(words: str) -> list[Page]:
    """The pages of help that hold every word in their name or text, as the reader's language or English has them."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    texts = (
        (page, f"{page.title} {gettext(str(page.title))} {help_pages.texts(page.slug)}".casefold())
        for page in help_pages.pages().values()
    )
    return [page for page, text in texts if all(word in text for word in wanted)]
