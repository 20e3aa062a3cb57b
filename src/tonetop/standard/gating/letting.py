"""Whether a passage lets a subject through: who decided it, in whose word, on which terms, for how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import counting, rank, word
from tonetop.standard.gating.rank import WAIVER, authority
from tonetop.standard.terms.people import person_on

LONGEST = 180
"""For how many days a gate may be waived, or passed on conditions, at once; and in 365 days altogether."""

New = Callable[[str, str], bool]
"""Whether something is new of a subject after a day, up to another."""


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
    facts: Facts, gate: Row, passage: Row | None, own: Sequence[Row], new: New
) -> tuple[bool, str]:
    """Whether the passage that counts lets its subject through, and why (not); own: all of this gate and subject."""
    if passage is None:
        return False, "no passage is on record"
    against = _against(facts, gate, passage) or still_refused(facts, gate, passage, own, new)
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


def still_refused(facts: Facts, gate: Row, passage: Row, own: Sequence[Row], new: New) -> str:
    """Which no stands against a decision still; empty when none does. new: what is new of the subject.

    A no is said, so it stands until another person decides who has at least the rank of whoever said it, or they
    themselves do once something is new; of what top management refused, whatever is new, only top management.
    """
    noes = reversed(standing(facts, gate, passage, own, new))
    for no in sorted(noes, key=lambda one: not _by_top(facts, one)):
        day, by = no.occurred_on, named(facts, no.decided_by)
        if _by_top(facts, no) and not rank.top(facts, passage.decided_by, passage.occurred_on):
            return f"rejected on {day} by {by}, and what top management refused, it alone lets through"
        if not _answers(facts, passage, no, new):
            said = f"rejected on {day} by {by}, and nothing new of it is on record since"
            return f"{said}; it takes that, or another of at least their rank who decides"
    return ""


def standing(facts: Facts, gate: Row, passage: Row, own: Sequence[Row], new: New) -> list[Row]:
    """The noes before a decision that no decision since them answered, by day; own: all of this gate and subject."""
    upto = counting.order(facts, passage)
    lets = [row for row in own if row.id != passage.id and _lets_for_good(facts, gate, row)]
    lets = [row for row in lets if counting.order(facts, row) < upto]

    def answered(no: Row) -> bool:
        since = counting.order(facts, no)
        return any(since < counting.order(facts, row) and _answers(facts, row, no, new) for row in lets)

    noes = counting.noes(facts, gate.id, passage.subject, own)
    before = [no for no in noes if no.id != passage.id and counting.order(facts, no) < upto]
    return sorted((no for no in before if not answered(no)), key=lambda row: str(row.occurred_on))


def refused_by_top(facts: Facts, gate: Row, passage: Row, own: Sequence[Row], new: New) -> bool:
    """Whether a no of top management stands at a gate, be it the passage itself, so that it decides there."""
    if passage.outcome == "rejected" and _by_top(facts, passage):
        return True
    noes = standing(facts, gate, passage, own, new)
    return any(_by_top(facts, no) and not _answers(facts, passage, no, new) for no in noes)


def _by_top(facts: Facts, no: Row) -> bool:
    return rank.top(facts, no.decided_by, no.occurred_on) and not word.denied(facts, no)


def _answers(facts: Facts, passage: Row, no: Row, new: New) -> bool:
    """Whether a decision is by somebody who may think otherwise than whoever said a no."""
    if _by_top(facts, no) and not rank.top(facts, passage.decided_by, passage.occurred_on):
        return False
    return passage.decided_by != no.decided_by or new(no.occurred_on, passage.occurred_on)


def _lets_for_good(facts: Facts, gate: Row, passage: Row) -> bool:
    """Whether a passage let its subject through, in the own word of who may, and not on terms."""
    lets = passage.outcome in ("passed", "conditional") and not _on_terms(passage)
    return lets and word.own(facts, passage) and not _against(facts, gate, passage)


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
