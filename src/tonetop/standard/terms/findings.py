"""Findings of audits: which are nonconformities, which repeat, and which clauses came back."""

from __future__ import annotations

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window
from tonetop.standard.terms.closing import closed, still_open


def nonconformity(facts: Facts, finding: Row) -> bool:
    """Whether a finding is major or minor; a predicate."""
    return finding.grade in ("major", "minor")


def latest_audits(facts: Facts) -> list[Row]:
    """The two internal audits performed last, the latest first."""
    rows = [row for row in facts.rows("InternalAudit") if row.performed_on]
    return sorted(rows, key=lambda row: (row.performed_on, row.id), reverse=True)[:2]


def returning(facts: Facts) -> list[Row]:
    """Major and minor findings of the two latest audits whose clause has one in both."""
    audits = [row.id for row in facts.prepared(latest_audits)]
    named = (row for row in facts.rows("Finding") if row.clause and row.audit in audits)
    rows = [row for row in named if nonconformity(facts, row)]
    places = [{row.clause for row in rows if row.audit == audit} for audit in audits]
    both = set.intersection(*places) if len(places) == 2 else set()
    return sorted((row for row in rows if row.clause in both), key=lambda row: (row.clause, row.id))


def open_ones(facts: Facts) -> list[Row]:
    """Major and minor findings that are not closed, by due date, those without one last."""
    rows = (row for row in facts.rows("Finding") if nonconformity(facts, row) and still_open(facts, row))
    return sorted(rows, key=lambda row: (row.due or cadence.LAST, row.id))


def settled(now: Moment) -> Window:
    """Major and minor findings that are closed and due after the day 365 days ago (LD-7.3)."""
    return now.after("Finding", "due", 365).where(nonconformity).where(closed)
