"""Retention held side by side: categories of personal data that are kept for different periods in different places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.discovery.categories import is_wide, keys_of, plain
from tonetop.standard.terms.processing import activities


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a category: its days, the rule or the activity that says it, and the systems where it holds."""

    category: str
    days: int
    by: Row
    systems: tuple[Row, ...]
    enforcement: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A category with all its periods, the longest first."""

    category: str
    periods: tuple[Period, ...]

    @property
    def spread(self) -> int:
        """By how many days the longest period is longer than the shortest."""
        return self.periods[0].days - self.periods[-1].days

    @property
    def enforced(self) -> tuple[str, ...]:
        """The ways in which its rules are enforced, each once."""
        return tuple(dict.fromkeys(one.enforcement for one in self.periods if one.enforcement))

    @property
    def differs(self) -> bool:
        """Whether it is not kept, or not deleted, the same everywhere."""
        return self.spread > 0 or len(self.enforced) > 1


def kept_periods(facts: Facts) -> list[Kept]:
    """Every category that has a period, those with the longest period first."""
    by: dict[str, list[Period]] = {}
    for period in (*_of_rules(facts), *_of_activities(facts)):
        by.setdefault(_same(period.category), []).append(period)
    found = [Kept(some[0].category, tuple(sorted(some, key=_longest))) for some in by.values()]
    return sorted(found, key=lambda one: (-one.periods[0].days, -one.spread, one.category.casefold()))


def differing(facts: Facts) -> list[Kept]:
    """The categories that are not kept the same everywhere, those with the longest period first."""
    return [one for one in facts.prepared(kept_periods) if one.differs]


def _same(category: str) -> str:
    """What tells a category: the one kind that it means, whatever its words; else its words."""
    keys = keys_of(category)
    return next(iter(keys)) if len(keys) == 1 and not is_wide(category) else plain(category)


def _longest(period: Period) -> tuple[int, str]:
    return -period.days, str(period.by.id)


def _of_rules(facts: Facts) -> Iterator[Period]:
    for rule in sorted(facts.rows("RetentionRule"), key=lambda row: str(row.id)):
        if rule.data_category and rule.period_days is not None:
            yield Period(
                rule.data_category,
                int(rule.period_days),
                rule,
                _systems(facts, (rule.system,)),
                rule.enforcement or "",
                rule.citation or rule.legal_ground or "",
            )


def _of_activities(facts: Facts) -> Iterator[Period]:
    for activity in facts.prepared(activities):
        systems = _systems(facts, activity.systems or ())
        for category, days in (activity.erasure_limits or {}).items():
            yield Period(category, int(days), activity, systems)


def _systems(facts: Facts, ids: tuple[str | None, ...] | list[str]) -> tuple[Row, ...]:
    found = (facts.get("Asset", ref) or facts.get("AISystem", ref) for ref in ids if ref)
    return tuple(row for row in found if row is not None)
