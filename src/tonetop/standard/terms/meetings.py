"""Which meetings were held, who attended them, and what was decided there or about a record."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups, entries, series
from tonetop.standard.terms.people import top

_in_order = attrgetter("decided_on", "id")

attendance = Groups("Attendance", "meeting")
"""Attendances by meeting, in order of id."""


def attending(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances present or remote at a held meeting (terms: attends)."""
    if not meeting.held_on:
        return []
    there = facts.part(attendance, meeting.id) or ()
    return [row for row in there if row.mode in ("present", "remote") and row.person]


def top_attending(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances of top managers at a held meeting, in the order of their ids, however they were entered."""
    return [row for row in attending(facts, meeting) if top(facts, row.person, meeting.held_on)]


@entries("Meeting")
def top_met_on(facts: Facts, meeting: Row) -> str | None:
    """The day of a held meeting that a top manager attends."""
    there = any(top(facts, row.person, meeting.held_on) for row in attending(facts, meeting))
    return meeting.held_on if there else None


def with_top(facts: Facts, meeting: Row) -> bool:
    """Whether a held meeting is attended by a top manager (terms: meeting with top); a predicate."""
    return facts.part(top_met_on, meeting.id) is not None


def met_with_top(facts: Facts, ident: str | None) -> Row | None:
    """The meeting of that id when it was held and attended by a top manager."""
    meeting = facts.get("Meeting", ident)
    return meeting if meeting is not None and with_top(facts, meeting) else None


def _source(decision: Row) -> Sequence[str]:
    return (decision.source,) if decision.source and decision.decided_on else ()


def _about(decision: Row) -> Sequence[str]:
    return tuple(dict.fromkeys(decision.about)) if decision.about and decision.decided_on else ()


decisions_by_source = Groups("Decision", _source, _in_order)
"""Decisions that were taken (decided_on filled), by the meeting they come from, in order of date, then id."""

decisions_about = Groups("Decision", _about, _in_order)
"""Decisions that were taken, by each id they are about, in order of date, then id."""


def decided_at(facts: Facts, meeting: Row) -> list[Row]:
    """The decisions taken that name the meeting as their source."""
    return facts.part(decisions_by_source, meeting.id) or []


def about(facts: Facts, *idents: str) -> list[Row]:
    """The decisions taken about any of these records, each once, in order of date, then id."""
    found = {row.id: row for ident in idents for row in facts.part(decisions_about, ident) or ()}
    return list(found.values()) if len(idents) == 1 else sorted(found.values(), key=_in_order)


def by_top(facts: Facts, decision: Row) -> bool:
    """Whether a decision was taken by a person who was top that day; a predicate."""
    return top(facts, decision.decided_by, decision.decided_on)


def decided(facts: Facts, meeting: Row) -> bool:
    """Whether a decision was taken at a meeting; a predicate."""
    return bool(decided_at(facts, meeting))


def deciding_meetings(facts: Facts) -> list[Row]:
    """Meetings with top that have at least one decision, in order of date, then id."""
    return facts.prepared(series("Meeting", "held_on").where(decided).where(with_top)).rows
