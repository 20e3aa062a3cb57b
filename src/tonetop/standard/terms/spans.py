"""Spans: how long after one date of a record another one lies (catalogue: time_semantics.spans)."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row


@dataclass(frozen=True, slots=True)
class Within:
    """A predicate: a date is filled and lies at most so many days after another of the row, or before it."""

    field: str
    since: str
    days: int

    def __call__(self, facts: Facts, row: Row) -> bool:
        day, since = getattr(row, self.field), getattr(row, self.since)
        return bool(day and since) and cadence.between(day, since) <= self.days
