"""How many requirements were backed at the end of each month: computed as of each of those days, not kept by hand."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from tonetop.core import cadence
from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS
from tonetop.records import facts
from tonetop.standard.assessment import assessment
from tonetop.standard.maps.centre import lines
from tonetop.work.assess import position

MONTHS = 12
RESULTS = (PASS, PARTIAL, FAIL, NO_DATA)
"""What requirements came to, in the order in which it is drawn; those left out with a reason count as backed."""
KEPT = 60

_kept: OrderedDict[tuple[str, int, str, str | None], dict[str, int]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its last day or the day looked at, and how many requirements came to what on it."""

    day: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """How many requirements there are."""
        return sum(self.counts.values())


def months(as_of: str, known_on: str | None = None) -> list[Month]:
    """The last twelve months, the earliest first; the last is told as of the day itself.

    Each day is computed once while the ledger stands, and kept.
    """
    days = [
        cadence.period(cadence.months_back(f"{as_of[:7]}-01", back)[:7])[1]
        for back in range(MONTHS - 1, 0, -1)
    ]
    return [Month(day, _on(day, known_on)) for day in (*days, as_of)]


def _on(day: str, known_on: str | None) -> dict[str, int]:
    key = (str(connection.settings_dict["NAME"]), position(), day, known_on)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = Counter(line.result for line in lines(assessment(facts.taken(day, known_on))))
    found[PASS] += found.pop(NOT_APPLICABLE, 0)
    counts = {result: found[result] for result in RESULTS}
    with _lock:
        _kept[key] = counts
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return counts
