"""Which meetings were held, who attended them, and what was decided there or about a record."""

from __future__ import annotations

from collections import defaultdict

from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.people import top


def attendance(facts: Facts) -> dict[str, list[Row]]:
    """Attendances by meeting."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Attendance"):
        if row.meeting:
            found[row.meeting].append(row)
    return found


def attending(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances present or remote at a held meeting (terms: attends)."""
    if not meeting.held_on:
        return []
    there = facts.prepared(attendance).get(meeting.id, ())
    return [row for row in there if row.mode in ("present", "remote") and row.person]


def top_attending(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances of top managers at a held meeting, in the order of their ids, however they were entered."""
    there = [row for row in attending(facts, meeting) if top(facts, row.person, meeting.held_on)]
    return sorted(there, key=lambda row: str(row.id))


def with_top(facts: Facts, meeting: Row) -> bool:
    """Whether a held meeting is attended by a top manager (terms: meeting with top); a predicate."""
    return bool(top_attending(facts, meeting))


def met_with_top(facts: Facts, ident: str | None) -> Row | None:
    """The meeting of that id when it was held and attended by a top manager."""
    meeting = facts.get("Meeting", ident)
    return meeting if meeting is not None and with_top(facts, meeting) else None


def decisions_by_source(facts: Facts) -> dict[str, list[Row]]:
    """Decisions that were taken (decided_on filled), by the meeting they come from."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Decision"):
        if row.source and row.decided_on:
            found[row.source].append(row)
    return found


def decided_at(facts: Facts, meeting: Row) -> list[Row]:
    """The decisions taken that name the meeting as their source."""
    return facts.prepared(decisions_by_source).get(meeting.id, [])


def decisions_about(facts: Facts) -> dict[str, list[Row]]:
    """Decisions that were taken, by each id they are about."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Decision"):
        if row.decided_on:
            for ident in row.about or ():
                found[ident].append(row)
    return found


def about(facts: Facts, *idents: str) -> list[Row]:
    """The decisions taken about any of these records, each once, in order of date, then id."""
    found = {row.id: row for ident in idents for row in facts.prepared(decisions_about).get(ident, ())}
    return sorted(found.values(), key=lambda row: (row.decided_on, row.id))


def by_top(facts: Facts, decision: Row) -> bool:
    """Whether a decision was taken by a person who was top that day; a predicate."""
    return top(facts, decision.decided_by, decision.decided_on)


def deciding_meetings(facts: Facts) -> list[Row]:
    """Meetings with top that have at least one decision, in order of date, then id."""
    rows = [row for row in facts.rows("Meeting") if decided_at(facts, row) and with_top(facts, row)]
    return sorted(rows, key=lambda row: (row.held_on, row.id))
