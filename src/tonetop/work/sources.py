"""Which stored texts there are to search: files of evidence and texts of documents, and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups, entries
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.registers.evidence import FLAGGED, Evidence
from tonetop.work.permission import may_read
from tonetop.work.readable import shut
from tonetop.work.source import Source

EVIDENCE, DOCUMENT = "Evidence", "DocumentVersion"

files_by_piece = Groups("EvidenceFile", "evidence")
"""Files of evidence by their piece, in order of id."""


def sources(facts: Facts, account: Account | None = None) -> Mapping[str, Source]:
    """By hash, the texts that stand on the facts' day; account: only what it may read (None: whoever keeps the folder).

    What was withdrawn, disposed of or replaced by a later version is not among them; nor, on whatever day, what was
    disposed of or closed to the account since.
    """
    there, closed = facts.prepared(_texts), shut(account)
    shown = {one: account is None or may_read(account, one) for one in facts.prepared(_classifications)}
    if all(shown.values()) and closed.isdisjoint(facts.prepared(_pieces)):
        return facts.prepared(_by_digest)
    return _first(
        one for one in there if shown[one.classification] and not (one.type == EVIDENCE and one.ref in closed)
    )


def has_texts() -> bool:
    """Whether there may be any text on any day."""
    others = (registers()[type].objects for type in ("EvidenceFile", DOCUMENT))
    return Evidence.objects.exclude(sha256=None).exists() or any(rows.exists() for rows in others)


def answering(found: Mapping[str, Source]) -> dict[str, Source]:
    """Those that may answer a question: evidence that was asked for again answers nothing until it came anew."""
    return {digest: one for digest, one in found.items() if one.state != FLAGGED}


def narrowed(
    found: dict[str, Source], kind: str = "", since: str = "", until: str = "", requirement: str = ""
) -> dict[str, Source]:
    """Those of a kind, of days from and to, kept for a requirement or one of its parts; empty for any."""
    asked: list[tuple[str, Callable[[Source], bool]]] = [
        (kind, lambda one: one.kind == kind),
        (since, lambda one: one.day >= since),
        (until, lambda one: "" < one.day <= until),
        (
            requirement,
            lambda one: any(id == requirement or id.startswith(f"{requirement}.") for id in one.requirements),
        ),
    ]
    for _, test in filter(itemgetter(0), asked):
        found = {digest: one for digest, one in found.items() if test(one)}
    return found


@entries(EVIDENCE)
def _pieces(facts: Facts, row: Row) -> tuple[Source, ...]:
    """The files of a piece that is kept."""
    if row.disposed_on:
        return ()
    held = facts.part(files_by_piece, row.id) or ()
    named = {file.sha256.lower(): file.name or "" for file in held if file.sha256}
    if row.sha256:
        named.setdefault(row.sha256.lower(), "")
    return tuple(_piece(row, digest, name) for digest, name in named.items())


def _texts(facts: Facts) -> tuple[Source, ...]:
    """All texts, whoever may read them; files of evidence first, in the order in which their pieces came."""
    pieces = facts.prepared(_pieces)
    held = (one for row in facts.rows(EVIDENCE) for one in pieces.get(row.id, ()))
    return (*held, *_documents(facts))


def _by_digest(facts: Facts) -> dict[str, Source]:
    return _first(facts.prepared(_texts))


def _classifications(facts: Facts) -> frozenset[str]:
    return frozenset(one.classification for one in facts.prepared(_texts))


def _first(found: Iterable[Source]) -> dict[str, Source]:
    """Of texts of the same bytes the first."""
    by: dict[str, Source] = {}
    for one in found:
        by.setdefault(one.sha256, one)
    return by


def _piece(row: Row, digest: str, name: str) -> Source:
    return Source(
        digest,
        EVIDENCE,
        row.id,
        row.title or row.id,
        name,
        row.kind or "",
        row.occurred_on or row.period_to or row.period_from or "",
        tuple(row.requirements or ()),
        row.classification or "",
        row.state or "",
    )


def _documents(facts: Facts) -> Iterator[Source]:
    """The text of each document that holds: the one in force, else the last that was written."""
    best: dict[str, Row] = {}
    for row in facts.rows(DOCUMENT):
        before = best.get(row.document or row.id)
        if row.sha256 and (before is None or _later(row) > _later(before)):
            best[row.document or row.id] = row
    for row in best.values():
        document = facts.get("Document", row.document)
        if document is not None and document.retired_on:
            continue
        title = f"{document.title or document.id} {row.version or ''}".strip() if document else row.id
        kind = (document.kind or "") if document else ""
        name, day = row.file_name or "", row.written_on or ""
        yield Source(row.sha256.lower(), DOCUMENT, row.id, title, name, kind, day)


def _later(row: Row) -> tuple[bool, str, str]:
    return bool(row.policy), row.written_on or "", row.id
