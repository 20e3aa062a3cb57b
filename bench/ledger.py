"""`./dev bench ledger`: appending against a bare fsync, in groups, a record saved, a million events verified."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from bench.figures import at_most, figure, median
from bench.logs import Bundle, act
from bench.saving import saved
from tonetop.records.ledger import guards, journal, tables
from tonetop.records.ledger.database import Log
from tonetop.records.ledger.writing import writing
from tonetop.work.verify import verify_bundle

ROUNDS, PAIRS = 20, 100
WARM = 4  # rounds until the write-ahead log has its size and is written over, as in a log that runs
GROUPS, GROUP = 10, 1000
EVENTS = 1_000_000
ON_DISK = Path("/var/tmp")  # what lies in memory alone has nothing to sync


def main() -> None:
    """Measure on a disk; a number as argument replaces the million."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory(dir=ON_DISK if ON_DISK.is_dir() else None) as folder:
        holds = [
            append(Path(folder)),
            grouped(Path(folder)),
            saved(Path(folder)),
            *verify(Path(folder), events),
        ]
    raise SystemExit(0 if all(holds) else 1)


def open_log(path: Path) -> sqlite3.Connection:
    """A guarded log of its own."""
    connection = sqlite3.connect(path, isolation_level=None, factory=Log)
    guards.prepare(connection)
    tables.install(connection)
    return connection


def append(folder: Path, name: str = "ledger_append_p50_vs_write_and_fsync") -> bool:
    """One event in a transaction of its own, and the same bytes written and synced to a plain file, in turns."""
    log = open_log(folder / "single.sqlite3")
    plain = os.open(folder / "plain", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    ratios = []
    for round_ in range(WARM + ROUNDS):
        ours, theirs = [], []
        for number in range(round_ * PAIRS, (round_ + 1) * PAIRS):
            event = act(number)
            begun = time.perf_counter()
            with writing(log):
                (made,) = journal.append(log, [event])
            between = time.perf_counter()
            os.write(plain, made.body)
            os.fsync(plain)
            ours.append(between - begun)
            theirs.append(time.perf_counter() - between)
        ratios.append(median(ours) / median(theirs))
    os.close(plain)
    log.close()
    return at_most(name, median(ratios[WARM:]), "x", 2)


def grouped(folder: Path, name: str = "ledger_append_grouped") -> bool:
    """A thousand events in one transaction, several times over."""
    log = open_log(folder / "grouped.sqlite3")
    rates = []
    for group in range(GROUPS):
        events = [act(number) for number in range(group * GROUP, (group + 1) * GROUP)]
        begun = time.perf_counter()
        with writing(log):
            journal.append(log, events)
        rates.append(GROUP / (time.perf_counter() - begun))
    log.close()
    rate = median(rates)
    return figure(name, rate, "events/s", ">= 5000", rate >= 5000)


def verify(folder: Path, events: int, row: str = "ledger_verify_") -> list[bool]:
    """A whole bundle, against hashing its events' bytes with one call each before and after."""
    path = folder / "bundle.zip"
    Bundle(path, events)
    before = hashing(path)
    begun = time.perf_counter()
    report = verify_bundle(path)
    took = time.perf_counter() - begun
    if report["problems"] or report["valid_to"] != events:
        raise SystemExit(f"the bundle should hold: {report}")
    ratio = took / ((before + hashing(path)) / 2)
    return [at_most(f"{row}{events}_vs_hashing", ratio, "x", 12), at_most(f"{row}{events}", took, "s", 15)]


def hashing(path: Path) -> float:
    """Seconds for one call of SHA-256 on each event's bytes; reading them is not counted."""
    took = 0.0
    with zipfile.ZipFile(path) as archive, archive.open("events.jsonl") as stream:
        while lines := stream.readlines(1 << 24):
            begun = time.perf_counter()
            for line in lines:
                hashlib.sha256(line).digest()
            took += time.perf_counter() - begun
    return took


if __name__ == "__main__":
    main()
