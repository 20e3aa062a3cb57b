"""Whatever is prepared from facts, and however they are learnt bit by bit, it is what a fresh look gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.small_world import SHAPES, World, member, task, team
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Entries, Groups, Series, Timeline

NAMES = ("a", "b", "c")
TYPES = tuple(SHAPES)
THEN = "2025-06-01"
LEADS = {"Team": "parent", "Member": "team", "Task": "member"}
"""By type the field in which a row names another one."""

DAY = {"Team": "founded_on", "Member": "joined_on", "Task": "due_on"}


@dataclass(frozen=True)
class Read:
    """One thing that is read: how, of which type or preparation, and under which key."""

    how: str
    of: Any
    key: str = "id"

    def __call__(self, facts: Facts, row: Row | None) -> Any:
        """What is found; row: the one whose turn it is, if any."""
        if self.how == "whole":
            return facts.prepared(self.of)
        if self.how == "rows":
            return sorted(facts.rows(self.of), key=attrgetter("id"))
        if self.how == "holds":
            return facts.holds(self.of)
        if self.how == "versions":
            return facts.versions(row)
        key = self._under(row)
        if self.how == "on":
            return facts.on(self.of, key, THEN) if key else None
        return facts.part(self.of, key) if self.how == "part" else facts.get(self.of, key)

    def _under(self, row: Row | None) -> str | None:
        if row is None or self.key in NAMES:
            return "a"
        return row.id if self.key == "id" else getattr(row, LEADS[row.type])


@dataclass(frozen=True)
class Looking:
    """Reads one after another, up to the first that finds nothing: a value, a condition, or what is said of a row."""

    reads: tuple[Read, ...]

    def __call__(self, facts: Facts, row: Row | None = None) -> list[Any]:
        found = []
        for read in self.reads:
            found.append(plain(read(facts, row)))
            if not found[-1]:
                break
        return found

    def met(self, facts: Facts, row: Row) -> bool:
        """Whether all that is read for the row is there."""
        return all(self(facts, row))

    def said(self, facts: Facts, row: Row) -> list[Any] | None:
        """What is read for the row, when all of it is there."""
        found = self(facts, row)
        return found if all(found) else None


def plain(value: Any) -> Any:
    """A value as it can be compared, and kept while what it came from moves on."""
    if isinstance(value, Timeline):
        return list(zip(value.days, value.rows, strict=True))
    return dict(value) if isinstance(value, dict) else value


Told = tuple[str, str, list[tuple[str, int, str]]]
"""A preparation as drawn: its kind, its type, and its reads, which name what they are of by number."""


def graph(told: Sequence[Told]) -> list[Any]:
    """The preparations that were drawn; each may read those before it."""
    made: list[Any] = []
    for kind, type, reads in told:
        of_rows = kind in ("series", "entries")
        looking = Looking(tuple(_read(made, of_rows and type, *read) for read in reads))
        if kind == "groups":
            made.append(Groups(type, LEADS[type]))
        elif kind == "series":
            made.append(Series(type, attrgetter(DAY[type])).where(looking.met))
        else:
            made.append(Entries(type, looking.said) if kind == "entries" else looking)
    return made


def _read(made: Sequence[Any], of_rows: str | bool, how: str, number: int, key: str) -> Read:
    if how == "versions" and of_rows:
        return Read(how, of_rows)
    mappings = [make for make in made if isinstance(make, Groups | Entries)]
    there = {"whole": made, "part": mappings}.get(how, TYPES)
    if not there or how == "versions":
        return Read("rows", TYPES[number % 3])
    return Read(how, there[number % len(there)], key)


reads = st.tuples(
    st.sampled_from(("get", "on", "rows", "holds", "versions", "whole", "part", "part")),
    st.integers(0, 5),
    st.sampled_from(("id", "reference", "a")),
)
preparations = st.tuples(
    st.sampled_from(("groups", "series", "entries", "whole")),
    st.sampled_from(TYPES),
    st.lists(reads, min_size=1, max_size=3),
)


def _version(type: str, ident: str, to: str | None, days: tuple[str | None, ...], withdrawn: bool) -> Row:
    day, recorded, begins = days
    stamps = {"recorded_on": recorded, "effective_on": begins, "withdrawn_on": THEN if withdrawn else None}
    made = {"Team": team, "Member": member, "Task": task}[type]
    about = {"about": (to,) if to else ()} if type == "Task" else {}
    return made(ident, **{LEADS[type]: to, DAY[type]: day}, **about, **stamps)


days = st.sampled_from((None, "2025-03-01", THEN, "2026-03-01"))
versions = st.builds(
    _version,
    st.sampled_from(TYPES),
    st.sampled_from(NAMES),
    st.sampled_from((None, *NAMES)),
    st.tuples(days, days, days),
    st.sampled_from((False, False, False, True)),
)
steps = st.tuples(st.lists(versions, max_size=3), st.sets(st.integers(0, 5)))
"""Versions that are learnt together, and which values are asked for thereafter."""


def leading_somewhere(world: World, rows: Sequence[Row]) -> list[Row]:
    """The rows, in which references that would lead nowhere are empty: such are never taken in."""
    known = {type: {row.id for row in (*world.rows, *rows) if row.type == type} for type in TYPES}
    anywhere = set[str]().union(*known.values())
    return [_leading_somewhere(row, known, anywhere) for row in rows]


def _leading_somewhere(row: Row, known: dict[str, set[str]], anywhere: set[str]) -> Row:
    name = LEADS[row.type]
    (to,) = SHAPES[row.type].fields[name].to
    empty: dict[str, Any] = {} if getattr(row, name) in known[to] else {name: None}
    if row.type == "Task" and not anywhere.issuperset(row.about):
        empty["about"] = ()
    return row._replace(**empty)


@settings(max_examples=60)
@given(
    st.lists(preparations, min_size=2, max_size=6),
    st.lists(versions, max_size=6),
    st.lists(steps, min_size=1, max_size=5),
    st.sampled_from((None, THEN)),
)
def test_every_value_is_what_fresh_facts_give(
    told: list[Told], first: list[Row], later: list[tuple[list[Row], set[int]]], known_on: str | None
):
    made = graph(told)
    world = World()
    world.rows = leading_somewhere(world, first)
    facts = world.facts(known_on=known_on)
    for make in made:
        facts.prepared(make)
    for rows, asked in [*later, ([], set(range(6)))]:
        world.add(facts, *leading_somewhere(world, rows))
        fresh = world.facts(known_on=known_on)
        for make in [make for place, make in enumerate(made) if place in asked]:
            assert plain(facts.prepared(make)) == plain(fresh.prepared(make))
