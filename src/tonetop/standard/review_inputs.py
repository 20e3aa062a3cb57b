"""What belongs under the inputs a to e of a management review (9.3.2), and when each of them is complete."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.review import (
    NOBODY,
    NOTHING,
    Found,
    Gatherer,
    Table,
    after,
    checked,
    reasoned,
    table,
    tells_of,
    text,
)
from tonetop.standard.review_results import GATHERED as RESULTS
from tonetop.standard.terms.closing import closed
from tonetop.standard.terms.reviews import management_reviews

DONE = ("closed", "cancelled", "none-needed")


def last_review(facts: Facts, without: tuple[str, ...] = ()) -> str:
    """The day of the last management review that was held, sittings of the pack at hand aside; empty for none."""
    return max(
        (row.held_on for row in facts.prepared(management_reviews) if row.id not in without), default=""
    )


def earlier_decisions(facts: Facts, since: str) -> list[Row]:
    """Every decision of the management reviews held up to the last one, those closed since among them."""
    reviews = {row.id for row in facts.prepared(management_reviews) if row.held_on <= since}
    rows = (row for row in facts.rows("Decision") if row.source in reviews and row.decided_on)
    return sorted(rows, key=lambda row: (row.due or cadence.LAST, row.id))


def days_late(row: Row, as_of: str) -> int:
    """By how many days a decision or action is overdue, or was when it was closed; 0 for none."""
    if not row.due or (row.status in ("cancelled", "none-needed")):
        return 0
    return max(0, cadence.between(row.closed_on or as_of, row.due))


def previous_actions(facts: Facts, since: str, note: str) -> Found:
    """a: every decision of earlier reviews and its actions, the most overdue first."""
    decisions = earlier_decisions(facts, since)
    idents = {row.id for row in decisions}
    actions = [row for row in facts.rows("Action") if row.decision in idents]
    acted = {row.decision for row in actions if row.status}
    stateless = [row for row in decisions if not row.status and not row.closed_on and row.id not in acted]
    lacks = [f"{len(stateless)} of {len(decisions)} earlier decisions have no state"] if stateless else []
    columns = [("name", "Decision"), ("person", "Owner"), ("day", "Due"), ("word", "State")]
    columns += [("day", "Closed"), ("number", "Days overdue")]
    more = [*columns[1:], ("word", "Effective?")]
    of = {row.id: row.text or row.id for row in decisions}
    tables = (
        table("Decisions of earlier reviews", columns, _owed(facts, decisions)),
        table(
            "Actions that follow from them",
            [("name", "Action"), *more],
            (
                (row, [of[row.decision], *cells[1:], row.effective], sign)
                for row, cells, sign in _owed(facts, actions)
            ),
        ),
    )
    if not since:
        return Found(tables, said="No management review was held before this one")
    said = f"All {len(decisions)} earlier decisions are here with their state"
    if len(decisions) == 1:
        said = "The one earlier decision is here with its state"
    return Found(tables, lacks=tuple(lacks), said=said if decisions else "Earlier reviews decided nothing")


def _owed(facts: Facts, rows: list[Row]) -> Iterator[tuple[Row, list[object], str]]:
    def weight(row: Row) -> tuple[bool, int, str]:
        return (_is_done(row), -days_late(row, facts.as_of), row.due or cadence.LAST)

    for row in sorted(rows, key=weight):
        late = days_late(row, facts.as_of)
        name = getattr(row, "text", None) or row.id
        sign = "" if _is_done(row) else "late" if late else "open"
        yield row, [name, row.owner, row.due, row.status, row.closed_on, late or None], sign


def _is_done(row: Row) -> bool:
    return row.status in DONE or bool(row.closed_on) and row.status is None


def context_changes(facts: Facts, since: str, note: str) -> Found:
    """b: what changed outside and inside since the last review, by day."""
    rows = sorted(_changes(facts, since), key=lambda found: (found[1][1] or "", found[0].id))
    columns = [
        ("name", "What changed"),
        ("day", "Day"),
        ("word", "Kind"),
        ("day", "Assessed"),
        ("person", "By"),
    ]
    tables = (table("Changes, with when they were assessed", columns, rows),)
    lacks = () if rows or checked(note) else (NOBODY,)
    said = f"{len(rows)} changes are recorded" if len(rows) != 1 else "One change is recorded"
    return Found(tables, lacks=lacks, said=said if rows else NOTHING)


def _changes(facts: Facts, since: str) -> Iterator[tuple[Row, list[str | None], str]]:
    yield from _triggers(facts, since)
    yield from _systems(facts, since)
    for row in facts.rows("StrategyGoal"):
        on = row.changed_on or row.approved_on
        if after(on, since, facts.as_of):
            yield row, [row.title, on, "strategy", None, row.owner], ""
    for row in facts.rows("Person"):
        if row.is_top_management and after(row.valid_from, since, facts.as_of):
            yield row, [row.title, row.valid_from, "top-management", None, row.id], ""


def _triggers(facts: Facts, since: str) -> Iterator[tuple[Row, list[str | None], str]]:
    """What happened or was assessed since, and whatever waits for an assessment."""
    for row in facts.rows("TriggerEvent"):
        days = (row.occurred_on, row.assessed_on)
        if any(after(on, since, facts.as_of) for on in days) or row.occurred_on and not row.assessed_on:
            sign = "" if row.assessed_on else "open"
            yield row, [row.summary, row.occurred_on, row.kind, row.assessed_on, row.assessed_by], sign


def _systems(facts: Facts, since: str) -> Iterator[tuple[Row, list[str | None], str]]:
    for row in facts.rows("AISystem"):
        for on, word in ((row.go_live_on, "system-live"), (row.retired_on, "system-retired")):
            if after(on, since, facts.as_of):
                yield row, [row.name, on, word, None, row.owner], ""


def interested_party_changes(facts: Facts, since: str, note: str) -> Found:
    """c: what parties asked, raised and answered since the last review, and who still waits."""
    rows = sorted(_heard(facts, since), key=lambda found: (found[1][0] or "", found[1][1] or ""))
    columns = [("name", "Party"), ("day", "Day"), ("word", "What"), ("day", "Answered"), ("text", "Told")]
    waiting = sorted({str(cells[0]) for _, cells, sign in rows if sign and not tells_of(note, cells[0])})
    lacks = tuple(f"{party}: not answered yet" for party in waiting)
    if not rows and not checked(note):
        lacks = (NOBODY,)
    said = "Every party that was heard is answered or spoken of" if rows else NOTHING
    return Found((table("By party", columns, rows),), lacks=lacks, said=said)


def _heard(facts: Facts, since: str) -> Iterator[tuple[Row, list[str | None], str]]:
    day = facts.as_of
    for row in facts.rows("Concern"):
        answered = row.resolved_on or row.outcome_shared_on
        if after(row.raised_on, since, day) or not answered:
            party = f"concerns by {row.channel}" if row.channel else "concerns"
            yield row, [party, row.raised_on, "concern", answered, None], "" if answered else "open"
    for row in facts.rows("Communication"):
        if row.kind in ("external-statement", "stakeholder-meeting") and after(row.sent_on, since, day):
            asked, told = row.feedback_count or 0, row.feedback_answered or 0
            party = row.title or text(row.units) or "customers and public"
            figures = f"{text(told)} of {text(asked)} questions" if asked else ""
            yield row, [party, row.sent_on, row.kind, row.sent_on, figures], "open" if told < asked else ""
    for row in facts.rows("SurveyResult"):
        if after(row.run_on, since, day):
            figures = f"{text(row.responses)} of {text(row.population)} answered; {text(row.score)}"
            yield row, [f"staff, {row.kind or 'survey'}", row.run_on, "survey", row.presented_on, figures], ""


def improvement_opportunities(facts: Facts, since: str, note: str) -> Found:
    """e: chances to improve that are open or were finished since, those without money first; and what audits advise."""
    rows = [
        row
        for row in facts.rows("Improvement")
        if not row.completed_on or after(row.completed_on, since, facts.as_of)
    ]
    rows.sort(key=lambda row: (bool(row.completed_on), row.funded is True, row.due or cadence.LAST, row.id))
    advised = [row for row in facts.rows("Finding") if row.grade == "ofi" and not closed(facts, row)]
    columns = [("name", "Chance to improve"), ("person", "Sponsor"), ("word", "Money given"), ("day", "Due")]
    columns += [("day", "Completed"), ("word", "Benefit measured")]
    lines = (
        (
            row,
            [row.title, row.sponsor, text(row.funded), row.due, row.completed_on, text(row.benefit_measured)],
            "",
        )
        for row in rows
    )
    hints = ((row, [row.statement, row.clause, row.raised_on], "") for row in advised)
    of = [("name", "Advice of audits"), ("text", "Clause"), ("day", "Raised on")]
    tables: tuple[Table, ...] = (table("Proposals", columns, lines), table("Advice of audits", of, hints))
    there = len(rows) + len(advised)
    lacks = () if there or reasoned(note) else ("there is no proposal, and no reason why there is none",)
    return Found(tables, lacks=lacks, said=f"{there} chances to improve are here" if there else NOTHING)


GATHERED: dict[str, Gatherer] = {
    "previous_actions": previous_actions,
    "context_changes": context_changes,
    "interested_party_changes": interested_party_changes,
    **RESULTS,
    "improvement_opportunities": improvement_opportunities,
}
"""The gatherers of 9.3.2 a to e by the catalogue's keys."""
