"""Change several records at once: all of them or none, and each mistake is told with its place in the request."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from tonetop.records import intake, repeated, write
from tonetop.records.doers import Once
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import By, Change
from tonetop.standard import facts_file, schema
from tonetop.work.change_record import CORRECTION, authorise, stands
from tonetop.work.permission import writer

MOST = repeated.MOST
"""How many records one request may hold."""
SHOWN = 100
"""How many mistakes are told; the count is that of all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One record of a request: its type, its plain form, the version the writer saw, from when it holds.

    withdraw: the id of a record that is withdrawn from today on instead.
    """

    type: str
    plain: Mapping[str, Any]
    after: int | None = None
    since: str = CORRECTION
    withdraw: str = ""


class SeveralRefused(Refused):
    """Nothing was written; `problems` are (place from 0, sentence) of each mistake."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        super().__init__(f"nothing was written: record {problems[0][0]}: {problems[0][1]}{more}")


def change_several(
    account: Account, wanted: Sequence[Wanted], once: Once | None = None
) -> list[Record | None]:
    """Write records in one transaction; None for one that is already so. They may refer to each other.

    once: the request, where it bears a key; it gives again what it wrote before. Raises Forbidden for a type
    that the role does not write, SeveralRefused, Overtaken, Refused for none or too many.
    """
    if not 0 < len(wanted) <= MOST:
        raise Refused(f"a request holds from 1 to {MOST} records, not {len(wanted)}")
    bys = [writer(account, type) for type in dict.fromkeys(one.type for one in wanted)]
    with transaction.atomic():
        by = replace(bys[0], once=once)
        before = repeated.told(by)
        if before is not None:
            rows = before.rows()
            return [rows.get(place) for place in range(len(wanted))]
        entries = _entries(account, wanted)
        made = _written(_changes(wanted, entries), by)
        if not any(made):
            stands(entries[0].type, entries[0].ref, by)
        return made


def _changes(wanted: Sequence[Wanted], entries: Sequence[Entry]) -> list[Change]:
    """The changes of a request. Raises SeveralRefused for what leads nowhere, or is not there to be withdrawn."""
    pairs = list(zip(wanted, entries, strict=True))
    _demand_targets([(place, entry) for place, (one, entry) in enumerate(pairs) if not one.withdraw])
    changes, problems = list[Change](), list[tuple[int, str]]()
    for place, (one, entry) in enumerate(pairs):
        try:
            told = write.withdrawn(entry.type, entry.ref) if one.withdraw else entry
        except Refused as refused:
            problems.append((place, str(refused)))
            continue
        changes.append(Change(told, one.after, withdraw=bool(one.withdraw)))
    if problems:
        raise SeveralRefused(problems)
    return changes


def _written(changes: Sequence[Change], by: By) -> list[Record | None]:
    try:
        return write.save_all(changes, by)
    except Refused as refused:
        for place, change in enumerate(changes):
            if str(refused).startswith(f"{change.entry.type} {change.entry.ref}: "):
                raise SeveralRefused([(place, str(refused))]) from refused
        raise


def _entries(account: Account, wanted: Sequence[Wanted]) -> list[Entry]:
    entries, problems = list[Entry](), list[tuple[int, str]]()
    seen = dict[tuple[str, str], int]()
    for place, one in enumerate(wanted):
        try:
            entry = _entry(account, one)
        except Refused as refused:
            problems.append((place, str(refused)))
            continue
        first = seen.setdefault((entry.type, entry.ref), place)
        if first != place:
            problems.append(
                (place, f"{entry.type} {entry.ref} stands in the request before, as record {first}")
            )
        entries.append(entry)
    if problems:
        raise SeveralRefused(problems)
    return entries


def _entry(account: Account, one: Wanted) -> Entry:
    if one.withdraw:
        writer(account, one.type, write.latest(one.type, one.withdraw))
        return Entry(one.type, one.withdraw, {})
    entry = intake.judged(one.type, one.plain)
    authorise(account, entry, one.since)
    return entry


def _demand_targets(entries: Sequence[tuple[int, Entry]]) -> None:
    """Refuse references that lead nowhere, neither within the request nor to what stands. Raises SeveralRefused."""
    rows = [(place, entry.type, schema.row(entry.type, entry.values)) for place, entry in entries]
    together: dict[str, list[Any]] = {}
    for _, type, row in rows:
        together.setdefault(type, []).append(row)
    try:
        facts_file.references(together, intake.known)
        return
    except Refused:
        here = {(entry.type, entry.ref) for _, entry in entries}

    def known(type: str, refs: Collection[str]) -> Sequence[str]:
        return [*intake.known(type, refs), *(ref for ref in refs if (type, ref) in here)]

    problems = []
    for place, type, row in rows:
        try:
            facts_file.references({type: [row]}, known)
        except Refused as refused:
            problems.append((place, str(refused)))
    raise SeveralRefused(problems)
