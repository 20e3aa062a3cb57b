"""Evidence by its kind, and which piece of a kind is the latest."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups

evidence_by_kind = Groups("Evidence", "kind", None)
"""Evidence by its kind, in no order."""


def of_kind(facts: Facts, kind: str) -> list[Row]:
    """The evidence of a kind, in no order."""
    return facts.part(evidence_by_kind, kind) or []


@dataclass(frozen=True, slots=True)
class LatestOf:
    """The evidence of a kind with the latest day of occurrence; a preparation of facts.

    Undated evidence counts as oldest, of one day the greater id comes later.
    """

    kind: str

    def __call__(self, facts: Facts) -> Row | None:
        return max(of_kind(facts, self.kind), key=lambda row: (row.occurred_on or "", row.id), default=None)
