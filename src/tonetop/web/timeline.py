"""The twelve-month timeline of leadership acts as a drawing: leaders down the side, days along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import get_language, gettext

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Entries
from tonetop.standard import acts
from tonetop.standard.acts import Act
from tonetop.web.telling import deed
from tonetop.web.wording import day, shorter

TOP, STEP = 16, 32
SHOWN = 12
"""How many leaders the drawing shows; the table below it shows all."""
DAYS = 365
LATEST = 100
"""How many acts the table shows, the latest first."""
NAMED = 6
"""How many acts a dot names."""
CLOSE = 5
"""Acts of fewer days apart share a dot."""


@dataclass(frozen=True, slots=True)
class Dot:
    """What one leader did in one way within a few days: x in percent of the drawing's width, y in pixels."""

    x: float
    y: int
    mode: str
    acts: list[Act]


@dataclass(frozen=True, slots=True)
class Told:
    """One act as the table tells it."""

    day: str
    who: str
    what: str
    mode: str
    record: Row


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: leaders, months with their place in percent, dots; height in pixels.

    hints: what a dot says when one points at it, in the order of the dots. latest: the newest acts for the table.
    """

    leaders: list[Row]
    months: list[tuple[float, str]]
    dots: list[Dot]
    hints: list[str]
    height: int
    count: int
    latest: list[Told]


def drawing(facts: Facts) -> Drawing:
    """The drawing of the twelve months that end on the facts' day; who did most stands first."""
    found = acts.last_days(facts, DAYS)
    done = acts.by_person(found)
    people = sorted(acts.leaders(facts), key=lambda person: -len(done.get(person.id, ())))[:SHOWN]
    dots = [
        dot for place, person in enumerate(people) for dot in _dots(facts, done.get(person.id, []), place)
    ]
    hints = [_hint(facts, dot) for dot in dots]
    latest = [_told(facts, act) for act in found[: -LATEST - 1 : -1]]
    return Drawing(people, _months(facts), dots, hints, STEP * len(people), len(found), latest)


def _told(facts: Facts, act: Act) -> Told:
    person = facts.get("Person", act.person)
    who = person.name if person and person.name else act.person
    return Told(act.day, who, shorter(_said(facts, act), 160), act.mode, act.record)


@cache
def _deeds(type: str, _language: str | None) -> Entries:
    """By record of a type, its acts as people read them in the language that is spoken: a year's are told again."""

    def say(facts: Facts, row: Row) -> dict[str, str]:
        return {act.said: deed(facts, act.said, row) for act in acts.of(facts, row)}

    return Entries(type, say)


def _said(facts: Facts, act: Act) -> str:
    told = facts.part(_deeds(act.record.type, get_language()), act.record.id) or {}
    return str(told[act.said])


def _hint(facts: Facts, dot: Dot) -> str:
    """The first acts of a dot in a line, and how many more there are."""
    first = [f"{day(act.day)}: {shorter(_said(facts, act), 120)}" for act in dot.acts[:NAMED]]
    more = len(dot.acts) - len(first)
    return "; ".join((*first, *([gettext("and %(n)s more") % {"n": more}] if more else ())))


def _dots(facts: Facts, done: list[Act], place: int) -> list[Dot]:
    """One leader's acts; those of one mode which lie too close to be told apart share a dot."""
    dots: list[Dot] = []
    for act in sorted(done, key=lambda act: (act.mode, act.day)):
        last = dots[-1] if dots and dots[-1].mode == act.mode else None
        if last and cadence.between(act.day, last.acts[0].day) < CLOSE:
            last.acts.append(act)
        else:
            dots.append(Dot(_x(facts, act.day), TOP + STEP * place, act.mode, [act]))
    return dots


def _x(facts: Facts, day: str) -> float:
    gone = cadence.between(day, cadence.shift(facts.as_of, -DAYS))
    return round(1 + 97 * gone / DAYS, 2)


def _months(facts: Facts) -> list[tuple[float, str]]:
    first = date.fromisoformat(cadence.shift(facts.as_of, -DAYS))
    found = []
    for month in range(first.month + 1, first.month + 13):
        year, place = first.year + (month - 1) // 12, (month - 1) % 12 + 1
        day = date(year, place, 1).isoformat()
        if day <= facts.as_of:
            found.append((_x(facts, day), day))
    return found
