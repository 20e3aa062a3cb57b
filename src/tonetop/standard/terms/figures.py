"""Recorded numbers in exact decimal arithmetic, so that a share exactly on a limit is seen as such."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def exact(number: float) -> Fraction:
    """The number as it was written: 0.1 is a tenth, not the binary number nearest to it."""
    return Fraction(str(number))


def total(numbers: Iterable[float | None]) -> Fraction:
    """The exact sum; an empty number adds nothing."""
    return sum((exact(number) for number in numbers if number is not None), Fraction())


def percent(share: Fraction) -> str:
    """A share as reasons quote it: "28.57 %"; never rounded onto a whole number, where limits stand."""
    value = float(100 * share)
    said = f"{value:.4g}"
    return f"{said if '.' in said or float(said) == value else f'{value:.8g}'} %"


def amount(number: Fraction) -> str:
    """An amount as reasons quote it: "360,000"."""
    return f"{float(number):,.12g}"
