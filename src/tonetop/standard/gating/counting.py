"""Which passage of a gate counts, and what was taken back: a decision that is gone brings no older one back to life."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.history import History
from tonetop.standard.schema import row as made

YEAR = 365
Place = tuple[str, int]
"""When a record was first written: the day, and its place among all, for days have no hours."""
Span = tuple[str, str]
"""The day before the first, and the last, on which something was let through on terms."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A passage that was withdrawn, or now says another gate, subject or day: as it was, and where it was written."""

    row: Row
    place: Place
    until: str


@dataclass(frozen=True, slots=True)
class Written:
    """When each passage was first written, and what is gone, by gate and subject."""

    places: dict[str, Place] = field(default_factory=dict)
    gone: dict[tuple[str, str], list[Gone]] = field(default_factory=dict)


def written(facts: Facts) -> Written:
    """The passages in the order of their writing; a preparation of facts."""
    history, found = facts.history("GatePassage"), Written()
    several = history.several()
    for number, version in enumerate(history.versions):
        if version.id in found.places:
            continue
        place = found.places[version.id] = (history.recorded(version) or "", number)
        own = several.get(version.id) or (version,)
        for was in _left(facts, history, own):
            until = min(own[-1].withdrawn_on or cadence.LAST, facts.as_of)
            found.gone.setdefault((was.gate, was.subject), []).append(Gone(was, place, until))
    return found


def _left(facts: Facts, history: History, own: Sequence[Row]) -> Iterator[Row]:
    """The versions in effect by the day that said another gate, subject or later day than the record now does."""
    held = facts.get("GatePassage", own[0].id)
    if held is not None and len(own) == 1:
        return
    for was in own:
        begun = (was.effective_on or history.recorded(was) or "") <= facts.as_of
        dated = bool(was.occurred_on) and was.occurred_on <= facts.as_of
        if begun and dated and was.gate and was.subject and not _stays(held, was):
            yield was


def _stays(held: Row | None, was: Row) -> bool:
    if held is None:
        return False
    return (held.gate, held.subject) == (was.gate, was.subject) and held.occurred_on >= was.occurred_on


def counts(own: Sequence[Row]) -> Row | None:
    """The passage that counts: the latest; of several on one day a no before the others, for days have no hours."""
    last = [row for row in own if row.occurred_on == own[-1].occurred_on]
    refused = [row for row in last if row.outcome == "rejected"]
    return next(iter(refused or last[-1:]), None)


def taken_back(facts: Facts, passage: Row) -> str:
    """The day of a decision that was taken back and that this one was not made after; empty when there is none."""
    known = facts.prepared(written)
    place = known.places.get(passage.id, ("", 0))
    left = [
        one.row.occurred_on
        for one in known.gone.get((passage.gate, passage.subject), ())
        if one.row.id != passage.id and not (place > one.place and passage.occurred_on >= one.row.occurred_on)
    ]
    return max(left, default="")


def noes(facts: Facts, gate: str, subject: str, own: Sequence[Row]) -> list[Row]:
    """Every no to a subject at a gate, taken back or not; own: its passages there."""
    gone = (one.row for one in facts.prepared(written).gone.get((gate, subject), ()))
    return [row for row in (*own, *gone) if row.outcome == "rejected"]


def unwritten(gate: str, subject: str, day: str, person: str = "") -> Row:
    """A passage of a day that nobody has written yet."""
    plain = {"id": "", "gate": gate, "subject": subject, "occurred_on": day, "decided_by": person or None}
    return made("GatePassage", plain)


def order(facts: Facts, passage: Row) -> tuple[str, Place]:
    """Where a passage stands among others: by its day, then as they were written; one not yet written is the last."""
    places = facts.prepared(written).places
    return passage.occurred_on, places.get(passage.id, ("9999", len(places)))


def on_terms(facts: Facts, gate: str, subject: str, own: Sequence[Row], until: str = "") -> list[Span]:
    """The spans in which waivers and conditions not yet met carried a subject through a gate.

    own: the gate's passages of the subject, by day. until: the last day looked at, by default the facts' own.
    """
    days, last = [row.occurred_on for row in own], until or facts.as_of
    spans = []
    for row in own:
        later = next((day for day in days if day > row.occurred_on), last)
        spans.append((row.occurred_on, min(_ends(row), later, last)))
    for one in facts.prepared(written).gone.get((gate, subject), ()):
        spans.append((one.row.occurred_on, min(_ends(one.row), one.until, last)))
    return [(begins, ends) for begins, ends in spans if begins < ends]


def _ends(row: Row) -> str:
    if row.outcome == "waived":
        return row.waiver_expires_on or ""
    return row.conditions_met_on or row.conditions_due or "" if row.outcome == "conditional" else ""


def days_of(spans: Sequence[Span], day: str) -> int:
    """How many of the 365 days up to a day lie in some span."""
    first, total, reached = cadence.shift(day, -YEAR), 0, ""
    for begins, ends in sorted(spans):
        since, last = max(begins, first, reached), min(ends, day)
        if since < last:
            total, reached = total + cadence.between(last, since), last
    return total
