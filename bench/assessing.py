"""What `./dev bench assess` measures in the process of one size; imported when the framework is set up."""

from __future__ import annotations

import gc
import sqlite3
from functools import partial

from django.core.management import call_command
from django.db import connection

from bench.figures import at_most, figure, median, peak_megabytes, seconds
from bench.organisations import AS_OF, Organisation
from tonetop.core.facts import Facts
from tonetop.records.facts import DataFolder, selection
from tonetop.records.registry import registers
from tonetop.standard import catalogue
from tonetop.standard.schema import shapes
from tonetop.standard.standing import Standing

PAST = "2025-06-30"
SMALL, ROUNDS_OF_SMALL, ROUNDS = 10_000, 11, 3
"""Up to how many records a measure is short enough to be taken more often, which evens out the noise."""
CHANGED = ("Communication", "Decision", "GatePassage", "Evidence", "TrainingRecord", "Person")


def measured(size: int) -> int:
    """All figures of one size; gives the exit status."""
    call_command("migrate", verbosity=0)
    Organisation(size).fill()
    connection.ensure_connection()
    read()
    reading, judging, past = [], [], []
    for _ in range(ROUNDS_OF_SMALL if size <= SMALL else ROUNDS):
        gc.collect()
        reading.append(seconds(read))
        gc.collect()
        judging.append(seconds(partial(judge, AS_OF)))
        gc.collect()
        past.append(seconds(partial(judge, PAST)))
    held = at_most(f"assess_vs_select_{size}", _ratio(judging, reading), "x", 5)
    figure(f"assess_full_ms_{size}", 1000 * median(judging), "ms", "-", True)
    held &= at_most(f"assess_past_vs_present_{size}", _ratio(past, judging), "x", 2)
    for type in CHANGED:
        held &= _one_change(size, type, median(judging))
    held &= at_most(f"assess_peak_{size}", peak_megabytes(), "MB", 1500)
    return 0 if held else 1


def read() -> None:
    """The yardstick: the same columns of the same tables into tuples, by the same driver."""
    cursor = connection.connection.cursor()
    for type in shapes():
        cursor.execute(selection(type).replace("%s", "?"), [0, 1 << 62]).fetchall()


def judge(day: str) -> tuple[DataFolder, Standing]:
    """Everything judged as of a day, from the tables."""
    source = DataFolder()
    standing = Standing(Facts(source, shapes(), day, None, catalogue.parameters()))
    standing.assessment()
    return source, standing


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median([a / b for a, b in zip(ours, theirs, strict=True)])


def _one_change(size: int, type: str, full: float) -> bool:
    """After one changed record of a type: bring the results up to date, against judging everything."""
    source, standing = judge(AS_OF)
    raw: sqlite3.Connection = connection.connection
    table = registers()[type]._meta.db_table
    told = [column[1] for column in raw.execute(f'PRAGMA table_info("{table}")')]
    listed = ", ".join(f'"{name}"' for name in told if name not in ("row", "revision"))
    times = []
    for revision in range(2, 7):
        raw.execute(
            f'INSERT INTO "{table}" ("revision", {listed}) SELECT {revision}, {listed} FROM "{table}" LIMIT 1'
        )
        times.append(seconds(partial(_follow, source, standing, type)))
    raw.execute(f'DELETE FROM "{table}" WHERE "revision" > 1')
    return at_most(f"assess_one_{type}_{size}", 100 * median(times) / full, "% of full", 2)


def _follow(source: DataFolder, standing: Standing, type: str) -> None:
    standing.learn(source.since([type]))
    standing.assessment()
