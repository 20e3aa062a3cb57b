"""Risk criteria and treatment: which criteria hold, and how far the high risks are treated and accepted."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard.terms.people import authority
from tonetop.standard.terms.risks import high_risks

APPROVAL = "high-risk-treatment-approval"

plans = Groups("RiskTreatmentPlan", "risk")
"""Treatment plans by their risk, in order of id."""


def latest_criteria(facts: Facts) -> Row | None:
    """The risk criteria approved last; undated ones come before all others."""
    return max(facts.rows("RiskCriteria"), key=lambda row: (row.approved_on or "", row.version), default=None)


@dataclass(frozen=True, slots=True)
class Treatment:
    """A high risk with its plans: those approved, and those whose residual is accepted, with authority.

    unranked: plans whose residual was accepted by one without authority for it.
    """

    risk: Row
    plans: tuple[Row, ...]
    approved: tuple[Row, ...]
    accepted: tuple[Row, ...]
    unranked: tuple[Row, ...]

    @property
    def complete(self) -> bool:
        """Whether a plan is approved and the residual accepted, each with authority."""
        return bool(self.approved and self.accepted)


def _approved(facts: Facts, plan: Row) -> bool:
    return authority(facts, plan.approved_by, plan.approved_on, APPROVAL)


def _accepted(facts: Facts, plan: Row) -> bool:
    return authority(facts, plan.residual_accepted_by, plan.residual_accepted_on, APPROVAL)


def treatments(facts: Facts) -> list[Treatment]:
    """The treatment of each high risk, that of the risk performed longest ago first, of undated ones last."""
    found = []
    for risk in sorted(
        facts.prepared(high_risks), key=lambda row: (row.performed_on or cadence.LAST, row.id)
    ):
        own = tuple(facts.part(plans, risk.id) or ())
        done = [row for row in own if row.residual_accepted_by and row.residual_accepted_on]
        accepted = tuple(row for row in done if _accepted(facts, row))
        unranked = tuple(row for row in done if row not in accepted)
        approved = tuple(row for row in own if _approved(facts, row))
        found.append(Treatment(risk, own, approved, accepted, unranked))
    return found


def untreated(facts: Facts) -> list[Treatment]:
    """Treatments that are not complete, in the same order."""
    return [treatment for treatment in facts.prepared(treatments) if not treatment.complete]


def unranked(facts: Facts) -> list[Row]:
    """Plans of high risks whose residual was accepted by one without authority for it."""
    return [plan for treatment in facts.prepared(treatments) for plan in treatment.unranked]
