"""AI risks by criteria (6.1.1 to 6.1.3): the level that likelihood and severity come to, and whose rank accepts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import word
from tonetop.standard.gating.rank import authority, manages
from tonetop.standard.gating.whose import by_another
from tonetop.standard.terms.people import person_on
from tonetop.standard.terms.treatment import APPROVAL

LEVELS = ("low", "medium", "high", "critical")
SEVERITIES = LEVELS
LIKELIHOODS = ("rare", "possible", "likely", "certain")
OPTIONS = ("avoid", "reduce", "share", "accept")
OWNER, MANAGER, TOP, NOBODY = RANKS = ("owner", "unit-manager", "top-management", "nobody")
"""Who accepts what remains: the risk's owner, a unit manager, top management or whom it delegated that; or nobody."""
GRAVE = ("high", "critical")
"""Levels that only top management accepts, whatever criteria say (5.1)."""
SHIPPED_RANKS = {"low": OWNER, "medium": MANAGER, "high": TOP, "critical": TOP}
SHIPPED_MATRIX = (
    ("low", "low", "medium", "high"),
    ("low", "medium", "high", "high"),
    ("medium", "medium", "high", "critical"),
    ("medium", "high", "critical", "critical"),
)
"""Levels by likelihood (a line each, the rare first) and severity, where the criteria hold no matrix of their own."""


CRITERIA = "risk-criteria-approval"


def criteria_in_force(facts: Facts) -> Row | None:
    """The risk criteria approved last that levels and ranks follow from; None: those that come with the product do.

    They hold by the own word of top management, or of whom it delegated that, on another's proposal: whoever writes
    criteria alone would say alone what may pass.
    """
    return max(
        filter(lambda row: not waits(facts, row), facts.rows("RiskCriteria")),
        key=lambda row: (row.approved_on, row.version),
        default=None,
    )


def waits(facts: Facts, criteria: Row) -> str:
    """For what risk criteria wait before anything follows from them (`rank`, `word`, `other`); empty for nothing."""
    by, day = criteria.approved_by, criteria.approved_on
    if not by or not day or day > facts.as_of or not authority(facts, by, day, CRITERIA):
        return "rank"
    if not word.given(facts, criteria):
        return "word"
    return "" if by_another(facts, criteria) else "other"


def misread(lines: Sequence[str] | None) -> str:
    """What is wrong with a matrix as it is written, a line of levels for each likelihood; empty when nothing is."""
    if not lines:
        return ""
    if len(lines) != len(LIKELIHOODS):
        return f"the matrix has a line for each likelihood: {', '.join(LIKELIHOODS)}"
    for line in lines:
        words = line.split()
        if len(words) != len(SEVERITIES) or not set(words) <= set(LEVELS):
            return f"a line of the matrix is four of the words {', '.join(LEVELS)}; {line!r} is not"
    return ""


def matrix(criteria: Row | None) -> tuple[tuple[str, ...], ...]:
    """Levels by likelihood and severity: those of the criteria where they hold any, else the shipped ones."""
    lines = criteria.matrix if criteria is not None else None
    if not lines or misread(lines):
        return SHIPPED_MATRIX
    return tuple(tuple(line.split()) for line in lines)


def level_of(criteria: Row | None, likelihood: str | None, severity: str | None) -> str:
    """The level that likelihood and severity come to; empty where one of them is not said."""
    if likelihood not in LIKELIHOODS or severity not in SEVERITIES:
        return ""
    return matrix(criteria)[LIKELIHOODS.index(likelihood)][SEVERITIES.index(severity)]


def ranks(criteria: Row | None) -> Mapping[str, str]:
    """Who accepts which level; what the criteria do not say is as shipped."""
    if criteria is None:
        return SHIPPED_RANKS
    return {level: getattr(criteria, f"{level}_by") or SHIPPED_RANKS[level] for level in LEVELS}


def remains(risk: Row) -> str:
    """The level that remains: after treatment, before it where nobody rated that; empty when nobody rated any."""
    return risk.residual or risk.inherent or ""


def owner_of(facts: Facts, risk: Row) -> str:
    """Who answers for a risk: its owner, else that of the AI system or asset it is about; empty for nobody."""
    subject = facts.get("AISystem", risk.subject) or facts.get("Asset", risk.subject)
    return risk.owner or (subject.owner if subject is not None else "") or ""


def may_accept(facts: Facts, risk: Row, person: str | None, day: str | None) -> bool:
    """Whether a person had the rank on a day to accept what remains of a risk; a level nobody rated has none.

    Asked by the criteria in force on the facts' day. A higher rank may do what a lower one may.
    """
    rank = ranks(criteria_in_force(facts)).get(remains(risk), NOBODY)
    if rank == NOBODY or person_on(facts, person, day) is None:
        return False
    if authority(facts, person, day, APPROVAL):
        return True
    if rank in (OWNER, MANAGER) and manages(facts, person, day):
        return True
    return rank == OWNER and person == owner_of(facts, risk)
