"""Documents: the list with what each waits for, a document with its text and all that was said of it, its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tonetop.core.facts import Facts, Row
from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.records.write import latest
from tonetop.web.document_words import MARKS, WORDS, person, waits_for
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work import document_state as state
from tonetop.work.assess import assess
from tonetop.work.comment_on import may_comment
from tonetop.work.document_state import Document, Text, Version
from tonetop.work.permission import may_write
from tonetop.work.read_text import shown_as, text_of
from tonetop.work.write_document import TYPES

SHOWN = 50
"""Documents on a page of the list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the list: itself, whose it is, what it waits for, and the version that is valid meanwhile."""

    found: Document
    owner: str
    waits: list[str]
    meanwhile: Version | None


def looked_at(request: Any) -> Facts:
    """The facts of the day that is looked at."""
    return assess(request.look.as_of, request.look.known_on).facts


def documents(request: HttpRequest) -> HttpResponse:
    """The list, those first that want attention."""
    facts = looked_at(request)
    chosen, asked = request.GET.get("state", ""), request.GET.get("page", "1")
    held, rows = in_state(facts, chosen)
    pages = max(1, -(-len(rows) // SHOWN))
    page = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    counts = Counter(one.state for one in held)
    context = {
        "lines": [_line(facts, one) for one in rows[(page - 1) * SHOWN : page * SHOWN]],
        "total": len(held),
        "chosen": chosen if chosen in WORDS else "",
        "tabs": [(name, WORDS[name], counts[name]) for name in state.STATES if counts[name]],
        "page": page,
        "pages": pages,
        "writes": may_write(request.user, "Document"),  # type: ignore[arg-type]
        **told(),
    }
    return render(request, "documents.jinja", context)


def in_state(facts: Facts, chosen: str) -> tuple[Sequence[Document], list[Document]]:
    """All documents, those first that want attention, and those of them in a state; all where none is chosen."""
    held = facts.prepared(state.ordered)
    return held, [one for one in held if chosen in ("", one.state)]


def _line(facts: Facts, found: Document) -> Line:
    current, valid = found.current, found.valid
    meanwhile = valid if valid is not None and valid is not current else None
    return Line(found, person(facts, found.row.owner), waits_for(facts, found), meanwhile)


def told() -> dict[str, Any]:
    """How states are told, for every template that tells one."""
    return {"STATES": WORDS, "STATE_MARKS": MARKS}


def document(request: HttpRequest, ref: str) -> HttpResponse:
    """A document by its latest version."""
    facts = looked_at(request)
    found = facts.prepared(state.documents).get(ref)
    if found is None:
        raise Http404(f"There is no document {ref}")
    return _page(request, facts, found, found.current)


def version(request: HttpRequest, ref: str) -> HttpResponse:
    """The same by one of its versions."""
    facts = looked_at(request)
    found, chosen = version_of(facts, ref)
    return _page(request, facts, found, chosen)


def version_of(facts: Facts, ref: str) -> tuple[Document, Version]:
    """A version and its document; 404 when there is none on the day."""
    row = facts.get("DocumentVersion", ref)
    found = facts.prepared(state.documents).get(row.document or "") if row is not None else None
    if found is None:
        raise Http404(f"There is no version {ref}")
    return found, next(one for one in found.versions if one.row.id == ref)


def _page(request: Any, facts: Facts, found: Document, chosen: Version | None) -> HttpResponse:
    account, texts = request.user, state.texts(facts, found)
    me = account.person
    row = chosen.row if chosen else None
    context = {
        "found": found,
        "version": chosen,
        "waits": waits_for(facts, found),
        "texts": texts,
        "known_texts": {text.sha256 for text in texts},
        "matter": matter(row) if row is not None else None,
        "comments": facts.prepared(state.comments).get(row.id, ()) if row is not None else (),
        "reach": state.reach(facts, found.row, found.valid.row.id) if found.valid else [],
        "replacing": facts.get("Document", found.row.replaced_by),
        "today": request.look.is_today,
        "asked": chosen is not None and any(one.ask and one.person == me for one in chosen.open),
        "to_know": state.is_asked_to_know(facts, found, me),
        "comments_here": may_comment(account),
        "writes": may_write(account, "DocumentVersion"),
        "asks": may_write(account, "Ask"),
        "publishes": may_write(account, "Publication"),
        "forces": manages(account),
        "name": lambda ref: person(facts, ref),
        **told(),
    }
    return render(request, "document.jinja", context)


@dataclass(frozen=True, slots=True)
class Matter:
    """A text as a page holds it: as HTML, else as it was typed, else (both None) as a file alone."""

    html: SafeString | None
    plain: str | None


def matter(row: Row) -> Matter:
    """The text of a version."""
    html = shown_as(row.sha256, row.media_type)
    if html is not None:
        return Matter(SafeString(html), None)  # noqa: S308 - made from text by our own reader, which lets no HTML in
    return Matter(None, text_of(row.sha256, row.media_type))


def file(request: HttpRequest, ref: str) -> FileResponse:
    """The file of a version, or of an earlier text of it, to be taken away; never shown within the site."""
    facts = looked_at(request)
    found, chosen = version_of(facts, ref)
    wanted = request.GET.get("text") or chosen.row.sha256
    text = next((one for one in state.texts(facts, found) if one.sha256 == wanted), None)
    if text is None:
        raise Http404(f"There is no such text of {ref}")
    return sent(text.sha256, _file_name(found, text), text.version.media_type or blobs.PLAIN)


def _file_name(found: Document, text: Text) -> str:
    """The document's title and version, with the end of the name under which the file came."""
    end = (text.version.file_name or "").rpartition(".")[2].lower()
    stem = f"{found.row.title or found.row.id} {text.version.version or ''}".strip()[:120]
    clean = "".join(sign if sign.isalnum() or sign in " .-_" else "-" for sign in stem)
    return f"{clean}.{end}" if end.isalnum() else clean


def proof(request: HttpRequest, ref: str) -> FileResponse:
    """The copy that proves a publication."""
    row: Any = latest("Publication", ref)
    if row is None or row.withdrawn_on or not row.sha256:
        raise Http404(f"There is no proof of {ref}")
    return sent(row.sha256, f"{ref}-proof", blobs.PLAIN)


SHUT_IN = "; ".join(
    ("sandbox", "default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
)
"""What a browser may do with a file of people, should it show it after all: nothing."""


def sent(sha256: str, name: str, type: str) -> FileResponse:
    """A kept file, to be taken away. Raises Http404."""
    try:
        held = blobs.open_blob(sha256)
    except Refused as refused:
        raise Http404(sentence(refused)) from None
    if held is None:
        raise Http404(gettext("The file is not kept here; only its hash is on record."))
    safe = type if type in TYPES.values() else blobs.PLAIN
    response = FileResponse(held, as_attachment=True, filename=name, content_type=safe)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SHUT_IN
    return response
