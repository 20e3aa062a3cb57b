"""Whether a record is the word of the person whom it names: entered by them, confirmed, or denied."""

from __future__ import annotations

from collections.abc import Sequence

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups


def _record(row: Row) -> Sequence[tuple[str, str]]:
    return ((row.register, row.record),) if row.register in SAID and row.record else ()


SAID = {"GatePassage": "decided_by", "GateRule": "approved_by"}
"""The records of gates that are a person's word, with the field that names them."""


def _order(row: Row) -> tuple[int, str, str]:
    return row.version or 0, row.confirmed_on or "", row.person or ""


said_of = Groups("Confirmation", _record, _order)
"""What people said of records that name them, by type and id, the latest version last."""


def denied(facts: Facts, record: Row) -> bool:
    """Whether the person named last said that this was not theirs."""
    said = _said(facts, record)
    return bool(said) and said[-1].answer == "not-mine"


def own(facts: Facts, record: Row) -> bool:
    """Whether the person named entered the record, or said themselves of this very version that it was theirs.

    A confirmation that another entered for them is no word of theirs, nor is one of an earlier version.
    """
    if record.entered_by and record.entered_by == getattr(record, SAID[record.type]):
        return True
    said = _said(facts, record)[-1:]
    return any(
        row.answer == "mine" and row.entered_by == row.person and row.version == facts.number(record)
        for row in said
    )


def _said(facts: Facts, record: Row) -> list[Row]:
    person = getattr(record, SAID[record.type])
    return [row for row in facts.part(said_of, (record.type, record.id)) or () if row.person == person]
