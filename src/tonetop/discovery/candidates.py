"""Values that may be of a kind, with their characters as matrices for whatever rules look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.lib.stride_tricks import sliding_window_view

Matrices = list[tuple[np.ndarray, np.ndarray]]


def _values() -> np.ndarray:
    table = np.full(256, 255, np.uint8)
    table[ord("0") : ord("9") + 1] = np.arange(10)
    table[ord("A") : ord("Z") + 1] = table[ord("a") : ord("z") + 1] = np.arange(10, 36)
    return table


VALUES = _values()  # 0 to 9 for digits, 10 to 35 for letters whatever their case, 255 for what is skipped


@dataclass(frozen=True)
class Candidates:
    """Values without nulls; `raw` are their bytes and where each begins, where these are at hand already."""

    series: pl.Series
    raw: tuple[np.ndarray, np.ndarray] | None = None

    @classmethod
    def of(cls, values: Sequence[str]) -> Candidates:
        """Those of a list."""
        return cls(pl.Series(values, dtype=pl.String))

    @cached_property
    def digits(self) -> Matrices:
        """Rows of equal numbers of digits as matrices, each with the places of its rows."""
        return self._matrices(np.where(VALUES < 10, VALUES, 255).astype(np.uint8))

    @cached_property
    def characters(self) -> Matrices:
        """Rows of equal numbers of digits and letters as matrices, each with the places of its rows."""
        return self._matrices(VALUES)

    def _bytes(self) -> tuple[np.ndarray, np.ndarray]:
        if self.raw is not None:
            return self.raw
        array = self.series.to_arrow().cast(pa.large_string())
        offsets = np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array) + 1]
        return np.frombuffer(array.buffers()[2], np.uint8)[offsets[0] : offsets[-1]], offsets - offsets[0]

    def _matrices(self, table: np.ndarray) -> Matrices:
        data, bounds = self._bytes()
        data = table[data]
        kept = data < 255
        if not kept.all():
            bounds = np.concatenate([[0], np.cumsum(np.add.reduceat(kept, bounds[:-1], dtype=np.int64))])
            data = data[kept]
        lengths = np.diff(bounds)
        if len(lengths) and (lengths == lengths[0]).all():
            return [(np.arange(len(lengths)), _by_place(data.reshape(len(lengths), -1)))]
        groups = []
        for length in np.flatnonzero(np.bincount(lengths)):
            rows = np.flatnonzero(lengths == length)
            every = (
                sliding_window_view(data, int(length)) if length else np.zeros((len(data) + 1, 0), np.uint8)
            )
            groups.append((rows, _by_place(every[bounds[rows]])))
        return groups


def _by_place(rows: np.ndarray) -> np.ndarray:
    """Laid out place by place, for rules walk over places."""
    return np.ascontiguousarray(rows.T).astype(np.int32).T
