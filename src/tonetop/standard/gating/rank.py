"""Rank at gates: that of the register of people, but for what somebody gave to themselves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import whose, word
from tonetop.standard.terms import people

WAIVER = "gate-waiver"


def run(facts: Facts, record: Row, day: str, says: Callable[[Row], bool]) -> list[Row]:
    """The versions, as they were written up to the one that holds on a day, that say so without a break; latest first.

    By the order of writing, so that whoever corrects a word of a record is not taken for who said the rest of it.
    """
    versions = facts.written(record)[: facts.number(record, day)]
    return list(takewhile(says, reversed(versions)))


def top(facts: Facts, person: str | None, day: str | None) -> bool:
    """Whether a person is top management on a day, by an entry that was not their own."""
    row = facts.get("Person", person)
    if row is None or not day or not people.top(facts, person, day):
        return False
    said = run(facts, row, day, lambda version: version.is_top_management is True)
    return bool(said) and said[-1].entered_by != person


def authority(facts: Facts, person: str | None, day: str | None, act: str) -> bool:
    """Whether a person could do a leadership act on a day: by rank, or handed it in a top manager's own word."""
    if top(facts, person, day):
        return True
    if not person or not day or people.person_on(facts, person, day) is None:
        return False
    roles = people.delegations_on(facts, person, day)
    return any(people.covers(facts, role, day, act, None) and _handed(facts, role, day) for role in roles)


def _handed(facts: Facts, role: Row, day: str) -> bool:
    """Whether the top manager whom a delegation names gave their own word on it."""
    said = word.own(facts, role, day) and not word.denied(facts, role)
    return said and role.delegated_from != role.person and top(facts, role.delegated_from, day)


def manages(facts: Facts, person: str | None, day: str | None) -> bool:
    """Whether a person holds an accepted role of unit manager on a day that they did not enter themselves."""
    return any(
        role.role == "unit-manager"
        and (role.accepted_on or "9999") <= str(day)
        and person not in whose.writers(facts, role)
        for role in people.roles_on(facts, person, day)
    )


def named(facts: Facts, gate: Row, person: str, day: str) -> bool:
    """Whether a gate names a person to decide at it, by another's entry.

    What somebody made of themselves counts once a person who may waive gates entered the gate with it.
    """
    said = run(facts, gate, day, lambda version: person in (version.owner, *(version.delegates or ())))
    if not said:
        return False
    others = (version.entered_by for version in said if version.entered_by != person)
    return said[-1].entered_by != person or any(authority(facts, one, facts.as_of, WAIVER) for one in others)
