"""Who would audit own work: told before an audit is planned, and never declared away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.work.assess import assess
from tonetop.work.change_record import CORRECTION, change_record

WORK = frozenset(
    (
        *("owner", "sponsor", "accountable", "responsible", "chair", "author", "speaker", "contributors"),
        *("requested_by", "performed_by", "decided_by", "approved_by", "residual_accepted_by"),
        *("assigned_by", "mandated_by", "lead_auditor", "auditors"),
    )
)
"""Fields that make a record the work of the person named: who owns, does, asks for or decides it."""
PRESENCE = frozenset(
    (
        *("Attendance", "Acknowledgement", "TrainingRecord", "CompetenceRecord", "Confirmation"),
        *("Ask", "Evidence", "AuditAnswer", "AuditSample", "Interview", "Finding"),
    )
)
"""Registers of mere presence, of files, and of the auditor's own notes, which are nobody's work in scope."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An auditor who would audit own work: the person, the record in scope, the field that names the person."""

    person: str
    record: Row
    field: str


class Dependent(Refused):
    """Somebody would audit own work; conflicts tell who and what. Nothing was written."""

    def __init__(self, conflicts: Collection[Conflict]) -> None:
        people = ", ".join(sorted({conflict.person for conflict in conflicts}))
        super().__init__(
            f"nobody audits own work: {people} stands in {len(conflicts)} of the records in scope; "
            "choose other auditors or clauses, or plan knowingly that somebody else audits these"
        )
        self.conflicts = list(conflicts)


def in_scope(requirement: str, clauses: Collection[str]) -> bool:
    """Whether a clause or control is one of these or lies under one; a duty of leadership lies under 5.1."""
    wide = {"5.1" if clause.startswith("LD-") else clause for clause in clauses}
    return any(requirement == clause or requirement.startswith(f"{clause}.") for clause in wide)


def own_fields(type: str) -> list[str]:
    """The fields of a register that make a record somebody's work."""
    model = registers()[type]
    named = (name for name, judge in model.shape().fields.items() if "Person" in judge.to)
    return [name for name in named if name in WORK or name == model.doer]


def conflicts(
    facts: Facts, clauses: Collection[str], people: Collection[str], *, until: str = "", but: str = ""
) -> list[Conflict]:
    """What of the auditors' own work lies in the clauses; until: the day of the audit; but: the audit itself."""
    found: list[Conflict] = []
    for type, model in registers().items():
        if type in PRESENCE or not in_scope(model.requirement, clauses):
            continue
        names, dates = own_fields(type), model.own_dates
        for row in facts.rows(type) if names else ():
            on = next((day for name in dates if (day := getattr(row, name))), "")
            planned = type == "InternalAudit" and (row.id == but or not row.performed_on)
            if planned or (until and on > until):
                continue
            found += _of_row(row, names, people)
    return sorted(found, key=lambda one: (one.person, one.record.type, one.record.id))


def _of_row(row: Row, names: Collection[str], people: Collection[str]) -> Iterator[Conflict]:
    """At most one conflict of each person with a record."""
    told = set[str]()
    for name in names:
        value = getattr(row, name)
        for person in (value,) if isinstance(value, str) else value or ():
            if person in people and person not in told:
                told.add(person)
                yield Conflict(person, row, name)


def is_own_work(facts: Facts, ref: str, person: str) -> bool:
    """Whether a record, whatever its type, is the work of a person."""
    for type in registers():
        if type in PRESENCE or not registers()[type].shape().has_id:
            continue
        row = facts.get(type, ref)
        if row is not None and any(_of_row(row, own_fields(type), (person,))):
            return True
    return False


def auditors(plain: Mapping[str, Any]) -> list[str]:
    """The lead auditor and the auditors of an audit, each once."""
    named = [plain.get("lead_auditor"), *(plain.get("auditors") or ())]
    return list(dict.fromkeys(filter(None, named)))


def plan_audit(
    account: Account, plain: Mapping[str, Any], *, after: int | None = None, knowingly: bool = False
) -> Record | None:
    """Plan an audit, or change its plan.

    Raises Dependent when somebody would audit own work, unless it is planned knowingly; even then independence is not
    declared. Raises Forbidden, Refused and Overtaken as every change does.
    """
    if not plain.get("lead_auditor"):
        raise Refused("name the lead auditor")
    if not plain.get("clauses"):
        raise Refused("name the clauses or controls that are audited")
    day = plain.get("performed_on") or plain.get("planned_on") or ""
    own = conflicts(assess().facts, plain["clauses"], auditors(plain), until=day, but=str(plain.get("id")))
    if own and not knowingly:
        raise Dependent(own)
    if own and plain.get("independence_declared"):
        raise Refused(
            "independence cannot be declared while an auditor's own work is in scope; leave it open or say no"
        )
    return change_record(account, "InternalAudit", plain, after=after, since=CORRECTION)
