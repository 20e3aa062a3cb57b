"""All that the report of an audit tells, as plain data, whatever it is written into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.records.intake import Refused
from tonetop.records.log import checkpoints
from tonetop.work.assess import assess, position
from tonetop.work.audit_checklist import SEEN, checklist

GRADES = ("major", "minor", "ofi")
BY_AUDIT = {type: Groups(type, "audit") for type in ("AuditAnswer", "AuditSample", "Interview")}
"""What belongs to an audit, by its id."""


def _audits(finding: Row) -> tuple[str, ...]:
    return tuple(filter(None, (finding.audit, finding.external_audit)))


findings_by_audit = Groups("Finding", _audits)
"""Findings by the internal or external audit that they belong to."""


def report_data(audit: str, facts: Facts | None = None) -> dict[str, Any]:
    """The report's matter: plan, people, answers, interviews, samples, findings, and where the ledger stood.

    Days are YYYY-MM-DD, names as the register has them, hashes hexadecimal; empty is None. Nothing is concluded:
    grades are those that people set. facts: as of which day (default: today). Raises Refused for an unknown audit.
    """
    facts = facts or assess().facts
    row = facts.get("InternalAudit", audit)
    if row is None:
        raise Refused(f"there is no audit {audit}")
    found = findings(facts, audit)
    return {
        "audit": _plan(facts, row),
        "as_of": facts.as_of,
        "organisation": facts.organisation.get("name"),
        "answers": [_answer(facts, one) for one in of_audit(facts, "AuditAnswer", audit)],
        "answered": answered(facts, row),
        "interviews": [_interview(facts, one) for one in of_audit(facts, "Interview", audit)],
        "samples": [_sample(facts, one) for one in of_audit(facts, "AuditSample", audit)],
        "findings": [_finding(facts, one) for one in found],
        "graded": {grade: sum(one.grade == grade for one in found) for grade in GRADES},
        "ledger": _ledger(),
    }


def of_audit(facts: Facts, type: str, audit: str) -> list[Row]:
    """The records of a type that belong to an audit, in the order of their own dates, then ids."""
    dates = facts.shapes[type].own_dates
    rows = facts.part(BY_AUDIT[type], audit) or ()
    return sorted(rows, key=lambda row: (next(filter(None, (getattr(row, d) for d in dates)), ""), row.id))


def findings(facts: Facts, audit: str) -> list[Row]:
    """The findings of an internal or external audit, the gravest first."""
    return sorted(facts.part(findings_by_audit, audit) or (), key=_gravest)


def _gravest(row: Row) -> tuple[int, str, str]:
    return (GRADES.index(row.grade) if row.grade else len(GRADES), row.raised_on or "", row.id)


def answered(facts: Facts, audit: Row) -> dict[str, int]:
    """How many questions of an audit's checklist there are (`of`), and how many got each kind of answer."""
    counts = Counter(row.seen for row in of_audit(facts, "AuditAnswer", audit.id) if row.seen)
    return {"of": len(checklist(audit.clauses or ())), **{seen: counts[seen] for seen in SEEN}}


def name(facts: Facts, person: str | None) -> str | None:
    """A person by name; the id where there is no name."""
    row = facts.get("Person", person)
    return (row.name or row.id) if row is not None else person


def names(facts: Facts, people: Iterable[str] | None) -> list[str]:
    """People by name."""
    return [str(name(facts, person)) for person in people or ()]


def _plan(facts: Facts, row: Row) -> dict[str, Any]:
    report = facts.get("Evidence", row.report_ref)
    return {
        "id": row.id,
        "title": row.title,
        "programme": row.programme,
        "scope": row.scope,
        "criteria": row.criteria,
        "clauses": list(row.clauses or ()),
        "planned_on": row.planned_on,
        "performed_on": row.performed_on,
        "lead_auditor": name(facts, row.lead_auditor),
        "auditors": names(facts, row.auditors),
        "independence_declared": row.independence_declared,
        "reported_to": names(facts, row.reported_to),
        "reported_on": row.reported_on,
        "report_sha256": report.sha256 if report is not None else None,
    }


def _answer(facts: Facts, row: Row) -> dict[str, Any]:
    kept = {
        field: getattr(row, field) for field in ("question", "clause", "asked", "seen", "note", "noted_on")
    }
    return kept | {"evidence": list(row.evidence or ()), "noted_by": name(facts, row.noted_by)}


def _interview(facts: Facts, row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "person": name(facts, row.person),
        "interviewer": name(facts, row.interviewer),
        "held_on": row.held_on,
        "clauses": list(row.clauses or ()),
        "notes": row.notes,
        "evidence": list(row.evidence or ()),
    }


def _sample(facts: Facts, row: Row) -> dict[str, Any]:
    told = ("id", "register", "frozen_as_of", "frozen_known_on", "condition", "population", "sha256")
    kept = {field: getattr(row, field) for field in (*told, "seed", "size", "justification", "drawn_on")}
    return kept | {"drawn": list(row.drawn or ()), "drawn_by": name(facts, row.drawn_by)}


def _finding(facts: Facts, row: Row) -> dict[str, Any]:
    action = facts.get("Action", row.action)
    told = ("id", "clause", "grade", "statement", "evidence", "raised_on", "cause", "correction", "due")
    kept = {
        field: getattr(row, field) for field in (*told, "effective", "verified_on", "closed_on", "repeat_of")
    }
    return kept | {
        "graded_by": name(facts, row.graded_by),
        "verified_by": name(facts, row.verified_by),
        "action": None
        if action is None
        else {
            "id": action.id,
            "owner": name(facts, action.owner),
            "due": action.due,
            "status": action.status,
            "closed_on": action.closed_on,
        },
    }


def _ledger() -> dict[str, Any]:
    """How many events the log holds, and its last signed head."""
    last = next(iter(checkpoints(1)), None)
    head = {"size": last.size, "root": last.root, "made": last.made} if last is not None else None
    return {"events": position(), "signed": head}
