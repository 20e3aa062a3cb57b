"""Confirm objectives after their strategic goal changed: one decision of a top manager about all of them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from tonetop.core import cadence, canonical
from tonetop.core.facts import Facts
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Overtaken
from tonetop.standard.maps.tracking import Shift, shifts
from tonetop.standard.terms.people import top
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer

SEEN_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Given:
    """What a confirmation says: the objectives, each with what was seen of it; why they still fit; who decided, when.

    decided_by: a top manager; empty for whoever signs in. on: the day; empty for today.
    """

    objectives: tuple[tuple[str, str], ...]
    why: str
    decided_by: str = ""
    on: str = ""


def seen_of(shift: Shift) -> str:
    """A short hash of the goal and the objective as they are shown to whoever confirms."""
    told = [[str(value) for value in row] for row in (shift.goal, shift.objective)]
    return sha256(canonical.dumps(told)).hexdigest()[:SEEN_LETTERS]


def reconfirm(account: Account, given: Given) -> Record:
    """Write the decision, in one transaction. Raises Forbidden, Refused, and Overtaken for what changed since seen.

    It counts for LD-1.7 from its day on; who enters it for another is kept apart from who decided.
    """
    by = writer(account, "Decision")
    facts = assess().facts
    today = clock.today()
    person, on = given.decided_by or account.person, given.on or today
    chosen = _chosen(facts, given)
    _demand(facts, person, on, today, chosen)
    if not given.why:
        raise Refused("say in a sentence why the objectives still fit the goal as it is now")
    goals = list(dict.fromkeys(one.goal.id for one in chosen))
    about = [*dict.fromkeys(one.objective.id for one in chosen), *goals]
    names = ", ".join(goal.title or goal.id for goal in {one.goal.id: one.goal for one in chosen}.values())
    plain = {
        "id": next_ref("Decision"),
        "kind": "objective",
        "text": f"Objectives confirmed after a change of strategy: {names}",
        "rationale": given.why,
        "about": about,
        "decided_by": person,
        "decided_on": on,
        "status": "none-needed",
    }
    made = write.save(intake.take("Decision", plain), by, after=0)
    if made is None:
        raise Refused("the same decision is on record already")
    return made


def _chosen(facts: Facts, given: Given) -> list[Shift]:
    """The unconfirmed shifts that are meant, once it is settled that they are as they were seen."""
    if not given.objectives:
        raise Refused("tick at least one objective to confirm")
    there = [one for one in facts.prepared(shifts) if one.confirmed_on is None]
    found = []
    for ref, seen in given.objectives:
        own = [one for one in there if one.objective.id == ref]
        if not own:
            raise Refused(
                f"AIObjective {ref}: waits for no confirmation; it was confirmed or changed meanwhile"
            )
        meant = [one for one in own if seen_of(one) == seen]
        if not meant:
            raise Overtaken(
                f"AIObjective {ref}: it or its goal was changed since you saw it; look at it again"
            )
        found += meant
    return found


def _demand(facts: Facts, person: str, on: str, today: str, chosen: list[Shift]) -> None:
    if not cadence.is_day(on) or on > today:
        raise Refused(f"{on!r} is no day up to today on which it was decided; write YYYY-MM-DD")
    early = next((one.goal for one in chosen if on < one.goal.changed_on), None)
    if early is not None:
        raise Refused(
            f"StrategyGoal {early.id} changed on {early.changed_on}, after {on}; decide again since"
        )
    if not top(facts, person, on):
        who = person or "your account, which is nobody of the register,"
        raise Refused(f"{who} was not top management on {on}; name the top manager who decided")
