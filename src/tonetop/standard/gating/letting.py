"""Whether a passage lets a subject through: who decided it, in whose word, on which terms, for how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import counting, rank, word
from tonetop.standard.gating.rank import WAIVER, authority
from tonetop.standard.terms.people import person_on

LONGEST = 180
"""For how many days a gate may be waived, or passed on conditions, at once; and in 365 days altogether."""


def named(facts: Facts, person: str | None) -> str:
    """A person by name, as sentences say it."""
    row = facts.get("Person", person)
    return str(row.name or row.id) if row is not None else person or "nobody named"


def deciders(facts: Facts, gate: Row, day: str) -> tuple[str, ...]:
    """Whom a gate named on a day to decide at it: its owner first, then those who decide for the owner.

    Left out is whoever named themselves.
    """
    then = facts.on("ProcessGate", gate.id, day) or gate
    said = dict.fromkeys(one for one in (then.owner, *(then.delegates or ())) if one)
    return tuple(one for one in said if rank.named(facts, then, one, day))


def may_decide(facts: Facts, gate: Row, person: str | None, day: str) -> bool:
    """Whether a person decides at a gate: named by it, top management, or one to whom they handed gates."""
    return bool(person) and (person in deciders(facts, gate, day) or authority(facts, person, day, WAIVER))


def let_through(
    facts: Facts, gate: Row, passage: Row | None, own: Sequence[Row], about: Iterable[Row]
) -> tuple[bool, str]:
    """Whether the passage that counts lets its subject through, and why (not); own: all of this gate and subject.

    about: the records that are about the subject.
    """
    if passage is None:
        return False, "no passage is on record"
    against = _against(facts, gate, passage) or still_refused(facts, passage, own, about)
    if against:
        return False, against
    day, by = passage.occurred_on, named(facts, passage.decided_by)
    lets, why = TERMS[passage.outcome](facts, passage, day, by)
    if lets and not word.own(facts, passage):
        if passage.outcome == "waived":
            return False, f"waived on {day} in the name of {by}, who has yet to confirm it"
        return False, f"decided on {day} in the name of {by}, who has yet to confirm it"
    if lets and _on_terms(passage):
        spent = counting.days_of(counting.on_terms(facts, gate.id, passage.subject, own), facts.as_of)
        if spent > LONGEST:
            return False, f"waived or on conditions for {spent} of 365 days, which is more than {LONGEST}"
    return lets, why


def _against(facts: Facts, gate: Row, passage: Row) -> str:
    """What stands against a passage whatever its terms; empty when nothing does."""
    day, by = passage.occurred_on, named(facts, passage.decided_by)
    if passage.outcome == "rejected":
        return f"rejected on {day}, decided by {by}"
    if person_on(facts, passage.decided_by, day) is None:
        return f"decided on {day} by {by}, who was no person of the register that day"
    if word.denied(facts, passage):
        return f"{by} says not to have decided this on {day}"
    gone = counting.taken_back(facts, passage)
    if gone:
        return f"a decision of {gone} was taken back, and nobody has decided anew since"
    if passage.outcome not in TERMS:
        return f"the passage of {day} has no outcome"
    if passage.outcome != "waived" and not may_decide(facts, gate, passage.decided_by, day):
        return f"decided on {day} by {by}, who does not decide at this gate"
    return ""


def still_refused(facts: Facts, passage: Row, own: Sequence[Row], about: Iterable[Row]) -> str:
    """Which no stands against a decision still; empty when none does.

    A no is said, so it stands until something new is on record of the subject, or another person decides who has at
    least the rank of whoever said it. about: the records that are about the subject.
    """
    no = counting.refused_before(facts, passage, own)
    if no is None:
        return ""
    by, day = passage.decided_by, no.occurred_on
    higher = rank.top(facts, no.decided_by, day) and not rank.top(facts, by, passage.occurred_on)
    if (by != no.decided_by and not higher) or _is_new(facts, about, day, passage.occurred_on):
        return ""
    said = f"rejected on {day} by {named(facts, no.decided_by)}, and nothing new of it is on record since"
    return f"{said}; it takes that, or another of at least their rank who decides"


def _is_new(facts: Facts, about: Iterable[Row], since: str, until: str) -> bool:
    """Whether a version of the records was written after a day, up to another; days have no hours."""
    days = (
        version.recorded_on or facts.history(row.type).recorded(version) or ""
        for row in about
        for version in facts.written(row)
    )
    return any(since < day <= until for day in days)


def _on_terms(passage: Row) -> bool:
    """Whether a waiver, or conditions that are not met yet, carry what the gate asks."""
    return passage.outcome == "waived" or (passage.outcome == "conditional" and not passage.conditions_met_on)


def _passed(facts: Facts, passage: Row, day: str, by: str) -> tuple[bool, str]:
    return True, f"passed on {day}, decided by {by}"


def _conditional(facts: Facts, passage: Row, day: str, by: str) -> tuple[bool, str]:
    due, owner = passage.conditions_due, passage.conditions_owner
    if not passage.conditions or not owner or not due:
        return False, f"passed with conditions on {day}, but not which, by whom and by when they are met"
    if due > cadence.shift(day, LONGEST):
        return False, f"passed with conditions on {day} until {due}, which is longer than {LONGEST} days"
    if passage.conditions_met_on:
        return True, f"passed with conditions on {day}, met on {passage.conditions_met_on}, decided by {by}"
    if due < facts.as_of:
        return False, f"passed with conditions on {day} that were to be met by {due} and are not"
    return True, f"passed with conditions on {day} that {named(facts, owner)} meets by {due}, decided by {by}"


def _waived(facts: Facts, passage: Row, day: str, by: str) -> tuple[bool, str]:
    until = passage.waiver_expires_on
    if not until:
        return False, f"waived on {day} without an end"
    if until < facts.as_of:
        return False, f"waived on {day} until {until}, which is over"
    if until > cadence.shift(day, LONGEST):
        return False, f"waived on {day} until {until}, which is longer than {LONGEST} days"
    if not passage.waiver_reason:
        return False, f"waived on {day} without a reason"
    if not authority(facts, passage.decided_by, day, WAIVER):
        return False, f"waived on {day} by {by}, who had no authority to waive that day"
    return True, f"waived on {day} until {until}, decided by {by}"


TERMS = {"passed": _passed, "conditional": _conditional, "waived": _waived}
"""What is asked of a passage by its outcome."""
