"""Checksums over whole columns: the characters of all candidates as a matrix, computed place by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np

from tonetop.discovery.candidates import Candidates
from tonetop.discovery.kind import Check

Rule = Callable[[np.ndarray], np.ndarray]
DIGITS = tuple(range(10))


def total(digits: np.ndarray, factors: Sequence[int]) -> np.ndarray:
    """The sum of as many places as there are factors, each times its own: place by place, as they lie."""
    result = digits[:, 0] * np.int32(factors[0])
    for place, factor in enumerate(factors[1:], 1):
        result += digits[:, place] * np.int32(factor)
    return result


def rule(of: dict[int, Rule], letters: bool = False) -> Check:
    """A check that applies to values of each length its own rule; other lengths fail."""

    def check(values: Candidates) -> np.ndarray:
        result = np.zeros(len(values.series), bool)
        for rows, matrix in values.characters if letters else values.digits:
            if matrix.shape[1] in of:
                result[rows] = of[matrix.shape[1]](matrix)
        return result

    return check


def luhn(digits: np.ndarray) -> np.ndarray:
    """ISO/IEC 7812: every second digit from the right doubled, the sum a multiple of ten; not all zero."""
    summed = np.zeros(len(digits), np.int32)
    for back in range(digits.shape[1]):
        digit = digits[:, -1 - back]
        summed += 2 * digit - 9 * (digit > 4) if back % 2 else digit
    return (summed % 10 == 0) & (summed > 0)


def weighted(weights: Sequence[int], modulus: int, rests: Sequence[int] = (0,)) -> Rule:
    """The weighted sum of all digits leaves one of these rests."""

    def holds(digits: np.ndarray) -> np.ndarray:
        rest = total(digits, weights) % np.int32(modulus)
        fits = np.logical_or.reduce([rest == allowed for allowed in rests])
        return fits & digits.any(axis=1)

    return holds


def checked(weights: Sequence[int], modulus: int, digit: Callable[[np.ndarray], np.ndarray]) -> Rule:
    """The last digit is what `digit` makes of the weighted sum of the others modulo `modulus`."""

    def holds(digits: np.ndarray) -> np.ndarray:
        rest = total(digits, weights) % np.int32(modulus)
        return (digit(rest) == digits[:, len(weights)]) & digits.any(axis=1)

    return holds


def mod97(matrix: np.ndarray) -> np.ndarray:
    """ISO/IEC 7064 MOD 97-10 over digits and letters, as in an IBAN whose first four are moved to its end."""
    rest = np.zeros(len(matrix), np.int64)
    for done, place in enumerate([*range(4, matrix.shape[1]), 0, 1, 2, 3]):
        if done % 8 == 7:  # eight places more would not fit
            rest %= 97
        value = matrix[:, place]
        is_letter = value > 9
        rest *= np.where(is_letter, 100, 10) if is_letter.any() else 10
        rest += value
    return rest % 97 == 1


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
    result = digits[:, 0].astype(np.int64)
    for place in range(1, digits.shape[1]):
        result *= 10
        result += digits[:, place]
    return result


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

    def check(values: Candidates) -> np.ndarray:
        valid = import_module(f"stdnum.{name}").is_valid
        different = values.series.unique()
        good = [value for value in different.to_list() if valid(value)]
        return values.series.is_in(good).to_numpy()

    return check
