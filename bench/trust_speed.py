"""T4 and T5: how long a whole bundle takes to verify, and an append, each against the least that it could take."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.ledger import EVENTS, ON_DISK, append, grouped, verify

LEAST = 20_000
"""Events of the shortest bundle, for below that starting costs more than reading."""


def measured(share: float) -> bool:
    """Both rows, on a disk: what lies in memory alone has nothing to sync."""
    events = max(LEAST, int(EVENTS * min(share, 1)))
    with tempfile.TemporaryDirectory(dir=ON_DISK if ON_DISK.is_dir() else None) as folder:
        holds = [
            *verify(Path(folder), events, "T4 verify, events: "),
            append(Path(folder), "T5 append p50 against a write and fsync of the same bytes"),
            grouped(Path(folder), "T5 append in groups of a thousand"),
        ]
    return all(holds)
