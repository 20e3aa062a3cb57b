"""The demo's stories retold as chance has it: some of their records, with other values in some fields."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Row
from tonetop.core.shape import Field
from tonetop.standard import demo, facts_file
from tonetop.standard.facts_file import FactsFile, linking_fields, targets
from tonetop.standard.schema import shapes

PERIODS = ("2025", "2026", "2025-H2", "2025-Q4", "2026-Q1", "2025-12")
NUMBERS = (0, 0.25, 1, 2, 5, 10, 100, 365)


@cache
def story(name: str) -> FactsFile:
    """A story of the demo as it is told there."""
    return facts_file.take({head: told for head, told in demo.story(name).items() if head != "organisation"})


@cache
def ids(name: str, type: str) -> tuple[str, ...]:
    """The ids of a story's records of a type."""
    return tuple(row.id for row in story(name).records.get(type, ()))


def some(name: str, chance: Random, share: float) -> dict[str, list[Row]]:
    """About so large a share of a story's records of each type, none or all of some, and what those refer to."""
    found: dict[str, list[Row]] = {}
    for type, rows in story(name).records.items():
        kept = chance.choice((0, share, share, 1))
        found[type] = [row for row in rows if chance.random() < kept]
    return with_named(name, found)


def with_named(name: str, found: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The records, and those of the story that they refer to, at first or second hand."""
    there = {(type, row.id) for type, rows in found.items() for row in rows}
    waiting = [row for rows in found.values() for row in rows]
    while waiting:
        row = waiting.pop()
        named = {i for field in linking_fields(shapes()[row.type]) for i in targets(getattr(row, field.name))}
        for type, other in ((type, other) for ident in named for type, other in _all(name).get(ident, ())):
            if (type, other.id) not in there:
                there.add((type, other.id))
                found.setdefault(type, []).append(other)
                waiting.append(other)
    return found


@cache
def _all(name: str) -> dict[str, list[tuple[str, Row]]]:
    """A story's records by id, each with its type."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for type, rows in story(name).records.items():
        for row in rows:
            found.setdefault(row.id, []).append((type, row))
    return found


def changed(name: str, row: Row, chance: Random, share: float) -> Row:
    """The record with other values in about so large a share of the fields that do not tell it apart."""
    shape = shapes()[row.type]
    fields = [field for field in shape.fields.values() if shape.has_id or field.name not in shape.key]
    values = {
        f.name: _value(name, f, getattr(row, f.name), chance) for f in fields if chance.random() < share
    }
    return row._replace(**values)


def _value(name: str, field: Field, before: Any, chance: Random) -> Any:
    """Another value for a field, or none; the same where its kind has no others to choose from."""
    to = shapes() if field.to == ("any",) else field.to
    known = [ident for type in to for ident in ids(name, type)]
    one: dict[str, Any] = {
        "boolean": (True, False),
        "word": (*field.words, None),
        "number": (*NUMBERS, None),
        "period": (*PERIODS, None),
        "reference": (*known, None),
    }
    if field.kind == "date":
        return _moved(before, chance)
    if field.kind in one:
        return chance.choice(one[field.kind])
    several = {"words": field.words, "references": known}.get(field.kind)
    return before if not several else tuple(chance.sample(several, chance.randint(0, min(3, len(several)))))


def _moved(day: str | None, chance: Random) -> str | None:
    """A day some weeks or months away from another, a day of the last year for none, or none."""
    if chance.random() < 0.15:
        return None
    return cadence.shift(day or "2025-08-01", chance.randint(-120, 120))
