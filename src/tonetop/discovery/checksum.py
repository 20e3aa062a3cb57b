"""Checksums over whole columns: the characters of all candidates as one matrix, computed column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np
import polars as pl
import pyarrow as pa

from tonetop.discovery.kind import Check

Rule = Callable[[np.ndarray], np.ndarray]
DIGITS = tuple(range(10))


def _values() -> np.ndarray:
    table = np.full(256, 255, np.uint8)
    table[ord("0") : ord("9") + 1] = np.arange(10)
    table[ord("A") : ord("Z") + 1] = table[ord("a") : ord("z") + 1] = np.arange(10, 36)
    return table


VALUES = _values()  # 0 to 9 for digits, 10 to 35 for letters whatever their case, 255 for what is skipped


def matrices(values: pl.Series, letters: bool) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows of equal numbers of digits (and letters), each with the places of its rows."""
    array = values.to_arrow().cast(pa.large_string())
    offsets = np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array) + 1]
    table = VALUES if letters else np.where(VALUES < 10, VALUES, 255).astype(np.uint8)
    data = table[np.frombuffer(array.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]]
    kept = data < 255
    if kept.all():
        bounds = offsets - offsets[0]
    else:
        bounds = np.concatenate(
            [[0], np.cumsum(np.add.reduceat(kept, (offsets - offsets[0])[:-1], dtype=np.int64))]
        )
        data = data[kept]
    lengths = np.diff(bounds)
    groups = []
    for length in np.flatnonzero(np.bincount(lengths)):
        rows = np.flatnonzero(lengths == length)
        # Laid out place by place, for rules walk over places.
        places = data[bounds[rows] + np.arange(length)[:, None]].astype(np.int32)
        groups.append((rows, places.T))
    return groups


def rule(of: dict[int, Rule], letters: bool = False) -> Check:
    """A check that applies to values of each length its own rule; other lengths fail."""

    def check(values: pl.Series) -> np.ndarray:
        result = np.zeros(len(values), bool)
        for rows, matrix in matrices(values, letters):
            if matrix.shape[1] in of:
                result[rows] = of[matrix.shape[1]](matrix)
        return result

    return check


def luhn(digits: np.ndarray) -> np.ndarray:
    """ISO/IEC 7812: every second digit from the right doubled, the sum a multiple of ten; not all zero."""
    doubled = digits[:, -2::-2] * 2
    total = digits[:, ::-2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    return (total % 10 == 0) & digits.any(axis=1)


def weighted(weights: Sequence[int], modulus: int, rests: Sequence[int] = (0,)) -> Rule:
    """The weighted sum of all digits leaves one of these rests."""
    factors = np.array(weights)
    allowed = np.array(rests)

    def holds(digits: np.ndarray) -> np.ndarray:
        return np.isin(digits @ factors % modulus, allowed) & digits.any(axis=1)

    return holds


def checked(weights: Sequence[int], modulus: int, digit: Callable[[np.ndarray], np.ndarray]) -> Rule:
    """The last digit is what `digit` makes of the weighted sum of the others modulo `modulus`."""
    factors = np.array(weights)

    def holds(digits: np.ndarray) -> np.ndarray:
        rest = digits[:, : len(factors)] @ factors % modulus
        return (digit(rest) == digits[:, len(factors)]) & digits.any(axis=1)

    return holds


def mod97(matrix: np.ndarray) -> np.ndarray:
    """ISO/IEC 7064 MOD 97-10 over digits and letters, as in an IBAN whose first four are moved to its end."""
    rest = np.zeros(len(matrix), np.int32)
    for place in [*range(4, matrix.shape[1]), 0, 1, 2, 3]:
        value = matrix[:, place]
        rest = (rest * np.where(value > 9, 100, 10) + value) % 97
    return rest == 1


def mod11_10(digits: np.ndarray) -> np.ndarray:
    """ISO/IEC 7064 MOD 11,10."""
    check = np.full(len(digits), 5, np.int32)
    for place in range(digits.shape[1]):
        check = ((np.where(check == 0, 10, check) * 2) % 11 + digits[:, place]) % 10
    return check == 1


_ROWS = "0123456789 1234067895 2340178956 3401289567 4012395678 5987604321 6598710432 7659821043 8765932104 9876543210"
_TURNS = np.array([[int(one) for one in row] for row in _ROWS.split()])
_SWAPS = [np.arange(10)]
for _ in range(7):
    _SWAPS.append(_SWAPS[-1][np.array([1, 5, 7, 6, 2, 8, 3, 0, 9, 4])])


def verhoeff(digits: np.ndarray) -> np.ndarray:
    """Verhoeff's checksum over the dihedral group, as in Aadhaar."""
    check = np.zeros(len(digits), np.int64)
    for place in range(digits.shape[1]):
        check = _TURNS[check, _SWAPS[place % 8][digits[:, -1 - place]]]
    return check == 0


def number(digits: np.ndarray) -> np.ndarray:
    """The digits of each row read as a number."""
    return digits @ (10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64))


def day(digits: np.ndarray, month: int, at: int) -> np.ndarray:
    """Whether the two digits from `month` are a month and those from `at` a day."""
    months = digits[:, month] * 10 + digits[:, month + 1]
    days = digits[:, at] * 10 + digits[:, at + 1]
    return (months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)


def both(*rules: Rule) -> Rule:
    """All of the rules hold."""
    return lambda matrix: np.logical_and.reduce([one(matrix) for one in rules])


def by_library(name: str) -> Check:
    """The check of python-stdnum for each different value: for what is too intricate to be written as columns."""

    def check(values: pl.Series) -> np.ndarray:
        valid = import_module(f"stdnum.{name}").is_valid
        different = values.unique()
        good = [value for value in different.to_list() if valid(value)]
        return values.is_in(good).to_numpy()

    return check
