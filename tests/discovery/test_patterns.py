"""Patterns over whole columns: what one pass for several finds is what each finds by itself."""

from __future__ import annotations

from functools import reduce

import polars as pl
import pyarrow as pa
import pytest

from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.kind import kinds
from tonetop.discovery.patterns import FEW, narrow, stands, suspects
from tonetop.discovery.sketch import merge

WITHIN = {kind.key: kind.within for kind in kinds() if kind.within}


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        (r"^\d{9}$", "^[0-9]{9}$"),
        (r"[\d\s.]", r"[0-9 \t\n\r\x{a0}.]"),
        (r"\bA\\d", r"(?-u:\b)A\\d"),
        (r"[^\d]\d[]\d]", r"[^0-9][0-9][]0-9]"),
        (r"[\]\d]", r"[\]0-9]"),
    ],
)
def test_classes_are_those_of_ascii_wherever_they_stand(pattern: str, told: str) -> None:
    assert narrow(pattern) == told


def test_every_pattern_is_taken_by_the_engine_in_its_narrow_form() -> None:
    for kind in kinds():
        for pattern in (kind.pattern, kind.within):
            assert stands(pl.Series(["", "a 1"]), pattern or "^$").shape == (2,)


def test_what_is_rare_is_suspected_wherever_it_stands() -> None:
    """A probe that misses a value costs time, and never the value."""
    texts = ["nothing of note"] * (FEW + 1000)
    texts[7] = "write to ann@example.org, please"
    texts[-3] = "from 192.168.7.21 at night"
    series = pl.Series(texts)
    suspected = suspects(series, WITHIN)
    for key, pattern in WITHIN.items():
        alone = stands(series, pattern)
        assert not (alone & ~suspected[key]).any() if key in suspected else True
    assert suspected["user.device.ip_address.v4"][-3]


def test_a_few_values_are_looked_at_singly() -> None:
    assert suspects(pl.Series(["a@example.org"] * FEW), WITHIN) == {}


def test_a_large_column_tells_what_its_small_parts_tell() -> None:
    """The one pass for all patterns serves large columns alone: both ways find every example of every kind."""
    examples = [text for kind in kinds() for text in (*kind.found, *kind.absent)]
    texts = [f"word {n}" for n in range(3 * FEW)]
    for place, text in enumerate(examples):
        texts[(place * 37 + 11) % len(texts)] = text
        texts[(place * 53 + 5) % len(texts)] = f"as was told, {text} is what we have"
    spec = Spec(salt=b"a secret")
    batch = pa.RecordBatch.from_pydict({"c": texts})
    whole = scan(batch, spec)
    parts = [scan(batch.slice(begin, FEW // 2), spec) for begin in range(0, len(texts), FEW // 2)]
    assert reduce(merge, parts).plain() == whole.plain()
    assert len(whole.columns["c"].hits) > 40
