"""MySQL and MariaDB: read-only transactions with a bound of time; samples by a row's key, counts where they lie."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tonetop.discovery.source import Lacking, Unreachable
from tonetop.discovery.sources.sql import SqlSource, Table, said
from tonetop.discovery.sources.sql_types import type_of

try:
    import_module("pymysql")  # whether it is there is told here, and not by the first connection
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise Lacking("MySQL", "scan", error.name) from None

if TYPE_CHECKING:
    from sqlalchemy import Connection

OWN = frozenset(("mysql", "information_schema", "performance_schema", "sys"))
SHAPES = ("geometry", "point", "linestring", "polygon")
LONGEST = 600
"""Seconds that one statement may take."""


class MySqlSource(SqlSource):
    """Tables of the database that the address names, else of all that are not the server's own."""

    def prepare(self, link: Connection) -> None:
        """Read only; no wait for somebody who changes a table's shape; times in UTC."""
        is_maria = bool(getattr(link.dialect, "is_mariadb", False))
        bound = f"max_statement_time = {LONGEST}" if is_maria else f"max_execution_time = {LONGEST * 1000}"
        link.exec_driver_sql(f"SET SESSION {bound}, lock_wait_timeout = 2, time_zone = '+00:00'")
        link.rollback()
        link.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
        link.exec_driver_sql("START TRANSACTION READ ONLY")

    def places(self, looked: Any) -> list[tuple[str | None, str]]:
        """Schema (none where the address names one) and name of each table and view."""
        schemas: list[str | None] = [None]
        if not self.engine.url.database:
            schemas = [name for name in looked.get_schema_names() if name.lower() not in OWN]
        self.views = {(schema, name) for schema in schemas for name in looked.get_view_names(schema)}
        tables = {(schema, name) for schema in schemas for name in looked.get_table_names(schema)}
        self.idle = self._written(schemas)
        return sorted(tables | self.views, key=str)

    def _written(self, schemas: list[str | None]) -> dict[tuple[str | None, str], str]:
        """The day of the last write to each table of which the server knows one; it forgets when it starts anew."""
        asked = text(
            "SELECT table_name, date(update_time) FROM information_schema.tables "
            "WHERE table_schema = coalesce(:schema, database()) AND update_time IS NOT NULL"
        )
        with self.reading() as link:
            return {
                (schema, name): day.isoformat()
                for schema in schemas
                for name, day in link.execute(asked, {"schema": schema})
            }

    def described(self, looked: Any, schema: str | None, name: str) -> dict[str, str]:
        """The columns of a table by their types."""
        asked = text(
            "SELECT column_name, column_type FROM information_schema.columns WHERE table_name = :name "
            "AND table_schema = coalesce(:schema, database()) ORDER BY ordinal_position"
        )
        with self.reading() as link:
            rows = link.execute(asked, {"schema": schema, "name": name}).fetchall()
        return {
            column: "binary" if type.lower().startswith(SHAPES) else type_of(type) for column, type in rows
        }

    def keyed(self, looked: Any, schema: str | None, name: str) -> tuple[str, ...]:
        """The columns of a table's key, in order."""
        asked = text(
            "SELECT column_name FROM information_schema.key_column_usage WHERE constraint_name = 'PRIMARY' "
            "AND table_name = :name AND table_schema = coalesce(:schema, database()) ORDER BY ordinal_position"
        )
        with self.reading() as link:
            return tuple(column for (column,) in link.execute(asked, {"schema": schema, "name": name}))

    def sampled(self, table: Table, share: float, seed: int) -> tuple[str, str]:
        """By the checksum of a row's key and the seed; without a key by chance, the same for the same seed."""
        key = self.key_of(table)
        if not key:
            return "", f"RAND({seed}) < {share!r}"
        return "", f"CRC32(SHA1(CONCAT_WS('|', {seed}, {', '.join(key)}))) < {int(share * 2**32)}"

    def selected(self, table: Table, column: str) -> str:
        """Of bytes only whether there are any."""
        named = self.quoted(column)
        is_bytes = table.type_of(column) == "binary"
        return f"CASE WHEN {named} IS NOT NULL THEN CAST('' AS BINARY) END" if is_bytes else named

    def day_of(self, table: Table, column: str) -> str | None:
        """The day; none of the day 0000-00-00, which stands for none."""
        if table.type_of(column) not in ("date", "time"):
            return None
        named = self.quoted(column)
        return f"CASE WHEN {named} >= '1000-01-01' THEN CAST({named} AS DATE) END"


def opened(url: str, name: str) -> MySqlSource:
    """The source of an address `mysql://…` or `mariadb://…`. Raises Unreachable."""
    try:
        engine = create_engine(
            f"mysql+pymysql:{url.partition(':')[2]}",
            poolclass=NullPool,
            connect_args={"connect_timeout": 10, "charset": "utf8mb4", "program_name": "tonetop scan"},
        )
        engine.connect().close()
    except (ArgumentError, ValueError):
        raise Unreachable(f"{name}: is no address that can be read; its port is a number") from None
    except (SQLAlchemyError, RuntimeError) as error:
        raise Unreachable(f"{name}: cannot be connected to: {said(error)}") from None
    return MySqlSource(engine, name)
