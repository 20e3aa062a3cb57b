"""What is due by when, and whose it is: the deadlines and review cadences that registers declare, over facts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records.cadences import Deadline, Every
from tonetop.records.models import Record
from tonetop.records.registry import registers

DEADLINE, REVIEW = "deadline", "review"
ENDED = ("retired_on", "removed_on", "closed_on", "withdrawn_on", "disposed_on")
OVER = ("closed", "cancelled", "achieved", "none-needed", "retired", "taken-back", "lapsed")
STANDS = ("approved", "approved-with-comment", "seen")
"""Answers by which a record counts as looked at."""
OWNERS = ("owner", "person", "lead_auditor")
"""Fields that name whose a record is, where its register does not say so itself."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing that is due: the day, the record, whether a deadline or a review, and whose it is (person ids).

    by: which deadline of its register, where there may be several.
    """

    on: str
    type: str
    ref: str
    what: str
    whose: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class DueOf:
    """What is due of one register, the earliest first; a preparation of facts."""

    type: str

    def __call__(self, facts: Facts) -> list[Due]:
        model = registers()[self.type]
        rows = list(facts.rows(self.type))
        if model.succeeds is not None:
            rows = _last(model, rows)
        return sorted(found for row in rows for found in _due(model, row, facts))


def due(facts: Facts) -> list[Due]:
    """Everything that is or will be due as of the facts' day, the earliest first."""
    asked = [
        type for type, model in registers().items() if model.deadline is not None or model.review is not None
    ]
    return sorted(found for type in asked for found in facts.prepared(DueOf(type)))


def undated(facts: Facts, types: Iterable[str]) -> list[str]:
    """The ids of what has deadlines by its register, is neither over nor done, and says no day: silent, not in time."""
    asked = [
        (model, row) for type in types if (model := registers()[type]).deadline for row in facts.rows(type)
    ]
    return sorted(row.id for model, row in asked if not (_is_over(row, facts.as_of) or _is_dated(model, row)))


def looked_at(facts: Facts) -> dict[str, str]:
    """By record id, the day on which somebody last said that it still stands; a preparation of facts."""
    found: dict[str, str] = {}
    for row in facts.rows("Approval"):
        if row.answer in STANDS and row.answered_on:
            for ident in row.about or ():
                found[ident] = max(found.get(ident, ""), row.answered_on)
    return found


def _last(model: type[Record], rows: Iterable[Row]) -> list[Row]:
    """Of records that take each other's place the last, by their own date."""
    found: dict[Hashable, Row] = {}
    shape = model.shape()
    for row in sorted(rows, key=lambda row: (own(shape, row), row.id)):
        found[tuple(getattr(row, name) for name in model.succeeds or ())] = row
    return list(found.values())


def own(shape: Any, row: Row) -> str:
    """The first filled of a record's own dates, an empty text when there is none."""
    return next((day for name in shape.own_dates if (day := getattr(row, name))), "")


def _due(model: type[Record], row: Row, facts: Facts) -> Iterator[Due]:
    """What is due of a record: what its deadlines say, or else its review."""
    today = facts.as_of
    if _is_over(row, today):
        return
    dated = [(day, each) for each in _deadlines(model) if (day := each.on(row))]
    for day, each in dated:
        if not (_is_done(row, each) or each.passes and day < today):
            yield Due(day, row.type, row.id, DEADLINE, _whose(row, each.whose or model.doer), each.name)
    if model.review is not None and (not dated or model.review.months_field):
        yield from _review(model, model.review, row, facts)


def _deadlines(model: type[Record]) -> tuple[Deadline, ...]:
    said = model.deadline or ()
    return (said,) if isinstance(said, Deadline) else tuple(said)


def _is_over(row: Row, today: str) -> bool:
    return any(getattr(row, name, None) for name in ENDED) or _said_over(row) or _is_past(row, today)


def _is_dated(model: type[Record], row: Row) -> bool:
    return any(each.on(row) or _is_done(row, each) for each in _deadlines(model))


def _review(model: type[Record], review: Every, row: Row, facts: Facts) -> Iterator[Due]:
    """The review of a record, so many months after it was last looked at."""
    months = getattr(row, review.months_field, None) if review.months_field else review.months
    since = getattr(row, review.since, None) if review.since else row.recorded_on
    since = max(filter(None, (since, facts.part(looked_at, row.id))), default=None)
    if months and since:
        yield Due(cadence.months_on(since, int(months)), row.type, row.id, REVIEW, _whose(row, model.doer))


def _is_done(row: Row, deadline: Deadline) -> bool:
    said = (getattr(row, "status", None), getattr(row, "state", None))
    return any(getattr(row, name) for name in deadline.done) or any(word in deadline.over for word in said)


def _said_over(row: Row) -> bool:
    return getattr(row, "status", None) in OVER or getattr(row, "state", None) in OVER


def _is_past(row: Row, today: str) -> bool:
    """Whether the time for which a record holds has ended."""
    until = getattr(row, "valid_to", None)
    return bool(until and until < today)


def _whose(row: Row, field: str) -> tuple[str, ...]:
    for name in (field, *OWNERS):
        held = getattr(row, name, None) if name else None
        if held:
            return (held,) if isinstance(held, str) else tuple(held)
    return ()
