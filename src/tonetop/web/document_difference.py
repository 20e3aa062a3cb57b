"""Two texts of a document beside each other: what was taken out, what was put in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.documents.difference import Gap, Line, TooLong, difference
from tonetop.web.document_writing import document_at
from tonetop.web.documents import looked_at
from tonetop.work import document_state as state
from tonetop.work.document_state import Text
from tonetop.work.read_text import text_of


def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """The difference of two texts; the last two when none are named."""
    facts = looked_at(request)
    found = document_at(facts, ref)
    texts = state.texts(facts, found)
    known = {text.sha256: text for text in texts}
    after = known.get(request.GET.get("to", ""), texts[0] if texts else None)
    before = known.get(request.GET.get("from", ""), texts[1] if len(texts) > 1 else after)
    rows, problem = _compared(before, after) if before and after else ([], "")
    context = {
        "found": found,
        "texts": texts,
        "before": before,
        "after": after,
        "rows": [(isinstance(row, Gap), row) for row in rows],
        "problem": problem,
    }
    return render(request, "document_difference.jinja", context)


def _compared(before: Text, after: Text) -> tuple[list[Line | Gap], str]:
    """The rows of the difference, or why there are none to show."""
    was, now = (text_of(one.sha256, one.version.media_type) for one in (before, after))
    if was is None or now is None:
        return [], gettext(
            "Only texts in Markdown or plain text are compared here; take both files away to compare them."
        )
    try:
        return difference(was, now), ""
    except TooLong:
        return [], gettext(
            "These texts are too long to be compared here; take both files away to compare them."
        )
