"""What concerns everybody, on one page: documents to know, courses, surveys, and the way to raise a concern."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.records.intake import Refused
from tonetop.records.reminding import DIGESTS
from tonetop.web.documents import looked_at, matter, sent
from tonetop.web.wording import sentence
from tonetop.work import mine as own
from tonetop.work import remind
from tonetop.work.acknowledge import acknowledge
from tonetop.work.assess import assess
from tonetop.work.mine import ToKnow
from tonetop.work.permission import Forbidden


def mine(request: Any) -> HttpResponse:
    """The page."""
    facts, person = looked_at(request), request.user.person
    context = {
        "person": person,
        "documents": own.documents(facts, person) if person else [],
        "courses": own.courses(facts, person) if person else [],
        "surveys": own.surveys(request.user),
        "today": request.look.today,
        "wish": remind.wish_of(request.user),
        "digests": DIGESTS,
        "email": request.user.email,
    }
    return render(request, "mine.jinja", context)


def document(request: Any, ref: str) -> HttpResponse:
    """The valid text of a document that one ought to know; POST says that one knows it."""
    found = _found(request, ref)
    if request.method == "POST":
        try:
            acknowledge(request.user, ref, request.POST.get("version", ""))
        except Forbidden as forbidden:
            raise PermissionDenied(sentence(forbidden)) from None
        except Refused as refused:
            messages.error(request, sentence(refused))
            return redirect("mine-document", ref)
        messages.success(request, gettext("Recorded."))
        return redirect("mine")
    row = _valid(found)
    return render(request, "mine_document.jinja", {"found": found, "row": row, "matter": matter(row)})


def file(request: Any, ref: str) -> FileResponse:
    """The file of that text, to be taken away."""
    row = _valid(_found(request, ref))
    return sent(row.sha256, row.file_name or f"{ref}.md", row.media_type or "")


def _found(request: Any, ref: str) -> ToKnow:
    try:
        return own.document(request.user, assess().facts, ref)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


def _valid(found: ToKnow) -> Any:
    """The valid version, which a document that one ought to know always has."""
    return found.document.valid.row if found.document.valid else None
