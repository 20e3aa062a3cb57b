"""R3: a disk that is full, may not be written to, or fails: a clear sentence, no half act, and it goes on afterwards.

Full: a limit on the size of files, and one on the pages of the database, under the program itself. No right to write:
a connection that only reads. Failing: each of SQLite's calls to the disk in turn, under the statements that the program
runs, over a file system that fails there (apsw's).
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

import apsw

from bench.figures import at_least, at_most
from bench.trust_kills import people, verified, written
from bench.trust_power import NAME, Disk, Noted, NotedFile, statements, survived
from tonetop.records.ledger import guards

HINDERED, FAILING, SEED = 240, 600, 51
UNLIKE = 100_000
"""Numbers of rounds that no other row uses."""


def measured(share: float) -> bool:
    """Both rows."""
    hindered, failing = max(12, int(HINDERED * share)), max(20, int(FAILING * share))
    unclear, lost, broken = _hindered(hindered)
    halves = _failing(failing)
    return all(
        [
            at_least(
                "R3 writers on a disk that is full or may not be written to",
                hindered,
                "writers",
                HINDERED * min(share, 1),
            ),
            at_most("R3 of them without a clear sentence", unclear, "writers", 0),
            at_most("R3 acknowledged records lost by them", lost, "records", 0),
            at_most("R3 half acts, doubled acts and problems after them", broken, "problems", 0),
            at_least("R3 calls to the disk that failed", failing, "calls", FAILING * min(share, 1)),
            at_most("R3 of them that left a half act, lost one, or could not go on", halves, "calls", 0),
        ]
    )


def _hindered(rounds: int) -> tuple[int, int, int]:
    import django

    django.setup()
    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    people()
    chance = random.Random(SEED)  # noqa: S311 - the same limits again
    unclear, acknowledged = 0, set[str]()
    for number in range(UNLIKE, UNLIKE + rounds):
        hinder = (_small_files, _few_pages, _reading_only)[number % 3]
        said = _tried(number, partial(hinder, chance))
        unclear += not said.endswith(b"!")
        acknowledged |= {written(number, place, again=False) for place in range(said.count(b"."))}
        acknowledged.add(written(number, said.count(b".")))  # it goes on: what failed is sent once more
    lost, doubled, problems = verified(acknowledged)
    return unclear, lost, doubled + problems


def _small_files(chance: random.Random) -> None:
    from django.conf import settings

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    log = settings.DATA / "tonetop.sqlite3-wal"
    most = (log.stat().st_size if log.exists() else 0) + chance.randrange(0, 60_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _few_pages(chance: random.Random) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + chance.randrange(0, 4)}")


def _reading_only(chance: random.Random) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")


def _tried(number: int, hinder: Callable[[], None]) -> bytes:
    """A dot for each record that was acknowledged, and ! where what hindered the next was told in a sentence."""
    from django.db import connections

    connections.close_all()
    hears, says = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(hears)
        _writes(number, hinder, says)
    os.close(says)
    said = b""
    while more := os.read(hears, 4096):
        said += more
    os.close(hears)
    os.waitpid(writer, 0)
    return said


def _writes(number: int, hinder: Callable[[], None], says: int) -> NoReturn:
    from tonetop.records.hindered import hindrance

    with suppress(BaseException):
        hinder()
        for place in range(2_000):
            try:
                written(number, place)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must be told in a sentence
                os.write(says, b"!" if hindrance(error) else b"?")
                os._exit(0)
            os.write(says, b".")
    os._exit(1)


class Failing(Noted):
    """A file system whose calls fail from one of them on, for as often as is said."""

    def __init__(self, disk: Disk, at: int, times: int) -> None:
        super().__init__(disk)
        self.at, self.times, self.calls = at, times, 0

    def xOpen(self, name: Any, flags: Any) -> FailingFile:  # noqa: N802 - SQLite's name for it
        """A file whose calls may fail."""
        return FailingFile(self, name, flags)

    def excepthook(self, *about: Any) -> bool:
        """What fails while a connection is thrown away is as it should be."""
        return True

    def count(self) -> None:
        """One more call. Raises IOError where it is to fail."""
        self.calls += 1
        if self.at <= self.calls < self.at + self.times:
            raise apsw.IOError


class FailingFile(NotedFile):
    """A file of it."""

    def __init__(self, system: Failing, name: Any, flags: Any) -> None:
        super().__init__(system.disk, name, flags)
        self.system = system

    def excepthook(self, *about: Any) -> bool:
        """As its file system's."""
        return True

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """May fail."""
        self.system.count()
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        """May fail."""
        self.system.count()
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        """May fail."""
        self.system.count()
        super().xSync(flags)


def _failing(rounds: int) -> int:
    """How many of the failing calls left a half act, lost an acknowledged one, or a log that does not go on."""
    sys.excepthook = _quiet  # what fails while a connection is thrown away is as it should be
    groups = [list(one) for one in _groups(statements())]
    chance = random.Random(SEED)  # noqa: S311 - the same calls again
    system = Failing(Disk(), 1 << 60, 1)
    if not _survives(groups, system):
        return rounds
    calls, wrong = system.calls, 0
    for _ in range(rounds):
        wrong += not _survives(groups, Failing(Disk(), chance.randint(1, calls), chance.choice((1, 1, 3))))
    return wrong


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tells every mistake but those that the disk was made to make."""
    if not isinstance(error, (apsw.Error, OSError)):
        sys.__excepthook__(kind, error, trace)


def _groups(told: list[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for statement in told:
        group.append(statement)
        if statement == "COMMIT":
            yield group
            group = []


def _survives(groups: list[list[str]], system: Failing) -> bool:
    """Whether all is whole after each failure and at the end, everything that failed asked once more."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        place, acknowledged = 0, NOTHING
        connection: apsw.Connection | None = None
        while place < len(groups):
            try:
                connection = connection or _connected(Path(folder) / NAME)
                for statement in groups[place]:
                    connection.execute(statement)
                place, acknowledged = place + 1, _size(connection.execute)
            except apsw.Error:
                _closed(connection)
                connection = None
                held = _held(Path(folder))
                if held is None or held < acknowledged:
                    break
                if held > acknowledged:  # it was committed, though nobody was told so
                    place, acknowledged = place + 1, held
        _closed(connection)
        whole = _held(Path(folder)) is not None
    system.unregister()
    return whole and place == len(groups)


NOTHING = -1
"""How far a database is in which there are no tables yet."""
SIZE = "SELECT (SELECT count(*) FROM ledger_events) + (SELECT count(*) FROM ledger_checkpoints)"


def _size(ask: Callable[[str], Any]) -> int:
    """How many events and signed heads there are."""
    return int(ask(SIZE).fetchone()[0])


def _connected(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), vfs="noted")
    try:
        for name, value in guards.SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")
    except apsw.Error:
        _closed(connection)
        raise
    return connection


def _closed(connection: apsw.Connection | None) -> None:
    """Closed, though the disk may fail at that too."""
    if connection is not None:
        with suppress(apsw.Error):
            connection.close(force=True)


def _held(folder: Path) -> int | None:
    """How far what is there is, as a fresh connection finds it; None where it is not whole."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}
    with tempfile.TemporaryDirectory(dir=folder.parent) as other:
        if survived(Path(other), files) is None:
            return None
        with closing(sqlite3.connect(Path(other) / NAME)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'ledger_log'").fetchone():
                return NOTHING
            return _size(connection.execute)
