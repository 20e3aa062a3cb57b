"""R2: what a disk may hold after the power went: each write since a file's last sync gone, torn or out of order.

The statements are those that the program runs, recorded once; SQLite then runs them over a file system that notes
each write and sync (apsw's). Each state is a point of that record and a choice of the sectors that had reached the
disk. With `synchronous=NORMAL`, which the program refuses, acknowledged events must go missing: else the simulation
proves nothing.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import apsw

from bench.figures import at_least, at_most
from tests.making_logs import act, connect, opened
from tonetop.records.ledger import guards

STATES, CONTROL, SEED = 10_000, 2_000, 51
ACTS, GROUPS, SIGNED = 60, 20, 7
SECTOR = 512
REACHED = (0.0, 0.2, 0.5, 0.8, 1.0)
"""How likely a sector that was not synced has reached the disk; one of these for each state."""
NAME = "log.sqlite3"
SHORT = "PRAGMA wal_autocheckpoint = 25"
"""So that the write-ahead log is often brought home and begun anew, which is where most can go wrong."""


@dataclass
class Disk:
    """What was asked of the file system, in order: (file, what, place, bytes)."""

    asked: list[tuple[str, str, int, bytes]] = field(default_factory=list)

    def note(self, path: str, what: str, place: int = 0, data: bytes = b"") -> None:
        """One more thing that was asked, of the file of that name."""
        self.asked.append((Path(path).name, what, place, data))


class Noted(apsw.VFS):
    """The system's own file system, each write and sync noted."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("noted", "")

    def xOpen(self, name: Any, flags: Any) -> NotedFile:  # noqa: N802 - SQLite's name for it
        """A file whose writes are noted."""
        return NotedFile(self.disk, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802, FBT001
        """A file is gone; with `sync` for good, for then its folder is synced too."""
        self.disk.note(name, "delete")
        if sync:
            self.disk.note(name, "sync")
        super().xDelete(name, sync)


class NotedFile(apsw.VFSFile):
    """A file of it."""

    def __init__(self, disk: Disk, name: Any, flags: Any) -> None:
        super().__init__("", name, flags)
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Bytes at a place."""
        self.disk.note(self.path, "write", offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        """The file ends here."""
        self.disk.note(self.path, "truncate", size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        """All of it is on the disk."""
        self.disk.note(self.path, "sync")
        super().xSync(flags)


def measured(share: float) -> bool:
    """States after a loss of power, as the program is set, and the control that must lose events."""
    states = max(50, int(STATES * share))
    told = statements()
    lost, broken = replayed(told, "FULL", states)
    control, _ = replayed(told, "NORMAL", max(50, int(CONTROL * share)))
    return all(
        [
            at_least(
                "R2 disk states after a loss of power, SQLite", states, "states", STATES * min(share, 1)
            ),
            at_most("R2 states in which an acknowledged event was lost", lost, "states", 0),
            at_most("R2 states that were corrupt, half or broken in the chain", broken, "states", 0),
            at_least("R2 control with synchronous=NORMAL, states that lost events", control, "states", 1),
        ]
    )


def statements() -> list[str]:
    """What the program asks of SQLite for a log with acts one by one and in groups, and signed heads."""
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder, closing(connect(Path(folder) / NAME)) as connection:
        connection.set_trace_callback(told.append)
        log = opened(connection, Path(folder))
        for number in range(1, ACTS + 1):
            log.append(act(number))
            if number % SIGNED == 0:
                log.sign(number)
        for group in range(GROUPS):
            log.append(*(act(1000 + 10 * group + number) for number in range(8)))
        connection.set_trace_callback(None)
    asked = [one for one in told if not one.startswith(("--", "SELECT", "PRAGMA"))]
    once = [one for one, _ in groupby(asked)]  # SQLite tells a statement again for each trigger it runs
    made = once.index("BEGIN IMMEDIATE")
    return [
        "BEGIN IMMEDIATE",
        *once[:made],
        "COMMIT",
        *once[made:],
    ]  # tables are made in one go, as migrations do


def replayed(told: list[str], synchronous: str, states: int) -> tuple[int, int]:
    """How many states lost an acknowledged event, and how many were broken in any other way."""
    with tempfile.TemporaryDirectory() as folder:
        disk = recorded(told, synchronous, Path(folder))
    chance = random.Random(SEED)  # noqa: S311 - the same states again
    points = sorted(chance.randrange(1, len(disk.asked) + 1) for _ in range(states))
    lost = broken = 0
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        for files, acknowledged in after(disk, points, chance):
            held = survived(Path(folder), files)
            lost += held is not None and held < acknowledged
            broken += held is None
    return lost, broken


def recorded(told: list[str], synchronous: str, folder: Path) -> Disk:
    """SQLite over the noted file system, with the program's own settings but for the one asked about."""
    disk = Disk()
    noted = Noted(disk)
    with closing(apsw.Connection(str(folder / NAME), vfs="noted")) as connection:
        for name, value in (guards.SETTINGS | {"synchronous": synchronous}).items():
            connection.execute(f"PRAGMA {name} = {value}")
        connection.execute(SHORT)
        for statement in told:
            connection.execute(statement)
            if statement == "COMMIT":
                for (count,) in connection.execute("SELECT count(*) FROM ledger_events"):
                    disk.note("", "acknowledged", count)
    noted.unregister()
    return disk


def after(disk: Disk, points: list[int], chance: random.Random) -> Iterator[tuple[dict[str, bytes], int]]:
    """For each point what the files hold after a loss of power there, and how many events were acknowledged."""
    synced: dict[str, bytearray] = {}
    waiting: dict[str, list[tuple[str, int, bytes]]] = {}
    acknowledged, wanted = 0, iter(points)
    point = next(wanted, None)
    for place, (name, what, at, data) in enumerate(disk.asked, 1):
        if what == "acknowledged":
            acknowledged = at
        elif what == "sync":
            gone = [one for one, asked in waiting.items() if any(was == "delete" for was, _, _ in asked)]
            for one in (
                name,
                *(gone if name not in synced else ()),
            ):  # a new file's first sync is its folder's too
                held = survived_writes(synced.pop(one, None), waiting.pop(one, []), None, 1.0)
                if held is not None:
                    synced[one] = held
        else:
            waiting.setdefault(name, []).append((what, at, data))
        while point == place:
            reached = chance.choice(REACHED)
            yield held_by(synced, waiting, chance, reached), acknowledged
            point = next(wanted, None)


def held_by(
    synced: dict[str, bytearray],
    waiting: dict[str, list[tuple[str, int, bytes]]],
    chance: random.Random,
    reached: float,
) -> dict[str, bytes]:
    """The files as the disk may hold them."""
    found = {}
    for name in {*synced, *waiting}:
        held = survived_writes(synced.get(name), waiting.get(name, []), chance, reached)
        if held is not None:
            found[name] = bytes(held)
    return found


def survived_writes(
    synced: bytearray | None,
    asked: list[tuple[str, int, bytes]],
    chance: random.Random | None,
    reached: float,
) -> bytearray | None:
    """A file after those of the writes that reached the disk, sector by sector; None where there is no file."""
    held = None if synced is None else bytearray(synced)
    for what, at, data in asked:
        if what == "write":
            for start in range(0, len(data), SECTOR):
                if chance is None or chance.random() < reached:
                    held = held if held is not None else bytearray()
                    part = data[start : start + SECTOR]
                    held.extend(bytes(max(0, at + start + len(part) - len(held))))
                    held[at + start : at + start + len(part)] = part
        elif chance is None or chance.random() < reached:
            held = None if what == "delete" else (held or bytearray())[:at]
    return held


def survived(folder: Path, files: dict[str, bytes]) -> int | None:
    """How many events a fresh connection finds; None where the file is corrupt or the chain does not hold."""
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'ledger_events'").fetchone():
                return 0
            rows = connection.execute("SELECT seq, leaf, previous FROM ledger_events ORDER BY seq").fetchall()
            secrets = connection.execute("SELECT count(DISTINCT seq) FROM ledger_personal").fetchone()[0]
    except sqlite3.DatabaseError:
        return None
    chained = all(two[2] == one[1] and two[0] == one[0] + 1 for one, two in zip(rows, rows[1:], strict=False))
    whole = not rows or secrets == len(rows) - 1  # each act but the opening bears personal values
    return len(rows) if chained and whole else None
