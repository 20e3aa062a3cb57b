"""Which stored texts there are to search: files of evidence and texts of documents, and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.records.models import Account
from tonetop.registers.evidence import FLAGGED
from tonetop.work.permission import may_read
from tonetop.work.readable import shut
from tonetop.work.source import Source

EVIDENCE, DOCUMENT = "Evidence", "DocumentVersion"

files_by_piece = Groups("EvidenceFile", "evidence")
"""Files of evidence by their piece, in order of id."""


def sources(facts: Facts, account: Account | None = None) -> dict[str, Source]:
    """By hash, the texts that stand on the facts' day; account: only what it may read (None: whoever keeps the folder).

    What was withdrawn, disposed of or replaced by a later version is not among them; nor, on whatever day, what was
    disposed of or closed to the account since.
    """
    found: dict[str, Source] = {}
    closed = shut(account)
    for source in (*_evidence(facts), *_documents(facts)):
        if source.type == EVIDENCE and source.ref in closed:
            continue
        if account is None or may_read(account, source.classification):
            found.setdefault(source.sha256, source)
    return found


def answering(found: dict[str, Source]) -> dict[str, Source]:
    """Those that may answer a question: evidence that was asked for again answers nothing until it came anew."""
    return {digest: one for digest, one in found.items() if one.state != FLAGGED}


def narrowed(
    found: dict[str, Source], kind: str = "", since: str = "", until: str = "", requirement: str = ""
) -> dict[str, Source]:
    """Those of a kind, of days from and to, kept for a requirement or one of its parts; empty for any."""
    tests: list[Callable[[Source], bool]] = [
        lambda one: not kind or one.kind == kind,
        lambda one: not since or one.day >= since,
        lambda one: not until or "" < one.day <= until,
        lambda one: (
            not requirement
            or any(id == requirement or id.startswith(f"{requirement}.") for id in one.requirements)
        ),
    ]
    return {digest: one for digest, one in found.items() if all(test(one) for test in tests)}


def _evidence(facts: Facts) -> Iterator[Source]:
    for row in facts.rows(EVIDENCE):
        if row.disposed_on:
            continue
        held = facts.part(files_by_piece, row.id) or ()
        named = {file.sha256.lower(): file.name or "" for file in held if file.sha256}
        if row.sha256:
            named.setdefault(row.sha256.lower(), "")
        for digest, name in named.items():
            yield _piece(row, digest, name)


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
