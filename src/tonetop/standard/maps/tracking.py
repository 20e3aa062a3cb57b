"""What was done since: which objectives were confirmed after their goal changed, and who saw each measurement."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import entries
from tonetop.standard.terms.meetings import with_top
from tonetop.standard.terms.strategy import active, active_objectives, confirmations, confirmed_on

YEAR = 365


@dataclass(frozen=True, slots=True)
class Shift:
    """A goal that changed and an active objective that names it (LD-1.7).

    confirmed_on: the day on which the objective was confirmed since; None while it is not. by: the decision that
    did so, if one did. due_on: the last day for it. days: how long it took, or has been waited so far.
    """

    goal: Row
    objective: Row
    confirmed_on: str | None
    by: Row | None
    due_on: str
    days: int

    @property
    def late(self) -> bool:
        """Whether it came, or still waits, after the last day for it."""
        return self.days > cadence.between(self.due_on, self.goal.changed_on)


def shifts(facts: Facts) -> list[Shift]:
    """Goals that changed with each active objective that names them: unconfirmed ones, longest waiting first, then
    those that were confirmed after a change in 365 days, latest first."""
    now = Moment(facts)
    changed = {row.id: row for row in facts.rows("StrategyGoal") if row.changed_on}
    found = [
        _shift(now, changed[goal], row)
        for row in facts.prepared(active_objectives)
        for goal in dict.fromkeys(row.strategy_goals or ())
        if goal in changed
    ]
    waiting = sorted(
        (one for one in found if one.confirmed_on is None), key=lambda one: (-one.days, one.objective.id)
    )
    done = [one for one in found if one.confirmed_on and now.within(one.goal.changed_on, YEAR)]
    return waiting + sorted(done, key=lambda one: (one.confirmed_on or "", one.objective.id), reverse=True)


def _shift(now: Moment, goal: Row, objective: Row) -> Shift:
    changed = goal.changed_on
    confirmed = confirmed_on(now.facts, objective, changed)
    decisions = [row for row in confirmations(now.facts, objective, changed) if row.decided_on == confirmed]
    return Shift(
        goal,
        objective,
        confirmed,
        decisions[0] if decisions else None,
        cadence.shift(changed, now.parameter("goal_reconfirm_days")),
        cadence.between(confirmed or now.facts.as_of, changed),
    )


@dataclass(frozen=True, slots=True)
class Sighting:
    """A measurement of an active objective, the held meeting that saw it, and whether a top manager was there."""

    measurement: Row
    objective: Row
    meeting: Row | None
    with_top: bool


@entries("Measurement")
def sighting(facts: Facts, row: Row) -> Sighting | None:
    """Who saw a measurement of 365 days; none of an objective that is not active."""
    objective = facts.get("AIObjective", row.kpi)
    if objective is None or not active(objective) or not Moment(facts).within(row.measured_on, YEAR):
        return None
    meeting = facts.get("Meeting", row.presented_in)
    held = meeting if meeting is not None and meeting.held_on else None
    return Sighting(row, objective, held, held is not None and with_top(facts, held))


def sightings(facts: Facts) -> list[Sighting]:
    """Measurements of active objectives of 365 days (LD-1.6): what no meeting with top saw first, then the latest."""
    found = sorted(
        facts.prepared(sighting).values(),
        key=lambda one: (one.measurement.measured_on, one.objective.id),
        reverse=True,
    )
    return sorted(found, key=lambda one: (one.with_top, one.meeting is not None))
