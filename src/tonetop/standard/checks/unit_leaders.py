"""LD-8: managers at all levels lead in their field, act, meet the top, and are backed when they say no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.forum import LEADING, absent_sides, all_sides, met_leads, steering
from tonetop.standard.terms.meetings import attending
from tonetop.standard.terms.people import managing_roles, roles_on, unit_managers, valid_person
from tonetop.standard.terms.strategy import active, active_objectives
from tonetop.standard.terms.systems import answers, live_by_unit, overridden_noes, overruling

QUARTERS = ((91, 0), (182, 91), (273, 182), (365, 273))
HALVES = ((182, 0), (365, 182))


def _led(now: Moment) -> dict[str, Row]:
    """The valid unit managers by the unit they belong to, one for each."""
    people = (now.get("Person", ident) for ident in unit_managers(now))
    return {
        row.org_unit: row for row in people if row is not None and row.org_unit and valid_person(now, row)
    }


@check(
    "LD-8.1",
    act="Make someone of each unit with a live AI system its manager, and let them accept",
    of=lambda now: list(live_by_unit(now)),
)
def led(now: Moment, of: Of) -> Case:
    systems, leaders = live_by_unit(now), _led(now)
    bare = [unit for unit in of if unit not in leaders]
    said = share_said(
        len(of) - len(bare), len(of), "units with live AI systems have a unit manager of their own"
    )
    if bare:
        said += f"; without: {', '.join(bare)}"
    managers = [leaders[unit] for unit in of if unit in leaders]
    held = {row.id for row in managers}
    roles = [row for row in managing_roles(now) if row.person in held]
    records = [*(row for unit in bare or of for row in systems[unit]), *managers, *roles]
    act = f"Make someone of {bare[0]} its unit manager, and let them accept" if bare else None
    return Case(
        fail=Node(len(bare) >= 2 or len(bare) == len(of), said, records, act=act),
        passes=Node(not bare, said, records, act=act),
    )


def _acts(type: str, doer: str, date: str) -> Groups:
    """The records of a type by the person who did what they tell, in order of date, then id."""
    who, order = attrgetter(doer), attrgetter(date, "id")
    return Groups(type, lambda row: (who(row),) if who(row) and order(row)[0] else (), order)


OWN_ACTS = {
    "sent_on": _acts("Communication", "speaker", "sent_on"),
    "decided_on": _acts("Decision", "decided_by", "decided_on"),
    "occurred_on": _acts("GatePassage", "decided_by", "occurred_on"),
}
"""Acts by the person who did them, by the field that holds their day (LD-8.2)."""


def last_act(facts: Facts, person: str) -> tuple[str, Row | None]:
    """The day of a person's latest own act ("": never) and its record."""
    found = ((date, facts.part(acts, person)) for date, acts in OWN_ACTS.items())
    last = [(getattr(rows[-1], date), rows[-1]) for date, rows in found if rows]
    return max(last, key=lambda act: (act[0], act[1].id), default=("", None))


@check("LD-8.2", act="Let each unit manager speak, decide or judge a gate in person", of=unit_managers)
def acting(now: Moment, of: Of) -> Case:
    last = {person: last_act(now.facts, person) for person in of}
    idle = [person for person in of if not now.within(last[person][0], 365)]
    slow = [person for person in of if not now.within(last[person][0], 180)]
    told = _last_told(now, slow[0], last[slow[0]][0]) if slow else ""
    act = f"Let {_name(now, (idle or slow)[0])} speak, decide or judge a gate in person" if slow else None
    return Case(
        fail=Node(
            bool(idle),
            f"{len(idle)} of {len(of)} unit managers have not acted themselves in 365 days",
            lambda: _with_acts(now, idle or of, last),
            act=act,
        ),
        passes=Node(
            not slow,
            share_said(len(of) - len(slow), len(of), "unit managers have acted themselves in 180 days")
            + told,
            lambda: _with_acts(now, slow or of, last),
            act=act,
        ),
    )


def _last_told(now: Moment, person: str, day: str) -> str:
    name = _name(now, person)
    told = f"{name} acted last on {day}" if day else f"{name} has never acted"
    return f"; {told}"


def _name(now: Moment, ident: str) -> str:
    person = now.get("Person", ident)
    return called(person) if person is not None else ident


def _with_acts(now: Moment, people: Of, last: dict[str, tuple[str, Row | None]]) -> Iterable[Row]:
    """Unit managers, each with the latest act and the role."""
    roles: dict[str, list[Row]] = defaultdict(list)
    for role in managing_roles(now):
        roles[role.person].append(role)
    found = ((now.get("Person", ident), last[ident][1], *roles[ident]) for ident in people)
    return (row for rows in found for row in rows if row is not None)


@check("LD-8.3", act="Hold a steering meeting which legal, business and IT or data all attend")
def joint(now: Moment, of: Of) -> Case:
    held = steering(now)
    full = held.where(all_sides)
    share = len(full) / len(held) if len(held) else None
    said = share_said(len(full), len(held), "steering meetings in 365 days had all sides at the table")
    lacking = [row for row in held[-20:] if not all_sides(now.facts, row)]
    act = None
    if lacking:
        sides = ", ".join(absent_sides(now.facts, lacking[-1]))
        said += f"; the latest without, {lacking[-1].id} of {lacking[-1].held_on}, lacked {sides}"
        act = f"Have {sides} attend the next steering meeting"
    records = [*held, *(row for meeting in held[-20:] for row in attending(now.facts, meeting))]
    return Case(
        fail=some(
            Node(not held, f"Steering meetings held in 365 days: {len(held)}", now.rows("Meeting")),
            Node(share is not None and share < 0.5, said, records, act=act),
        ),
        passes=Node(
            share is not None and share >= now.parameter("forum_presence_pass"), said, records, act=act
        ),
    )


@check(
    "LD-8.4",
    act="Let top management decide, with reasons and principles, on each refusal that was overridden",
    of=overridden_noes,
)
def respected(now: Moment, of: Of) -> Case:
    given = {row.id: answers(now.facts, row) for row in of}
    bare = [row for row in of if not given[row.id]]
    unweighed = [row for row in of if not weighed(given[row.id])]
    reasoned = share_said(
        len(of) - len(bare), len(of), "overridden refusals were answered by top management with reasons"
    )
    principled = share_said(len(of) - len(unweighed), len(of), "were answered with principles considered")
    act = (
        f"Decide on the overridden refusal {(bare or unweighed)[0].id}, with reasons and principles"
        if unweighed
        else None
    )
    return Case(
        fail=Node(bool(bare), reasoned, lambda: _refusals(now, bare or of), act=act),
        passes=every(
            Node(not bare, reasoned, lambda: _refusals(now, bare or of), act=act),
            Node(not unweighed, principled, lambda: _refusals(now, unweighed or of), act=act),
        ),
    )


def weighed(decisions: list[Row]) -> bool:
    """Whether one of these decisions names principles that were considered."""
    return any(row.principles_considered for row in decisions)


def _refusals(now: Moment, rows: Of) -> Iterator[Row]:
    return (found for row in rows for found in overruling(now.facts, row))


def _of_top(now: Moment) -> Of:
    return [row for row in now.facts.prepared(active_objectives) if row.level == "top"]


def _children(facts: Facts) -> dict[str, list[Row]]:
    """Active objectives of units by the objective they serve."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("AIObjective"):
        if active(row) and row.level == "unit" and row.parent:
            found[row.parent].append(row)
    return found


@check(
    "LD-8.5",
    act="Give each objective of the top one of a unit that serves it, with an owner of that unit",
    of=_of_top,
)
def cascaded(now: Moment, of: Of) -> Case:
    children = now.facts.prepared(_children)
    served = {
        row.id: [child for child in children.get(row.id, ()) if child.owner and child.owner != row.owner]
        for row in of
    }
    bare = [row for row in of if not served[row.id]]
    said = share_said(
        len(of) - len(bare), len(of), "objectives of the top are carried on by a unit with its own owner"
    )
    act = (
        f"Give a unit an objective that serves {called(bare[0])}, with an owner of its own" if bare else None
    )
    below = [child for row in of for child in served[row.id]]
    return Case(
        fail=Node(len(bare) == len(of), said, bare, act=act),
        passes=Node(not bare, said, [*(bare or of), *below], act=act),
    )


def _spans(now: Moment, spans: tuple[tuple[int, int], ...]) -> int:
    """How many of these spans of days have a meeting of top with a leading role holder."""
    return sum(len(now.window("Meeting", days, until=until).where(met_leads)) > 0 for days, until in spans)


def _met(facts: Facts, meeting: Row) -> Iterator[Row]:
    """Who attended a meeting, each with the leading roles held that day."""
    for row in attending(facts, meeting):
        yield row
        yield from (role for role in roles_on(facts, row.person, meeting.held_on) if role.role in LEADING)


@check("LD-8.6", act="Let a top manager meet the AIMS lead or a unit manager, and record who attended")
def met(now: Moment, of: Of) -> Case:
    found = now.window("Meeting").where(met_leads)
    quarters, halves = _spans(now, QUARTERS), _spans(now, HALVES)
    last = f"; the latest was {found[-1].id} on {found[-1].held_on}" if len(found) else ""
    said = f"A top manager met the AIMS lead or a unit manager in {quarters} of 4 quarters{last}"

    def records() -> Iterable[Row]:
        return chain(found, (row for meeting in found[-20:] for row in _met(now.facts, meeting)))

    return Case(
        fail=Node(
            halves < 2,
            f"A top manager met the AIMS lead or a unit manager in {halves} of 2 half-years{last}",
            records,
        ),
        passes=Node(quarters == 4, said, records),
    )
