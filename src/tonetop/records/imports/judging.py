"""Judges a batch: fills records up from what is held, has each judged by the one judge, makes changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from tonetop.records import acting, clock, intake
from tonetop.records.imports.batch import Batch, Candidate
from tonetop.records.imports.held import UNDO, Held, reasons, taken_back
from tonetop.records.imports.references import settle_references
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.write import ALWAYS, Change, same, values_of
from tonetop.standard.schema import shapes

CLAIMS = ("recorded_on", "entered_by", "effective_on")
"""Built-in fields that only count in a table where they say something else than the record as it is held."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that may be written: what it came as, its change; no change when it is already so."""

    candidate: Candidate
    entry: Entry
    change: Change | None


def judge(batch: Batch, *, acts: bool = False) -> list[Judged]:
    """The records of a batch that may be written, in that order; the others are refused in the batch.

    acts: whether what only acts set is brought back by it.
    """
    named = [(candidate, _ref(candidate)) for candidate in batch.candidates]
    held = Held((candidate.type, ref) for candidate, ref in named if ref is not None)
    once = list(_once(named, batch))
    gone = _withdrawn(once, held)
    taken = [one for one in once if not _left(one, gone, batch)]
    entries = [entry for c, ref in taken if (entry := _entry(c, ref, held, batch)) is not None]
    entries = settle_references(entries, batch)
    ordered = sorted(range(len(entries)), key=lambda place: _order(entries[place], place))
    found = list(_changes([entries[place] for place in ordered], held))
    return found if acts else [one for one in found if _is_free(one, held, batch)]


def _ref(candidate: Candidate) -> str | None:
    """The record's id or key; None when it has none."""
    shape = shapes()[candidate.type]
    if any(candidate.plain.get(name) is None for name in shape.required()):
        return None
    return shape.ident(candidate.plain)


def _once(named: list[tuple[Candidate, str | None]], batch: Batch) -> Iterator[tuple[Candidate, str]]:
    """Refuse rows without an id, and all but the first of one id; a facts file may bring several versions."""
    seen: dict[tuple[str, str], Candidate] = {}
    for candidate, ref in named:
        if ref is None:
            gone = next(n for n in shapes()[candidate.type].required() if candidate.plain.get(n) is None)
            batch.refuse(candidate, f"has no {gone}; every {candidate.type} needs one")
            continue
        first = seen.setdefault((candidate.type, ref), candidate)
        if first is candidate or (candidate.whole and first.whole):
            yield candidate, ref
        else:
            where = f"row {first.row}" if first.row else "the facts file"
            other = f" of {first.file}" if first.file != candidate.file else ""
            batch.refuse(candidate, f"{candidate.type} {ref} stands in {where}{other} already")


def _withdrawn(once: list[tuple[Candidate, str]], held: Held) -> dict[tuple[str, str], tuple[str, str]]:
    """Records that somebody withdrew, and on which a table is silent: since when, and why.

    What an undone import withdrew is not among them: it comes back.
    """
    silent = [(c.type, ref) for c, ref in once if not c.whole and "withdrawn_on" not in c.plain]
    lasts = [(key, last) for key in silent if (last := held.last(*key)) is not None and last.withdrawn_on]
    why = reasons([last for _, last in lasts])
    told = {key: (last.withdrawn_on, why.get(last.seq, "")) for key, last in lasts}
    return {key: (day, reason) for key, (day, reason) in told.items() if not reason.startswith(UNDO)}


def _left(one: tuple[Candidate, str], gone: dict[tuple[str, str], tuple[str, str]], batch: Batch) -> bool:
    """Whether a record stays withdrawn."""
    candidate, ref = one
    if (candidate.type, ref) not in gone:
        return False
    day, reason = gone[candidate.type, ref]
    why = f" ({reason})" if reason else ""
    batch.remark(candidate, "", f"{candidate.type} {ref} was withdrawn on {day}{why} and is left so")
    batch.left += 1
    return True


def _entry(candidate: Candidate, ref: str, held: Held, batch: Batch) -> tuple[Candidate, Entry] | None:
    last = held.last(candidate.type, ref)
    plain = _filled(candidate, last)
    candidate.held = values_of(last) if last else {}
    candidate.beside = {
        c: text for c, text in (last.source_data if last else {}).items() if c not in candidate.cells
    }
    try:
        return candidate, intake.judged(candidate.type, plain, candidate.source())
    except Refused as refused:
        batch.refuse(candidate, str(refused))
        return None


def _filled(candidate: Candidate, last: Record | None) -> dict[str, Any]:
    """The whole record: what the candidate says, and as it is held where it does not speak for the whole."""
    only_told = registers()[candidate.type].in_files
    said = {name: value for name, value in candidate.plain.items() if name not in only_told}
    if last is None or candidate.whole:
        return {name: value for name, value in said.items() if value is not None}
    for name in CLAIMS:
        if said.get(name) == getattr(last, name):
            said.pop(name, None)
    kept = {name: value for name, value in values_of(last).items() if name != "recorded_on"}
    return {name: value for name, value in (kept | said).items() if value is not None}


def _order(one: tuple[Candidate, Entry], place: int) -> tuple[str, str, str, int]:
    """Rows stay in their order; the versions of one record come by the day they were recorded."""
    candidate, entry = one
    if not candidate.whole:
        return ("", "", "", place)
    own = shapes()[entry.type].own_date(entry.values)
    return (entry.type, entry.ref, entry.values.get("recorded_on") or own or "", place)


def _changes(entries: list[tuple[Candidate, Entry]], held: Held) -> Iterator[Judged]:
    back = taken_back(held, {(entry.type, entry.ref) for _, entry in entries})
    for (type, ref), group in groupby(entries, key=lambda one: (one[1].type, one[1].ref)):
        versions = list(group)
        if (type, ref) in back:
            yield from _returning(versions, back[type, ref])
            continue
        rows = held.versions(type, ref)
        for place, (candidate, entry) in enumerate(versions):
            timed = _since(entry) if place else entry
            if rows and place == len(versions) - 1:
                known = same(rows[-1], timed)
            else:
                known = any(_is_held(timed, row) for row in rows)
            yield Judged(candidate, timed, None if known else Change(timed, first=not rows))


def _is_free(one: Judged, held: Held, batch: Batch) -> bool:
    """Whether a file may change what stands so; what only an act does is refused where it stands in the file."""
    last = held.last(one.entry.type, one.entry.ref)
    try:
        if one.change is not None:
            acting.demand_signature(one.entry, signed=False)
            acting.demand_free(one.entry, last)
            how = {"is_act": False, "withdraws": False, "first": one.change.first}
            acting.demand_act(one.entry, last, clock.today(), **how)
    except Refused as refused:
        batch.refuse(one.candidate, str(refused))
        return False
    return True


def _returning(versions: list[tuple[Candidate, Entry]], gone: list[str]) -> Iterator[Judged]:
    """The versions of a record that an undone import took away: it comes back as if it had never been there.

    From each day on which it was taken away it must be said again what holds.
    """
    timed: dict[str, tuple[Candidate, Entry]] = {}
    for place, (candidate, entry) in enumerate(versions):
        own = shapes()[entry.type].own_date(entry.values)
        said = entry.values.get("recorded_on") if place else None
        timed[entry.values.get("effective_on") or said or own or ALWAYS] = (candidate, entry)
    again: dict[str, tuple[Candidate, Entry]] = {}
    for day in sorted(set(gone).difference(timed)):
        earlier = max((since for since in timed if since < day), default=None)
        if earlier is not None:
            again[day] = timed[earlier]
    for since, (candidate, entry) in (again | timed).items():  # the file's own come last, in the file's order
        back = replace(entry, values=entry.values | {"effective_on": since})
        yield Judged(candidate, back, Change(back, first=True))


def _since(entry: Entry) -> Entry:
    """A later version of a facts file holds from the day it says it was recorded, as in the file alone."""
    since = entry.values.get("effective_on") or entry.values.get("recorded_on")
    return replace(entry, values=entry.values | {"effective_on": since}) if since else entry


def _is_held(entry: Entry, row: Record) -> bool:
    """Whether this version was imported before, so that the same file twice brings nothing new."""
    asked = {name: value for name, value in entry.values.items() if name not in (*CLAIMS, "withdrawn_on")}
    own = {name: value for name, value in values_of(row).items() if name != "recorded_on"}
    days = (row.claimed_on, row.effective_on, row.withdrawn_on)
    said = tuple(entry.values.get(name) for name in ("recorded_on", "effective_on", "withdrawn_on"))
    return own == asked and days == said
