"""Reviews of incentives: when top management last looked at what a unit with AI systems rewards."""

from __future__ import annotations

from collections.abc import Iterable

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.core.series import series
from tonetop.standard.terms.meetings import by_top


def incentive_reviews(facts: Facts) -> dict[str, Row]:
    """The latest incentive review by top management about each record."""
    reviews = series("Decision", "decided_on").where(has("kind", "incentive-review")).where(by_top)
    return {ident: row for row in facts.prepared(reviews).rows for ident in row.about or ()}


def _order(review: Row) -> tuple[str, str]:
    return review.decided_on, review.id


def incentive_review(now: Moment, systems: Iterable[Row]) -> Row | None:
    """The latest incentive review in 365 days about one of these systems (LD-9.5)."""
    latest = now.facts.prepared(incentive_reviews)
    found = (latest[row.id] for row in systems if row.id in latest)
    return max((row for row in found if now.within(row.decided_on, 365)), key=_order, default=None)
