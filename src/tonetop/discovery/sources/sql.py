"""SQL databases: tables with their fields, rows by their key in short read-only steps, counts made where they lie."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tonetop.discovery.source import (
    BATCH,
    DISTINCT,
    Asset,
    Counted,
    Lacking,
    Overdue,
    Sampling,
    Source,
    Unreachable,
)
from tonetop.discovery.sources.passed_over import VIEW
from tonetop.discovery.sources.sql_types import type_of

try:
    import pyarrow as pa
    from sqlalchemy import Engine, inspect, text
    from sqlalchemy.exc import SQLAlchemyError

    from tonetop.discovery.columns import batch_of
except ImportError as error:
    raise Lacking("A database", "scan", error.name) from None

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIRST = 64
"""Rows that tell which columns are not one and the same value throughout."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where an asset lies in its database, and the columns of its key in order (none: it is read in one go)."""

    schema: str | None
    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    key: tuple[str, ...]

    def type_of(self, column: str) -> str:
        """The type of a column; empty where there is none of that name."""
        return dict(zip(self.columns, self.types, strict=True)).get(column, "")


class SqlSource(Source):
    """Any database SQLAlchemy opens; each dialect says how it is opened, sampled and counted.

    step: rows that one statement reads; views: schema and name of those, which are told and not read.
    idle: the day since which nothing was written to a table, by schema and name, where the database tells.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name, self.step = engine, name, BATCH
        self.views: set[tuple[str | None, str]] = set()
        self.idle: dict[tuple[str | None, str], str] = {}
        self._tables: dict[str, Table] = {}

    def assets(self) -> tuple[Asset, ...]:
        """Tables of people's schemas. Raises Unreachable."""
        try:
            looked = inspect(self.engine)
            found = [self.asset(looked, *place) for place in self.places(looked)]
        except SQLAlchemyError as error:
            raise Unreachable(f"{self.name}: cannot be read: {said(error)}") from None
        return tuple(sorted(found, key=lambda asset: asset.name))

    def places(self, looked: Any) -> list[tuple[str | None, str]]:
        """Schema and name of each table and view; the views are noted."""
        return [(None, name) for name in looked.get_table_names()]

    def called(self, schema: str | None, name: str) -> str:
        """How a table is told."""
        return f"{schema}.{name}" if schema else name

    def described(self, looked: Any, schema: str | None, name: str) -> dict[str, str]:
        """The columns of a table by their types."""
        return {column["name"]: type_of(str(column["type"])) for column in looked.get_columns(name, schema)}

    def keyed(self, looked: Any, schema: str | None, name: str) -> tuple[str, ...]:
        """The columns of a table's key, in order; none where it has none."""
        return tuple((looked.get_pk_constraint(name, schema) or {}).get("constrained_columns") or ())

    def asset(self, looked: Any, schema: str | None, name: str) -> Asset:
        """A table with its columns and its number of rows; why it cannot be read, where that is so."""
        called = self.called(schema, name)
        if (schema, name) in self.views:
            return Asset(called, skipped=VIEW)
        try:
            types = self.described(looked, schema, name)
            key = self.keyed(looked, schema, name)
            table = Table(schema, name, tuple(types), tuple(types.values()), key)
            self._tables[called] = table
            rows = self.size(table)
        except SQLAlchemyError as error:
            return Asset(called, skipped=f"it cannot be read: {said(error)}")
        return Asset(called, types, rows, country=self.country, idle=self.idle.get((schema, name)))

    def size(self, table: Table) -> int:
        """How many rows a table has."""
        with self.reading() as link:
            return int(link.execute(text(f"SELECT count(*) FROM {self.place(table)}")).scalar_one())  # noqa: S608

    def quoted(self, name: str) -> str:
        """A name as the database's own statements write it; `text` takes a colon for a parameter."""
        return self.engine.dialect.identifier_preparer.quote_identifier(name).replace(":", "\\:")

    def place(self, table: Table) -> str:
        """The table as a statement names it."""
        named = [part for part in (table.schema, table.name) if part is not None]
        return ".".join(self.quoted(part) for part in named)

    def key_of(self, table: Table) -> tuple[str, ...]:
        """What rows are read in the order of, as statements write it."""
        return tuple(self.quoted(name) for name in table.key)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that cannot write, in a short transaction."""
        with self.engine.connect() as link:
            self.prepare(link)
            try:
                yield link
            finally:
                link.rollback()

    def prepare(self, link: Connection) -> None:
        """Make a transaction read only and bound its time."""

    @abstractmethod
    def sampled(self, table: Table, share: float, seed: int) -> tuple[str, str]:
        """A share of a table's rows at random: what follows its name, and a condition."""

    def batches(
        self, asset: Asset, sampling: Sampling, after: str | None = None
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        """Batches by the key, each in a transaction of its own; without a key, all in one. Raises Unreachable."""
        table = self._tables[asset.name]
        share = sampling.share(asset.rows)
        follows, condition = self.sampled(table, share, sampling.seed) if share else ("", "")
        try:
            if self.key_of(table) and not follows:
                yield from self._by_key(table, follows, condition, after)
            else:
                yield from self._in_one_go(table, follows, condition)
        except SQLAlchemyError as error:
            raise Unreachable(f"{self.name}: {asset.name} cannot be read on: {said(error)}") from None

    def _by_key(
        self, table: Table, follows: str, condition: str, after: str | None
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        key = self.key_of(table)
        wanted = (*key, *(self.selected(table, name) for name in table.columns))
        listed = ", ".join(f"{one} AS tonetop_{place}" for place, one in enumerate(wanted))
        order, last = ", ".join(key), json.loads(after) if after else None
        while True:
            limits = [condition] if condition else []
            if last is not None:
                limits.append(self.beyond(key))
            where = f" WHERE {' AND '.join(limits)}" if limits else ""
            asked = (
                f"SELECT {listed} FROM {self.place(table)}{follows}{where} ORDER BY {order} LIMIT {self.step}"  # noqa: S608
            )
            with self.reading() as link:
                rows = link.execute(text(asked), _numbered(last)).fetchall()
            if not rows:
                return
            last = list(rows[-1][: len(key)])
            yield _told(last), batch_of(table.columns, [row[len(key) :] for row in rows])
            if len(rows) < self.step:
                return

    def beyond(self, key: Sequence[str]) -> str:
        """The condition that a row's key lies after the last one."""
        if len(key) == 1:
            return f"{key[0]} > :k0"
        later = f"({', '.join(key)}) > ({', '.join(f':k{place}' for place in range(len(key)))})"
        return f"{key[0]} >= :k0 AND {later}"  # the first part alone lets every database use its index

    def selected(self, table: Table, column: str) -> str:
        """How a column is read."""
        return self.quoted(column)

    def _in_one_go(
        self, table: Table, follows: str, condition: str
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        listed = ", ".join(self.selected(table, name) for name in table.columns)
        where = f" WHERE {condition}" if condition else ""
        with self.reading() as link:
            asked = text(f"SELECT {listed} FROM {self.place(table)}{follows}{where}")  # noqa: S608 - names are quoted
            streaming = link.execution_options(stream_results=True, max_row_buffer=BATCH)
            with closing(streaming.execute(asked)) as found:
                while rows := found.fetchmany(BATCH):
                    yield None, batch_of(table.columns, rows)

    def overdue(self, asset: Asset, column: str, before: date) -> Overdue | None:
        """Counted by the database for columns of days; read and counted here for any other."""
        table = self._tables[asset.name]
        day = self.day_of(table, column)
        if day is None:
            return super().overdue(asset, column, before)
        asked = (
            f"SELECT count(CASE WHEN {day} < :before THEN 1 END), min(CASE WHEN {day} < :before THEN {day} END), "  # noqa: S608
            f"count(*) - count({day}) FROM {self.place(table)}{self.late(table, column)}"
        )
        try:
            with self.reading() as link:
                count, oldest, undated = link.execute(text(asked), {"before": before.isoformat()}).one()
        except SQLAlchemyError:  # a time of day, or an interval: no day can be made of it
            return super().overdue(asset, column, before)
        return Overdue(int(count), str(oldest)[:10] if oldest else None, int(undated))

    def day_of(self, table: Table, column: str) -> str | None:
        """An expression for the day in a column; None when the database cannot tell it."""
        return f"CAST({self.quoted(column)} AS DATE)" if table.type_of(column) in ("date", "time") else None

    def late(self, table: Table, column: str) -> str:
        """A condition that leaves out most rows of later days, where the database is the faster for it."""
        return ""

    def counted(self, asset: Asset) -> Mapping[str, Counted] | None:
        """Filled values, and whether they are one, by column: one pass of the database over the table."""
        try:
            return self.count(self._tables[asset.name])[1]
        except SQLAlchemyError as error:
            raise Unreachable(f"{self.name}: {asset.name} is not counted: {said(error)}") from None

    def count(self, table: Table) -> tuple[int, Mapping[str, Counted]]:
        """The rows of a table, and its columns counted, in one pass."""
        with self.reading() as link:
            varied = self._varied(link, table)
            asked = ["count(*)"]
            for name, type in zip(table.columns, table.types, strict=True):
                asked += self.counts_of(self.quoted(name), "nested" if name in varied else type)
            found = link.execute(text(f"SELECT {', '.join(asked)} FROM {self.place(table)}")).one()  # noqa: S608
        each = zip(table.columns, found[1::2], found[2::2], strict=True)
        return int(found[0]), {name: Counted(int(filled), bool(one)) for name, filled, one in each}

    def _varied(self, link: Connection, table: Table) -> set[str]:
        """Columns whose first rows hold different values already: to compare all their values would tell no more."""
        listed = ", ".join(self.selected(table, name) for name in table.columns) or "1"
        asked = f"SELECT {listed} FROM {self.place(table)} LIMIT {FIRST}"  # noqa: S608 - names are quoted
        each = zip(*link.execute(text(asked)).fetchall(), strict=True)
        return {
            name
            for name, values in zip(table.columns, each, strict=False)
            if len({str(value) for value in values if value is not None}) > 1
        }

    def counts_of(self, column: str, type: str) -> tuple[str, str]:
        """Expressions: how many values are filled; whether they all are one (never for what cannot be compared)."""
        if type in ("binary", "nested", "boolean"):
            return f"count({column})", "0"
        return f"count({column})", f"CASE WHEN min({column}) = max({column}) THEN 1 ELSE 0 END"

    def tally(self, asset: Asset, column: str) -> Mapping[str, int] | None:
        """Counted by the database."""
        table, named = self._tables[asset.name], self.quoted(column)
        asked = (
            f"SELECT {named}, count(*) FROM {self.place(table)} WHERE {named} IS NOT NULL "  # noqa: S608 - quoted names
            f"GROUP BY {named} LIMIT {DISTINCT + 1}"
        )
        try:
            with self.reading() as link:
                rows = link.execute(text(asked)).fetchall()
        except SQLAlchemyError as error:
            raise Unreachable(f"{self.name}: {asset.name} is not counted: {said(error)}") from None
        return None if len(rows) > DISTINCT else {str(value): int(count) for value, count in rows}

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _numbered(values: Sequence[Any] | None) -> dict[str, Any]:
    return {f"k{place}": value for place, value in enumerate(values or ())}


def _told(last: Sequence[Any]) -> str | None:
    """A key as it may be kept in a file: numbers alone, for a text could be someone's."""
    return json.dumps(last) if all(isinstance(value, int) for value in last) else None


def said(error: Exception) -> str:
    """What the database says, in one line, without the statement."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__
