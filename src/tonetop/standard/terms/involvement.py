"""Which acts asked of leaders took place, and whether in person, by delegation, or without authority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.core.series import series
from tonetop.standard.terms.meetings import attendance, decided_at, top_attending, with_top
from tonetop.standard.terms.people import authority, top, warrants
from tonetop.standard.terms.risks import is_high
from tonetop.standard.terms.strategy import current_policy

REVIEWS = ("management-review", "risk-review")
CATCH_UP_DAYS = 30
"""Days within which a manager who missed a review may still decide on it (PF-1, guard)."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of one of the six kinds, told by its record; in person, by delegation, or neither."""

    kind: str
    record: Row
    personal: bool
    delegated: bool


@dataclass(frozen=True, slots=True)
class Signing:
    """An approval, assignment or waiver: what was signed, by whom, when, and the authority it asks."""

    kind: str
    record: Row
    by: str | None
    on: str
    word: str
    amount: float | None = None

    def delegated(self, facts: Facts) -> bool:
        """Whether the signer held a delegation in force that day and was not top."""
        return bool(warrants(facts, self.by, self.on))

    def unauthorised(self, facts: Facts) -> bool:
        """Whether one with a delegation signed without authority for it."""
        return self.delegated(facts) and not authority(facts, self.by, self.on, self.word, self.amount)


def for_high_risk(facts: Facts, plan: Row) -> bool:
    """Whether a treatment plan is for a high risk; a predicate."""
    risk = facts.get("RiskAssessment", plan.risk)
    return risk is not None and is_high(risk)


def _of_policy(now: Moment) -> Iterator[Signing]:
    """The approval of the current policy and its reviews, in 365 days."""
    policy, word = current_policy(now), "policy-approval-or-review"
    if policy is not None:
        if now.within(policy.approved_on, 365):
            yield Signing("policy", policy, policy.approved_by, policy.approved_on, word)
        for row in now.window("PolicyReview").where(has("policy", policy.id)):
            yield Signing("policy", row, row.reviewed_by, row.reviewed_on, word)


def _of_risks_and_money(now: Moment) -> Iterator[Signing]:
    """The approvals of criteria, of plans for high risks and of budget lines in 365 days."""
    for row in now.window("RiskCriteria"):
        yield Signing("risk criteria", row, row.approved_by, row.approved_on, "risk-criteria-approval")
    for row in now.window("RiskTreatmentPlan", field="approved_on").where(for_high_risk):
        yield Signing("treatment", row, row.approved_by, row.approved_on, "high-risk-treatment-approval")
    for row in now.window("BudgetLine"):
        yield Signing("budget", row, row.approved_by, row.approved_on, "budget-approval", row.approved)


SIGNED = {
    "PolicyReview": ("reviewed_by", "reviewed_on"),
    "RoleAssignment": ("assigned_by", "assigned_on"),
    "GatePassage": ("decided_by", "occurred_on"),
}
"""Where it is told who signed, and when, by type; elsewhere it is approved_by and approved_on."""


def grounds(facts: Facts, signed: Row) -> Iterator[Row]:
    """What was signed, the policy or the risk that it is about, and the delegations of who signed."""
    by, on = (getattr(signed, name) for name in SIGNED.get(signed.type, ("approved_by", "approved_on")))
    about = (
        facts.get("PolicyVersion", getattr(signed, "policy", None)),
        facts.get("RiskAssessment", getattr(signed, "risk", None)),
    )
    yield signed
    yield from (row for row in about if row is not None)
    yield from warrants(facts, by, on)


def approvals(now: Moment) -> list[Signing]:
    """The approvals asked of leaders in 365 days (PF-1 A)."""
    return [*_of_policy(now), *_of_risks_and_money(now)]


def _assigned(facts: Facts, role: Row) -> bool:
    """Whether a role was assigned by one with a delegation but without authority; a predicate."""
    signing = Signing("role", role, role.assigned_by, role.assigned_on, "role-assignment")
    return signing.unauthorised(facts)


def _waived(facts: Facts, passage: Row) -> bool:
    """Whether a waiver is by one with a delegation but without authority for it; a predicate."""
    waiver = Signing("waiver", passage, passage.decided_by, passage.occurred_on, "gate-waiver")
    return waiver.unauthorised(facts)


def signed_beyond(now: Moment) -> list[Row]:
    """Approvals, role assignments and waivers of 365 days by delegates without authority (PF-1 C)."""
    signed = (row.record for row in approvals(now) if row.unauthorised(now.facts))
    roles = now.window("RoleAssignment", field="assigned_on").where(_assigned)
    waivers = now.window("GatePassage").where(has("outcome", "waived")).where(_waived)
    return list(chain(signed, roles, waivers))


def acts(now: Moment) -> list[Act]:
    """The acts of the six kinds that took place in 365 days."""
    found = [_meeting(now.facts, row) for row in now.window("Meeting").where(has("kind", *REVIEWS))]
    for row in approvals(now):
        found.append(Act(row.kind, row.record, top(now.facts, row.by, row.on), row.delegated(now.facts)))
    return found


def _meeting(facts: Facts, meeting: Row) -> Act:
    personal = with_top(facts, meeting)
    delegated = not personal and bool(_delegates(facts, meeting))
    return Act(meeting.kind.replace("-", " "), meeting, personal, delegated)


def _delegates(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances of delegates at a meeting."""
    return [row for row in facts.part(attendance, meeting.id) or () if row.mode == "delegate"]


def evidence_of(facts: Facts, act: Act) -> Iterator[Row]:
    """The record of an act, and those that tell whether it was done in person or by delegation."""
    if act.record.type != "Meeting":
        yield from grounds(facts, act.record)
    else:
        yield act.record
        yield from (top_attending if act.personal else _delegates)(facts, act.record)


def latest_reviews(facts: Facts) -> list[Row]:
    """The two latest held management or risk reviews; fewer when fewer were held."""
    return facts.prepared(series("Meeting", "held_on").where(has("kind", *REVIEWS))).rows[-2:]


def _missing(facts: Facts, meeting: Row) -> set[str]:
    """Top managers who sent an apology to a meeting or for whom a delegate stood in."""
    away = set()
    for row in facts.part(attendance, meeting.id) or ():
        if row.mode in ("apology", "delegate"):
            away.add(row.person if row.mode == "apology" else row.on_behalf_of)
    return {person for person in away if top(facts, person, meeting.held_on)}


def _caught_up(facts: Facts, person: str, meeting: Row) -> bool:
    """Whether one decided in time on what a missed meeting brought."""
    return any(
        row.decided_by == person and cadence.between(row.decided_on, meeting.held_on) <= CATCH_UP_DAYS
        for row in decided_at(facts, meeting)
    )


def absentees(facts: Facts) -> list[str]:
    """Top managers missing at both latest reviews, no top manager being there, and not caught up (PF-1 B)."""
    reviews = facts.prepared(latest_reviews)
    if len(reviews) < 2 or any(with_top(facts, row) for row in reviews):
        return []
    both = set.intersection(*(_missing(facts, row) for row in reviews))
    return sorted(person for person in both if not any(_caught_up(facts, person, row) for row in reviews))
