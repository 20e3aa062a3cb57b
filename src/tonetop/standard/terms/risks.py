"""High risks and severe incidents, and which meetings cover a risk."""

from __future__ import annotations

from collections import defaultdict

from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.meetings import deciding_meetings
from tonetop.standard.terms.people import top


def is_high(row: Row) -> bool:
    """Whether a risk assessment is a high risk (terms: high risk)."""
    return row.status != "closed" and (row.residual or row.inherent) in ("high", "critical")


def high_risks(facts: Facts) -> list[Row]:
    """The high risks that are there."""
    return [row for row in facts.rows("RiskAssessment") if is_high(row)]


def top_risk_inputs(meeting: Row) -> tuple[str, ...]:
    """The ids under inputs.top_ai_risks of a meeting."""
    return tuple((meeting.inputs or {}).get("top_ai_risks", ()))


def covering(facts: Facts) -> dict[str, list[Row]]:
    """By high risk, the meetings that cover it in order of date (terms: covered)."""
    risks = {row.id: row for row in facts.prepared(high_risks)}
    found: dict[str, list[Row]] = {ident: [] for ident in risks}
    reviewed: dict[str, list[str]] = defaultdict(list)
    for ident, risk in risks.items():
        if risk.reviewed_on and any(top(facts, p, risk.reviewed_on) for p in risk.reviewed_by or ()):
            reviewed[risk.reviewed_on].append(ident)
    for meeting in facts.prepared(deciding_meetings):
        covered = [i for i in top_risk_inputs(meeting) if i in found] + reviewed.get(meeting.held_on, [])
        for ident in dict.fromkeys(covered):
            found[ident].append(meeting)
    return found


def last_covers(facts: Facts) -> list[tuple[str, Row, Row | None]]:
    """Each high risk with the last meeting that covers it, by its day (never: ""), the longest ago first."""
    covers = facts.prepared(covering)
    found = []
    for risk in facts.prepared(high_risks):
        last = covers[risk.id][-1] if covers[risk.id] else None
        found.append((last.held_on if last is not None else "", risk, last))
    return sorted(found, key=lambda cover: (cover[0], cover[1].id))


def risk_meetings(facts: Facts) -> list[Row]:
    """Meetings with top and a decision that cover a high risk or are risk reviews, in order of date."""
    covered = {row.id for meetings in facts.prepared(covering).values() for row in meetings}
    rows = facts.prepared(deciding_meetings)
    return [row for row in rows if row.kind == "risk-review" or row.id in covered]


def severe(facts: Facts, incident: Row) -> bool:
    """Whether an incident is of severity high or critical; a predicate."""
    return incident.severity in ("high", "critical")
