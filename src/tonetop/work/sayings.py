"""What people said of columns against the verdicts of scans; kept apart from them, and given to every later scan."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tonetop.records.scans import Correction
from tonetop.work.scan_found import Said

Sayings = Mapping[tuple[str, str], tuple[Said, ...]]


def corrections(source: str) -> Sayings:
    """What people said of a source's columns, by asset and field."""
    return sayings([source]).get(source, {})


def sayings(sources: Collection[str]) -> dict[str, Sayings]:
    """What people said of the columns of several sources, by source; in one question."""
    found: dict[str, dict[tuple[str, str], tuple[Said, ...]]] = {}
    for one in Correction.objects.filter(source__in=sources) if sources else ():
        own, key = found.setdefault(one.source, {}), (one.asset, one.field)
        own[key] = (*own.get(key, ()), Said(one.kind, one.holds, one.by, one.on, one.reason))
    return dict(found)
