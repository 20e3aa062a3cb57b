"""Who sat together at a meeting: the sides of the house, and top management with holders of AIMS roles."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, has
from tonetop.standard.terms.meetings import attending, top_attending, with_top
from tonetop.standard.terms.people import roles_on, unit_kind_on

SIDES = {"legal": ("legal",), "business": ("business",), "IT or data": ("it", "data")}
"""The sides of a forum and the kinds of unit that stand for them (LD-8.3)."""

LEADING = ("aims-lead", "unit-manager")
"""Roles whose holders top managers should meet (LD-8.6)."""


def steering(now: Moment) -> Window:
    """Steering meetings held in 365 days."""
    return now.window("Meeting").where(has("kind", "steering"))


@dataclass(frozen=True, slots=True)
class Attended:
    """A predicate: one of a unit of these kinds, as of that day, attended the meeting."""

    kinds: tuple[str, ...]

    def __call__(self, facts: Facts, meeting: Row) -> bool:
        there = attending(facts, meeting)
        return any(unit_kind_on(facts, row.person, meeting.held_on) in self.kinds for row in there)


def absent_sides(facts: Facts, meeting: Row) -> list[str]:
    """The sides of which nobody attended a meeting."""
    return [side for side, kinds in SIDES.items() if not Attended(kinds)(facts, meeting)]


def all_sides(facts: Facts, meeting: Row) -> bool:
    """Whether all sides attended a meeting; a predicate."""
    return not absent_sides(facts, meeting)


def lead_holders(facts: Facts) -> frozenset[str]:
    """Ids of all persons who were ever given a leading role."""
    versions = facts.history("RoleAssignment").versions
    return frozenset(version.person for version in versions if version.role in LEADING and version.person)


def leads_on(facts: Facts, person: str, day: str) -> bool:
    """Whether a person held a leading role of the AIMS on a day."""
    return any(role.role in LEADING for role in roles_on(facts, person, day))


def met_leads(facts: Facts, meeting: Row) -> bool:
    """Whether a top manager and another person with a leading role attended a meeting; a predicate."""
    if not with_top(facts, meeting):
        return False
    holders = facts.prepared(lead_holders)
    leads = [row.person for row in attending(facts, meeting) if row.person in holders]
    leads = [person for person in leads if leads_on(facts, person, meeting.held_on)]
    return any({row.person for row in top_attending(facts, meeting)} - {person} for person in leads)
