"""Communications by top management."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, has
from tonetop.standard.terms.people import top


def spoken_by_top(facts: Facts, item: Row) -> bool:
    """Whether a communication was spoken by one who was top that day; a predicate."""
    return top(facts, item.speaker, item.sent_on)


def items(now: Moment, days: int = 365, until: int = 0) -> Window:
    """Communications by top management (terms: item), in 365 days unless said otherwise."""
    return now.window("Communication", days, until=until).where(spoken_by_top)


def live_items(now: Moment) -> Window:
    """Items of a kind at which people are addressed live (terms: live item)."""
    return items(now).where(has("kind", "all-hands", "video", "stakeholder-meeting"))
