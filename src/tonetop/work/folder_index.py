"""A folder of documents that is asked as it lies there: read and indexed into the user's cache, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tonetop.core.passage import Text
from tonetop.documents.read_all import Readers, Refusal
from tonetop.documents.unread import written
from tonetop.standard.facts_file import Refused
from tonetop.work.examine import cache_folder, files_of
from tonetop.work.index_file import Extent, entry, extent, opened, part
from tonetop.work.source import Source

if TYPE_CHECKING:
    from tonetop.assistant.search.index import Found
    from tonetop.assistant.search.store import Document

FILE = "File"


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder, asked together. among: by their paths within it."""

    path: Path
    index: Path
    among: Mapping[str, Source]

    def find(self, question: str, count: int = 10) -> Found:
        """The passages that answer best. Raises NotSearched."""
        with closing(opened(self.index)) as index:
            return index.search(question, count, lambda name, _: name in self.among)

    def extent(self) -> Extent:
        """How much of them is searched. Raises NotSearched."""
        with closing(opened(self.index)) as index:
            return extent(index, self.among)

    def part(self, name: str, start: int) -> str:
        """The part of a file in which a character lies, such as `page 3`; empty without."""
        with closing(opened(self.index)) as index:
            return part(index, name, start)

    def text(self, source: Source) -> Text:
        """The stored text of one of them. Raises Refused."""
        with Readers(1) as readers:
            found = readers.read_file(self.path / source.ref, source.ref)
        if isinstance(found, Refusal):
            raise Refused(found.why)
        return found


def folder(path: Path) -> Folder:
    """A folder, or one file, ready to be asked; only what changed since the last time is read. Raises Refused."""
    if not path.exists():
        raise Refused(
            f"{path}: there is no such folder or file; name one with documents, or none for the data folder"
        )
    base = path if path.is_dir() else path.parent
    names = [written(name) for name in (files_of(path) if path.is_dir() else [path.name])]
    if not names:
        raise Refused(f"{path}: holds no file; name a folder with documents")
    place = cache_folder() / "asked" / f"{sha256(str(path.resolve()).encode()).hexdigest()[:24]}.sqlite3"
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    among = {name: Source(_digest(base / name), FILE, name, name, name) for name in names}
    with closing(opened(place)) as index:
        held, stale = index.held(), index.unread()
        index.forget(name for name in held if name not in among)
        new = [name for name, one in among.items() if held.get(name) != one.stamp or name in stale]
        with Readers() as readers:
            index.add(_documents(base, new, among, readers))
    return Folder(base, place, among)


def _digest(path: Path) -> str:
    """The hash of a file's bytes; empty for a link to another place, for a pipe or device, for what cannot be read."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _documents(
    base: Path, names: list[str], among: Mapping[str, Source], readers: Readers
) -> Iterator[Document]:
    for path, found in readers.read_all(base / name for name in names if among[name].sha256):
        name = path.relative_to(base).as_posix()
        named = Refusal(name, found.why.replace(str(path), name)) if isinstance(found, Refusal) else found
        yield entry(name, among[name].stamp, named)
    for name in names:
        if not among[name].sha256:
            why = (
                f"{name} is not read: it is a link, no file, named in other letters than UTF-8, or not given."
            )
            yield entry(name, among[name].stamp, Refusal(name, why))
