"""Where each AI risk stands on the way from found to accepted, and what lacks on the way."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.gating.whose import nameless, whose
from tonetop.standard.risks import LEVELS, criteria_in_force, level_of, may_accept, remains
from tonetop.standard.terms.treatment import plans

YEAR = 365
LACKS = (
    *("not-rated", "rated-otherwise", "out-of-date", "older-criteria", "not-approved"),
    *("no-treatment", "plan-not-approved", "plan-overdue", "not-accepted", "accepted-before", "no-rank"),
)
"""What may lack, in the order in which somebody mends it."""
NOT_JUDGED = ("not-rated", "rated-otherwise", "out-of-date", "not-approved")
"""What of it says that nobody knows how high a risk is now, so that gates stay shut."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A risk on the facts' day: its plans, what lacks (`LACKS`), and the plan whose acceptance counts, None for none.

    A closed risk lacks nothing.
    """

    risk: Row
    plans: tuple[Row, ...]
    lacks: tuple[str, ...]
    accepted: Row | None

    @property
    def remains(self) -> str:
        """The level that remains; empty when nobody rated any."""
        return remains(self.risk)

    @property
    def plan(self) -> Row | None:
        """The plan that somebody has to act on: the first that is not accepted yet, else the last."""
        open_ = [row for row in self.plans if not row.residual_accepted_on]
        return next(iter(open_), self.plans[-1] if self.plans else None)


def standing(facts: Facts, risk: Row) -> Standing:
    """Where a risk stands."""
    own = tuple(facts.part(plans, risk.id) or ())
    said = [row for row in own if row.residual_accepted_by and row.residual_accepted_on]
    done = [row for row in said if counts(facts, risk, row)]
    ranked = [
        row for row in done if may_accept(facts, risk, row.residual_accepted_by, row.residual_accepted_on)
    ]
    accepted = max(ranked, key=lambda row: row.residual_accepted_on or "", default=None)
    if risk.status == "closed":
        return Standing(risk, own, (), accepted)
    found = {*_assessed(facts, risk), *_treated(facts, risk, own)}
    if own and not accepted:
        found.add("no-rank" if done else "accepted-before" if said else "not-accepted")
    return Standing(risk, own, tuple(word for word in LACKS if word in found), accepted)


def counts(facts: Facts, risk: Row, plan: Row) -> bool:
    """Whether an acceptance is of what remains by the assessment as it stands: made since, of no draft, by another.

    Whoever carries out a plan, or wrote it, does not say themselves that what it leaves may remain;
    where nobody is known to have written it, it may be them.
    """
    day = plan.residual_accepted_on or ""
    own = nameless(facts, plan) or plan.residual_accepted_by in whose(facts, plan)
    return (
        risk.status in ("approved", "closed")
        and bool(risk.performed_on)
        and day >= risk.performed_on
        and not own
    )


def _assessed(facts: Facts, risk: Row) -> list[str]:
    criteria, found = criteria_in_force(facts), []
    pairs = (
        (risk.inherent, level_of(criteria, risk.likelihood, risk.severity)),
        (risk.residual, level_of(criteria, risk.likelihood_after, risk.severity_after)),
    )
    if not risk.inherent or any(said and not by_matrix for said, by_matrix in pairs):
        found.append("not-rated")  # a level is what likelihood and severity come to; typed alone it is none
    if any(said and by_matrix and said != by_matrix for said, by_matrix in pairs):
        found.append("rated-otherwise")
    day = risk.performed_on or ""
    if day < cadence.shift(facts.as_of, -YEAR):
        found.append("out-of-date")
    if criteria is not None and risk.criteria and risk.criteria != criteria.version:
        found.append("older-criteria")
    if risk.status != "approved":
        found.append("not-approved")
    return found


def _treated(facts: Facts, risk: Row, own: tuple[Row, ...]) -> list[str]:
    if not own:
        return ["no-treatment"]
    now, found = Moment(facts), []
    if not any(row.approved_by and row.approved_on for row in own):
        found.append("plan-not-approved")
    if any(row.due and now.passed(row.due) and not row.done_on for row in own):
        found.append("plan-overdue")
    return found


def standings(facts: Facts) -> list[Standing]:
    """Every risk, those that remain gravest first, the closed ones last; a preparation of facts."""
    found = [standing(facts, row) for row in facts.rows("RiskAssessment")]
    order = {level: place for place, level in enumerate(reversed(LEVELS))}
    return sorted(
        found,
        key=lambda one: (one.risk.status == "closed", order.get(one.remains, -1), not one.lacks, one.risk.id),
    )


def levels_together(facts: Facts, found: list[Standing]) -> dict[tuple[str, str, str], int]:
    """How many open risks stand in which cell: by before or after, likelihood and severity."""
    counts: dict[tuple[str, str, str], int] = {}
    for one in found:
        for place in cells(one):
            counts[place] = counts.get(place, 0) + 1
    return counts


def cells(one: Standing) -> list[tuple[str, str, str]]:
    """The cells of the matrix in which a risk stands before and after treatment; none where nobody placed it."""
    risk = one.risk
    if risk.status == "closed":
        return []
    placed = [
        ("before", risk.likelihood, risk.severity),
        ("after", risk.likelihood_after, risk.severity_after),
    ]
    return [(when, one, other) for when, one, other in placed if one and other]


def treated_by(facts: Facts) -> dict[str, list[Row]]:
    """The plans of risks that are not closed by the controls they rely on; a preparation of facts."""
    found: dict[str, list[Row]] = {}
    for plan in facts.rows("RiskTreatmentPlan"):
        risk = facts.get("RiskAssessment", plan.risk)
        if risk is not None and risk.status != "closed":
            for control in dict.fromkeys(plan.controls or ()):
                found.setdefault(control, []).append(plan)
    return found
