"""Whether a decision at a gate is the word of the person it names: entered by them, confirmed, or denied."""

from __future__ import annotations

from collections.abc import Sequence

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups


def _record(row: Row) -> Sequence[str]:
    return (row.record,) if row.register == "GatePassage" and row.record else ()


def _order(row: Row) -> tuple[int, str, str]:
    return row.version or 0, row.confirmed_on or "", row.person or ""


said_of = Groups("Confirmation", _record, _order)
"""What people said of passages that name them, by passage, the latest version last."""


def denied(facts: Facts, passage: Row) -> bool:
    """Whether the person named last said that this decision was not theirs."""
    last = _last(facts, passage)
    return last is not None and last.answer == "not-mine"


def own(facts: Facts, passage: Row) -> bool:
    """Whether the person named entered the decision, or said of it as it now stands that it was theirs."""
    if passage.entered_by and passage.entered_by == passage.decided_by:
        return True
    last = _last(facts, passage)
    return (
        last is not None
        and last.answer == "mine"
        and (last.confirmed_on or "") >= (passage.recorded_on or passage.occurred_on or "")
    )


def _last(facts: Facts, passage: Row) -> Row | None:
    said = [row for row in facts.part(said_of, passage.id) or () if row.person == passage.decided_by]
    return said[-1] if said else None
