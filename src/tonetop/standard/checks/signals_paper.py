"""PF-8: the AIMS is a paper exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from tonetop.core import cadence
from tonetop.core.assess import FAIL, Check, Node, Signals, verdict
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.core.series import Groups
from tonetop.standard import catalogue
from tonetop.standard.checks.gates import refused
from tonetop.standard.checks.posts import spent
from tonetop.standard.checks.rule import holding, pitfall, share_said
from tonetop.standard.terms.evidence import first_filings, recorded
from tonetop.standard.terms.figures import amount, exact
from tonetop.standard.terms.meetings import decided_at

LEAST_EVIDENCE = 10
"""Pieces of evidence below which no burst is told."""


class Filings:
    """The evidence that was first recorded in the year before the day."""

    def __init__(self, now: Moment) -> None:
        self._year = now.window("Evidence", field=recorded)
        first = now.facts.prepared(first_filings)
        rows = [row for ident in first if (row := now.get("Evidence", ident)) is not None]
        self._several = frozenset(first)
        self._again = [row for row in rows if now.within(recorded(row), 365)]
        self._first = sorted((first[row.id], row.id, row) for row in rows if now.within(first[row.id], 365))

    def __len__(self) -> int:
        return len(self._year) - len(self._again) + len(self._first)

    def between(self, first: str, end: str) -> Sequence[Row]:
        """What was first recorded from a day on and before another."""
        rows = self._year.between(first, end)
        if not self._several:
            return rows
        once = (row for row in rows if row.id not in self._several)
        return [*once, *(row for day, _, row in self._first if first <= day < end)]


@dataclass(frozen=True, slots=True)
class Burst:
    """The evidence recorded in the days before an audit, and whether another audit had come before it."""

    audit: Row
    day: str
    rows: Sequence[Row]
    seasoned: bool


def _audit_day(now: Moment, audit: Row) -> str | None:
    """When an audit was performed; else for when it is planned, unless that is too far ahead."""
    if audit.performed_on or not audit.planned_on:
        return audit.performed_on  # type: ignore[no-any-return]
    ahead = cadence.shift(audit.planned_on, -now.parameter("burst_window_days"))
    return audit.planned_on if now.reached(ahead) else None


def _bursts(now: Moment) -> list[Burst]:
    """The bursts of PF-8 A, those with an audit before theirs first, then the later ones."""
    year = Filings(now)
    if len(year) < LEAST_EVIDENCE:
        return []
    width = now.parameter("burst_window_days")
    performed = [row.performed_on for row in now.rows("InternalAudit") if row.performed_on]
    bursts = []
    for audit in now.rows("InternalAudit"):
        day = _audit_day(now, audit)
        if day:
            rows = year.between(cadence.shift(day, -width), day)
            if len(rows) / len(year) > now.parameter("burst_share"):
                bursts.append(Burst(audit, day, rows, any(before < day for before in performed)))
    return sorted(bursts, key=lambda burst: (burst.seasoned, burst.day, burst.audit.id), reverse=True)


def _burst(now: Moment, bursts: list[Burst]) -> Node:
    """PF-8 A: most of the year's evidence was recorded shortly before an audit."""
    if not bursts:
        return Node(False, "The year's evidence was not recorded shortly before an audit")
    burst, width = bursts[0], now.parameter("burst_window_days")
    said = (
        f"{len(burst.rows)} pieces of evidence of 365 days were recorded in the {width} days before the audit"
        f" {burst.audit.id} of {burst.day}"
    )
    if not burst.seasoned:
        said += "; it is the first audit, so this is a warning only"
    return Node(True, said, [burst.audit, *burst.rows])


@cache
def _kinds() -> frozenset[str]:
    return frozenset(catalogue.clauses()["5.1"]["evidence"])


def leadership_evidence(facts: Facts, evidence: Row) -> bool:
    """Whether a piece of evidence is of the kinds of clause 5.1; a predicate."""
    return evidence.kind in _kinds()


def _late(now: Moment) -> Node:
    """PF-8 B: evidence of leadership is mostly recorded late."""
    rows, first = now.window("Evidence").where(leadership_evidence), now.facts.prepared(first_filings)
    delays = [
        cadence.between(first.get(row.id) or row.recorded_on or row.occurred_on, row.occurred_on)
        for row in rows
    ]
    middle = median(delays) if delays else 0
    said = (
        f"Half of the {len(delays)} pieces of evidence on leadership"
        f" were recorded {amount(exact(middle))} days late or more"
    )
    return Node(middle > now.parameter("late_record_days"), said, rows.where(has("recorded_on")))


def fruitless(facts: Facts, meeting: Row) -> bool:
    """Whether a meeting has minutes and no decision, one-to-ones apart; a predicate."""
    return bool(meeting.minutes_ref) and meeting.kind != "one-to-one" and not decided_at(facts, meeting)


actions_by_decision = Groups("Action", "decision", None)
"""Actions by the decision that they carry out, in no order."""


def idle(facts: Facts, decision: Row) -> bool:
    """Whether a decision has no action and is not closed; a predicate."""
    return decision.status != "closed" and not facts.part(actions_by_decision, decision.id)


def _without_effect(now: Moment) -> Node:
    """PF-8 C: a meeting with minutes decided nothing, or most older decisions led to nothing."""
    empty = now.window("Meeting").where(fruitless)
    older = now.window("Decision", until=91)
    still = older.where(idle)
    mostly = bool(older) and len(still) / len(older) > 0.5
    said = f"Meetings of 365 days with minutes and no decision: {len(empty)}"
    if mostly:
        said += "; " + share_said(len(still), len(older), "decisions of 91 days to a year ago led to nothing")
    return Node(bool(empty) or mostly, said, [*empty, *(still if mostly else ())])


def _failing(now: Moment, check: Check) -> Node:
    """That a check fails, for the reason and by the records of the check."""
    found = verdict(check, now)
    return Node(found.result == FAIL, f"{check.id} fails: {found.tree.why}", parts=found.tree.parts)


@pitfall("PF-8")
def papery(now: Moment) -> Signals:
    """Signals D and F need documents read and a source that tells who opened them; facts hold neither."""
    bursts = _bursts(now)
    held = holding(
        A=_burst(now, bursts),
        B=_late(now),
        C=_without_effect(now),
        E=_failing(now, refused),
        G=_failing(now, spent),
    )
    counted = held.keys() - (set() if any(burst.seasoned for burst in bursts) else {"A"})
    return Signals(held, len(counted) >= 3 or {"A", "C"} <= counted)
