"""By when records want something done: review cadences and deadlines, as a register declares them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Every:
    """A review cadence: a record is due for review so many months after a date field of its own was last set.

    months_field: the field in which each record says how many; one that says nothing has the register's `months`,
    and of 0 no review is due.
    """

    months: int = 0
    since: str = ""
    months_field: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a record wants something done: the date field, whose it is, and what says that it is done.

    whose: the field that names the person (a list of persons too). done: fields of which one filled says so; over: the
    values of `status` or `state` that say so; passes: whether it is over anyway once the day is past. reckoned: gives
    the day of a record where a law counts it from the field.
    """

    field: str
    whose: str = ""
    done: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    passes: bool = False
    reckoned: Callable[[Any], str | None] | None = None

    @property
    def name(self) -> str:
        """What tells it apart from other deadlines of its register, for good."""
        return f"{self.field}/{self.reckoned.__name__}" if self.reckoned else self.field

    def on(self, row: Any) -> str | None:
        """The day by which a record wants it done; None when it says none."""
        return self.reckoned(row) if self.reckoned else getattr(row, self.field)
