"""What the program itself holds of people: by register, by its own tables and by the files of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from tonetop.records import form
from tonetop.records.fields import Kind
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.standard.own_places import FILES, OUTSIDE, TABLES, Place


@dataclass(frozen=True, slots=True)
class OfRegister:
    """A register with the labels of its personal fields, and how many of its records hold such a value."""

    type: str
    fields: tuple[str, ...]
    records: int
    imported: bool


@dataclass(frozen=True, slots=True)
class OfPlace:
    """A table or file of the program with how many rows or bytes it holds; none: it is not counted."""

    place: Place
    count: int | None


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is held: in the registers, in the program's own tables, in the folder's files, and outside."""

    registers: tuple[OfRegister, ...]
    tables: tuple[OfPlace, ...]
    files: tuple[OfPlace, ...]
    outside: tuple[Place, ...]


def inventory() -> Inventory:
    """What is held now, counted."""
    return Inventory(
        tuple(_registers()),
        tuple(OfPlace(place, _rows(place.names)) for place in TABLES),
        tuple(OfPlace(place, _bytes(place.names)) for place in FILES),
        OUTSIDE,
    )


def _registers() -> Iterator[OfRegister]:
    for type, model in registers().items():
        labels = tuple(_label(model, name) for name in model.personal() if name != "source_data")
        holding = _holding(model)
        imported = _celled(model).exclude(cells="{}").exists()
        if labels or imported:
            yield OfRegister(type, labels, holding, imported)


def _label(model: type[Record], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _celled(model: type[Record]) -> Any:
    """The versions of a register with their imported cells as text, for PostgreSQL compares no JSON as it is kept."""
    return model.objects.annotate(cells=Cast("source_data", TextField()))


def _holding(model: type[Record]) -> int:
    """How many records hold a personal value in any version."""
    some = ~Q(cells="{}")
    for own in form.fields(model):
        if isinstance(own, Kind) and own.personal:
            some |= Q(**{f"{own.name}__isnull": False})
    return int(_celled(model).filter(some).order_by().values("ref").distinct().count())


def _rows(names: tuple[str, ...]) -> int | None:
    return sum(apps.get_model(name)._default_manager.count() for name in names if "." in name)


def _bytes(names: tuple[str, ...]) -> int:
    folder = Path(settings.DATA)
    found = {path for name in names for path in folder.glob(name)}
    inside = (file for path in found for file in ([path] if path.is_file() else path.rglob("*")))
    return sum(file.stat().st_size for file in inside if file.is_file())
