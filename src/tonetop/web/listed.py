"""What a list is as a file: its title, what it says, and how its columns and lines are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise

from tonetop.core.facts import Facts
from tonetop.work.reports.report import Lead
from tonetop.work.reports.voice import Voice

Head = tuple[str | Promise, int]
"""What a column is called, and its share of the width."""
Rows = list[tuple[Lead, Sequence[str]]]
"""Lines with the record that each leads to."""


class Lines(NamedTuple):
    """The columns of a list, its lines, and of what they are a part, if they are (`handing.part_of`)."""

    heads: Sequence[Head]
    rows: Rows
    narrowed: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its title, what it says, and how its columns and lines are made; in which forms it is taken."""

    title: str | Promise
    about: str | Promise
    made: Callable[[Any, Facts, Voice], Lines]
    forms: tuple[str, ...] = ("xlsx", "csv", "pdf")


def columns(shares: str, *heads: str | Promise) -> list[Head]:
    """The columns, each with its share of the width, in the order of both."""
    return list(zip(heads, map(int, shares.split()), strict=True))


def name(facts: Facts, type: str, ref: str | None) -> str:
    """What a record is called; an id that is none as it is, an empty text for none."""
    row = facts.get(type, ref)
    return str(row.name or row.id) if row is not None else ref or ""
