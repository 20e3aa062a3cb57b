"""Evidence by its kind, and which piece of a kind is the latest."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups

evidence_by_kind = Groups("Evidence", "kind", None)
"""Evidence by its kind, in no order."""


def first_filings(facts: Facts) -> dict[str, str]:
    """By id, the day on which evidence with several versions was first recorded; a preparation of facts.

    A record has its day of entry from its first version (time_semantics.bitemporal): mending a title later does not
    make it filed late. A day after as_of counts as empty (late_fields).
    """
    history = facts.history("Evidence")
    found = {}
    for ident, versions in history.several().items():
        first = min(filter(None, map(history.recorded, versions)), default=None)
        if first is not None and first <= facts.as_of:
            found[ident] = first
    return found


def recorded(evidence: Row) -> str | None:
    """The day on which a version of a piece of evidence was recorded; by default the day it is of."""
    return evidence.recorded_on or evidence.occurred_on  # type: ignore[no-any-return]


def filed(facts: Facts, evidence: Row) -> str | None:
    """The day on which a piece of evidence was first recorded; by default the day it is of."""
    return facts.part(first_filings, evidence.id) or recorded(evidence)


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
