"""What becomes of each column of an imported table: the fields it fills, how much is kept as source data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tonetop.records.imports.batch import Brought, Candidate


@dataclass(frozen=True, slots=True)
class Fate:
    """One column: the fields it feeds; in how many rows taken it is filled, and kept as source data."""

    file: str
    sheet: str
    column: str
    fields: tuple[str, ...]
    filled: int
    kept: int

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"fields": list(self.fields)}


def fates(files: Sequence[Brought], candidates: Sequence[Candidate]) -> Iterator[Fate]:
    """The fate of every column of every table, in their order."""
    filled: Counter[tuple[str, str, str]] = Counter()
    kept: Counter[tuple[str, str, str]] = Counter()
    for candidate in candidates:
        source = candidate.source() or {}
        for name, value in () if candidate.mapped else candidate.plain.items():
            filled[candidate.file, candidate.type, name] += value is not None
        for column, text in candidate.cells.items():
            if text and not text.isspace():
                place = (candidate.file, candidate.type, column)
                filled[place] += 1
                kept[place] += column in source
    for brought in files:
        for sheet in brought.sheets:
            for column in sheet.columns:
                place = (brought.name, sheet.type, sheet.cell(column))
                yield Fate(brought.name, sheet.name, column, sheet.fields[column], filled[place], kept[place])
