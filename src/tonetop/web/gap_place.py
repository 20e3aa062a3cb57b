"""The place of a quotation: the page of the document's text on which it stands, with the passage marked."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core.quote import NotThere
from tonetop.web.gap import reading_of
from tonetop.web.text_page import page_at, place_of
from tonetop.work.reading.found import document


def place(request: HttpRequest, number: int) -> HttpResponse:
    """The page on which a range of a document stands."""
    row = reading_of(request, number)
    examined = document(row.pk, request.GET.get("doc", ""))
    if examined is None:
        raise Http404(gettext("There is no such document among them."))
    try:
        found = page_at(examined.text, *place_of(request))
    except NotThere:
        raise Http404(gettext("There is no such place in the document.")) from None
    turn = "?" + urlencode({"doc": examined.document}) + "&"
    return render(
        request, "gap_place.jinja", {"reading": row, "examined": examined, "page": found, "turn": turn}
    )
