"""Regular expressions over whole columns: in the dialect of the engine, and several of them in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import polars as pl

FEW = 2048  # values up to which it costs less to look for each pattern by itself
PROBE = 128  # values that tell which patterns are there at all

_PART = re.compile(r"\\.|\[\^?\]?|\]|[^\\\[\]]+", re.DOTALL)
_SPACES = r" \t\n\r\x{a0}"
_INSIDE = {r"\d": "0-9", r"\s": _SPACES}
_OUTSIDE = {r"\d": "[0-9]", r"\s": f"[{_SPACES}]", r"\b": r"(?-u:\b)"}


@lru_cache(maxsize=1024)
def narrow(pattern: str) -> str:
    """The pattern with digits, spaces and the bounds of words as ASCII has them.

    Rust's engine takes them for all of Unicode otherwise, which makes its machines a hundred times larger; and
    numbers of people are written in ASCII's digits. The space that does not break stays a space.
    """
    is_inside = False
    told = []
    for part in _PART.findall(pattern):
        is_inside = part.startswith("[") or (is_inside and part != "]")
        told.append((_INSIDE if is_inside else _OUTSIDE).get(part, part))
    return "".join(told)


@lru_cache(maxsize=1024)
def _standing(pattern: str) -> pl.Expr:
    return pl.first().str.contains(narrow(pattern))


def stands(series: pl.Series, pattern: str) -> np.ndarray:
    """Whether the pattern stands in each value."""
    return series.to_frame().select(_standing(pattern)).to_series().to_numpy()


def suspects(series: pl.Series, patterns: Mapping[str, str]) -> Mapping[str, np.ndarray]:
    """For each pattern by its key, the values in which it may stand; a key that is missing may stand in all.

    What a probe of the values does not show is mostly not there: one pass looks for all of that together.
    """
    if len(series) <= FEW:
        return {}
    probe = series.gather_every(len(series) // PROBE).to_frame()
    shown = probe.select(_standing(pattern).any().alias(key) for key, pattern in patterns.items())
    rare = [
        key for key, is_shown in zip(patterns, shown.row(0) if patterns else (), strict=True) if not is_shown
    ]
    if len(rare) < 2:
        return {}
    found = stands(series, "|".join(f"(?:{patterns[key]})" for key in rare))
    return dict.fromkeys(rare, found)
