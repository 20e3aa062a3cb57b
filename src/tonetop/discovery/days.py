"""Days within columns: which form they are written in, how many lie before a day, and values counted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tonetop.discovery.source import Overdue

ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ].*)?$"
FORMS = (
    (r"^\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?$", ("y", "m", "d"), "-"),
    (r"^\d{4}/\d{1,2}/\d{1,2}(?: .*)?$", ("y", "m", "d"), "/"),
    (r"^\d{1,2}\.\d{1,2}\.\d{4}(?: .*)?$", ("d", "m", "y"), "."),
    (r"^\d{1,2}/\d{1,2}/\d{4}(?: .*)?$", ("d", "m", "y"), "/"),
    (r"^\d{1,2}/\d{1,2}/\d{4}(?: .*)?$", ("m", "d", "y"), "/"),
    (r"^\d{1,2}-\d{1,2}-\d{4}(?: .*)?$", ("d", "m", "y"), "-"),
    (r"^\d{1,2}-\d{1,2}-\d{4}(?: .*)?$", ("m", "d", "y"), "-"),
)
"""Forms of a day in text: what it looks like, the order of its parts, and what stands between them."""
SECONDS, MILLISECONDS = (10**8, 5 * 10**9), (10**11, 5 * 10**12)
"""Whole numbers that are taken for seconds or milliseconds since 1970: from 1973 to 2128."""


def overdue(columns: Iterable[Any], before: date) -> Overdue | None:
    """How many values lie before a day, and the oldest; None when they are no days, or could be read in two ways."""
    whole = pa.chunked_array([_plain(column) for column in columns] or [pa.array([], pa.string())])
    days = as_days(whole)
    if days is None:
        return None
    late = days.filter(pc.fill_null(pc.less(days, pa.scalar(before, pa.date32())), fill_value=False))
    oldest = pc.min(late).as_py() if len(late) else None
    return Overdue(len(late), oldest.isoformat() if oldest else None, days.null_count)


def as_days(column: Any) -> Any:
    """A column as days (date32); None when a filled value is none, or all could be read in two ways."""
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return pc.cast(_utc(column), pa.date32(), safe=False)
    if pa.types.is_integer(kind):
        return _since_1970(column)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)) or column.null_count == len(column):
        return None
    text = pc.utf8_trim_whitespace(column)
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)
    found = [days for form in FORMS if (days := _in_form(text, *form)) is not None]
    if len(found) > 1 and not found[0].equals(found[1]):
        return None
    return found[0] if found else None


def tally(columns: Iterable[Any], most: int) -> Mapping[str, int] | None:
    """How often each value occurs, as text; None when there are more than so many."""
    counts: Counter[str] = Counter()
    for column in columns:
        for pair in pc.value_counts(column).to_pylist():
            if pair["values"] is not None:
                counts[str(pair["values"])] += pair["counts"]
        if len(counts) > most:
            return None
    return counts


def _plain(column: Any) -> Any:
    """Batches of one column may come with types of their own; as texts they fit together."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return pc.cast(_utc(column), pa.date32(), safe=False)
    if pa.types.is_null(column.type):
        return column.cast(pa.string())
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    return column


def _utc(column: Any) -> Any:
    is_zoned = pa.types.is_timestamp(column.type) and column.type.tz is not None
    return pc.cast(column, pa.timestamp(column.type.unit)) if is_zoned else column


def _since_1970(column: Any) -> Any:
    bounds = pc.min_max(column).as_py()
    for (least, most), unit in ((SECONDS, "s"), (MILLISECONDS, "ms")):
        if bounds["min"] is not None and least <= bounds["min"] and bounds["max"] <= most:
            return pc.cast(pc.cast(column.cast(pa.int64()), pa.timestamp(unit)), pa.date32(), safe=False)
    return None


def _in_form(text: Any, pattern: str, order: tuple[str, ...], between: str) -> Any:
    """The days, when every filled value is one in this form; else None."""
    if not pc.all(pc.match_substring_regex(text, pattern)).as_py():
        return None
    day = pc.list_element(pc.split_pattern_regex(text, "[T ]", max_splits=1), 0)
    parts = pc.split_pattern(day, between)
    number = {name: pc.list_element(parts, place) for place, name in enumerate(order)}
    padded = [number["y"], pc.utf8_lpad(number["m"], 2, "0"), pc.utf8_lpad(number["d"], 2, "0")]
    written = pc.binary_join_element_wise(*padded, "-")
    try:
        return pc.cast(written, pa.date32())
    except pa.ArrowInvalid:
        return None
