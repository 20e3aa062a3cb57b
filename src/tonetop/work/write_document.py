"""Write a document: begin one, add a version, change the text of a draft; the text is a file known by its hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from tonetop.core.facts import Facts
from tonetop.core.ledger import Blob
from tonetop.records import blobs, clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.document_state import Document, Version, documents
from tonetop.work.permission import writer
from tonetop.work.revised import new, revised, standing
from tonetop.work.warrant import open_asks

MARKDOWN = "text/markdown"
TYPES = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Media types by the end of a file's name; anything else is kept all the same, as bytes."""
NO_REVIEW = {"review_asked_by": None, "review_asked_on": None, "review_due": None}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes: its name and its bytes, in parts."""

    name: str
    parts: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written: the version's name, what it changes, whose text it is, and the text or a file in its place."""

    version: str
    text: str = ""
    change: str = ""
    author: str = ""
    file: Upload | None = None


def found(facts: Facts, ref: str) -> Document:
    """A document as it stands. Raises Refused when there is none."""
    document = facts.prepared(documents).get(ref)
    if document is None:
        raise Refused(f"Document {ref}: there is no such record")
    return document


def found_version(facts: Facts, ref: str) -> tuple[Document, Version]:
    """A version as it stands, and its document. Raises Refused when there is none."""
    row = facts.get("DocumentVersion", ref)
    document = facts.prepared(documents).get(row.document or "") if row is not None else None
    version = next((one for one in document.versions if one.row.id == ref), None) if document else None
    if document is None or version is None:
        raise Refused(f"DocumentVersion {ref}: there is no such version of a document")
    return document, version


def demand_kept(document: Document) -> None:
    """Raises Refused for a document that was retired."""
    if document.row.retired_on:
        raise Refused(
            f"“{document.row.title}” was retired on {document.row.retired_on}; begin a new document"
        )


def begin_document(account: Account, about: Mapping[str, Any], draft: Draft) -> Record:
    """A new document with its first version; gives the document. Raises Forbidden, Refused."""
    by = writer(account, "Document")
    writer(account, "DocumentVersion")
    if not str(about.get("title") or "").strip():
        raise Refused("give the document a title")
    today, ref = clock.today(), next_ref("Document")
    plain = {"owner": account.person, **about, "id": ref, "begun_on": today}
    version = _said(account, draft) | _kept(draft) | {"document": ref, "written_on": today}
    made = write.save_all(new([("Document", plain), ("DocumentVersion", version)]), by)
    return _made(made[0])


def write_version(account: Account, document: str, draft: Draft) -> Record:
    """A further version of a document; gives it. Raises Forbidden, Refused."""
    by = writer(account, "DocumentVersion")
    held = found(assess().facts, document)
    demand_kept(held)
    _demand_new(held, draft.version)
    before = held.current.row.id if held.current else None
    plain = _said(account, draft) | _kept(draft) | {"document": document, "supersedes": before}
    made = write.save_all(new([("DocumentVersion", plain | {"written_on": clock.today()})]), by)
    return _made(made[0])


def change_text(account: Account, ref: str, draft: Draft, after: int) -> Record | None:
    """Change the text of a version that is not published yet; None when it is already so.

    With another text what was asked about it is closed, and approvals of the earlier one have lapsed by themselves.
    Raises Forbidden, Refused, Overtaken.
    """
    by = writer(account, "DocumentVersion")
    facts = assess().facts
    document, version = found_version(facts, ref)
    demand_kept(document)
    if version.settled:
        raise Refused(f"version {version.row.version} is published or in force; write a new version instead")
    _demand_new(document, draft.version, ref)
    row, text = standing("DocumentVersion", ref), _kept(draft)
    asks = facts.prepared(open_asks).get(ref, ()) if text["sha256"] != version.row.sha256 else ()
    review = NO_REVIEW if text["sha256"] != version.row.sha256 else {}
    fields = {"version": draft.version.strip(), "change": draft.change.strip()} | text | review
    closed = [revised(standing("Ask", ask.id), closed_on=clock.today()) for ask in asks]
    changes: list[Change] = [revised(row, after, **fields), *closed]
    return write.save_all(changes, by)[0]


def _said(account: Account, draft: Draft) -> dict[str, Any]:
    if not draft.version.strip():
        raise Refused("give the version a name, such as 1 or 2.1")
    return {
        "id": next_ref("DocumentVersion"),
        "version": draft.version.strip(),
        "change": draft.change.strip(),
        "author": draft.author or account.person,
    }


def _demand_new(document: Document, label: str, but: str = "") -> None:
    """Raises Refused when another version bears the name, or when it has none."""
    if not label.strip():
        raise Refused("give the version a name, such as 1 or 2.1")
    if any(one.row.version == label.strip() and one.row.id != but for one in document.versions):
        raise Refused(
            f"there is a version {label.strip()} of “{document.row.title}” already; name it otherwise"
        )


def _kept(draft: Draft) -> dict[str, str]:
    """Keep the text, or the file in its place; what a version says of it. Raises Refused for an empty one."""
    if draft.file is not None:
        name = _plain(draft.file.name)
        blob: Blob = blobs.store(draft.file.parts, TYPES.get(PurePosixPath(name).suffix.lower(), blobs.PLAIN))
        return {"sha256": blob.sha256, "file_name": name, "media_type": blob.type}
    text = draft.text.replace("\r\n", "\n").strip("\n")
    if not text.strip():
        raise Refused("write the text, or choose a file that holds it")
    blob = blobs.store([f"{text}\n".encode()], MARKDOWN)
    return {"sha256": blob.sha256, "file_name": "text.md", "media_type": blob.type}


def _plain(name: str) -> str:
    """A file's name without folders and control characters, no longer than a name should be."""
    bare = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    stem, dot, end = bare.rpartition(".")
    return f"{stem[:150]}{dot}{end[:20]}" or "file"


def _made(row: Record | None) -> Record:
    if row is None:  # a record that is written anew under a free id is never there already
        raise Refused("nothing was written; try it once more")
    return row
