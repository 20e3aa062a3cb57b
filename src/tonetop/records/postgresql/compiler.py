"""Statements as Django writes them for PostgreSQL, with empty values first going up, as SQLite has them."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.compiler import (  # type: ignore[import-untyped]
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)
from django.db.models.expressions import Col
from django.db.models.sql import compiler

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLCompiler(compiler.SQLCompiler):
    """Selects; only what may be empty says where its empty values stand, so that indexes serve the rest."""

    def get_order_by(self) -> list[Any]:
        """What rows are ordered by, as (expression, (SQL, parameters, whether it names a column))."""
        return [(by, (self._placed(by, sql), *rest)) for by, (sql, *rest) in super().get_order_by()]

    def _placed(self, by: Any, sql: str) -> str:
        full = isinstance(by.expression, Col) and not by.expression.target.null
        if full or by.nulls_first or by.nulls_last:
            return sql
        return f"{sql} NULLS LAST" if by.descending else f"{sql} NULLS FIRST"
