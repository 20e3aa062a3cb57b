"""A small world for tests of the core: teams, their members, and tasks; its source can be added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.history import row_class
from tonetop.core.shape import Field, Shape

TODAY = "2025-12-31"

TEAM = {
    "name": Field("name", "text"),
    "founded_on": Field("founded_on", "date"),
    "parent": Field("parent", "reference", to=("Team",)),
}
MEMBER = {
    "team": Field("team", "reference", to=("Team",)),
    "joined_on": Field("joined_on", "date"),
    "chief": Field("chief", "boolean"),
}
TASK = {
    "started_on": Field("started_on", "date"),
    "due_on": Field("due_on", "date"),
    "member": Field("member", "reference", to=("Member",)),
    "kind": Field("kind", "text"),
    "about": Field("about", "references", to=("any",)),
    "amount": Field("amount", "number"),
}
SHAPES = {
    "Team": Shape("Team", True, ("id",), ("founded_on",), TEAM),
    "Member": Shape("Member", True, ("id",), (), MEMBER),
    "Task": Shape("Task", True, ("id",), ("started_on",), TASK),
}


class World:
    """A source of versions that grows."""

    def __init__(self, *rows: Row) -> None:
        self.rows = list(rows)

    def versions(self, type: str) -> Sequence[Row]:
        return [row for row in self.rows if row.type == type]

    def facts(self, as_of: str = TODAY, known_on: str | None = None, **parameters: float) -> Facts:
        """A fresh look at all that is there."""
        return Facts(self, SHAPES, as_of, known_on, parameters)

    def add(self, facts: Facts, *rows: Row) -> None:
        """Let the source have got more versions, and the facts learn them."""
        self.rows.extend(rows)
        facts.learn({type: [row for row in rows if row.type == type] for type in SHAPES})


def _row(type: str, ident: str, values: dict[str, Any]) -> Row:
    made = row_class(type, tuple(SHAPES[type].fields))
    return made(**{name: values.pop(name, None) for name in made._fields if name != "id"}, id=ident, **values)


def team(ident: str, **values: Any) -> Row:
    """A version of a team; what is not said is empty."""
    return _row("Team", ident, values)


def member(ident: str, **values: Any) -> Row:
    """A version of a member; what is not said is empty."""
    return _row("Member", ident, values)


def task(ident: str, **values: Any) -> Row:
    """A version of a task; what is not said is empty."""
    return _row("Task", ident, values)


def ids(rows: Any) -> list[str]:
    """The ids of rows, in their order."""
    return [row.id for row in rows]
