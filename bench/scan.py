"""`./dev bench scan`: how fast tables are scanned, how well columns and texts are told, and how it compares.

The rivals run in an environment of their own, named by TONETOP_RIVALS (its Python); without it their lines say so.
The labelled files lie beside the repository; half of them, by a fixed split, tuned the rules, the other half is told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.figures import at_least, at_most, figure, peak_megabytes, seconds
from bench.people import DECOYS, LOOKALIKES, PEOPLE, made
from bench.scan_quality import column_quality, span_quality, texts
from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.kind import kinds
from tonetop.discovery.verdict import judge

ROWS = 100_000
RIVAL_ROWS = 500
SPEC = Spec(salt=b"a secret of the benchmark")
FORBIDDEN = ("user.contact.phone_number", "user.financial.credit_card", "user.government_id.national")
SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "discovery"


def main() -> None:
    """Print every figure; exit 1 when one falls short."""
    table = made(PEOPLE | DECOYS, ROWS)
    rival = rivals(table.slice(0, RIVAL_ROWS))
    holds = [*speed(table, rival), *decoys(), *quality(rival)]
    raise SystemExit(0 if all(holds) else 1)


def speed(table: pa.RecordBatch, rival: dict[str, Any]) -> list[bool]:
    """Throughput in one process, its growth in memory, and rows per second beside the rivals'."""
    scan(table.slice(0, 1000), SPEC)
    taken = min(seconds(lambda: scan(table, SPEC)) for _ in range(3))
    holds = [at_least("scan of full columns, one process", table.nbytes / 1e6 / taken, "MB/s", 100)]
    figure("scan of full columns, one process", ROWS / taken, "rows/s", "told", True)
    before = peak_megabytes()
    for _ in range(5):
        scan(table, SPEC)
    holds.append(at_most("growth of memory over five more tables", peak_megabytes() - before, "MB", 64))
    for name, least in (("presidio", 1000), ("datafog", 50)):
        if name in rival:
            holds.append(at_least(f"rows per second, times {name}", ROWS / taken / rival[name], "x", least))
        else:
            print(f"rows per second, times {name}\tnot measured\tx\t>= {least}\tset TONETOP_RIVALS")
    bare = "datafog's bare patterns"
    if bare in rival:
        figure(f"rows per second, times {bare}", ROWS / taken / rival[bare], "x", "told", True)
    return holds


def rivals(rows: pa.RecordBatch) -> dict[str, Any]:
    """Rows per second of the rivals that are there, over the same rows, and the spans of one in the texts."""
    python = os.environ.get("TONETOP_RIVALS")
    if not python:
        return {}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"rows": rows.to_pylist(), "texts": texts(SHARED)}, file)
        file.flush()
        command = [python, str(Path(__file__).with_name("scan_rivals.py")), file.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return {}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def decoys() -> list[bool]:
    """Columns that only look like personal data, under their own names and under none."""
    table = made(LOOKALIKES, ROWS)
    bare = pa.RecordBatch.from_arrays(table.columns, [f"c{index}" for index in range(table.num_columns)])
    sketch = scan(bare, SPEC)
    wrong = sum(
        max((one.share for one in verdicts if one.kind.startswith(FORBIDDEN)), default=0.0) * ROWS
        for verdicts in judge("t", sketch, kinds()).values()
    )
    name = f"decoys taken for phones, cards or national numbers, of {ROWS * table.num_columns}"
    return [at_most(name, 100 * wrong / (ROWS * table.num_columns), "%", 0.1)]


def quality(rival: dict[str, Any]) -> list[bool]:
    """Columns and texts of the labelled sets, on the half that tuned nothing."""
    if not SHARED.exists():
        print("quality\tnot measured\tF1\t>= 0.80\tthe labelled files are not there")
        return []
    patterns, everything = span_quality(SHARED)
    holds = [
        at_least("types of columns, held half", column_quality(SHARED), "F1", 0.80),
        at_least("free text, pattern kinds, held half", patterns, "F1", 0.85),
        at_least("free text, with persons and places, held half", everything, "F1", 0.60),
    ]
    if "spans" not in rival:
        print("free text, ahead of presidio with a small model\tnot measured\tF1\t> 0\tset TONETOP_RIVALS")
        return holds
    theirs = span_quality(SHARED, rival["spans"])
    for name, own, other in (("pattern kinds", patterns, theirs[0]), ("everything", everything, theirs[1])):
        figure(f"free text, {name}, presidio with a small model", other, "F1", "told", True)
        holds.append(figure(f"free text, {name}, ahead of presidio", own - other, "F1", "> 0", own > other))
    return holds


if __name__ == "__main__":
    main()
