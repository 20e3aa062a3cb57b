"""What changed between two days, and which results turned because of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tonetop.core.assess import Result, Signals, relied
from tonetop.core.facts import Facts, Row
from tonetop.core.history import settle_late
from tonetop.core.shape import BUILT_IN
from tonetop.records.registry import registers
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.standard.facts_file import Refused
from tonetop.standard.schema import shapes
from tonetop.work.assess import assess

CREATED, CHANGED, GONE = "created", "changed", "withdrawn"
RAISED, NOT_RAISED = "raised", "not raised"
OPEN: Mapping[str, tuple[str, ...]] = {}
"""For whoever reads every field."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record as it stood on either day; None for empty."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is there on one of the days only, or otherwise. kind: created, changed, withdrawn."""

    type: str
    id: str
    name: str
    title: str
    kind: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A result that is another one on the later day. kind: clause, control, duty, check or pitfall.

    because: the changed records that the result relied or relies on, by name. lapsed_on: the day on which a check
    would have turned with nothing new recorded, when that day has passed.
    """

    kind: str
    id: str
    title: str
    before: str
    after: str
    why: str
    because: tuple[str, ...]
    lapsed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise on the day `until` than on the day `since`, by what is known today."""

    since: str
    until: str
    records: tuple[RecordChange, ...]
    turns: tuple[Turn, ...]

    def plain(self) -> dict[str, Any]:
        """As `tonetop diff --format json` prints it."""
        return {
            "since": self.since,
            "until": self.until,
            "records": [_record_plain(change) for change in self.records],
            "results": [_turn_plain(turn) for turn in self.turns],
        }


def changes(since: str, until: str, closed: Mapping[str, tuple[str, ...]] = OPEN) -> Changes:
    """Compare two days. Raises Refused when the first is after the second.

    closed: by type, the fields that the reader may not read.
    """
    if since > until:
        raise Refused(f"{since} is after {until}; name the earlier day first")
    before, after = assess(since), assess(until)
    whole = _records(before, after)
    records = tuple(replace(one, fields=_open(one, closed.get(one.type, ()))) for one in whole)
    moved = {(change.type, change.id): change.name for change in records}
    return Changes(since, until, records, tuple(_Turning(before, after, moved).turns()))


def _open(change: RecordChange, closed: tuple[str, ...]) -> tuple[FieldChange, ...]:
    return tuple(one for one in change.fields if one.name not in closed)


def _records(before: Assessment, after: Assessment) -> Iterator[RecordChange]:
    for type in shapes():
        old, new = _held(before.facts, type), _held(after.facts, type)
        for id in sorted(old.keys() | new.keys()):
            change = _record(type, old.get(id), new.get(id), before, after)
            if change is not None:
                yield change


def _held(facts: Facts, type: str) -> dict[str, Row]:
    """The records there on the facts' day, with references as they stand: what they lead to tells of itself."""
    rows = settle_late(shapes()[type], facts.history(type).held(facts.as_of), facts.as_of)
    return {row.id: row for row in rows}


def _record(
    type: str, old: Row | None, new: Row | None, before: Assessment, after: Assessment
) -> RecordChange | None:
    if old == new:
        return None
    kind = CREATED if old is None else GONE if new is None else CHANGED
    found = after if new is not None else before
    row: Row = new if new is not None else old
    fields = tuple(_fields(type, old, new)) if kind != GONE else ()
    if kind == CHANGED and not fields:
        return None
    return RecordChange(type, row.id, found.name(row), title(row), kind, fields)


def _fields(type: str, old: Row | None, new: Row | None) -> Iterator[FieldChange]:
    names = [*shapes()[type].fields, *(name for name in BUILT_IN if name not in shapes()[type].fields)]
    for name in names:
        was, is_now = getattr(old, name, None), getattr(new, name, None)
        if was != is_now and name not in ("effective_on", "recorded_on"):
            yield FieldChange(name, was, is_now)


def title(row: Row) -> str:
    """What people call a record: what its register shows as title, else its id."""
    return str(getattr(row, registers()[row.type].title_field, None) or row.id)


What = tuple[str, str, str]
"""What turned: its kind, its id, its title."""


class _Turning:
    """The results of two days side by side, and the records that are otherwise on the second, by their names."""

    def __init__(self, before: Assessment, after: Assessment, moved: dict[tuple[str, str], str]) -> None:
        self.before, self.after, self.moved = before, after, moved

    def turns(self) -> Iterator[Turn]:
        """The results that turned, from the clause down."""
        old, new = self.before, self.after
        for id, result in new.clauses.items():
            rows = self._of_duty("") if id == LEADERSHIP else (*old.clauses[id].records, *result.records)
            what = ("clause", id, catalogue.clauses()[id]["title"])
            yield from self._turn(what, old.clauses[id], result, rows)
        for id, result in new.duties.items():
            what = ("duty", id, catalogue.duties()[id]["name"])
            yield from self._turn(what, old.duties[id], result, self._of_duty(f"{id}."))
        was = old.checks | old.privacy
        for id, result in (new.checks | new.privacy).items():
            rows = (*was[id].records, *result.records)
            yield from self._turn(("check", id, catalogue.checks()[id].title), was[id], result, rows)
        for id, result in new.controls.items():
            rows = (*old.controls[id].records, *result.records)
            what = ("control", id, catalogue.controls()[id]["title"])
            yield from self._turn(what, old.controls[id], result, rows)
        for id, signals in new.pitfalls.items():
            yield from self._pitfall(id, old.pitfalls[id], signals)

    def _turn(self, what: What, was: Result, now: Result, rows: Iterable[Row]) -> Iterator[Turn]:
        if was.result != now.result:
            lapsed = was.expires_on if was.expires_on and was.expires_on <= self.after.as_of else None
            yield Turn(*what, was.result, now.result, now.why, self._because(rows), lapsed)

    def _of_duty(self, prefix: str) -> Iterator[Row]:
        """The records of the checks that turned, of one duty or of all."""
        for id, result in self.after.checks.items():
            was = self.before.checks[id]
            if id.startswith(prefix) and was.result != result.result:
                yield from (*was.records, *result.records)

    def _pitfall(self, id: str, was: Signals, now: Signals) -> Iterator[Turn]:
        if was.raised == now.raised:
            return
        words = {True: RAISED, False: NOT_RAISED}
        nodes = [*was.signals.values(), *now.signals.values()]
        why = "; ".join(node.why for _, node in sorted(now.signals.items())) or "No signal holds"
        because = self._because(row for node in nodes for row in relied(node))
        named = catalogue.pitfalls()[id]["name"]
        yield Turn("pitfall", id, named, words[was.raised], words[now.raised], why, because)

    def _because(self, rows: Iterable[Row]) -> tuple[str, ...]:
        keys = {(row.type, row.id) for row in rows}
        return tuple(self.moved[key] for key in sorted(keys & self.moved.keys()))


def _record_plain(change: RecordChange) -> dict[str, Any]:
    fields = [{"name": one.name, "before": one.before, "after": one.after} for one in change.fields]
    about = {"type": change.type, "id": change.id, "title": change.title, "kind": change.kind}
    return about | {"fields": fields}


def _turn_plain(turn: Turn) -> dict[str, Any]:
    return {
        "kind": turn.kind,
        "id": turn.id,
        "title": turn.title,
        "before": turn.before,
        "after": turn.after,
        "why": turn.why,
        "because": list(turn.because),
        "lapsed_on": turn.lapsed_on,
    }
