"""What people said of columns against the verdicts of scans; kept apart from them, and given to every later scan."""

from __future__ import annotations

from collections.abc import Mapping

from tonetop.records.scans import Correction
from tonetop.work.scan_found import Said

Sayings = Mapping[tuple[str, str], tuple[Said, ...]]


def corrections(source: str) -> Sayings:
    """What people said of a source's columns, by asset and field."""
    found: dict[tuple[str, str], tuple[Said, ...]] = {}
    for one in Correction.objects.filter(source=source):
        key = (one.asset, one.field)
        found[key] = (*found.get(key, ()), Said(one.kind, one.holds, one.by, one.on, one.reason))
    return found
