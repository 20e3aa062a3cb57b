"""Raise a finding of an audit; its grade is set by a person, and this program proposes none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer

AUDITS = ("InternalAudit", "ExternalAudit")
FIELDS = {"InternalAudit": "audit", "ExternalAudit": "external_audit"}
"""The field of a finding that names an audit of either kind."""

findings_by_clause = Groups("Finding", "clause")
"""Findings by clause or control, in order of id."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an auditor found: the clause, the statement, on which evidence, how grave, until when, and what came back.

    graded_by: who set the grade, when another person enters it. due: empty for none.
    """

    clause: str
    statement: str
    evidence: str
    grade: str
    due: str = ""
    repeat_of: str = ""
    graded_by: str = ""


def earlier(facts: Facts, clause: str, audit: str) -> list[Row]:
    """Findings of other audits to the same clause, the latest first; whether one came back a person says."""
    rows = facts.part(findings_by_clause, clause) or ()
    others = [row for row in rows if audit not in (row.audit, row.external_audit)]
    return sorted(others, key=lambda row: (row.raised_on or "", row.id), reverse=True)


def raise_finding(account: Account, type: str, audit: str, found: Found) -> Record:
    """Record a finding of an internal or external audit. Raises Forbidden; Refused for what is missing."""
    by = writer(account, "Finding")
    if type not in AUDITS or assess().facts.get(type, audit) is None:
        raise Refused(f"there is no audit {audit}")
    grader = found.graded_by or account.person
    for value, missing in (
        (found.clause, "name the clause or control that is not met, or could be met better"),
        (found.statement, "say what was found, in one or two sentences"),
        (found.evidence, "say on which evidence: what was seen, read or heard"),
        (found.grade, "set the grade yourself; it is a person's judgement, and none is proposed"),
        (grader, "say who set the grade: your account belongs to no person of the register"),
    ):
        if not value.strip():
            raise Refused(missing)
    plain: dict[str, Any] = {
        "id": next_ref("Finding"),
        FIELDS[type]: audit,
        "clause": found.clause.strip(),
        "statement": found.statement.strip(),
        "evidence": found.evidence.strip(),
        "grade": found.grade,
        "graded_by": grader,
        "raised_on": clock.today(),
        "due": found.due or None,
        "repeat_of": found.repeat_of or None,
    }
    filled = {name: value for name, value in plain.items() if value is not None}
    made = write.save(intake.take("Finding", filled), by, after=0)
    if made is None:
        raise Refused("the finding stands already")
    return made
