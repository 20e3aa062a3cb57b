"""What a scan found: assets with columns, kinds and counts, and findings, as `tonetop scan --format json` tells."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tonetop.discovery.sketch import ColumnSketch
    from tonetop.discovery.source import Asset
    from tonetop.discovery.verdict import Verdict

KINDS = {
    "undeclared": "Found, and declared by no activity",
    "special-category-without-condition": "Special categories without a condition",
    "overdue": "Older than their retention period",
    "country": "In a country that no activity declares",
    "copy": "Copies",
    "never-used": "Not needed or not used",
    "declared-not-found": "Declared, and not found",
    "cannot-be-evaluated": "Cannot be evaluated",
    "coverage": "Coverage of the scan",
}
"""What each kind of finding is for people, the gravest first."""
SURE = 0.5
"""From which confidence on a column is taken to hold a kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap between what is declared and what is there. kind: a word of the contract; count: rows, or values."""

    kind: str
    asset: str
    field: str
    activity: str
    count: int | None
    oldest: str | None
    why: str

    def plain(self) -> dict[str, Any]:
        """As the contract writes it."""
        return asdict(self)


class RuleCount(NamedTuple):
    """What was counted by a retention rule in an asset: rows older than its period, those without a day, the oldest.

    column: from which the period counts; empty in an asset without rows.
    """

    rule: str
    asset: str
    column: str
    overdue: int
    undated: int
    oldest: str | None


class Use(NamedTuple):
    """A place where AI is used: path and line, or an asset; what is used; by what it was told."""

    where: str
    what: str
    why: str


class Listing(NamedTuple):
    """An application of an identity provider's list; ai: the AI that it is or holds, empty where none is known."""

    name: str
    provider: str
    ai: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a column against its verdict: that it is of a kind, or is not; which account, when, why."""

    kind: str
    holds: bool
    by: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """A field as it was found. non_null: over all rows where the source counts by itself, else over those read.

    said: what people said against the verdicts, which stay as they were found.
    """

    name: str
    type: str
    kinds: tuple[Verdict, ...]
    non_null: int
    unused: bool
    sketch: ColumnSketch
    said: tuple[Said, ...] = ()

    @property
    def filled(self) -> int:
        """About how many values say something: those that are not null, less their share of empty texts."""
        there = self.sketch.rows - self.sketch.nulls
        return round(self.non_null * self.sketch.filled / there) if there else self.non_null

    def held(self) -> tuple[Verdict, ...]:
        """The kinds that it is taken to hold: what people said, the surest, and each that stands in its texts.

        A second kind of whole values is told only when it is as good as sure; kinds in texts exclude nothing.
        """
        told = {one.kind: one for one in self.said}
        sure = (one for one in self.kinds if one.confidence >= SURE and one.kind not in told)
        own = [_as_said(one) for one in told.values() if one.holds]
        return (*own, *sure)

    def plain(self) -> dict[str, Any]:
        """As the contract writes it."""
        kinds = [
            {"kind": v.kind, "share": round(v.share, 4), "confidence": round(v.confidence, 3), "why": v.why}
            for v in self.kinds
        ]
        told = {"name": self.name, "type": self.type, "kinds": kinds, "non_null": self.non_null}
        return told | {"null_or_constant": self.unused}


def _as_said(one: Said) -> Verdict:
    from tonetop.discovery.verdict import Verdict  # noqa: PLC0415 - an extra

    return Verdict(one.kind, 1.0, 1.0, f"a person said so on {one.on}: {one.reason}")


@dataclass(frozen=True, slots=True)
class Scanned:
    """An asset as it was scanned. left: why rows were left out; empty when none were, or a sample was drawn."""

    asset: Asset
    rows: int | None
    rows_scanned: int
    columns: tuple[Column, ...]
    left: str = ""

    @property
    def name(self) -> str:
        """The asset's name."""
        return self.asset.name

    def column(self, name: str) -> Column | None:
        """The column of that name, whatever its case."""
        return next((one for one in self.columns if one.name.lower() == name.lower()), None)

    def plain(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "name": self.name,
            "rows": self.rows,
            "rows_scanned": self.rows_scanned,
            "skipped": self.asset.skipped,
            "fields": [column.plain() for column in self.columns],
        }


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a scan of a source gave; declared: whether declarations were held against it, systems: of which.

    applications: those of identity providers' lists, AI or not. counts: of each retention rule that could be evaluated,
    also where nothing is overdue.
    """

    source: str
    assets: tuple[Scanned, ...]
    ai_use: tuple[Use, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    declared: bool = False
    systems: tuple[str, ...] = ()
    applications: tuple[Listing, ...] = ()
    counts: tuple[RuleCount, ...] = ()

    @property
    def summary(self) -> str:
        """What is said where nothing was found to differ: silence of declarations is no agreement."""
        if self.declared:
            return "Nothing was found that is not as declared."
        return "Nothing was declared of this source, so nothing was held against it (--declared FILE)."

    @property
    def falls_short(self) -> bool:
        """Whether anything was found but the limits of the look itself."""
        return any(finding.kind != "coverage" for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "source": self.source,
            "assets": [one.plain() for one in self.assets],
            "ai_use": [use._asdict() for use in self.ai_use],
            "findings": [finding.plain() for finding in self.findings],
        }
