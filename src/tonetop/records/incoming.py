"""Records that refer to a record: by register and field, each with what the register's list shows, in two queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tonetop.records.fields import Kind, YesNo
from tonetop.records.models import Link
from tonetop.records.registry import registers

SHOWN = 12
"""How many referring records of one register are shown."""
FOLLOWED = 400
"""How many links are followed at most."""


@dataclass(frozen=True, slots=True)
class Referring:
    """The records of one register that refer to a record: how many, by which fields, and the first rows' cells."""

    type: str
    count: int
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, dict[str, Any]]]


def incoming(type: str, ref: str) -> tuple[list[Referring], bool]:
    """What refers to a record, by register, and whether there is more than was followed."""
    found = list(Link.objects.filter(to_ref=ref).order_by("from_type", "from_ref")[: FOLLOWED + 1])
    by_type: dict[str, dict[str, list[str]]] = {}
    for link in found[:FOLLOWED]:
        if _leads(link, type):
            by_type.setdefault(link.from_type, {}).setdefault(link.from_ref, []).append(link.field)
    shown = {name: list(refs)[:SHOWN] for name, refs in by_type.items()}
    cells = _cells(shown) if shown else {}
    told = []
    for name in [name for name in registers() if name in by_type]:
        fields = dict.fromkeys(field for held in by_type[name].values() for field in held)
        columns = _columns(name, fields)
        rows = [(r, cells[name, r]) for r in shown[name] if (name, r) in cells]
        told.append(Referring(name, len(by_type[name]), tuple(fields), columns, rows))
    return told, len(found) > FOLLOWED


def _leads(link: Link, type: str) -> bool:
    """Whether a link leads to this type and not to another record of the same id."""
    judge = registers()[link.from_type].shape().fields.get(link.field)
    return judge is None or judge.to in ((), ("any",)) or type in judge.to


def _columns(type: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """The list columns of a register, without its id and without a field that says only what is known."""
    told = tuple(name for name in registers()[type].columns if name != "ref" and name not in without)
    return told or tuple(name for name in registers()[type].columns if name != "ref")


def _cells(refs: dict[str, list[str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The list columns of the current versions of these records, by type and id, in one query."""
    width = max(len(registers()[type].columns) for type in refs)
    parts, values = [], list[str]()
    for type, some in refs.items():
        names = [f'CAST("{name}" AS text)' for name in registers()[type].columns]
        names += ["NULL"] * (width - len(names))
        marks = ", ".join(["%s"] * len(some))
        table = registers()[type]._meta.db_table
        parts.append(
            f'SELECT \'{type}\', "ref", {", ".join(names)} FROM "{table}" '  # noqa: S608 - our own names
            f'WHERE "until_on" IS NULL AND "ref" IN ({marks})'
        )
        values += some
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {(row[0], row[1]): _decoded(row[0], row[2:]) for row in cursor.fetchall()}


def _decoded(type: str, cells: Sequence[Any]) -> dict[str, Any]:
    """The cells by field, as a record would hold them."""
    model = registers()[type]
    found = {}
    for name, value in zip(model.columns, cells, strict=False):
        field = model._meta.get_field(name)
        if isinstance(field, YesNo) and value is not None:
            found[name] = value in ("1", "true")
        elif isinstance(field, Kind):
            found[name] = field.from_db_value(value, None, connection)
    return found
