"""A register as a list: what holds on a day, searched, filtered, sorted, a page at a time; the same for all faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Q

from tonetop.core.shape import Field
from tonetop.records import walking
from tonetop.records.fields import Kind, Prose, Text, Word, YesNo
from tonetop.records.intake import Refused
from tonetop.records.models import Record, Versions
from tonetop.records.recently import recorded_since
from tonetop.records.sifting import sifted

PAGE = 50
LONGEST, WORDS = 400, 20
"""How many characters and words are looked for at once."""
CHOICES = 100
"""Up to how many words a list of words is offered as a filter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What of a register is wanted: words to find, values by field, the field to sort by (- before: downwards).

    fields: those that are looked at; none: all. closed: those that the reader may not read; they are empty, and
    neither searched nor sorted by. cursor: of an earlier page, by which this one begins in the page's place. since:
    only what was recorded since (see `recently.line_at`). withdrawn: with those that were withdrawn.
    """

    find: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    fields: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    cursor: str = ""
    since: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a register: its rows, how many there are in all, and which page of how many this is.

    earlier, later: the cursors of what comes before and after these rows; empty where nothing does.
    """

    rows: Sequence[Record]
    count: int
    page: int
    pages: int
    wish: Wish
    earlier: str = ""
    later: str = ""


def filters(model: type[Record]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The fields a register is filtered by, as (name, label, words): closed words and yes or no."""
    found = []
    for own in model._meta.get_fields():
        if isinstance(own, Word) and len(own.words) <= CHOICES:
            found.append((own.name, str(own.verbose_name), own.words))
        elif isinstance(own, YesNo):
            found.append((own.name, str(own.verbose_name), ("yes", "no")))
    return found


def listing(model: type[Record], as_of: str, known_on: str | None, wish: Wish, size: int = PAGE) -> Listing:
    """The wanted page of a register. Raises Refused for a field, word or cursor that the register does not know."""
    order, query = _order(model, wish), partial(chosen, model, as_of, known_on, wish)
    values = tuple(sorted(wish.values.items()))
    asked = (
        model.__name__,
        as_of,
        known_on,
        wish.find,
        values,
        wish.sort,
        wish.closed,
        wish.since,
        wish.withdrawn,
    )
    numbers = sifted(asked, query)
    pages = max(1, -(-len(numbers) // size))
    page = min(max(1, wish.page), pages)
    begin, end = (page - 1) * size, page * size
    if wish.cursor:
        begin, end = walking.span(wish.cursor, walking.Ordered(model, numbers, order, query), size)
        page = min(begin // size + 1, pages)
    shown = numbers[begin:end]
    by_number = model.objects.order_by().only(*wish.fields).in_bulk(shown)
    rows = [by_number[number].without(wish.closed) for number in shown]
    at = (walking.before(rows[0]), walking.after(rows[-1])) if rows else walking.back(wish.cursor)
    earlier = at[0] if begin > 0 and (rows or wish.cursor) else ""
    later = at[1] if end < len(numbers) and (rows or wish.cursor) else ""
    return Listing(rows, len(numbers), page, pages, wish, earlier, later)


def chosen(model: type[Record], as_of: str, known_on: str | None, wish: Wish) -> Versions:
    """All that a wish finds of a register, in its order, be it of whatever page. Raises Refused as `listing` does."""
    held = model.objects.on(as_of, known_on, withdrawn=wish.withdrawn)
    held = held.filter(recorded_since(model, wish.since), finds(model, wish.find, wish.closed))
    return held.filter(*_narrow(model, wish)).order_by(*_order(model, wish))


def finds(model: type[Record], find: str, closed: tuple[str, ...] = ()) -> Q:
    """The condition that every word stands somewhere in a record's open texts. Raises Refused for too many."""
    if len(find) > LONGEST or len(find.split()) > WORDS:
        raise Refused(f"search for at most {WORDS} words, {LONGEST} characters together")
    held = (own.name for own in model._meta.get_fields() if isinstance(own, Text | Prose))
    texts = [name for name in held if name not in closed]
    condition = Q()
    for word in find.split():
        anywhere = Q(ref__icontains=word)
        for name in texts:
            anywhere |= Q(**{f"{name}__icontains": word})
        condition &= anywhere
    return condition


def _narrow(model: type[Record], wish: Wish) -> list[Q]:
    fields = {name: one for name, one in model.shape().fields.items() if name not in wish.closed}
    conditions = []
    for name, value in wish.values.items():
        judge = fields.get(name)
        if judge is None or judge.kind in ("inputs", "amounts"):
            raise Refused(f"{model.__name__} is not filtered by {name}; it takes {', '.join(fields)}")
        conditions.append(_condition(judge, value))
    return conditions


def _condition(judge: Field, value: str) -> Q:
    if value == "":
        return Q(**{judge.name: None})
    if judge.kind == "boolean":
        if value not in ("yes", "no", "true", "false"):
            raise Refused(f"{judge.name} takes yes or no, not {value!r}")
        return Q(**{judge.name: value in ("yes", "true")})
    if judge.kind in ("texts", "words", "references", "limits"):
        return Q(**{f"{judge.name}__contains": f'"{value}"'})
    return Q(**{judge.name: value})


def _order(model: type[Record], wish: Wish) -> list[str]:
    sort = wish.sort
    name = sort.removeprefix("-")
    if name in ("", "ref"):
        return [f"{'-' if sort.startswith('-') else ''}ref"]
    known = {own.name for own in model._meta.get_fields() if isinstance(own, Kind)}
    if name not in known or name in wish.closed:
        raise Refused(f"{model.__name__} is not sorted by {name}")
    return [sort, "ref"]
