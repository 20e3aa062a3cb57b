"""Impact on people, groups and society (6.1.4, A.5): in which respects, how grave, and which of them were looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups

ASKED = ("rights", "privacy", "employment", "trust")
"""The respects in which every affected group is looked at."""
RESPECTS = (*ASKED, "equality", "health-and-safety", "economic", "environment", "society")
LEVELS = ("none", "low", "medium", "high", "critical")
LIKELIHOODS = ("rare", "possible", "likely", "certain")

by_assessment = Groups("GroupImpact", "assessment")
"""Impacts on groups by their assessment, in order of id."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One group in one respect: the impact on record, None where nobody looked; asked: whether somebody has to."""

    affected: str
    respect: str
    row: Row | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """An assessment group by group: the respects that are asked or on record, a line of cells for each group."""

    respects: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def missing(self) -> tuple[Cell, ...]:
        """What has to be looked at, and was not."""
        return tuple(cell for _, cells in self.lines for cell in cells if cell.asked and cell.row is None)

    @property
    def whole(self) -> bool:
        """Whether there are groups, and each was rated in every respect that is asked."""
        asked = [cell for _, cells in self.lines for cell in cells if cell.asked]
        return bool(asked) and all(remaining(cell.row) for cell in asked)

    @property
    def worst(self) -> str:
        """The gravest level after measures (before them where none are said); empty when nothing was looked at."""
        found = [
            LEVELS.index(level) for _, cells in self.lines for cell in cells if (level := remaining(cell.row))
        ]
        return LEVELS[max(found)] if found else ""


def remaining(row: Row | None) -> str:
    """How grave an impact is after its measures; empty when nothing says so."""
    return "" if row is None else str(row.level_after or row.level or "")


def grid(facts: Facts, assessment: Row) -> Grid:
    """The impacts of an assessment by group and respect; of two on the same cell the later record counts."""
    rows = tuple(facts.part(by_assessment, assessment.id) or ())
    held = {(row.affected or "", row.respect or ""): row for row in rows}
    groups = _ordered(assessment.affected_groups or (), (row.affected or "" for row in rows))
    seen = {row.respect for row in rows}
    respects = tuple(word for word in RESPECTS if word in ASKED or word in seen)
    return Grid(
        respects,
        tuple(
            (one, tuple(Cell(one, word, held.get((one, word)), word in ASKED) for word in respects))
            for one in groups
        ),
    )


def _ordered(first: Iterable[str], then: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys((*first, *then)) if name]
