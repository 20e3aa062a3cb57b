"""The forms in which a document is begun, a version written, a draft changed; a preview needs no script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.write import latest
from tonetop.standard.terms.people import person_on
from tonetop.web.documents import version_of
from tonetop.web.wording import sentence
from tonetop.work import document_state as state
from tonetop.work.assess import assess
from tonetop.work.document_state import Document
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.read_text import rendered, text_of
from tonetop.work.write_document import Draft, Upload, begin_document, change_text, found, write_version

NUMBER = re.compile(r"(\d+)(?!.*\d)")
SUGGESTED = 300
"""How many people are suggested by name."""
FIELDS = ("title", "kind", "owner", "version", "author", "change", "text", "after")


def demand(request: Any, *types: str) -> None:
    """Raises PermissionDenied unless the account may write records of these types."""
    if not all(may_write(request.user, type) for type in types):
        raise PermissionDenied(gettext("Your role does not write this register; ask the governance lead."))


def today() -> Facts:
    """What holds today; acts are recorded today, whatever day is looked at."""
    return assess().facts


def named(facts: Facts) -> list[Any]:
    """People of today, those of top management first, for a list that suggests them."""
    valid = [row for row in facts.rows("Person") if person_on(facts, row.id, facts.as_of) is not None]
    return sorted(valid, key=lambda row: (row.is_top_management is not True, row.name or row.id))[:SUGGESTED]


def person_meant(facts: Facts, given: str) -> str:
    """The id of the person whom an id or a name means; what is neither as it is."""
    given = given.strip()
    if facts.get("Person", given) is not None:
        return given
    meant = [row.id for row in facts.rows("Person") if (row.name or "").casefold() == given.casefold()]
    return meant[0] if len(meant) == 1 else given


def document_at(facts: Facts, ref: str) -> Document:
    """A document of today; 404 when there is none."""
    try:
        return found(facts, ref)
    except Refused as refused:
        raise Http404(str(refused)) from None


def begin(request: HttpRequest) -> HttpResponse:
    """A new document with its first text."""
    demand(request, "Document", "DocumentVersion")
    facts = today()
    given = {"version": "1", "owner": _me(request), "author": _me(request), "kind": "policy"}

    def write(account: Any, draft: Draft) -> str:
        about = {
            "title": request.POST.get("title", "").strip(),
            "kind": request.POST.get("kind"),
            "owner": person_meant(facts, request.POST.get("owner", "")),
            "audience": request.POST.getlist("audience"),
        }
        return begin_document(account, about, draft).ref

    units = [unit for unit in facts.prepared(state.units) if unit]
    kinds = registers()["Document"].shape().fields["kind"].words
    return _form(request, write, given, {"found": None, "units": units, "kinds": kinds})


def add(request: HttpRequest, ref: str) -> HttpResponse:
    """A further version, which begins with the text of the latest one."""
    demand(request, "DocumentVersion")
    held = document_at(today(), ref)
    last = held.current.row if held.current else None
    text = text_of(last.sha256, last.media_type) if last is not None else None
    label = _following(last.version or "") if last is not None else "1"
    given = {"version": label, "author": _me(request), "text": text or ""}

    def write(account: Any, draft: Draft) -> str:
        write_version(account, ref, draft)
        return ref

    return _form(request, write, given, {"found": held, "last": last, "editing": False})


def change(request: HttpRequest, ref: str) -> HttpResponse:
    """The text of a draft, changed in its place."""
    demand(request, "DocumentVersion")
    held, version = version_of(today(), ref)
    row: Any = latest("DocumentVersion", ref)
    text = text_of(row.sha256, row.media_type)
    given = {"version": row.version, "change": row.change or "", "text": text or "", "after": row.revision}

    def write(account: Any, draft: Draft) -> str:
        seen = request.POST.get("after", "")
        change_text(account, ref, draft, int(seen) if seen.isdecimal() else 0)
        return held.row.id

    shown = {
        "found": held,
        "last": version.row,
        "editing": True,
        "lapsing": any(a.yes for a in version.answers),
    }
    return _form(request, write, given, shown)


def _me(request: Any) -> str:
    return str(request.user.person)


def _following(label: str) -> str:
    """The name of the next version: the last number counted on."""
    return NUMBER.sub(lambda found: str(int(found[1]) + 1), label, count=1) if NUMBER.search(label) else ""


def _form(request: HttpRequest, write: Any, given: Mapping[str, Any], shown: dict[str, Any]) -> HttpResponse:
    """The form as it begins, with its preview, or after a refusal; else what was written is stored."""
    if request.method != "POST":
        return _page(request, given, shown)
    sent = {name: request.POST.get(name, "") for name in FIELDS}
    if "preview" in request.POST:
        return _page(request, sent, shown | _preview(sent["text"]))
    upload = request.FILES.get("file")
    file = Upload(upload.name or "", upload.chunks()) if upload is not None else None
    author = person_meant(today(), sent["author"])
    draft = Draft(sent["version"], sent["text"], sent["change"], author, file)
    account: Any = request.user
    try:
        ref = write(account, draft)
    except (Refused, Forbidden) as refused:
        return _page(request, sent, shown | {"problem": sentence(refused)}, 400)
    messages.success(request, gettext("Saved."))
    return redirect("document", ref)


def _preview(text: str) -> dict[str, Any]:
    html = rendered(text.replace("\r\n", "\n"))
    return {"preview": SafeString(html) if html is not None else None, "previewed": True}  # noqa: S308 - our reader's


def _page(
    request: HttpRequest, given: Mapping[str, Any], shown: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    context = {
        "given": {**dict.fromkeys(FIELDS, ""), **given},
        "chosen": request.POST.getlist("audience"),
        "people": named(today()),
        "units": (),
        "kinds": (),
        "last": None,
        "editing": False,
        "lapsing": False,
        "problem": "",
        "previewed": False,
        "preview": None,
        **shown,
    }
    return render(request, "document_write.jinja", context, status=status)
