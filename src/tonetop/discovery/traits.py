"""Traits of values that are counted beside the kinds: their form, their days, and words that dictionaries know."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from tonetop.discovery.column import Column
from tonetop.discovery.lexicon import lexicon

YEARS = (1900, 2100)
_ISO = r"^((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:$|[T ]\d\d:\d\d)"
WORDY = 40  # bytes from which a value may be words in spite of many digits


def traits(column: Column, type_: str) -> tuple[dict[str, int], date | None, date | None]:
    """Counts of values by trait, and the oldest and newest day where texts are days."""
    codes = column.signatures
    digits, letters = codes & 31, (codes >> 5) & 31
    masks = {
        "digits only": (digits > 0) & (codes < 32),
        "letters, no digits": (digits == 0) & (letters > 0),
        "letters and digits": (digits > 0) & (letters > 0),
        "one character": column.lengths == 1,
        "short": column.lengths <= 3,
        "long": column.lengths >= 60,
    }
    counts = {name: column.count(mask) for name, mask in masks.items()}
    counts |= _numbers(column, masks["digits only"])
    earliest = latest = None
    if type_ == "text":
        counts |= _wording(column.only(_wordy(column, digits, letters)))
        counts["iso days"], earliest, latest = _days(column, digits >= 8, letters <= 1)
    return {name: count for name, count in counts.items() if count}, earliest, latest


def _wordy(column: Column, digits: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """Which values may be words: addresses of mail and codes of a single piece are none."""
    codes = column.signatures
    able = (letters > 0) & ((digits <= 8) | (column.lengths >= WORDY))
    single = (digits > letters) | (codes >> 12 & 1 > 0)
    if (able & single).any():
        able &= ~single | column.spaced | (column.lengths >= WORDY)
    return able


def _numbers(column: Column, numbers: np.ndarray) -> dict[str, int]:
    """How many whole numbers lie where ages and years do."""
    short = numbers & (column.lengths <= 4)
    if not short.any():
        return {}
    rows = np.flatnonzero(short)
    values = column.series.gather(pl.Series(rows)).cast(pl.Int32).to_numpy()
    ranges = {
        "0 to 17": values <= 17,
        "18 to 100": (values >= 18) & (values <= 100),
        "101 to 120": (values > 100) & (values <= 120),
        "a year": (values >= YEARS[0]) & (values <= YEARS[1]),
        "0 or 1": values <= 1,
    }
    return {name: column.count(rows[chosen]) for name, chosen in ranges.items()}


def _days(column: Column, *able: np.ndarray) -> tuple[int, date | None, date | None]:
    mask = np.logical_and.reduce(able)
    if not mask.any():
        return 0, None, None
    rows = np.flatnonzero(mask)
    values = column.series.gather(pl.Series(rows)).str.extract(_ISO)
    days = values.str.to_date("%Y-%m-%d", strict=False)
    return column.count(rows[days.is_not_null().to_numpy()]), days.min(), days.max()  # type: ignore[return-value]


def _wording(column: Column) -> dict[str, int]:
    """Counts by number of words, their capitals, and the dictionaries that hold the value or its words."""
    if not len(column.lengths):
        return {}
    known = lexicon()
    counts = _dictionaries("is", column, np.arange(len(column.lengths)), known.look(column.hashes))
    words = column.words
    number = np.diff(words.first)
    full = np.flatnonzero(number > 0)
    if not len(full):
        return counts
    first, last = words.first[full], words.first[full + 1] - 1
    capital = np.add.reduceat(words.capital.astype(np.int32), first)
    flags = known.look(words.hashes)
    counts |= _dictionaries("has", column, full, np.bitwise_or.reduceat(flags, first))
    given, family = known.bit("given"), known.bit("family")
    pair = ((flags[first] & given) > 0) & ((flags[last] & family) > 0)
    turned = ((flags[last] & given) > 0) & ((flags[first] & family) > 0)
    either = ((flags[first] | flags[last]) & (given | family)) > 0
    several = (
        (number[full] >= 2) & (number[full] <= 5) & (capital >= 2) & ((column.signatures[full] & 31) == 0)
    )
    masks = {
        "1 word": number == 1,
        "2 to 4 words": (number >= 2) & (number <= 4),
        "5 to 12 words": (number >= 5) & (number <= 12),
        "13 words or more": number >= 13,
        "capital words": full[capital == number[full]],
        "given and family name": full[(pair | turned) & several],
        "given or family name": full[either & several],
        "names in text": _in_text(column, flags, number),
    }
    return counts | {name: column.count(chosen) for name, chosen in masks.items()}


def _in_text(column: Column, flags: np.ndarray, number: np.ndarray) -> np.ndarray:
    """The places of values of six words or more with a given name, a space and another capital word."""
    if number.max() < 6:
        return np.zeros(0, np.intp)
    words, known = column.words, lexicon()
    near = (words.starts[1:] == words.ends[:-1] + 1) & words.capital[1:] & words.capital[:-1]
    near &= ((flags[:-1] & known.bit("given")) > 0) & ((flags[1:] & known.bit("family")) > 0)
    rows = np.unique(np.searchsorted(words.first, np.flatnonzero(near), side="right") - 1)
    return rows[number[rows] >= 6]


def _dictionaries(verb: str, column: Column, rows: np.ndarray, flags: np.ndarray) -> dict[str, int]:
    """How many rows have flags of each dictionary."""
    told = np.flatnonzero(flags)
    if not len(told):
        return {}
    known = lexicon()
    return {
        f"{verb} {name}": column.count(rows[told[(flags[told] & known.bit(name)) > 0]])
        for name in known.names
    }
