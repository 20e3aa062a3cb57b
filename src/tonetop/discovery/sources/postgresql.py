"""PostgreSQL: read-only transactions with a bound of time; samples, counts and days are the database's own work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tonetop.discovery.source import Asset, Counted, Lacking, Unreachable
from tonetop.discovery.sources.sql import SqlSource, Table, said
from tonetop.discovery.sources.sql_types import type_of

try:
    import psycopg  # noqa: F401 - whether it is there is told here, and not by the first connection
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise Lacking("PostgreSQL", "scan", error.name) from None

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

TABLES = """
SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v') AND NOT c.relispartition AND c.relpersistence <> 't'
AND n.nspname NOT IN ('information_schema', 'pg_catalog', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_temp%'
"""
"""Tables of people's schemas; a partition is read with the table that it is part of."""
IDLE = """
SELECT s.schemaname, s.relname, CAST(d.stats_reset AT TIME ZONE 'UTC' AS date) FROM pg_stat_user_tables s
JOIN pg_stat_database d ON d.datname = current_database() JOIN pg_class c ON c.oid = s.relid AND c.relkind = 'r'
WHERE d.stats_reset IS NOT NULL AND s.n_tup_ins + s.n_tup_upd + s.n_tup_del = 0
"""
"""Tables to which nothing was written since the statistics began; of reads they tell nothing, for this is one.

Of a table in partitions and of a view that is kept the statistics count no writes, so that they are left out.
"""
COLUMNS = """
SELECT a.attname, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = :schema AND c.relname = :name AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
OPTIONS = {
    "default_transaction_read_only": "on",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15min",
    "timezone": "UTC",
    "datestyle": "ISO",
    "jit": "off",
}
"""lock_timeout: who changes a table is never kept behind us in its queue for longer.

jit: to compile our statements takes longer than they run the faster for it.
"""
OF_DAY = re.compile(r"time(?: with|$)|interval")
"""Types of times that belong to no day."""
CALENDAR = "BETWEEN '0001-01-02' AND '9999-12-30'"
LONGEST = 600
"""Seconds that one statement may take."""


class PostgresSource(SqlSource):
    """Tables and materialized views of all schemas that are not the database's own."""

    def __init__(self, engine: Engine, name: str) -> None:
        super().__init__(engine, name)
        self._counts: dict[tuple[str | None, str], Mapping[str, Counted]] = {}

    def places(self, looked: Any) -> list[tuple[str | None, str]]:
        """Schema and name of each table; views and those that only lead to another server are told apart."""
        with self.reading() as link:
            rows = link.execute(text(TABLES)).fetchall()
            idle = link.execute(text(IDLE)).fetchall()
        self.idle = {(schema, name): day.isoformat() for schema, name, day in idle}
        self.views = {(schema, name) for schema, name, kind in rows if kind == "v"}
        self._elsewhere = {(schema, name) for schema, name, kind in rows if kind == "f"}
        return [(schema, name) for schema, name, _ in rows]

    def described(self, looked: Any, schema: str | None, name: str) -> dict[str, str]:
        """The columns of a table by their types; a domain's is that on which it stands."""
        with self.reading() as link:
            rows = link.execute(text(COLUMNS), {"schema": schema, "name": name}).fetchall()
        return {column: "text" if OF_DAY.match(type) else type_of(type) for column, type in rows}

    def asset(self, looked: Any, schema: str | None, name: str) -> Asset:
        """A table; one that leads to another server is not read, for its rows lie there."""
        if (schema, name) in self._elsewhere:
            return Asset(self.called(schema, name), skipped="its rows lie on another server; scan that one")
        return super().asset(looked, schema, name)

    def size(self, table: Table) -> int:
        """How many rows a table has; its columns are counted in the same pass, for a second one costs as much."""
        try:
            rows, self._counts[table.schema, table.name] = self.count(table)
        except SQLAlchemyError:  # of a type that cannot be compared, or longer than a statement may take
            return super().size(table)
        return rows

    def counted(self, asset: Asset) -> Mapping[str, Counted] | None:
        """As counted with the rows."""
        table = self._tables[asset.name]
        return self._counts.get((table.schema, table.name)) or super().counted(asset)

    def sampled(self, table: Table, share: float, seed: int) -> tuple[str, str]:
        """Every row by its own chance, the same for the same seed."""
        return f" TABLESAMPLE BERNOULLI ({share * 100:.10f}) REPEATABLE ({seed})", ""

    def selected(self, table: Table, column: str) -> str:
        """As text what is no number, day or truth; of bytes only whether there are any; no day outside the calendar."""
        named, type = self.quoted(column), table.type_of(column)
        if type == "binary":
            return f"CASE WHEN {named} IS NOT NULL THEN ''\\:\\:bytea END"
        if type in ("date", "time"):
            return f"CASE WHEN {named} {CALENDAR} THEN {named} END"
        return f"CAST({named} AS text)" if type in ("text", "nested") else named

    def day_of(self, table: Table, column: str) -> str | None:
        """The day; none of a time without end."""
        if table.type_of(column) not in ("date", "time"):
            return None
        named = self.quoted(column)
        return f"CASE WHEN {named} {CALENDAR} THEN CAST({named} AS date) END"

    def late(self, table: Table, column: str) -> str:
        """Rows before the day, without a day, or with one outside the calendar."""
        named = self.quoted(column)
        return f" WHERE {named} IS NULL OR {named} < CAST(:before AS date) OR {named} > '9999-12-30'"

    def counts_of(self, column: str, type: str) -> tuple[str, str]:
        """Texts are compared by their bytes, which is fast and exact."""
        return super().counts_of(f'CAST({column} AS text) COLLATE "C"' if type == "text" else column, type)


def opened(url: str, name: str) -> PostgresSource:
    """The source of an address `postgresql://…`. Raises Unreachable."""
    options = " ".join(f"-c {key}={value}" for key, value in OPTIONS.items())
    limit = f"-c statement_timeout={LONGEST}s"
    try:
        engine = create_engine(
            f"postgresql+psycopg:{url.partition(':')[2]}",
            poolclass=NullPool,
            connect_args={
                "options": f"{options} {limit}",
                "connect_timeout": 10,
                "application_name": "tonetop scan",
            },
        )
        engine.connect().close()
    except (ArgumentError, ValueError):
        raise Unreachable(f"{name}: is no address that can be read; its port is a number") from None
    except SQLAlchemyError as error:
        raise Unreachable(f"{name}: cannot be connected to: {said(error)}") from None
    return PostgresSource(engine, name)
