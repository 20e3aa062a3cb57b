"""Indicators: the measurements of objectives, and the runs of red that ask top management for a decision."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.meetings import about, by_top


def measurements(facts: Facts) -> dict[str, list[Row]]:
    """Measurements by objective, earliest first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Measurement"):
        if row.kpi and row.measured_on:
            found[row.kpi].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.measured_on)
    return found


def measured(facts: Facts, objective: str) -> list[Row]:
    """An objective's measurements, earliest first."""
    return facts.prepared(measurements).get(objective, [])


def named_objectives(facts: Facts) -> dict[str, Row]:
    """By objective, the first decision of kind objective by top management that is about it (LD-5.1)."""
    rows = (row for row in facts.rows("Decision") if row.kind == "objective" and by_top(facts, row))
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row.decided_on, row.id)):
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


def red_runs(facts: Facts) -> list[Run]:
    """The objectives whose two latest measurements are red, with the whole run (LD-5.5)."""
    found = []
    for ident, rows in sorted(facts.prepared(measurements).items()):
        begins = len(rows)
        while begins and rows[begins - 1].status == "red":
            begins -= 1
        reds = tuple(rows[begins:])
        if len(reds) >= 2:
            answers = _answers(facts, ident, reds[0].measured_on)
            found.append(Run(facts.get("AIObjective", ident), reds, answers))
    return found
