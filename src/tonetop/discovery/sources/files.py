"""Files wherever they lie, each table within them an asset; a folder and a bucket differ only in how they list."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tonetop.discovery.source import Asset, Lacking, Overdue, Sampling, Source, Unreachable
from tonetop.discovery.sources.passed_over import PassedOver

try:
    import pyarrow as pa

    from tonetop.discovery.tables.table import File, Opaque, Table, Unfit
    from tonetop.discovery.tables.which import tables
except ImportError as error:
    raise Lacking("A folder of data", "scan", error.name) from None

CHANGED = "(last change)"
"""What stands for a column where a file has none with days: the day on which it was last changed."""


class Files(Source):
    """Tables of files. passed: what the listing leaves out.

    opaque: reads workbooks, mails and documents; without it they are told as not read.
    """

    faults: tuple[type[Exception], ...] = (OSError,)
    """What reading raises where the place does not give a file; each costs that file alone."""

    def __init__(self, name: str, opaque: Opaque | None = None) -> None:
        self.name = name
        self._opaque = opaque
        self._tables: dict[str, Table] = {}
        self._counts: dict[str, int] = {}
        self.passed = PassedOver()

    @abstractmethod
    def files(self) -> Iterable[File]:
        """The files there are, in the order of their names. Raises Unreachable."""

    def assets(self) -> tuple[Asset, ...]:
        """Each table of each file, then what is not opened; what is empty has no rows, what is not read says why."""
        self.passed = PassedOver()
        read = [asset for file in self.files() for asset in self._assets(file)]
        return (*read, *self.passed.assets(self.country))

    def _assets(self, file: File) -> Iterator[Asset]:
        told: dict[str, Any] = {
            "bytes": file.size,
            "country": file.country,
            "changed": file.changed,
            "idle": file.changed,
        }
        try:
            found = tables(file, self._opaque)
        except Unfit as why:
            yield Asset(file.name, skipped=str(why), **told)
            return
        except self.faults as error:
            why_not = getattr(error, "strerror", None) or f"its place does not give it: {error}"
            yield Asset(file.name, skipped=why_not, **told)
            return
        if not found:
            yield Asset(file.name, rows=0, **told)
        for table in found:
            name = f"{file.name}#{table.name}" if table.name else file.name
            self._tables[name] = table
            yield Asset(name, dict(table.fields), table.rows, **told)

    def rows(self, asset: Asset) -> int | None:
        """As the file says, or as were counted while it was read."""
        return asset.rows if asset.rows is not None else self._counts.get(asset.name)

    def batches(
        self, asset: Asset, sampling: Sampling, after: str | None = None
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        """Batches with the number of the last row as their key. A sample is drawn row by row. Raises Unreachable."""
        table = self._tables.get(asset.name)
        if table is None:
            return
        try:
            share = None if sampling.rows is None else sampling.share(self._counted(asset, table))
            yield from self._drawn(asset, table, share, sampling.seed, int(after or 0))
        except (Unfit, pa.ArrowException, *self.faults) as why:
            raise Unreachable(f"{self.name}: {asset.name} cannot be read on: {why}") from None

    def _counted(self, asset: Asset, table: Table) -> int:
        known = self.rows(asset)
        return known if known is not None else sum(batch.num_rows for batch in table.batches())

    def _drawn(
        self, asset: Asset, table: Table, share: float | None, seed: int, after: int
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        chance = random.Random(f"{seed} {asset.name}")  # noqa: S311 - a sample must come out the same again
        done = 0
        for batch in table.batches():
            done += batch.num_rows
            drawn = batch
            if share is not None:
                drawn = batch.filter(
                    pa.array([chance.random() < share for _ in range(batch.num_rows)], pa.bool_())
                )
            if done > after:
                yield str(done), drawn
        self._counts[asset.name] = done

    def overdue(self, asset: Asset, column: str, before: date) -> Overdue | None:
        """Rows by a column of days; for a file's own day of change, the file counts as one."""
        if column != CHANGED:
            return super().overdue(asset, column, before)
        if asset.changed is None:
            return None
        is_late = asset.changed < before.isoformat()
        return Overdue(int(is_late), asset.changed if is_late else None)
