"""R4 and R5: clocks that jump by a day either way, and older copies of the database put back under what was signed."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.figures import at_least, at_most
from tests.making_logs import act, connect, make
from tonetop.records.ledger import checkpoints, journal
from tonetop.records.ledger.check import check_log
from tonetop.records.ledger.writing import writing

CLOCKS, COPIES, SEED = 200, 200, 51
DAY = timedelta(days=1)


def measured(share: float) -> bool:
    """Both rows."""
    chance = random.Random(SEED)  # noqa: S311 - the same logs again
    clocks, copies = (max(5, int(each * share)) for each in (CLOCKS, COPIES))
    disordered = untold = 0
    for _ in range(clocks):
        with tempfile.TemporaryDirectory() as folder:
            order, told = _jumped(Path(folder), chance)
        disordered += not order
        untold += not told
    missed = false = 0
    for _ in range(copies):
        with tempfile.TemporaryDirectory() as folder:
            one, other = _put_back(Path(folder), chance)
        missed += not one
        false += other
    return all(
        [
            at_least("R4 logs whose clock jumped a day, both ways", clocks, "logs", CLOCKS * min(share, 1)),
            at_most("R4 logs whose order did not hold", disordered, "logs", 0),
            at_most("R4 logs whose clock was set back and nobody told", untold, "logs", 0),
            at_least("R5 older copies put back", copies, "copies", COPIES * min(share, 1)),
            at_most("R5 copies that were not detected at start", missed, "copies", 0),
            at_most("R5 present databases taken for old ones", false, "databases", 0),
        ]
    )


def _jumped(folder: Path, chance: random.Random) -> tuple[bool, bool]:
    """Whether the numbers still follow one another, and whether each step back is told."""
    log = make(folder, acts=chance.randint(1, 5))
    shift = timedelta()
    for number in range(10, 10 + chance.randint(4, 20)):
        if chance.random() < 0.3:
            shift += chance.choice((DAY, -DAY))
        event = act(number)
        log.append(replace(event, recorded=event.recorded + shift))
    log.sign()
    report = check_log(log.connection, log.keys, folder)
    times = [
        recorded for (recorded,) in log.connection.execute("SELECT recorded FROM ledger_events ORDER BY seq")
    ]
    back = sum(two < one for one, two in zip(times, times[1:], strict=False))
    told = sum("clock" in one for one in report.not_checked)
    log.connection.close()
    return not report.problems and report.valid_to == len(times), bool(told) == bool(back)


def _put_back(folder: Path, chance: random.Random) -> tuple[bool, bool]:
    """Whether an older copy is noticed when the folder is opened, and whether the newest one is taken for old."""
    log = make(folder, acts=chance.randint(1, 10))
    log.sign()
    copies: list[Path] = []
    number = 100
    for turn in range(chance.randint(2, 6)):
        copies.append(_copied(log.connection, folder / f"copy-{turn}"))
        for _ in range(chance.randint(1, 6)):
            number += 1
            log.append(act(number))
        log.sign(number)
    newest = _copied(log.connection, folder / "newest")
    log.connection.close()
    old = chance.choice(copies)
    with closing(connect(old)) as again:
        if (
            chance.random() < 0.5
        ):  # the old copy went on for as long as it takes to be longer than what was signed
            with writing(again):
                journal.append(again, [act(9_000 + n) for n in range(chance.randint(1, 60))], keys=log.keys)
        noticed = checkpoints.behind(again, folder) is not None
    with closing(connect(newest)) as again:
        mistaken = checkpoints.behind(again, folder) is not None
    return noticed, mistaken


def _copied(connection: sqlite3.Connection, path: Path) -> Path:
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
    return path
