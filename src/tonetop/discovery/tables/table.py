"""A file as a source sees it, and the tables that are found within one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyarrow import RecordBatch


class Unfit(ValueError):
    """A file that is not what its name says, or is damaged; the message continues "FILE is not read: …"."""


class Rows(NamedTuple):
    """A table that was read whole: names of its columns, and its rows."""

    fields: Sequence[str]
    rows: Sequence[Sequence[object]]


Opaque = Callable[[bytes, str], Mapping[str, Rows]]
"""Reads a file of a stranger in a process of its own: tables by the names of its sheets. Raises ValueError."""


@dataclass(frozen=True, slots=True)
class File:
    """A file wherever it lies. opened: opens it for reading; changed: the day of its last change."""

    name: str
    size: int
    opened: Callable[[], IO[bytes]]
    changed: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. name: empty for a file that is one table; batches: reads it from its first row on."""

    name: str
    fields: Mapping[str, str]
    batches: Callable[[], Iterator[RecordBatch]]
    rows: int | None = None
    is_text: bool = field(default=False)
