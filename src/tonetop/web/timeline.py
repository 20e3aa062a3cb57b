"""The twelve-month timeline of leadership acts as a drawing: leaders down the side, days along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard import acts
from tonetop.standard.acts import Act

LEFT, RIGHT, TOP, STEP = 170, 1180, 36, 32
SHOWN = 12
"""How many leaders the drawing shows; the table below it shows all."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One act in the drawing, at pixels of the view box."""

    x: int
    y: int
    act: Act


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: rows of leaders, month lines with names, dots; sizes are of the view box."""

    leaders: list[tuple[int, Row]]
    months: list[tuple[int, str]]
    dots: list[Dot]
    height: int
    all: list[Act]


def drawing(facts: Facts) -> Drawing:
    """The drawing of the twelve months that end on the facts' day."""
    found = acts.last_days(facts)
    people = acts.leaders(facts)[:SHOWN]
    places = {person.id: TOP + STEP * place for place, person in enumerate(people)}
    dots = [Dot(_x(facts, act.day), places[act.person], act) for act in found if act.person in places]
    leaders = [(places[person.id], person) for person in people]
    return Drawing(leaders, _months(facts), dots, TOP + STEP * len(people) + 16, found)


def _x(facts: Facts, day: str) -> int:
    gone = cadence.between(day, cadence.shift(facts.as_of, -365))
    return LEFT + 10 + (RIGHT - LEFT - 20) * gone // 365


def _months(facts: Facts) -> list[tuple[int, str]]:
    first = date.fromisoformat(cadence.shift(facts.as_of, -365))
    found = []
    for month in range(first.month + 1, first.month + 13):
        year, place = first.year + (month - 1) // 12, (month - 1) % 12 + 1
        day = date(year, place, 1).isoformat()
        if day <= facts.as_of:
            found.append((_x(facts, day), day))
    return found
