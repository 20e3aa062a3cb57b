"""Judge the passages of a folder, or exactly the spans that somebody names: one plain line for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from tonetop.standard.facts_file import Refused
from tonetop.work.examine import examine
from tonetop.work.examined import Examined, Progress, Refusal, Told

FIELDS = ("id", "doc", "start", "end")
LARGEST = 64 * 1024 * 1024
"""Bytes of a file of spans."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span that somebody names: its id, its document's path within the folder, its range of characters."""

    id: str
    doc: str
    start: int
    end: int


def judge_passages(
    folder: Path, spans: Path | None = None, told: Progress | None = None
) -> Iterator[dict[str, Any]]:
    """The lines of the contract, document by document; with spans, theirs alone and in their order. Raises Refused."""
    if not folder.is_dir():
        raise Refused(f"{folder}: is no folder; name a folder of documents")
    if spans is None:
        for one in examine(folder, told):
            if isinstance(one, Examined):
                for passage in one.told:
                    id = f"{one.document}#{passage.quote.start}-{passage.quote.end}"
                    yield line(id, one, passage)
        return
    wanted = read_spans(spans)
    found = _judged(folder, spans, wanted, told)
    for span in wanted:
        yield found[span.id]


def _judged(
    folder: Path, spans: Path, wanted: Sequence[Span], told: Progress | None
) -> Mapping[str, dict[str, Any]]:
    by_document: dict[str, list[Span]] = {}
    for span in wanted:
        by_document.setdefault(span.doc, []).append(span)
    for doc in by_document:
        if not (folder / doc).is_file() or ".." in Path(doc).parts:
            raise Refused(f"{spans}: names the document {doc!r}, which is not in {folder}")
    ranges = {doc: [(span.start, span.end) for span in of] for doc, of in by_document.items()}
    found: dict[str, dict[str, Any]] = {}
    for one in examine(folder, told, ranges):
        if isinstance(one, Refusal):
            raise Refused(one.why)
        for span, passage in zip(by_document[one.document], one.told, strict=True):
            found[span.id] = line(span.id, one, passage)
    return found


def line(id: str, examined: Examined, passage: Told) -> dict[str, Any]:
    """A judged passage in the contract's form; sha256 is that of its text."""
    start, end, text = passage.quote
    return {
        "id": id,
        "doc": examined.document,
        "page": examined.page(start),
        "start": start,
        "end": end,
        "sha256": sha256(text.encode()).hexdigest(),
        "duties": list(passage.duties),
        "clauses": list(passage.clauses),
        "controls": list(passage.controls),
        "about_ai": passage.about_ai,
        "standing": passage.standing,
        "actor": passage.actor,
        "date": passage.date,
        "placeholder": passage.placeholder,
        "confidence": round(passage.confidence, 4),
    }


def read_spans(path: Path) -> list[Span]:
    """The spans of a file of JSON Lines. Raises Refused for the first line that is none, by its number."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}") from None
    if len(raw) > LARGEST:
        raise Refused(f"{path}: is larger than the {LARGEST // 1024**2} MB that are read")
    spans: dict[str, Span] = {}
    for number, text in enumerate(raw.splitlines(), 1):
        if text.strip():
            span = _span(text, f"{path}, line {number}")
            if span.id in spans:
                raise Refused(f"{path}, line {number}: the id {span.id!r} stands there twice")
            spans[span.id] = span
    return list(spans.values())


def _span(text: bytes, place: str) -> Span:
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(f"{place}: is no JSON") from None
    if not isinstance(told, dict) or not set(FIELDS) <= set(told):
        raise Refused(f"{place}: must be a mapping with {', '.join(FIELDS)}")
    id, doc, start, end = (told[name] for name in FIELDS)
    if not isinstance(id, str) or not isinstance(doc, str):
        raise Refused(f"{place}: id and doc must be texts")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise Refused(f"{place}: start and end must be whole numbers, start from 0 and before end")
    return Span(id, doc, start, end)
