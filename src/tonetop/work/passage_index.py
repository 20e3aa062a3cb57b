"""The index of passages of the data folder: kept beside the database, made from the files, and asked from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tonetop.core.passage import Text
from tonetop.documents.read_all import Readers, Refusal
from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.work.assess import assess, position
from tonetop.work.data_folder import PASSAGES
from tonetop.work.evidence_text import file_text
from tonetop.work.index_file import Extent, entry, extent, opened, part, removed
from tonetop.work.source import Source
from tonetop.work.sources import has_texts, sources

if TYPE_CHECKING:
    from tonetop.assistant.search.index import Found, Index
    from tonetop.assistant.search.store import Document


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What came of bringing the index up to date: files read, files that cannot be read, files that left it."""

    read: int = 0
    refused: int = 0
    gone: int = 0


@dataclass(slots=True)
class _Shared:
    """The index that all threads of this process ask, one after the other."""

    path: Path | None = None
    index: Any = None
    level: tuple[Path, int] | None = None


_shared, _lock = _Shared(), Lock()


def place() -> Path:
    """The index's file."""
    return Path(settings.DATA) / PASSAGES


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files of the data folder that somebody may read, asked together. among: by their hashes."""

    among: Mapping[str, Source]

    def find(self, question: str, count: int = 10) -> Found:
        """The passages that answer best. Raises NotSearched."""
        with _lock:
            return _index().search(question, count, lambda name, _: name in self.among)

    def extent(self) -> Extent:
        """How much of them is searched. Raises NotSearched."""
        with _lock:
            return extent(_index(), self.among)

    def part(self, name: str, start: int) -> str:
        """The part of a file in which a character lies, such as `page 3`; empty without."""
        with _lock:
            return part(_index(), name, start)

    def text(self, source: Source) -> Text:
        """The stored text of one of them. Raises Refused."""
        return file_text(source.sha256, source.name)


def _index() -> Index:
    """The index that this process asks; under the lock."""
    path = place()
    if _shared.index is None or _shared.path != path or not path.exists():
        _let_go()
        _shared.path, _shared.index = path, opened(path)
    found: Index = _shared.index
    return found


def _let_go() -> None:
    if _shared.index is not None:
        _shared.index.close()
    _shared.path = _shared.index = None


def behind() -> Path | None:
    """The index's file when files wait to be read or to leave it; None when it is up to date, or nothing can be."""
    level = (place(), position())
    if _shared.level == level:
        return None
    if not place().exists() and not has_texts():
        return None  # a house without texts needs no assessment of what is there
    try:
        waits = any(_due())
    except Refused:
        return None
    if not waits:
        _shared.level = level
    return place() if waits else None


def _due() -> tuple[list[Source], list[str]]:
    """The files that are to be read, and the names of those that are to leave. Raises NotSearched, Refused."""
    wanted = sources(assess().facts)
    if not wanted and not place().exists():
        return [], []
    with closing(opened(place())) as index:
        held, stale = index.held(), index.unread()
    gone = [name for name, stamp in held.items() if name not in wanted or wanted[name].stamp != stamp]
    kept = set(held) - set(gone) - stale
    return [one for name, one in wanted.items() if name not in kept and blobs.holds(name)], gone


def catch_up() -> CaughtUp:
    """Read what is new, and let go of what was withdrawn, replaced or disposed of. Raises NotSearched, Refused."""
    new, gone = _due()
    told = _Told()
    with closing(opened(place())) as index:
        left = index.forget(gone)
        with Readers() as readers:
            index.add(_documents(new, readers, told))
    forget(name for name in (one.sha256 for one in new) if name not in sources(assess().facts))
    return CaughtUp(told.read, told.refused, left)


@dataclass(slots=True)
class _Told:
    read: int = 0
    refused: int = 0


def _documents(found: Iterable[Source], readers: Readers, told: _Told) -> Iterator[Document]:
    for source in found:
        try:
            text = readers.read(blobs.read(source.sha256), source.name)
        except Refused as gone:  # destroyed meanwhile
            text = Refusal(source.ref, str(gone))
        told.refused += isinstance(text, Refusal)
        told.read += not isinstance(text, Refusal)
        yield entry(source.sha256, source.stamp, text)


def forget(names: Iterable[str]) -> int:
    """Let files leave the index at once, so that nothing of their words stays on disk; how many there were."""
    gone = list(names)
    if not gone or not place().exists():
        return 0
    with closing(opened(place())) as index:
        return index.forget(gone)


def anew() -> CaughtUp:
    """Make the whole index again from the files. Raises NotSearched, Refused."""
    with _lock:
        _let_go()
        removed(place())
        _shared.level = None
    return catch_up()
