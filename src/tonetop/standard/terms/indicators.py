"""Indicators: the measurements of objectives, and the runs of red that ask top management for a decision."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import has
from tonetop.core.series import Groups, entries, series
from tonetop.standard.terms.meetings import about, by_top, top_met_on


def _taken(measurement: Row) -> tuple[str, str]:
    return measurement.measured_on or "", measurement.id


measurements = Groups("Measurement", "kpi", _taken)
"""Measurements by objective, earliest first; those without a day come before all others."""


def measured(facts: Facts, objective: str) -> list[Row]:
    """An objective's measurements that have a day, earliest first."""
    rows = facts.part(measurements, objective) or []
    return [row for row in rows if row.measured_on] if rows and not rows[0].measured_on else rows


@entries("AIObjective")
def shown_on(facts: Facts, objective: Row) -> str:
    """The day of the latest meeting with top at which a measurement of an objective was presented."""
    rows = facts.part(measurements, objective.id) or ()
    days = (facts.part(top_met_on, row.presented_in) for row in rows if row.presented_in)
    return max(filter(None, days), default="")


def last_shown(facts: Facts, objective: Row) -> Row | None:
    """The measurement of an objective that was presented at the latest meeting with top."""
    rows = facts.part(measurements, objective.id) or ()
    shown = [row for row in rows if row.presented_in and facts.part(top_met_on, row.presented_in)]
    return max(shown, key=lambda row: facts.part(top_met_on, row.presented_in) or "", default=None)


def named_objectives(facts: Facts) -> dict[str, Row]:
    """By objective, the first decision of kind objective by top management that is about it (LD-5.1)."""
    decisions = series("Decision", "decided_on").where(has("kind", "objective")).where(by_top)
    found: dict[str, Row] = {}
    for row in facts.prepared(decisions).rows:
        for ident in row.about or ():
            found.setdefault(ident, row)
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """An objective whose latest measurements, two or more, are red without a break.

    reds: that run, earliest first. answers: decisions by top management about the objective, with owner and
    due, from the first red on, earliest first.
    """

    objective: Row
    reds: tuple[Row, ...]
    answers: tuple[Row, ...]

    @property
    def in_time(self) -> bool:
        """Whether it was answered by the third red, where there is a third."""
        return bool(self.answers) and (
            len(self.reds) < 3 or self.answers[0].decided_on <= self.reds[2].measured_on
        )


def _answers(facts: Facts, objective: str, since: str) -> tuple[Row, ...]:
    rows = (row for row in about(facts, objective) if row.decided_on >= since and row.owner and row.due)
    return tuple(row for row in rows if by_top(facts, row))


@entries("AIObjective")
def red_run(facts: Facts, objective: Row) -> Run | None:
    """The run of an objective whose two latest measurements are red."""
    rows = measured(facts, objective.id)
    begins = len(rows)
    while begins and rows[begins - 1].status == "red":
        begins -= 1
    reds = tuple(rows[begins:])
    return (
        Run(objective, reds, _answers(facts, objective.id, reds[0].measured_on)) if len(reds) >= 2 else None
    )


def red_runs(facts: Facts) -> list[Run]:
    """The runs of all objectives that have one, in order of the objectives' ids (LD-5.5)."""
    found = facts.prepared(red_run)
    return [found[ident] for ident in sorted(found)]
