"""What every source of data gives: its assets, their fields, batches of rows, and exact counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from pyarrow import RecordBatch

BATCH = 16_384
"""Rows that are read at once."""
DISTINCT = 300
"""How many different values a column may have for them to be counted one by one."""


class Unreachable(Exception):
    """A source that cannot be opened or read; the message is one sentence that names it and says what to do."""


class Lacking(Unreachable):
    """A package is missing; the message names the extra that brings it."""

    def __init__(self, what: str, extra: str, package: str | None) -> None:
        super().__init__(f"{what} needs {package or 'a package'}: pip install 'tonetop[{extra}]'")


@dataclass(frozen=True, slots=True)
class Asset:
    """A table, a file or a sheet. skipped: why nothing of it is read.

    fields: type of each, one of text, integer, number, date, time, boolean, binary, nested, or empty where only its
    values tell. rows: None where they are not known before they are read. country: ISO 3166 code of where it lies.
    changed: the day of its last change, where that is known of the whole. idle: the day since which nothing was
    written to it, as far as its source tells; when it was last read no source tells, for a scan reads it too.
    """

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None
    bytes: int | None = None
    country: str | None = None
    skipped: str | None = None
    changed: str | None = None
    idle: str | None = None


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much of an asset is read: all (rows None), or about so many rows at random, always the same for one seed."""

    rows: int | None = None
    seed: int = 42

    def share(self, rows: int | None) -> float | None:
        """The share of an asset's rows that is read; None for all of them."""
        if self.rows is None or rows is None or rows <= self.rows:
            return None
        return self.rows / rows


@dataclass(frozen=True, slots=True)
class Overdue:
    """Rows whose day lies before another: how many, the oldest day, and how many rows bear no day."""

    count: int
    oldest: str | None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What is exactly so of a column over all rows: values that are not null, and whether all of them are one."""

    non_null: int
    constant: bool


class Source(ABC):
    """A place with data. name: how it is told, without credentials; country: where it lies, if it can tell."""

    name: str
    country: str | None = None

    @abstractmethod
    def assets(self) -> tuple[Asset, ...]:
        """All there is, in the order of names; what cannot be read says why. Raises Unreachable."""

    @abstractmethod
    def batches(
        self, asset: Asset, sampling: Sampling, after: str | None = None
    ) -> Iterator[tuple[str | None, RecordBatch]]:
        """Batches of an asset's rows, each with the key of its partition, after which reading can go on.

        A key of None cannot be gone on from. Raises Unreachable.
        """

    def rows(self, asset: Asset) -> int | None:
        """How many rows there are, as far as known: after it was read whole, always."""
        return asset.rows

    def overdue(self, asset: Asset, column: str, before: date) -> Overdue | None:
        """Rows with a day before another, exactly; None where the column's values are no days that can be told."""
        from tonetop.discovery.days import overdue  # noqa: PLC0415 - an extra

        return overdue((batch.column(column) for _, batch in self.batches(asset, Sampling())), before)

    def counted(self, asset: Asset) -> Mapping[str, Counted] | None:
        """Exact counts by column where the source counts by itself; None where all rows have to be read for it."""
        return None

    def tally(self, asset: Asset, column: str) -> Mapping[str, int] | None:
        """How often each value occurs; None where there are more than DISTINCT. For columns of places alone."""
        from tonetop.discovery.days import tally  # noqa: PLC0415 - an extra

        return tally((batch.column(column) for _, batch in self.batches(asset, Sampling())), DISTINCT)

    def close(self) -> None:  # noqa: B027 - files have nothing to let go of
        """Let go of connections."""

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
