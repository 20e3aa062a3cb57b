"""Who may answer for what: whom it was put before, rank on the day, delegation within limits, never one's own work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.standard.gating.whose import whose
from tonetop.standard.terms.people import (
    authority,
    covers,
    delegations_on,
    in_force,
    person_on,
    roles_on,
    top,
    top_managers,
)
from tonetop.work.permission import ANSWER, Forbidden, demand
from tonetop.work.shown import WITHIN, subject

TOP = "top management"
ACTS = {
    "RiskAssessment": "risk-review",
    "RiskTreatmentPlan": "high-risk-treatment-approval",
    "ResourceRequest": "budget-approval",
    "DocumentVersion": "policy-approval-or-review",
    "PolicyVersion": "policy-approval-or-review",
    "AIObjective": "objectives-approval",
    "RiskCriteria": "risk-criteria-approval",
    "GatePassage": "gate-waiver",
    "Improvement": "improvement-sponsorship",
}
"""By type, the leadership act (catalogue: delegable_acts) that an answer for a record of it is."""
RANKED = frozenset(("RiskAssessment", "RiskTreatmentPlan", "ResourceRequest", "Measurement"))
"""What waits for whoever has the rank, without being put before anybody by name."""
OWN = {
    "DocumentVersion": ("author",),
    "RiskAssessment": ("performed_by",),
    "RiskTreatmentPlan": ("owner",),
    "ImpactAssessment": ("performed_by",),
    "ResourceRequest": ("requested_by",),
    "GatePassage": ("decided_by",),
    "Decision": ("decided_by",),
    "AIObjective": ("owner",),
    "Improvement": ("sponsor",),
}
"""By type, the fields that name whose work a record is."""
APPROVED_BY_ANOTHER = frozenset(("RiskAssessment", "RiskTreatmentPlan", "ImpactAssessment"))
"""What counts at gates only when approved or accepted by nobody whose it is (`gating.whose`)."""
ANOTHER = "who entered it, performed it or answers for it does not approve it; another person has to"
SEEN = "seen"
TO_SEE = ("see", "confirm", "acknowledge")
"""Kinds of ask that are answered by having seen."""


def answering(account: Account, facts: Facts, act: str = ANSWER) -> str:
    """The person of the register as whom an account answers. Raises Forbidden with what to do."""
    demand(account, act)
    if not account.person:
        raise Forbidden("your account is no person of the register; ask an administrator to name who you are")
    if person_on(facts, account.person, facts.as_of) is None:
        raise Forbidden(
            f"{account.person} is not valid in the register of people today; ask the governance lead"
        )
    return account.person


def open_asks(facts: Facts) -> dict[str, list[Row]]:
    """The asks that nobody answered yet, by the record they are about; a preparation of facts."""
    found: dict[str, list[Row]] = {}
    for ask in facts.rows("Ask"):
        if not ask.closed_on:
            for ref in ask.about or ():
                found.setdefault(ref, []).append(ask)
    return found


def answers(facts: Facts) -> dict[str, list[Row]]:
    """The answers given, by the record they are about, the latest last; a preparation of facts."""
    found: dict[str, list[Row]] = {}
    for row in facts.rows("Approval"):
        for ref in (row.about or ())[:1]:
            found.setdefault(ref, []).append(row)
    return {ref: sorted(rows, key=_order) for ref, rows in found.items()}


def _order(row: Row) -> tuple[str, int, str]:
    number = row.id.rpartition("-")[2]
    return (row.answered_on or "", int(number) if number.isdecimal() else 0, row.id)


def last_answers(facts: Facts, row: Record) -> dict[str, Row]:
    """The last answer that each person gave about a record, by person; that it was seen is none."""
    given = facts.prepared(answers).get(subject(row), ())
    return {row.answered_by: row for row in given if row.answered_by and row.answer != SEEN}


def asks_about(facts: Facts, row: Record) -> list[Row]:
    """The open asks about a record; about a measurement those to see its objective."""
    asks = facts.prepared(open_asks).get(subject(row), [])
    return [ask for ask in asks if ask.kind in TO_SEE] if row.__class__.__name__ in WITHIN else asks


def ask_of(facts: Facts, row: Record, person: str) -> Row | None:
    """The open ask that puts a record before a person, the one due first."""
    asks = [ask for ask in asks_about(facts, row) if ask.asked_of == person]
    return min(asks, key=lambda ask: (ask.due or "9999", ask.id), default=None)


def demand_asked(facts: Facts, row: Record, person: str, ask: Row | None) -> None:
    """Raises Forbidden unless the record was put before the person, or waits for a rank that they have."""
    type = row.__class__.__name__
    if ask is not None or person in (getattr(row, "approvers", None) or ()):
        return
    if person in last_answers(facts, row):
        return  # whoever answered may think better of it
    if type in RANKED and has_rank(facts, type, person):
        return
    raise Forbidden(f"{type} {row.ref} was not put before you; ask the governance lead to put it there")


def has_rank(facts: Facts, type: str, person: str) -> bool:
    """Whether the person is top management on the day, or acts for one under a delegation that covers the act."""
    act = ACTS.get(type)
    if act is None:
        return top(facts, person, facts.as_of)
    return authority(facts, person, facts.as_of, act)


def behalf(facts: Facts, row: Record, person: str, ask: Row | None) -> str:
    """For whom the person answers: whoever delegated the ask, or the rank by which alone they may; empty for nobody."""
    if ask is not None or person in (getattr(row, "approvers", None) or ()):
        return (ask.delegated_from or "") if ask is not None else ""
    day, act = facts.as_of, ACTS.get(row.__class__.__name__)
    if act is None or top(facts, person, day):
        return ""
    given = delegations_on(facts, person, day)
    return next((role.delegated_from for role in given if covers(facts, role, day, act, None)), "")


def asked_amount(row: Record) -> float | None:
    """The money that a record asks for; None when it asks for none."""
    if row.__class__.__name__ != "ResourceRequest" or getattr(row, "kind", "") != "money":
        return None
    amount: float | None = getattr(row, "amount", None)
    return amount


def demand_not_own(facts: Facts, row: Record, person: str, answer: str, behalf: str = "") -> None:
    """Raises Forbidden when the record is the person's own work, or of the one for whom they would answer."""
    if answer != SEEN:
        for one in (person, behalf):
            _demand_other(facts, row, one, to_approve(facts, row, person))


def demand_heir(facts: Facts, row: Record, giver: str, heir: str) -> None:
    """Raises Forbidden when what a person hands on is the own work of whom they hand it to."""
    _demand_other(facts, row, heir, _hands_approval(facts, row, giver))


def _demand_other(facts: Facts, row: Record, person: str, approving: bool) -> None:
    if _did(row, person):
        raise Forbidden("nobody answers for their own work; somebody else of the same rank has to")
    held = facts.get(row.__class__.__name__, row.ref)
    if held is not None and is_own(facts, held, person, approving):
        raise Forbidden(ANOTHER)


def _hands_approval(facts: Facts, row: Record, giver: str) -> bool:
    """Whether what a person hands on is to approve; so is what nobody put before them."""
    return to_approve(facts, row, giver) or ask_of(facts, row, giver) is None


def to_approve(facts: Facts, row: Record, person: str) -> bool:
    """Whether an answer of the person approves the record or what it leaves, and does not only look at it."""
    if row.__class__.__name__ != "RiskAssessment":
        return True
    return any(ask.kind == "approve" and ask.asked_of == person for ask in asks_about(facts, row))


def is_own(facts: Facts, row: Row, person: str, approving: bool) -> bool:
    """Whether a record is a person's own work, so that another answers for it: where one approves, as gates judge."""
    if not person:
        return False
    if approving and row.type in APPROVED_BY_ANOTHER:
        return person in whose(facts, row)
    return any(getattr(row, name) == person for name in OWN.get(row.type, ()))


def _did(row: Record, person: str) -> bool:
    return any(person and getattr(row, name, None) == person for name in OWN.get(row.__class__.__name__, ()))


def demand_within(facts: Facts, row: Record, holder: str, giver: str, amount: float | None) -> None:
    """Raises Refused unless a recorded delegation lets the holder do this act for the giver on the day."""
    type, day = row.__class__.__name__, facts.as_of
    act = ACTS.get(type)
    if act is None:
        raise Refused(f"a delegation covers acts of the catalogue, and an answer for {type} is none of them")
    given = [role for role in delegations_on(facts, holder, day) if role.delegated_from == giver]
    if not any(covers(facts, role, day, act, amount) for role in given):
        limit = f" of {amount:g}" if amount is not None else ""
        raise Refused(
            f"no delegation from {giver} to {holder} in force today covers {act}{limit}; record one under roles first"
        )


def rank(facts: Facts, person: str, behalf: str = "") -> str:
    """The rank that a person holds on the day of the facts, in words of the register; empty for none."""
    if top(facts, person, facts.as_of):
        return TOP
    if behalf:
        return f"delegate of {behalf}"
    roles: Sequence[Any] = roles_on(facts, person, facts.as_of)
    return ", ".join(dict.fromkeys(role.role for role in roles if role.role))


def delegates(facts: Facts, row: Record, giver: str) -> list[str]:
    """Those to whom a person may hand an answer on: holders of a delegation that covers it, and others of top rank."""
    day, amount = facts.as_of, asked_amount(row)
    act = ACTS.get(row.__class__.__name__, "")
    roles = (
        role for role in facts.rows("RoleAssignment") if role.delegated_from == giver and in_force(role, day)
    )
    holders = [role.person for role in roles if role.person and covers(facts, role, day, act, amount)]
    peers = [person.id for person in top_managers(Moment(facts)) if person.id != giver]
    held = facts.get(row.__class__.__name__, row.ref)
    approves = _hands_approval(facts, row, giver)
    own = {ref for ref in (*holders, *peers) if held is not None and is_own(facts, held, ref, approves)}
    return [ref for ref in dict.fromkeys((*holders, *peers)) if ref not in own and not _did(row, ref)]
