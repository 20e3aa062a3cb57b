"""How far the log is exposed: what was anchored on each of the last days, and what came since the last anchor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tonetop.core.ledger import moment
from tonetop.records import clock, log

DAYS = 14
TOTAL = DAYS * 86_400


@dataclass(frozen=True, slots=True)
class Mark:
    """An anchor on the drawing: at which share of its width (0 to 1), and what it is."""

    at: float
    made: str
    size: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """The last fourteen days: by kind of anchor its marks, each day's place and name, and where the exposure begins.

    since: the share of the width from which on nobody outside holds anything; lines: how many came since; first: when
    the first of them was recorded, empty for none.
    """

    marks: dict[str, list[Mark]]
    days: list[tuple[float, str]]
    since: float
    lines: int
    first: str


def exposure() -> Exposure:
    """As of this moment, by the clock on the wall: a demo's day has no hours."""
    now = clock.now()
    begins = now - timedelta(seconds=TOTAL)
    marks: dict[str, list[Mark]] = {}
    for anchor in log.anchors_since(moment(begins)):
        at = _share(anchor.made, begins)
        if not marks.get(anchor.kind) or at - marks[anchor.kind][-1].at > 0.004:
            marks.setdefault(anchor.kind, []).append(Mark(at, anchor.made, anchor.size))
    last, size = log.last_anchor(), log.size()
    covered = min(last.size, size) if last else 0
    line = log.whole(covered + 1) if covered < size else None
    since = _share(last.made, begins) if last else 0.0
    return Exposure(
        marks, _days(now, begins), since if line else 1.0, size - covered, line.recorded if line else ""
    )


def _share(made: str, begins: datetime) -> float:
    passed = (datetime.fromisoformat(made) - begins).total_seconds()
    return min(max(passed / TOTAL, 0.0), 1.0)


def _days(now: datetime, begins: datetime) -> list[tuple[float, str]]:
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    each = [midnight - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return [((one - begins).total_seconds() / TOTAL, one.date().isoformat()) for one in each]
