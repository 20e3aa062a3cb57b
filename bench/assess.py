"""`./dev bench assess`: judging everything, against reading the same columns; after one change; as of a past day."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.figures import at_most, median, seconds

SIZES = (10_000, 100_000, 1_000_000)


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
        from bench.assessing import measured

        return measured(size)


if __name__ == "__main__":
    main()
