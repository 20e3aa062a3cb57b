"""Walking a list record by record: what comes next is told by a record, so that no change doubles or hides another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from tonetop.records.intake import Refused
from tonetop.records.models import Record

CURSOR = re.compile(r"(after|before|from|upto)\.([1-9][0-9]{0,17})")


def after(row: Record) -> str:
    """The cursor of what comes after a record's version."""
    return f"after.{row.pk}"


def before(row: Record) -> str:
    """The cursor of what comes before it."""
    return f"before.{row.pk}"


def back(cursor: str) -> tuple[str, str]:
    """The cursors of what came before and comes after the place of one that shows nothing any more."""
    number = cursor.partition(".")[2]
    return f"upto.{number}", f"from.{number}"


class Ordered(NamedTuple):
    """A list as it stands now: the rows that it finds in its order, how they are ordered, and what finds them.

    order: a field, with - before it for downwards, then the id.
    """

    model: type[Record]
    numbers: Sequence[int]
    order: Sequence[str]
    query: Callable[[], QuerySet[Any]]


def span(cursor: str, found: Ordered, size: int) -> tuple[int, int]:
    """From which place and before which one of a list a cursor shows records. Raises Refused for none of the list."""
    told = CURSOR.fullmatch(cursor)
    row = found.model.objects.filter(row=int(told[2])).first() if told else None
    if told is None or row is None:
        raise Refused(f"the cursor {cursor!r} is none of this list; begin without one")
    if told[1] in ("after", "from"):
        begin = _upto(row, found, itself=told[1] == "after")
        return begin, begin + size
    end = _upto(row, found, itself=told[1] == "upto")
    return max(0, end - size), end


def _upto(row: Record, found: Ordered, *, itself: bool) -> int:
    """How many records of the list come before a version's place in it, be that version still in it or not."""
    try:
        return found.numbers.index(row.pk) + itself
    except ValueError:
        there: int = found.query().filter(_places_before(row, found.order, itself=itself)).count()
        return there


def _places_before(row: Record, order: Sequence[str], *, itself: bool) -> Q:
    """The condition that a record comes before a version in the order (or at its very place)."""
    name, down = order[0].removeprefix("-"), order[0].startswith("-")
    if name == "ref":
        return Q(**{f"ref__{_beyond(down)}{'e' * itself}": row.ref})
    value = getattr(row, name)
    tied = Q(**{f"ref__lt{'e' * itself}": row.ref})
    nothing_first = not down  # on PostgreSQL too: it is told so
    if value is None:
        found = Q(**{f"{name}__isnull": True}) & tied
        return found if nothing_first else found | Q(**{f"{name}__isnull": False})
    found = Q(**{f"{name}__{_beyond(down)}": value}) | (Q(**{name: value}) & tied)
    return found | Q(**{f"{name}__isnull": True}) if nothing_first else found


def _beyond(down: bool) -> str:
    return "gt" if down else "lt"
