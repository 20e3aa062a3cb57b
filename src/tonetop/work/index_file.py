"""One index file of passages: opened, filled with files as they were read, and asked how much of them it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tonetop.core.passage import Text
from tonetop.documents.passages import passages
from tonetop.documents.read_all import Refusal
from tonetop.standard.facts_file import Refused
from tonetop.work.examine import cache_folder
from tonetop.work.source import Source
from tonetop.work.unseen import is_hidden

if TYPE_CHECKING:
    from tonetop.assistant.search.index import Index
    from tonetop.assistant.search.store import Document

WHY, PARTS = "why", "parts"
"""Under which names the index keeps why a file was not read, and where its pages or other parts stand."""


class NotSearched(Refused):
    """Documents cannot be searched here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What of some files stands in an index: read documents, their passages, why others are not read, not here yet."""

    documents: int
    passages: int
    refused: Mapping[str, str]
    lacking: tuple[str, ...]


@cache
def meaning() -> Any:
    """What reads texts as vectors; None where the sentence model is not installed, and words alone are searched."""
    from tonetop.assistant.search.sentences import Sentences  # noqa: PLC0415 - an extra
    from tonetop.assistant.search.weights import Unavailable  # noqa: PLC0415 - an extra

    try:
        return Sentences(cache_folder())
    except Unavailable:
        return None


def opened(path: Path) -> Index:
    """An index of one's own. Raises NotSearched without the extra; a file of another version is made anew."""
    try:
        from tonetop.assistant.search.index import Index  # noqa: PLC0415 - an extra
        from tonetop.assistant.search.store import Unreadable  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise NotSearched(
            f"documents are not searched, for {error.name} is missing: pip install 'tonetop[assistant]'"
        ) from None
    try:
        return Index(path, meaning())
    except Unreadable:
        removed(path)
        return Index(path, meaning())


def removed(path: Path) -> None:
    """Let an index go with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def entry(name: str, stamp: str, text: Text | Refusal) -> Document:
    """A file as the index takes it, without what is hidden in it; one that cannot be read stands with the reason."""
    from tonetop.assistant.search.store import Document  # noqa: PLC0415 - an extra

    if isinstance(text, Refusal):
        return Document(name, stamp, (), {WHY: text.why})
    parts = json.dumps([part[:4] for part in text.parts])
    seen = [one for one in passages(text) if not is_hidden(text, one.start, one.end)]
    return Document(name, stamp, seen, {PARTS: parts})


def extent(index: Index, among: Mapping[str, Source]) -> Extent:
    """How much of these files stands in an index."""
    entries = {one.name: one for one in index.snapshot().entries.values() if one.name in among}
    refused = {name: one.about[WHY] for name, one in entries.items() if WHY in one.about}
    read = [one for name, one in entries.items() if name not in refused]
    lacking = tuple(sorted(set(among) - set(entries)))
    return Extent(len(read), sum(one.passages for one in read), refused, lacking)


def part(index: Index, name: str, start: int) -> str:
    """The part of a document in which a character lies, such as `page 3`; empty without."""
    found = next((one for one in index.snapshot().entries.values() if one.name == name), None)
    for kind, number, begins, ends in json.loads(found.about.get(PARTS, "[]")) if found else ():
        if begins <= start < ends:
            return f"{kind} {number}"
    return ""
