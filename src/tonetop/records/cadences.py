"""By when records want something done: review cadences and deadlines, as a register declares them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Every:
    """A review cadence: a record is due for review so many months after a date field of its own was last set."""

    months: int
    since: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a record wants something done: the date field, whose it is, and what says that it is done.

    whose: the field that names the person (a list of persons too). done: fields of which one filled says so; over: the
    values of `status` or `state` that say so; passes: whether it is over anyway once the day is past.
    """

    field: str
    whose: str = ""
    done: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    passes: bool = False
