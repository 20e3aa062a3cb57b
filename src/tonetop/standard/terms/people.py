"""Who had rank, authority or a valid place on the day of an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Tenures, has
from tonetop.core.series import entries

MONEY = "money<="
NEVER = (cadence.LAST, cadence.FIRST)
"""The tenure of what never holds."""


def person_on(facts: Facts, person: str | None, day: str | None) -> Row | None:
    """The person as they were on a day, by the version that holds then; None when not valid or not there."""
    if not person or not day or facts.get("Person", person) is None:
        return None
    row = facts.on("Person", person, day)
    if row is None or (row.valid_from or "") > day or (row.valid_to or day) < day:
        return None
    return row


def stays(versions: Sequence[Row]) -> list[tuple[str, str, Row]]:
    """Each version of a person with the first and the last day on which it holds and the person is valid by it."""
    if len(versions) == 1:  # nearly everyone, so this is quick
        (only,) = versions
        return [(max(only.effective_on or "", only.valid_from or ""), only.valid_to or cadence.LAST, only)]
    begins = [version.effective_on for version in versions[1:]]
    ends = [cadence.shift(day, -1) if day else "" for day in begins]
    found = []
    for version, end in zip(versions, [*ends, cadence.LAST], strict=True):
        first = max(version.effective_on or "", version.valid_from or "")
        found.append((first, min(end, version.valid_to or end), version))
    return found


Span = tuple[str, str, str]
"""First and last day, both included, and what held on them."""


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order; those of one value that follow on one another as one, those of no day left out.

    So what does not change from one version to the next is not seen to change by those who read it.
    """
    found: list[Span] = []
    for first, last, value in spans:
        if not last or last < first:
            continue
        if found and found[-1][2] == value and first == cadence.shift(found[-1][1], 1):
            found[-1] = (found[-1][0], last, value)
        else:
            found.append((first, last, value))
    return tuple(found)


def value_on(spans: Iterable[Span] | None, day: str) -> str | None:
    """What held on a day; None when nothing."""
    return next((value for first, last, value in spans or () if first <= day <= last), None)


@entries("Person")
def top_spans(facts: Facts, person: Row) -> tuple[Span, ...]:
    """The spans in which a person is top management."""
    versions = facts.versions(person)
    if not any(version.is_top_management is True for version in versions):
        return ()
    return joined(
        (first, last, "top") for first, last, row in stays(versions) if row.is_top_management is True
    )


def top(facts: Facts, person: str | None, day: str | None) -> bool:
    """Whether the person is top management on that day (terms: top; time_semantics: rank)."""
    if not person or not day:
        return False
    spans = facts.part(top_spans, person)
    return spans is not None and value_on(spans, day) is not None


@entries("Person")
def unit_kinds(facts: Facts, person: Row) -> tuple[Span, ...]:
    """The spans in which a person belongs to a unit of a kind."""
    spans = stays(facts.versions(person))
    return joined((first, last, row.unit_kind) for first, last, row in spans if row.unit_kind)


def unit_kind_on(facts: Facts, person: str | None, day: str | None) -> str | None:
    """The kind of unit to which a person belongs on a day."""
    return value_on(facts.part(unit_kinds, person), day) if person and day else None


def valid_person(now: Moment, person: Row | None) -> bool:
    """Whether a person is valid on the moment's day."""
    return (
        person is not None
        and (not person.valid_from or now.reached(person.valid_from))
        and not now.passed(person.valid_to)
    )


def _top_now(facts: Facts) -> list[Row]:
    """Persons who are top management as of the facts' day, in order of id."""
    rows = (row for row in facts.rows("Person") if row.is_top_management is True)
    return sorted(rows, key=lambda row: str(row.id))


def top_managers(now: Moment) -> list[Row]:
    """Persons who are top management and valid on the moment's day, in order of id."""
    return [row for row in now.facts.prepared(_top_now) if valid_person(now, row)]


def in_force(role: Row, day: str) -> bool:
    """Whether a role assignment is in force on a day (terms: in force); one without any date is not."""
    begins = role.valid_from or role.assigned_on
    return bool(begins) and begins <= day and (role.valid_to or day) >= day


def _in_force(facts: Facts, role: Row) -> tuple[str, str]:
    """The days on which a role assignment is in force; none when it has no first day."""
    begins = role.valid_from or role.assigned_on
    return (begins, role.valid_to or cadence.LAST) if begins else NEVER


def _held(facts: Facts, role: Row) -> tuple[str, str]:
    """The days on which a role assignment is in force and its holder a valid person."""
    first, last = _in_force(facts, role)
    holder = facts.get("Person", role.person)
    if holder is None:
        return NEVER
    return max(first, holder.valid_from or ""), min(last, holder.valid_to or last)


def roles_in_force(now: Moment) -> Tenures:
    """Role assignments in force on the moment's day."""
    return now.holding("RoleAssignment", _in_force)


def roles_held(now: Moment) -> Tenures:
    """Role assignments in force on the moment's day whose holder is valid on it."""
    return now.holding("RoleAssignment", _held)


def managing_roles(now: Moment) -> Tenures:
    """Accepted roles of unit manager in force on the moment's day."""
    return roles_in_force(now).where(has("role", "unit-manager")).where(has("accepted_on"))


def unit_managers(now: Moment) -> list[str]:
    """Ids of persons who hold an accepted role of unit manager (terms: unit manager), sorted."""
    return sorted({row.person for row in managing_roles(now) if row.person})


def assignments(facts: Facts) -> dict[str, list[str]]:
    """Ids of role assignments by everyone who ever held them."""
    found: dict[str, list[str]] = defaultdict(list)
    there = facts.index("RoleAssignment")
    for version in facts.history("RoleAssignment").versions:
        if version.person and version.id in there and version.id not in found[version.person]:
            found[version.person].append(version.id)
    return found


def roles_on(facts: Facts, person: str | None, day: str | None) -> list[Row]:
    """The person's role assignments in force on a day, as they were that day."""
    if not person or not day:
        return []
    held = (facts.on("RoleAssignment", ident, day) for ident in facts.part(assignments, person) or ())
    return [row for row in held if row and row.person == person and in_force(row, day)]


def delegations_on(facts: Facts, person: str | None, day: str | None) -> list[Row]:
    """Those of them that are delegated by a person who is there."""
    return [row for row in roles_on(facts, person, day) if facts.get("Person", row.delegated_from)]


def warrants(facts: Facts, person: str | None, day: str | None) -> list[Row]:
    """The delegations on which an act rests that was not done by top management."""
    return [] if top(facts, person, day) else delegations_on(facts, person, day)


def delegate(
    facts: Facts, person: str | None, day: str | None, act: str, amount: float | None = None
) -> bool:
    """Whether one who is not top acts under a delegation in force, accepted and wide enough (no chains)."""
    delegations = delegations_on(facts, person, day)
    if not delegations or top(facts, person, day) or person_on(facts, person, day) is None:
        return False
    return any(covers(facts, role, str(day), act, amount) for role in delegations)


def covers(facts: Facts, role: Row, day: str, act: str, amount: float | None) -> bool:
    """Whether one delegation is accepted, given by top management and wide enough for an act on a day."""
    accepted = bool(role.accepted_on) and role.accepted_on <= day
    limits = role.delegation_limits or ()
    caps = [float(limit.removeprefix(MONEY)) for limit in limits if limit.startswith(MONEY)]
    within = amount is None or all(amount <= cap for cap in caps)
    return accepted and top(facts, role.delegated_from, day) and act in limits and within


def authority(
    facts: Facts, person: str | None, day: str | None, act: str, amount: float | None = None
) -> bool:
    """Whether the person could do the act on that day: top, or under a delegation (terms: authority)."""
    return top(facts, person, day) or delegate(facts, person, day, act, amount)
