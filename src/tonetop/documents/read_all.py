"""Many files read at once, each in a cell: what comes back is a text, or a sentence that says why there is none."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from tonetop.core.passage import Text
from tonetop.documents.cell import READING, Cell, Limits
from tonetop.documents.reading_task import MODULE, as_text
from tonetop.documents.recognition import recognised
from tonetop.documents.unread import LARGEST, Unread, written

AHEAD = 4
"""How many files for each worker are taken up before the first of them is given back."""


class Refusal(NamedTuple):
    """A file that was not read: its path or name, and one sentence that names it and says why."""

    path: str
    why: str


class Readers:
    """Cells that read files; kept warm until they are closed. May be asked from several threads at once."""

    def __init__(self, workers: int = 2, limits: Limits = READING) -> None:
        self.workers = workers
        self._cells = [Cell(MODULE, limits) for _ in range(workers)]
        self._idle: SimpleQueue[Cell] = SimpleQueue()
        for cell in self._cells:
            self._idle.put(cell)

    def read(self, data: bytes, name: str) -> Text | Refusal:
        """The text of a file's bytes. Waits while all cells are at work."""
        if len(data) > LARGEST:
            return _refusal(name, f"it is larger than the {LARGEST // 1024**2} MB that are read")
        cell = self._idle.get()
        try:
            text = as_text(*cell.ask({"name": name}, data), sha256(data).hexdigest())
            return (
                recognised(text, lambda number: _picture(cell, data, number))
                if text.format == "pdf"
                else text
            )
        except Unread as why:
            return _refusal(name, str(why))
        finally:
            self._idle.put(cell)

    def read_file(self, path: Path, name: str = "") -> Text | Refusal:
        """The text of a file; name: how it is called in a refusal, when not by its path."""
        called = written(name or str(path))
        try:
            if not path.is_file():
                return _refusal(called, "it is no file" if path.exists() else "there is no such file")
            if path.stat().st_size > LARGEST:
                return _refusal(called, f"it is larger than the {LARGEST // 1024**2} MB that are read")
            data = path.read_bytes()
        except OSError as error:
            return _refusal(called, error.strerror or "the disk does not give it")
        return self.read(data, called)

    def read_all(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Text | Refusal]]:
        """Each path with its text or refusal, in the order of the paths, several at once."""
        with ThreadPoolExecutor(self.workers) as threads:
            begun: deque[tuple[Path, Future[Text | Refusal]]] = deque()
            try:
                for path in paths:
                    begun.append((path, threads.submit(self.read_file, path)))
                    if len(begun) > AHEAD * self.workers:
                        first, found = begun.popleft()
                        yield first, found.result()
                while begun:
                    first, found = begun.popleft()
                    yield first, found.result()
            finally:
                threads.shutdown(wait=False, cancel_futures=True)

    def processes(self) -> list[int]:
        """The numbers of the processes that are alive, for who watches them."""
        return [cell.process for cell in self._cells if cell.process is not None]

    def close(self) -> None:
        """End all cells."""
        for cell in self._cells:
            cell.close()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_all(paths: Iterable[Path], workers: int = 2) -> Iterator[tuple[Path, Text | Refusal]]:
    """Each path with its text or refusal, in order; the processes end with the last, or when the caller stops."""
    with Readers(workers) as readers:
        yield from readers.read_all(paths)


def _picture(cell: Cell, data: bytes, number: int) -> bytes:
    """A page as a picture; nothing where it cannot be drawn."""
    try:
        return cell.ask({"page": number}, data)[1]
    except Unread:
        return b""


def _refusal(name: str, why: str) -> Refusal:
    return Refusal(name, f"{name} is not read: {why}.")
