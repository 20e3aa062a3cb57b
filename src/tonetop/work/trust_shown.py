"""What the public trust page shows on a day: what was chosen, published and would still read the same; nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from tonetop.core import canonical
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.people import person_on
from tonetop.standard.terms.processing import current_notice
from tonetop.work.document_state import APPROVED, PUBLISHED, Document, Version, documents
from tonetop.work.permission import SHOWN_TO_GUESTS

PAGE, ITEM = "TrustPage", "TrustItem"
POLICY, NOTICE, CERTIFICATE, CONTACT, DOCUMENT = "policy", "notice", "certificate", "contact", "document"
KINDS = (POLICY, NOTICE, CERTIFICATE, DOCUMENT, CONTACT)
"""The kinds in the order in which the page shows them."""
DRAFT, SHOWN, HIDDEN = "draft", "shown", "hidden"
CHANGED = "it says something else than what was published; look at it and publish it again"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is given: the hash of its bytes, its media type, a name for its file, of evidence its class.

    The class is part of what is published: classified otherwise, a file is another thing to its reader.
    """

    sha256: str
    media_type: str
    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing as a reader would see it, and why a reader does not (empty: nothing stands against it).

    told: (label, kind of value, value) in order; address: elsewhere, of a notice; text: of a policy or document.
    """

    item: Row
    told: tuple[tuple[str, str, str], ...] = ()
    why: str = ""
    address: str = ""
    text: Text | None = None

    @property
    def matter(self) -> str:
        """The hash of what a reader sees; whoever publishes a thing publishes this."""
        row, text = self.item, self.text
        seen = [row.kind, row.title, row.note, row.mail, row.phone, row.person, self.address]
        seen += [list(map(list, self.told)), list(astuple(text)) if text else None]
        return sha256(canonical.dumps({"seen": seen})).hexdigest()

    @property
    def state(self) -> str:
        """A draft, shown, or hidden because something stands against it."""
        if not self.item.shown_on:
            return DRAFT
        return HIDDEN if self.why else SHOWN


def page_of(facts: Facts) -> Row | None:
    """The one record of the page; None before anybody opened it."""
    return next(iter(facts.rows(PAGE)), None)


def is_open(facts: Facts) -> bool:
    """Whether the page is there for everybody; off by default."""
    page = page_of(facts)
    return page is not None and bool(page.opened_on) and not page.closed_on


def words_hash(words: str | None) -> str:
    """The hash by which the words at the top are published."""
    return sha256((words or "").encode()).hexdigest()


def introduction(facts: Facts) -> str:
    """The words at the top, as far as they were published."""
    page = page_of(facts)
    words = (page.introduction or "") if page is not None else ""
    return words if page is not None and page.matter == words_hash(words) else ""


def chosen(facts: Facts) -> list[Shown]:
    """Everything that was chosen and not taken off, in the order of the page; a preparation of facts."""
    rows = [row for row in facts.rows(ITEM) if not row.ended_on]
    found = [looked_at(facts, row) for row in rows]
    return sorted(found, key=lambda one: (_place(one.item.kind), one.item.title or "", one.item.id))


def _place(kind: str | None) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def public(facts: Facts) -> list[Shown]:
    """What everybody may see now; nothing while the page is closed."""
    return [one for one in facts.prepared(chosen) if one.state == SHOWN] if is_open(facts) else []


def by_handle(facts: Facts, handle: str) -> Shown | None:
    """The thing of an address, while everybody may see it."""
    found, wanted = (one for one in public(facts) if one.item.handle), handle.encode()
    return next((one for one in found if secrets.compare_digest(one.item.handle.encode(), wanted)), None)


def looked_at(facts: Facts, item: Row) -> Shown:
    """A thing as a reader would see it on the facts' day."""
    made = OF[item.kind](facts, item) if item.kind in OF else Shown(item, why="it is of no kind")
    if not made.why and item.shown_on and made.matter != item.matter:
        return Shown(item, made.told, CHANGED, made.address, made.text)
    return made


def _policy(facts: Facts, item: Row) -> Shown:
    document, version = _version(facts, item.about)
    if document is None or version is None:
        return Shown(item, why="the text is not on record any more")
    row = version.row
    since = min((one.published_on for one in version.published if one.published_on), default=row.written_on)
    told = [("Version", "text", row.version or ""), ("Published on", "date", since or "")]
    valid = document.valid
    why = ""
    if document.row.retired_on:
        why = "the document was retired"
    elif version.state != PUBLISHED:
        why = "this version is not published"
    elif valid is None or valid.row.id != row.id:
        why = "a later version counts now"
    return Shown(item, _filled(told), why, text=_text(item, row))


def _version(facts: Facts, ref: str | None) -> tuple[Document | None, Version | None]:
    row = facts.get("DocumentVersion", ref)
    document = facts.prepared(documents).get(row.document or "") if row is not None else None
    if document is None:
        return None, None
    return document, next((one for one in document.versions if one.row.id == ref), None)


def _text(item: Row, row: Row) -> Text | None:
    if not row.sha256:
        return None
    end = (row.file_name or "").rpartition(".")[2].lower()
    return Text(row.sha256, row.media_type or "", _file_name(item, end))


def _file_name(item: Row, end: str) -> str:
    """A name for a file that tells no more than the page does."""
    stem = "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in (item.title or "document"))
    return f"{stem.strip()[:80]}.{end}" if end.isalnum() and len(end) < 6 else stem.strip()[:80]


def _filled(told: list[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple(one for one in told if one[2])


def _notice(facts: Facts, item: Row) -> Shown:
    row = facts.get("PrivacyNotice", item.about)
    if row is None:
        return Shown(item, why="the notice is not on record any more")
    told = [
        ("Version", "text", row.version or ""),
        ("Published on", "date", row.published_on or ""),
        ("Languages", "text", ", ".join(row.languages or ())),
    ]
    why, current = "", facts.prepared(current_notice)
    if not is_public_address(row.url):
        why = "the notice has no public address"
    elif current is None or current.id != row.id:
        why = "a later notice counts now"
    return Shown(item, _filled(told), why, row.url or "")


def is_public_address(url: str | None) -> bool:
    """Whether an address is one that a reader's browser may be sent to."""
    try:
        place = urlsplit(url or "")
        return place.scheme in ("http", "https") and bool(place.hostname) and not place.username
    except ValueError:
        return False


def _certificate(facts: Facts, item: Row) -> Shown:
    row = facts.get("Certificate", item.about)
    if row is None:
        return Shown(item, why="the certificate is not on record any more")
    told = [
        ("Norm", "text", "" if row.norm == item.title else row.norm or ""),
        ("Number", "text", row.number or ""),
        ("Issued by", "text", row.body or ""),
        ("Scope", "text", row.scope or ""),
        ("Issued on", "date", row.issued_on or ""),
        ("Valid until", "date", row.valid_until or ""),
    ]
    why = ""
    if row.state != "valid":
        why = "the certificate is not told to be valid"
    elif not row.valid_until or row.valid_until < facts.as_of:
        why = "the certificate has expired, or says no day until which it is valid"
    return Shown(item, _filled(told), why)


def _contact(facts: Facts, item: Row) -> Shown:
    person = person_on(facts, item.person, facts.as_of) if item.person else None
    told = [("Name", "text", (person.name or "") if person is not None else "")]
    told += [("Mail", "mail", item.mail or ""), ("Telephone", "text", item.phone or "")]
    why = ""
    if item.person and person is None:
        why = "the person named is not valid in the register of people any more"
    elif not (item.mail or item.phone or item.note):
        why = "the contact says no way to reach it"
    return Shown(item, _filled(told), why)


def _document(facts: Facts, item: Row) -> Shown:
    if facts.get("Evidence", item.about) is not None:
        return _evidence(facts, item)
    document, version = _version(facts, item.about)
    if document is None or version is None:
        return Shown(item, why="the text is not on record any more")
    told, why = [("Version", "text", version.row.version or "")], ""
    settled = next((one for one in document.versions if one.state in (APPROVED, PUBLISHED)), None)
    if document.row.retired_on:
        why = "the document was retired"
    elif settled is None or settled.row.id != version.row.id:
        why = "another version counts now" if settled is not None else "this version is not approved"
    elif not version.row.sha256:
        why = "there is no text of it"
    return Shown(item, _filled(told), why, text=_text(item, version.row))


def _evidence(facts: Facts, item: Row) -> Shown:
    """A piece of evidence: its one file, while it is kept and classified so that outside auditors read it."""
    row: Any = facts.get("Evidence", item.about)
    told = [("Of", "date", row.occurred_on or "")]
    level = " ".join((row.classification or "").casefold().split())
    files = [one for one in facts.rows("EvidenceFile") if one.evidence == row.id]
    why = ""
    if row.disposed_on:
        why = "the evidence was disposed of"
    elif level not in SHOWN_TO_GUESTS:
        why = "the evidence is classified so that nobody outside reads it"
    elif len(files) != 1:
        why = "the evidence has not just one file"
    if why:
        return Shown(item, _filled(told), why)
    held = files[0]
    end = (held.name or "").rpartition(".")[2].lower()
    text = Text(held.sha256 or "", held.media_type or "", _file_name(item, end), level)
    return Shown(item, _filled(told), "", text=text)


OF: dict[str, Callable[[Facts, Row], Shown]] = {
    POLICY: _policy,
    NOTICE: _notice,
    CERTIFICATE: _certificate,
    CONTACT: _contact,
    DOCUMENT: _document,
}


def candidates(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    """What may be chosen and is not yet, as (kind, id, title, more)."""
    taken = {(row.kind, row.about) for row in facts.rows(ITEM) if not row.ended_on}
    for kind, ref, title, more in _on_record(facts):
        if (kind, ref) not in taken:
            yield kind, ref, title, more


def _on_record(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    for document in facts.prepared(documents).values():
        valid, row = document.valid, document.row
        if valid is not None and not row.retired_on:
            yield POLICY, valid.row.id, row.title or row.id, valid.row.version or ""
        settled = next((one for one in document.versions if one.state in (APPROVED, PUBLISHED)), None)
        if settled is not None and not row.retired_on and settled.row.sha256:
            yield DOCUMENT, settled.row.id, row.title or row.id, settled.row.version or ""
    notice = facts.prepared(current_notice)
    if notice is not None and is_public_address(notice.url):
        yield NOTICE, notice.id, "Privacy notice", notice.url or ""
    for row in facts.rows("Certificate"):
        if row.state == "valid" and (row.valid_until or "") >= facts.as_of:
            yield CERTIFICATE, row.id, row.norm or row.number or row.id, row.valid_until or ""
