"""A register's list as rows of cells that a template only has to write down: what a record is called comes first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext
from markupsafe import Markup

from tonetop.records import form
from tonetop.records.fields import Kind, Prose, Text, Word
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.titles import Title
from tonetop.web.environment import address
from tonetop.web.naming import called
from tonetop.web.wording import counted, day, shorter, words

PLAIN = ("id", "period", "prose", "text")
"""Kinds of text that a list shows as it stands."""
LONG = 40
"""From how many letters on a text gets a broad column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: the field, its label, the kind of its values."""

    name: str
    label: str
    kind: str


class Cell(NamedTuple):
    """One cell: its attributes; its text and where it leads, or no text and the value for the template to show."""

    marks: Markup
    text: str | None
    kind: str
    value: Any
    address: str = ""


class Line(NamedTuple):
    """One record of a list: where its page is, what it is called, its id as a hint, and its cells."""

    address: str
    name: str
    ref: str
    cells: list[Cell]


@cache
def columns(type: str) -> tuple[Column, ...]:
    """The columns of a register's list: what a record is called, its id where that is another thing, the rest."""
    model = registers()[type]
    names = [name for name in model.columns if model.key != (name,)]
    lead = _lead(model)
    if lead != "ref":
        names = [lead, "ref", *(name for name in names if name not in (lead, "ref"))]
    return tuple(_column(model, name) for name in names)


def _lead(model: type[Record]) -> str:
    """The field that tells a register's records apart for people; the id where none does."""
    field, name = model._meta.get_field(model.title_field), model.title_field
    if name not in model.columns or model.key == (name,):
        return "ref"
    told = isinstance(field, Text | Prose) or isinstance(field, Word) and model.columns[1] == name
    return name if told and name not in model.key else "ref"


def _column(model: type[Record], name: str) -> Column:
    field: Any = model._meta.get_field(name)
    if name == "ref":
        single: Any = model._meta.get_field(model.key[0]) if len(model.key) == 1 else None
        return Column(name, str(single.verbose_name) if single else "Id", "id")
    return Column(name, str(field.verbose_name), form.kind_of(field) if isinstance(field, Kind) else "text")


def some(type: str, names: Collection[str]) -> tuple[Column, ...]:
    """Those columns of a register's list that are wanted, and its id."""
    return tuple(column for column in columns(type) if column.name in names or column.name == "ref")


def lines(
    type: str,
    shown: Sequence[Column],
    rows: Sequence[tuple[str, Callable[[str], Any]]],
    named: Mapping[str, Sequence[Title]],
) -> list[Line]:
    """Records as a list shows them: each as its id and what gives a field's value; named: titles of what they name."""
    first, *others = shown
    labelled = [(column, gettext(column.label)) for column in others]
    return [
        Line(
            address("record", type, ref),
            _name(first, ref, held(first.name)),
            ref,
            [cell(column, label, held(column.name), named) for column, label in labelled],
        )
        for ref, held in rows
    ]


def _name(lead: Column, ref: str, held: Any) -> str:
    told = words(held) if lead.kind == "word" and held else str(held or ref)
    return str(shorter(told, 90))


def cell(column: Column, label: str, value: Any, named: Mapping[str, Sequence[Title]]) -> Cell:
    """One value of a record as a list shows it."""
    kind = column.kind
    if value is None or value == "":
        return Cell(_marks(label, "void"), "–", kind, value)
    if kind == "reference":
        found = named.get(value)
        if not found:
            return Cell(_marks(label, ""), str(shorter(value, 60)), kind, value)
        leads = address("record", found[0].type, found[0].ref)
        return Cell(_marks(label, ""), called(found[0]), kind, value, leads)
    return Cell(_marks(label, _look(kind, value)), _text(kind, value), kind, value)


@lru_cache(maxsize=2_000)
def _marks(label: str, look: str) -> Markup:
    if look:
        return Markup(' data-label="{}" class="{}"').format(label, look)  # noqa: S704 - its parts are escaped
    return Markup(' data-label="{}"').format(label)  # noqa: S704 - its parts are escaped


def _text(kind: str, value: Any) -> str | None:
    """A plain value as a line of text; None for one that takes markup."""
    if kind == "date":
        return day(value)
    if kind == "boolean":
        return gettext("yes") if value else gettext("no")
    if kind == "number":
        return counted(value)
    if kind == "word":
        return words(value)
    if kind == "sha256":
        return f"{value[:12]}…"
    if kind in PLAIN and isinstance(value, str):
        return str(shorter(value))
    return None


def _look(kind: str, value: Any) -> str:
    if kind == "date":
        return "num nowrap"
    if kind in ("id", "sha256"):
        return f"{kind}-cell"
    if kind == "number":
        return "num figures"
    return "long" if kind in ("text", "prose") and len(str(value)) > LONG else ""
