"""The scan: one pure function from a batch of rows to a sketch of its columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from tonetop.discovery.candidates import Candidates
from tonetop.discovery.column import CODES, LONG, Column
from tonetop.discovery.kind import Check, Kind, kinds
from tonetop.discovery.patterns import narrow, stands, suspects
from tonetop.discovery.sketch import KEPT, ColumnSketch, Sketch, Values
from tonetop.discovery.traits import traits

PIECE = 1 << 17  # rows looked at together
PIECE_BYTES = 1 << 22
THREADS = 2  # most of the work is done in compiled code, which lets others run
BLANK = "".join(map(chr, range(33)))  # what pads a value


@dataclass(frozen=True)
class Spec:
    """What to look for, and the organisation's secret for the hashes of values."""

    kinds: tuple[Kind, ...] = field(default_factory=kinds)
    salt: bytes = b""

    @cached_property
    def allowed(self) -> np.ndarray:
        """Per kind with a pattern and per signature, whether a value of that signature can be of the kind."""
        return np.array([_allowed(kind) for kind in self.patterned], bool).reshape(-1, CODES)

    @cached_property
    def patterned(self) -> tuple[Kind, ...]:
        """Kinds that are told by the form of the whole value."""
        return tuple(kind for kind in self.kinds if kind.formed)


def _allowed(kind: Kind) -> np.ndarray:
    codes = np.arange(CODES)
    able = np.ones(CODES, bool)
    for shift, width, (least, most) in ((0, 31, kind.digits), (5, 31, kind.letters), (10, 3, kind.marks)):
        count = (codes >> shift) & width
        able &= (count >= least) & (count <= most)
    for shift, wanted in ((12, kind.at), (13, kind.colon)):
        if wanted is not None:
            able &= ((codes >> shift) & 1).astype(bool) == wanted
    return able


def scan(batch: pa.RecordBatch, spec: Spec) -> Sketch:
    """Count kinds, traits and days in every column of a batch; looks at every value.

    No clock, disk or network. Sketches of the parts of a batch merge into the sketch of the batch.
    """
    names = batch.schema.names
    with ThreadPoolExecutor(min(len(names), THREADS) or 1) as pool:
        sketches = pool.map(lambda index: _column(batch.column(index), spec), range(len(names)))
    return Sketch(batch.num_rows, dict(zip(names, sketches, strict=True)))


def _column(values: pa.Array, spec: Spec) -> ColumnSketch:
    type_ = type_name(values.type)
    nulls = values.null_count
    if type_ in {"binary", "nested"}:
        return ColumnSketch(type_, len(values), nulls)
    earliest, latest = _days(values) if type_ in {"date", "time"} else (None, None)
    sketch = ColumnSketch(type_, len(values), nulls, earliest=earliest, latest=latest)
    for piece, times in _pieces(*_different(_texts(values.drop_null()))):
        sketch = sketch.joined(_piece(piece, times, type_, spec))
    return sketch


def type_name(type_: pa.DataType) -> str:
    """The word that a person reads for an Arrow type."""
    is_ = pa.types
    if is_.is_dictionary(type_):
        return type_name(type_.value_type)
    if is_.is_string(type_) or is_.is_large_string(type_) or is_.is_string_view(type_) or is_.is_null(type_):
        return "text"
    if is_.is_integer(type_):
        return "integer"
    if is_.is_floating(type_) or is_.is_decimal(type_):
        return "number"
    if is_.is_date(type_):
        return "date"
    if is_.is_timestamp(type_) or is_.is_time(type_) or is_.is_duration(type_):
        return "time"
    if is_.is_boolean(type_):
        return "boolean"
    return "nested" if is_.is_nested(type_) else "binary"


def _texts(values: pa.Array) -> pa.Array:
    """The values as text; numbers without fraction lose their point, as a phone read as a number would have."""
    if pa.types.is_floating(values.type):
        whole = pc.and_(pc.equal(pc.floor(values), values), pc.less(pc.abs(values), 1e15))
        integers = pc.if_else(whole, values, 0.0).cast(pa.int64()).cast(pa.large_string())
        return pc.if_else(whole, integers, values.cast(pa.large_string()))
    if pa.types.is_duration(values.type) or pa.types.is_null(values.type):
        values = values.cast(pa.int64())
    return values.cast(pa.large_string())


def _different(values: pa.Array) -> tuple[pa.Array, np.ndarray | None]:
    """Each different value and how often it stands there, where values repeat themselves."""
    begin = values.slice(0, 4096)
    if len(values) < 64 or len(begin.unique()) > 0.7 * len(begin):
        return values, None
    counted = values.value_counts()
    return counted.field("values"), counted.field("counts").to_numpy()


def _pieces(values: pa.Array, times: np.ndarray | None) -> Iterator[tuple[pa.Array, np.ndarray | None]]:
    """Stretches of bounded rows and bytes, so that memory stays flat and work stays in the cache."""
    step = max(1, min(PIECE, len(values) * PIECE_BYTES // max(1, values.nbytes)))
    for begin in range(0, len(values), step):
        yield values.slice(begin, step), None if times is None else times[begin : begin + step]


def _piece(values: pa.Array, times: np.ndarray | None, type_: str, spec: Spec) -> ColumnSketch:
    column = Column.of(values, times)
    if len(column.data) and _padded(column):
        column = Column.of(pc.utf8_trim(values, characters=BLANK), times)
    full = column.lengths > 0
    empty = column.count(~full)
    column = column.only(full)
    if not len(column.series):
        return ColumnSketch(type_, empty=empty)
    found, earliest, latest = traits(column, type_)
    hits, like, whole = _hits(column, spec)
    return ColumnSketch(
        type_,
        empty=empty,
        hits=hits,
        within=_within(column, ~whole, spec) if type_ == "text" else {},
        traits=found | like,
        earliest=earliest,
        latest=latest,
        values=_values(column, spec.salt),
    )


def _padded(column: Column) -> bool:
    full = column.lengths > 0
    return bool(
        (column.data[column.offsets[:-1][full]] <= ord(" ")).any()
        or (column.data[column.offsets[1:][full] - 1] <= ord(" ")).any()
    )


def _hits(column: Column, spec: Spec) -> tuple[dict[str, int], dict[str, int], np.ndarray]:
    """How many values are of each kind, and how many only have its form: by signature, pattern, then checksum.

    Beside them, which values are a whole of a kind that is also looked for in texts.
    """
    codes = column.signatures
    counts = np.bincount(codes, column.times, minlength=CODES).astype(np.int64)
    there = np.flatnonzero(counts)
    able = spec.allowed[:, there] @ counts[there]
    possible = [(spec.patterned[index], index) for index in np.flatnonzero(able)]
    suspected = suspects(column.series, {kind.key: kind.pattern for kind, _ in possible if kind.pattern})
    every = Candidates(column.series, (column.data, column.offsets))
    hits: dict[str, int] = {}
    like: dict[str, int] = {}
    whole = np.zeros(len(codes), bool)
    for kind, index in possible:
        formed = count = int(able[index])
        if kind.pattern:
            mask = spec.allowed[index][codes]
            if kind.key in suspected:
                mask &= suspected[kind.key]
            rows, standing = _formed(every, np.flatnonzero(mask), kind)
            formed, count = column.count(rows), column.count(standing)
            if kind.within and kind.alone:
                whole[standing] = True
        if kind.family or kind.check:
            like[f"like {kind.family or kind.key}"] = formed
        if not kind.family:
            hits[kind.key] = count
    return _there(hits), _there(like), whole


def _formed(every: Candidates, rows: np.ndarray, kind: Kind) -> tuple[np.ndarray, np.ndarray]:
    """Of these rows, those of the kind's form, and of them those that pass its check."""
    if not len(rows):
        return rows, rows
    values = every if len(rows) == len(every.series) else Candidates(every.series.gather(pl.Series(rows)))
    matches = stands(values.series, kind.pattern)
    if values is every and kind.check and 2 * matches.sum() > len(rows):
        return rows[matches], rows[matches & kind.check(every)]  # its matrices are shared between kinds
    if not matches.all():
        rows = rows[matches]
        values = Candidates(values.series.filter(pl.Series(matches)))
    return rows, rows[kind.check(values)] if kind.check and len(rows) else rows


def _there(counts: dict[str, int]) -> dict[str, int]:
    return {key: count for key, count in counts.items() if count}


def _within(column: Column, apart: np.ndarray, spec: Spec) -> dict[str, int]:
    """How many values have a kind somewhere in their text, where they can be more than one value.

    Those are texts of several words, lists and objects written as one, and whatever holds an address of mail.
    """
    codes = column.signatures
    long = column.lengths >= LONG
    digits, mailed = codes & 31, (codes >> 12 & 1 > 0) | long
    looked = {kind.key: kind for kind in spec.kinds if kind.within}
    least = min((kind.digits[0] for kind in looked.values() if not kind.at), default=0)
    able, worded = apart & ((digits >= least) | mailed), column.spaced | mailed
    left = able & ~worded & (codes >> 10 & 3 > 0)  # values without a mark hold one thing
    places = np.flatnonzero(able & worded | left & column.several if left.any() else able & worded)
    if not len(places):
        return {}
    texts, digits, mailed = column.series.gather(pl.Series(places)), digits[places], mailed[places]
    worded = worded[places]
    suspected = suspects(texts, {key: kind.within for key, kind in looked.items()})
    hits: dict[str, int] = {}
    for key, kind in looked.items():
        able = (digits >= kind.digits[0]) & mailed if kind.at else digits >= kind.digits[0]
        if key in suspected:
            able &= suspected[key]
        if kind.check and kind.letters == (0, 0):  # of a list of any numbers some pass a checksum by chance
            able &= worded
        rows = np.flatnonzero(able)
        if not len(rows):
            continue
        series = texts if len(rows) == len(places) else texts.gather(pl.Series(rows))
        found = stands(series, kind.within)
        rows = rows[found]
        if kind.check and len(rows):
            rows = rows[_standing(series.filter(pl.Series(found)), kind.within, kind.check)]
        hits[key] = column.count(places[rows])
    return _there(hits)


def _standing(texts: pl.Series, pattern: str, check: Check) -> np.ndarray:
    """Which texts hold a match that passes the check; the signs around it count for nothing."""
    matches = texts.str.extract_all(narrow(pattern))
    owners = np.repeat(np.arange(len(texts)), matches.list.len().to_numpy())
    standing = np.zeros(len(texts), bool)
    standing[owners[check(Candidates(matches.explode()))]] = True
    return standing


def _values(column: Column, salt: bytes) -> Values:
    """The sample of different values: the kept ones are hashed with the salt, and cannot be guessed without it."""
    zeros = np.clip(64 - np.frexp(column.hashes.astype(np.float64))[1], 0, 63)
    chosen = pl.Series([], dtype=pl.String)
    for level in range(int(zeros.max()), -1, -1):
        rows = np.flatnonzero(zeros >= level)
        if level and len(rows) < 2 * KEPT:
            continue
        chosen = column.series.gather(pl.Series(rows)).unique()
        if len(chosen) > KEPT:
            break
    picked = Column.of(chosen.to_arrow().cast(pa.large_string()))
    levels = np.clip(64 - np.frexp(picked.hashes.astype(np.float64))[1], 0, 63)
    level = 0
    while (levels >= level).sum() > KEPT:
        level += 1
    kept = {
        hashlib.blake2b(text.encode(), digest_size=8, key=salt[:64]).hexdigest(): int(zeros)
        for text, zeros in zip(
            chosen.filter(pl.Series(levels >= level)), levels[levels >= level], strict=True
        )
    }
    return Values(level, kept)


def _days(values: pa.Array) -> tuple[date | None, date | None]:
    """The oldest and newest day of a column of days or times."""
    if not (pa.types.is_date(values.type) or pa.types.is_timestamp(values.type)):
        return None, None
    ends = pc.min_max(values).as_py()
    return _day(ends["min"]), _day(ends["max"])


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
