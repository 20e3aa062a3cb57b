"""What a mapping file says, judged: what feeds which field and how, where ids come from, what a row needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tonetop.core.shape import Field, Shape
from tonetop.records.mapping.dates import DateFormat
from tonetop.records.sheets.table import Reading, like


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field is filled.

    columns: the first of them that the file has, or, with `joined_by`, all of them. constant: each row's
    value. words: what stands for what, by the text as `table.like` compares it; None leaves the field empty.
    dates: formats that are tried. split: what stands between the items of a list. empty: what says
    that a list is known to be empty, the first as it is written out.
    """

    judge: Field
    columns: tuple[str, ...] = ()
    joined_by: str | None = None
    constant: Any = None
    words: Mapping[str, Any] = field(default_factory=dict)
    dates: tuple[DateFormat, ...] = ()
    split: str | None = None
    empty: tuple[str, ...] = ()

    def sources(self, columns: Mapping[str, str]) -> list[str]:
        """The columns of a file that feed the field; `columns` leads from `like` names to the file's own."""
        there = [columns[like(name)] for name in self.columns if like(name) in columns]
        return there if self.joined_by is not None else there[:1]


Alternatives = tuple[str, ...]
"""Names of one column, of which the first that a file has is meant."""


def first(named: Alternatives, columns: Mapping[str, str]) -> str | None:
    """The column of a file that is meant; `columns` leads from `like` names to the file's own."""
    return next((columns[like(name)] for name in named if like(name) in columns), None)


@dataclass(frozen=True, slots=True)
class IdRule:
    """Where an id comes from: the column it stands in, where the file has one; else it is made.

    A made id is a beginning, what stands in the shown columns, and a digest of the key's columns.
    """

    column: Alternatives = ()
    begins: str = ""
    shown: tuple[Alternatives, ...] = ()
    key: tuple[Alternatives, ...] = ()

    def fed_by(self, columns: Mapping[str, str]) -> tuple[str, ...]:
        """The columns of a file that an id comes from."""
        own = first(self.column, columns)
        keys = (first(named, columns) for named in self.key)
        return (own,) if own else tuple(column for column in keys if column)

    def missing(self, columns: Mapping[str, str]) -> list[str]:
        """What a file must have and has not."""
        if first(self.column, columns):
            return []
        return [" or ".join(n) for n in (self.key or (self.column,)) if not first(n, columns)]


@dataclass(frozen=True, slots=True)
class TableMap:
    """A whole mapping file; columns are named as people wrote them, and compared by `table.like`.

    nothing: texts that say there is nothing to say. verbatim: whether a cell that became a list, a day or an id is
    kept as it was beside it. needs: fields without which a row is refused. sha256: of the
    file's text.
    """

    name: str
    about: str
    shape: Shape
    reading: Reading
    id: IdRule | None
    fields: tuple[FieldRule, ...]
    needs: tuple[str, ...] = ()
    nothing: frozenset[str] = frozenset()
    sha256: str = ""
    verbatim: bool = True

    def missing(self, columns: Mapping[str, str]) -> list[str]:
        """What a file must have and has not: the id's columns, and one for each needed field."""
        gone = self.id.missing(columns) if self.id else []
        for rule in self.fields:
            needed = rule.judge.name in self.needs and rule.constant is None
            if needed and not rule.sources(columns):
                gone.append(" or ".join(rule.columns))
        return gone
