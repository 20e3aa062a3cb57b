"""`./dev bench assess`: judging everything, against reading the same columns; after one change; as of a past day."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import at_most, figure, median, peak_megabytes, seconds

SIZES = (10_000, 100_000, 1_000_000)
PAST = "2025-06-30"


def main() -> None:
    """Measure each size in a process of its own, so that the peak of memory is its own too."""
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        raise SystemExit(measure(int(sys.argv[1])))
    full = []
    short = False
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "bench.assess", str(size)], capture_output=True, text=True, check=False
        )  # noqa: S603
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)
        short |= done.returncode != 0
        full += [
            float(line.split("\t")[1])
            for line in done.stdout.splitlines()
            if line.startswith("assess_full_ms_")
        ]
    if len(full) == len(SIZES):
        growth = (full[2] / full[1]) / (SIZES[2] / SIZES[1])
        short |= not at_most("assess_linear_100k_to_1m", growth, "x of linear", 1.3)
    short |= not command_line()
    raise SystemExit(1 if short else 0)


def command_line() -> bool:
    """A small facts file from the command line, against starting Python and importing yaml."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.yaml"
        path.write_text("Person:\n  - {id: p1, name: A, is_top_management: true, valid_from: 2020-01-01}\n")
        ours = [sys.executable, "-m", "tonetop.cli.main", "assess", "--facts", str(path), "--format", "json"]
        plain = [sys.executable, "-c", "import yaml"]

        def run(command: list[str]) -> Callable[[], object]:
            return lambda: subprocess.run(command, capture_output=True, check=False)  # noqa: S603

        pairs = [(seconds(run(ours)), seconds(run(plain))) for _ in range(7)]
    return at_most("assess_facts_vs_import_yaml", median([a / b for a, b in pairs[1:]]), "x", 10)


def measure(size: int) -> int:
    """One size: fill a fresh data folder, then measure in turns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TONETOP_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tonetop.site.settings"
        import django

        django.setup()
        return _measured(size)


def _measured(size: int) -> int:
    from django.core.management import call_command
    from django.db import connection

    from bench.organisations import AS_OF, Organisation
    from tonetop.core.facts import Facts
    from tonetop.records.facts import DataFolder, selection
    from tonetop.standard import catalogue
    from tonetop.standard.schema import shapes
    from tonetop.standard.standing import Standing

    call_command("migrate", verbosity=0)
    Organisation(size).fill()
    connection.ensure_connection()

    def plain() -> None:
        cursor = connection.connection.cursor()
        for type in shapes():
            cursor.execute(selection(type).replace("%s", "?"), [0]).fetchall()

    def whole(day: str) -> Callable[[], Standing]:
        def judged() -> Standing:
            source = DataFolder()
            return Standing(Facts(source, shapes(), day, None, catalogue.parameters()))

        return judged

    plain()
    reading, judging, past = [], [], []
    standing = None
    for _ in range(3):
        gc.collect()
        reading.append(seconds(plain))
        standing = None
        gc.collect()
        begun = time.perf_counter()
        standing = whole(AS_OF)()
        judging.append(time.perf_counter() - begun)
        standing = None
        gc.collect()
        past.append(seconds(whole(PAST)))
    ratio = median([a / b for a, b in zip(judging, reading, strict=True)])
    held = at_most(f"assess_vs_select_{size}", ratio, "x", 5)
    figure(f"assess_full_ms_{size}", 1000 * median(judging), "ms", "-", True)
    held &= at_most(
        f"assess_past_vs_present_{size}", median([a / b for a, b in zip(past, judging, strict=True)]), "x", 2
    )
    held &= _one_change(size, median(judging), connection.connection)
    held &= at_most(f"assess_peak_{size}", peak_megabytes(), "MB", 1500)
    return 0 if held else 1


def _one_change(size: int, full: float, raw: sqlite3.Connection) -> bool:
    """After one changed record of a common type: bring the results up to date, against judging everything."""
    from bench.organisations import AS_OF
    from tonetop.core.facts import Facts
    from tonetop.records.facts import DataFolder
    from tonetop.records.registry import registers
    from tonetop.standard import catalogue
    from tonetop.standard.schema import shapes
    from tonetop.standard.standing import Standing

    source = DataFolder()
    standing = Standing(Facts(source, shapes(), AS_OF, None, catalogue.parameters()))
    held = True
    for type in ("Communication", "Decision", "GatePassage", "Evidence", "TrainingRecord", "Person"):
        table = registers()[type]._meta.db_table
        names = [
            column[1]
            for column in raw.execute(f'PRAGMA table_info("{table}")')
            if column[1] not in ("row", "revision")
        ]
        listed = ", ".join(f'"{name}"' for name in names)
        times = []
        for version in range(2, 7):
            raw.execute(
                f'INSERT INTO "{table}" ("revision", {listed}) SELECT {version}, {listed} FROM "{table}" LIMIT 1'
            )  # noqa: S608

            def change() -> None:
                source.refresh([type])
                standing.changed([type])

            times.append(seconds(change))
        held &= at_most(f"assess_one_{type}_{size}", 100 * median(times) / full, "% of full", 2)
    return held


if __name__ == "__main__":
    main()
