"""Plausible organisations of any size, written straight into the registers' tables: only reading is measured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from bench.organisations.governing import Governing
from bench.organisations.keeping import Keeping
from bench.organisations.maker import AS_OF
from bench.organisations.people import People
from bench.organisations.steering import Steering
from tonetop.records.facts import columns
from tonetop.records.registry import registers

__all__ = ["AS_OF", "Organisation"]


class Organisation(People, Steering, Governing, Keeping):
    """Makes records of every type for an organisation of about `size` records (no ledger lines)."""

    def fill(self) -> int:
        """Write all records; gives how many."""
        written = 0
        with connection.cursor() as cursor:
            for type in registers():
                rows = [self._row(type, values) for values in self._records(type)]
                if rows:
                    names = ["revision", "from_on", "known_on", "seq", "source_data", *columns(type)]
                    marks = ", ".join(["%s"] * len(names))
                    named = ", ".join(f'"{name}"' for name in names)
                    table = registers()[type]._meta.db_table
                    cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)  # noqa: S608
                    written += len(rows)
        return written

    def _row(self, type: str, values: dict[str, Any]) -> list[Any]:
        shape = registers()[type].shape()
        own = shape.own_date(values) or ""
        known = values.get("recorded_on") or own
        cells = [shape.ident(values) if name == "ref" else _cell(values.get(name)) for name in columns(type)]
        return [1, own, known, 0, "{}", *cells]

    def _records(self, type: str) -> Iterator[dict[str, Any]]:
        make = getattr(self, f"_{type.lower()}", None)
        return make() if make else iter(())


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return value
