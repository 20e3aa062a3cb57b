"""Records of a verb on their way: one that stands, with some fields otherwise, or new ones under the next free ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tonetop.core.shape import BUILT_IN
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.write import Change
from tonetop.work.change_record import next_ref

New = tuple[str, Mapping[str, Any]]
"""A record type and the fields of a new record; empty ones may stand as None or ""."""


def standing(type: str, ref: str) -> Record:
    """The version of a record that was written last. Raises Refused when there is none, or it was withdrawn."""
    row = write.latest(type, ref)
    if row is None or row.withdrawn_on:
        raise Refused(f"{type} {ref}: there is no such record")
    return row


def revised(row: Record, after: int | None = None, **fields: Any) -> Change:
    """The change of a record that gives some of its fields other values; None empties one. Raises Refused.

    after: the version that whoever changes it saw; the one given here when None.
    """
    entry = intake.take(*restated(row, **fields))
    return Change(entry, row.revision if after is None else after)


def restated(row: Record, **fields: Any) -> tuple[str, dict[str, Any]]:
    """A record's type and plain form with some of its fields otherwise, without what tells of its entry."""
    plain = {
        name: value for name, value in row.plain().items() if name not in BUILT_IN and name not in fields
    }
    return row.__class__.__name__, plain | filled(fields)  # an empty list that stands is an answer, and stays


def new(records: Sequence[New]) -> list[Change]:
    """The changes that make records, judged together, so that they may refer to each other. Raises Refused."""
    return [
        Change(entry, 0)
        for entry in intake.take_all([(type, filled(plain), None) for type, plain in records])
    ]


def filled(plain: Mapping[str, Any]) -> dict[str, Any]:
    """A plain record without its empty fields."""
    return {name: value for name, value in plain.items() if value not in (None, "", [], ())}


def next_refs(type: str, count: int) -> list[str]:
    """The next free ids of a type."""
    prefix, _, number = next_ref(type).rpartition("-")
    return [f"{prefix}-{int(number) + n}" for n in range(count)]
