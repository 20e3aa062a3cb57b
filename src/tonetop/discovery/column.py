"""The values of a column as bytes: how many digits and letters each holds, their words, and hashes of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
import pyarrow as pa

LONG = 1000  # bytes from which a value is running text, whatever it holds
CODES = 1 << 14  # digits (5 bits), letters (5), marks (2), at (1), colon (1)
TEXT = CODES - 1  # the signature of running text
_LOWER = np.uint64(0x2020202020202020)  # letters alike, whatever their case
_M1, _M2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def _is_letter(data: np.ndarray) -> np.ndarray:
    """Letters of ASCII, and every byte of a letter beyond it."""
    return (((data | np.uint8(32)) - np.uint8(ord("a"))) < 26) | (data >= 128)


_DIVIDES = b';,"{[=|'
MASKS = np.array([(1 << (8 * kept)) - 1 for kept in range(9)], np.uint64)


@dataclass(frozen=True)
class Column:
    """Values that are there and not empty; `data` holds their bytes, each ends where `offsets` says."""

    series: pl.Series
    data: np.ndarray
    offsets: np.ndarray
    times: np.ndarray | None = None

    @classmethod
    def of(cls, values: pa.Array, times: np.ndarray | None = None) -> Column:
        """The column of an Arrow array of large strings without nulls, each standing there so many `times`."""
        length = len(values)
        offsets = np.frombuffer(values.buffers()[1], np.int64)[values.offset : values.offset + length + 1]
        begin, end = (int(offsets[0]), int(offsets[-1])) if length else (0, 0)
        raw = values.buffers()[2]
        data = np.frombuffer(raw, np.uint8)[begin:end] if raw is not None else np.zeros(0, np.uint8)
        return cls(pl.Series(pl.from_arrow(values)), data, offsets - begin, times)

    def count(self, chosen: np.ndarray) -> int:
        """How many rows hold the values that are chosen, by a mask or by their places."""
        if self.times is not None:
            return int(self.times[chosen].sum())
        return int(chosen.sum()) if chosen.dtype == bool else len(chosen)

    @cached_property
    def lengths(self) -> np.ndarray:
        """How many bytes each value has."""
        return np.diff(self.offsets)

    @cached_property
    def signatures(self) -> np.ndarray:
        """One code per value that tells how many digits, letters and marks it holds."""
        if not len(self.lengths):
            return np.zeros(0, np.uint32)
        # Counts of digits and letters lie side by side; those of long values run over, and are not used.
        bits, type_ = (8, np.uint16) if self.lengths.max() < 256 else (16, np.uint32)
        counted = np.left_shift(_is_letter(self.data).astype(type_), bits)
        counted += (self.data - np.uint8(ord("0"))) < 10
        counts = np.add.reduceat(counted, self.offsets[:-1], dtype=type_)
        digits, letters = counts & ((1 << bits) - 1), counts >> bits
        at, colon = self._number_of("@"), self._number_of(":")
        marks = self.lengths - digits - letters - at - colon
        codes = (np.minimum(digits, 31) | np.minimum(letters, 31) << 5).astype(np.uint16)
        codes |= np.minimum(marks, 3).astype(np.uint16) << 10
        codes |= (at > 0).astype(np.uint16) << 12 | (colon > 0).astype(np.uint16) << 13
        return np.where(self.lengths >= LONG, TEXT, codes).astype(np.intp)

    def _number_of(self, mark: str) -> np.ndarray:
        """How often each value holds a mark."""
        there = self.data == ord(mark)
        if not there.any():
            return np.zeros(len(self.lengths), np.uint8)
        return np.add.reduceat(there, self.offsets[:-1], dtype=np.uint16)

    @cached_property
    def spaced(self) -> np.ndarray:
        """Whether each value has a space, or several lines."""
        spaces = (self.data == ord(" ")) | (self.data == ord("\n"))
        if not spaces.any():
            return np.zeros(len(self.lengths), bool)
        return np.logical_or.reduceat(spaces, self.offsets[:-1])

    @cached_property
    def several(self) -> np.ndarray:
        """Whether each value has a sign that divides several, or names what comes after it."""
        raw = self.data.tobytes()
        there = [self.data == sign for sign in _DIVIDES if sign in raw]
        if not there:
            return np.zeros(len(self.lengths), bool)
        return np.logical_or.reduceat(np.logical_or.reduce(there), self.offsets[:-1])

    def only(self, mask: np.ndarray) -> Column:
        """The column of the values that are chosen."""
        if mask.all():
            return self
        times = None if self.times is None else self.times[mask]
        return Column.of(self.series.filter(pl.Series(mask)).to_arrow().cast(pa.large_string()), times)

    @cached_property
    def words(self) -> Words:
        """The runs of letters in all values, one after the other."""
        inside = _is_letter(self.data) | (self.data == ord("'"))
        before = np.zeros_like(inside)
        before[1:] = inside[:-1]
        after = np.zeros_like(inside)
        after[:-1] = inside[1:]
        full = self.offsets[:-1][self.lengths > 0]
        before[full] = False
        after[full[1:] - 1] = False
        starts = np.flatnonzero(inside & ~before)
        ends = np.flatnonzero(inside & ~after) + 1
        return Words(self.data, starts, ends, np.searchsorted(starts, self.offsets))

    @cached_property
    def hashes(self) -> np.ndarray:
        """A hash per value that ignores case, not secret."""
        return hashed(self.data, self.offsets[:-1], self.offsets[1:])


@dataclass(frozen=True)
class Words:
    """Words from `starts` to `ends` in `data`; those of value i stand from `first[i]` to `first[i + 1]`."""

    data: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    first: np.ndarray

    @cached_property
    def hashes(self) -> np.ndarray:
        """A hash per word that ignores case."""
        return hashed(self.data, self.starts, self.ends)

    @cached_property
    def capital(self) -> np.ndarray:
        """Whether each word begins with a capital, or with a letter beyond ASCII, where case is not told."""
        begin = self.data[self.starts]
        return ((begin >= ord("A")) & (begin <= ord("Z"))) | (begin >= 0xC3)


def hashed(data: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """64-bit hashes of the stretches of `data`, of their length and (case aside) up to 32 of their bytes."""
    padded = np.concatenate([data, np.zeros(8, np.uint8)])
    eights = np.ndarray((len(data) + 1,), "<u8", padded, strides=(1,))
    lengths = ends - starts
    mask = MASKS[np.minimum(lengths, 8)]
    result = _mixed(lengths.astype(np.uint64) * _M2, (eights[starts] | _LOWER) & mask)
    wide = np.flatnonzero(lengths > 8)
    if len(wide):
        mask = MASKS[np.minimum(lengths[wide] - 8, 8)]
        result[wide] = _mixed(result[wide], (eights[starts[wide] + 8] | _LOWER) & mask)
    long = np.flatnonzero(lengths > 16)
    for back in (lengths[long] // 2 + 4, np.full(len(long), 8)):
        result[long] = _mixed(result[long], eights[ends[long] - back] | _LOWER)
    return result


def _mixed(state: np.ndarray, part: np.ndarray) -> np.ndarray:
    state = (state ^ part) * _M1
    return state ^ (state >> np.uint64(29))


def hash_of(word: str) -> int:
    """The hash of one word or value, as those of a column are."""
    data = np.frombuffer(word.encode(), np.uint8)
    return int(hashed(data, np.array([0]), np.array([len(data)]))[0])
