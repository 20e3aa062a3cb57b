"""Which files a piece of evidence has, with every version, and which piece holds the same bytes already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tonetop.records.models import Record
from tonetop.registers.evidence import Evidence
from tonetop.registers.evidence_file import EvidenceFile


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a piece: its versions, the latest first; those before it stay."""

    versions: tuple[Any, ...]

    @property
    def now(self) -> Any:
        """The version that holds."""
        return self.versions[0]


def files_of(ref: str, day: str = "9999-12-31") -> list[Kept]:
    """The files that a piece has on a day, in the order in which they came."""
    rows = EvidenceFile.objects.filter(evidence=ref, from_on__lte=day).order_by("-revision")
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.ref, []).append(row)
    kept = [Kept(tuple(versions)) for versions in found.values()]
    there = [one for one in kept if not one.now.withdrawn_on or one.now.withdrawn_on > day]
    return sorted(there, key=lambda one: one.versions[-1].seq)


def counts(refs: Sequence[str]) -> dict[str, int]:
    """How many files each of some pieces has."""
    rows = EvidenceFile.objects.filter(evidence__in=list(refs), withdrawn_on=None)
    found: dict[str, set[str]] = {}
    for ref, file in rows.values_list("evidence", "ref"):
        found.setdefault(ref, set()).add(file)
    return {ref: len(files) for ref, files in found.items()}


def digests(ref: str) -> set[str]:
    """The hashes of every file that a piece ever named, of all versions."""
    pieces = Evidence.objects.filter(ref=ref).values_list("sha256", flat=True)
    files = EvidenceFile.objects.filter(evidence=ref).values_list("sha256", flat=True)
    return {digest for digest in (*pieces, *files) if digest}


def held_in(wanted: Iterable[str]) -> dict[str, str]:
    """By hash, the piece that holds these bytes already, in any version; withdrawn and disposed ones hold nothing."""
    asked = list(wanted)
    files = EvidenceFile.objects.filter(sha256__in=asked, withdrawn_on=None)
    pieces = Evidence.objects.filter(sha256__in=asked)
    named = [
        *files.order_by("-seq").values_list("sha256", "evidence"),
        *pieces.order_by("-seq").values_list("sha256", "ref"),
    ]
    gone = _gone({ref for _, ref in named})
    return {digest: ref for digest, ref in named if ref not in gone}


def _gone(refs: set[str]) -> set[str]:
    rows = Evidence.objects.filter(ref__in=refs).order_by("revision")
    last: dict[str, Record] = {row.ref: row for row in rows}
    return {ref for ref in refs if ref not in last or last[ref].withdrawn_on or _disposed(last[ref])}


def _disposed(row: Any) -> bool:
    return bool(row.disposed_on)
