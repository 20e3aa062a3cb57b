"""Training as mandated: who was asked, who was done in time, by unit, and the leaders before everybody else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tonetop.core.assess import FAIL, NO_DATA, PARTIAL, PASS
from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.people import top
from tonetop.standard.terms.training import Turnout, TurnoutOf, completion

NO_UNIT = ""


@dataclass(slots=True)
class Group:
    """A unit's turnout: how many were asked, done in time, done late; who is still open."""

    unit: str
    asked: int = 0
    done: int = 0
    late: int = 0
    open: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of those asked who were done in time."""
        return self.done / self.asked


@dataclass(frozen=True, slots=True)
class Taken:
    """A leader who was asked: the training record there is, and whether it came in time."""

    person: Row
    record: Row | None
    timely: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A mandate and its turnout: as a whole, of leaders, by unit; due tells whether its time has run out."""

    mandate: Row
    whole: Group
    leaders: list[Taken]
    units: list[Group]
    due: bool
    enough: float
    least: float

    @property
    def result(self) -> str:
        """As LD-6.2 judges a mandate that is due; before, and of nobody, no data."""
        if not self.due or not self.whole.asked:
            return NO_DATA
        if self.whole.share >= self.enough:
            return PASS
        return PARTIAL if self.whole.share >= self.least else FAIL


def progress(facts: Facts) -> list[Progress]:
    """Every training mandate, the one due last first; those without a day at the end."""
    mandates = sorted(facts.rows("TrainingMandate"), key=lambda row: (row.due_on or "", row.id), reverse=True)
    return [_progress(facts, mandate) for mandate in mandates]


def _progress(facts: Facts, mandate: Row) -> Progress:
    turnout = facts.prepared(TurnoutOf(mandate.id)) if mandate.due_on else Turnout((), ())
    in_time = {row.person: row for row in turnout.done}
    whole, units, leaders = Group("all"), dict[str, Group](), list[Taken]()
    for ident in sorted([*in_time, *turnout.lacking]):
        person = facts.get("Person", ident)
        if person is None:
            continue
        record = in_time.get(ident) or completion(facts, ident, mandate.course)
        timely = ident in in_time
        unit = person.org_unit or NO_UNIT
        for group in (whole, units.setdefault(unit, Group(unit))):
            _count(group, ident, record, timely)
        if top(facts, ident, min(mandate.due_on, facts.as_of)):
            leaders.append(Taken(person, record, timely))
    ordered = sorted(units.values(), key=lambda group: (group.share, group.unit))
    leaders.sort(key=lambda one: (one.timely, one.record is not None, one.person.id))
    due = bool(mandate.due_on) and mandate.due_on <= facts.as_of
    enough, least = facts.parameters["training_pass"], facts.parameters["training_partial"]
    return Progress(mandate, whole, leaders, ordered, due, enough, least)


def _count(group: Group, person: str, record: Row | None, timely: bool) -> None:
    group.asked += 1
    if timely:
        group.done += 1
    elif record is not None:
        group.late += 1
    else:
        group.open.append(person)


def courses(facts: Facts) -> list[str]:
    """The courses that mandates or training records name, sorted."""
    found: dict[str, int] = defaultdict(int)
    for type in ("TrainingMandate", "TrainingRecord"):
        for row in facts.rows(type):
            if row.course:
                found[row.course] += 1
    return sorted(found)
