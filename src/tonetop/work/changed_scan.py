"""What changed at a source since the scan before: findings that came, went or grew; assets and columns new or gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tonetop.records.scans import KeptScan

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grown:
    """A finding whose count is another than before."""

    finding: Told
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What is otherwise than before; findings, assets and columns (`asset.column`)."""

    since: str
    number: int
    new: tuple[Told, ...]
    gone: tuple[Told, ...]
    grown: tuple[Grown, ...]
    assets_new: tuple[str, ...]
    assets_gone: tuple[str, ...]
    columns_new: tuple[str, ...]
    columns_gone: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return any(
            (self.new, self.gone, self.grown, self.assets_new, self.assets_gone, self.columns_new,
             self.columns_gone)
        )  # fmt: skip


def changed(row: KeptScan, before: KeptScan) -> Changed:
    """What a scan shows that the one before did not, and the other way round."""
    now, then = _findings(row), _findings(before)
    assets, old = _columns(row), _columns(before)
    both = assets.keys() & old.keys()
    columns = {f"{name}.{field}" for name in both for field in assets[name]}
    left = {f"{name}.{field}" for name in both for field in old[name]}
    return Changed(
        before.as_of,
        before.pk,
        tuple(one for key, one in now.items() if key not in then),
        tuple(one for key, one in then.items() if key not in now),
        tuple(_grown(now, then)),
        tuple(sorted(assets.keys() - old.keys())),
        tuple(sorted(old.keys() - assets.keys())),
        tuple(sorted(columns - left)),
        tuple(sorted(left - columns)),
    )


def _findings(row: KeptScan) -> dict[tuple[str, ...], Told]:
    """Findings but those of coverage, by what tells them apart; the count and the reason do not."""
    found: dict[tuple[str, ...], Told] = {}
    for one in row.found["findings"]:
        if one["kind"] != "coverage":
            key: tuple[str, ...] = (one["kind"], one["asset"], one["field"], one["activity"])
            while key in found:
                key = (*key, "")
            found[key] = one
    return found


def _grown(now: dict[tuple[str, ...], Told], then: dict[tuple[str, ...], Told]) -> Iterator[Grown]:
    for key, one in now.items():
        if key in then:
            count, old = one["count"], then[key]["count"]
            if count is not None and old is not None and count != old:
                yield Grown(one, old, count)


def _columns(row: KeptScan) -> dict[str, list[str]]:
    """The columns by asset; an asset that was not read says none."""
    return {one["name"]: [field["name"] for field in one["fields"]] for one in row.found["assets"]}
