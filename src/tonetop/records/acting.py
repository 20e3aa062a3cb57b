"""What no form and no file writes by itself: a signature, fields that an act sets, the end of what is held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonetop.records import holds
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Record
from tonetop.records.registry import registers


def demand_signature(entry: Entry, *, signed: bool) -> None:
    """Raises Refused when a record claims a signature that its change does not bear."""
    field = registers()[entry.type].signed_field
    if field and entry.values.get(field) and not signed:
        raise Refused(f"{entry.type} {entry.ref}: {field} is written by signing alone; leave it empty")


def demand_free(entry: Entry, last: Record | None) -> None:
    """Raises Refused when a record would be withdrawn that is held back."""
    if last is None or not entry.values.get("withdrawn_on") or last.withdrawn_on:
        return
    demand_not_held(last)


def demand_not_held(row: Record) -> None:
    """Raises Refused when something stands against withdrawing or erasing a record."""
    why = row.held_back()
    if why:
        raise Refused(f"{row.__class__.__name__} {row.ref}: {why}")
    holds.demand_free(row.__class__.__name__, row.ref)


def has_word(row: Record, field: str) -> bool:
    """Whether the person whom a field of the version names entered it, or confirmed it themselves."""
    person = getattr(row, field)
    if not person or row.entered_by == person:
        return bool(person)
    about = {"register": row.__class__.__name__, "record": row.ref, "version": row.revision, "until_on": None}
    about |= {"person": person, "entered_by": person, "answer": "mine"}
    return bool(registers()["Confirmation"].objects.filter(**about).exists())


def is_other(last: Record, values: Mapping[str, Any], name: str) -> bool:
    """Whether a field that is filled would become another, or empty."""
    held = getattr(last, name)
    return held is not None and values.get(name) != held


def demand_act(  # noqa: PLR0913 - the change, and what makes it an act or none
    entry: Entry, last: Record | None, today: str, *, is_act: bool, withdraws: bool, first: bool
) -> None:
    """Raises Refused when what only an act of its own sets, or lets go, would become otherwise without one.

    first: whether a file brings a record that was not there before, with its past; it says how the record begins.
    """
    if is_act:
        return
    model, before = registers()[entry.type], None if first else last
    for name in () if withdraws else model.acted_only(before):
        if entry.values.get(name) != getattr(before, name, None):
            raise Refused(f"{entry.type} {entry.ref}: {name} is set by an act of its own, on its page")
    why = model.never_begins(entry.values, today) if first else model.only_by_act(entry.values, last, today)
    if why:
        raise Refused(f"{entry.type} {entry.ref}: {why}")
