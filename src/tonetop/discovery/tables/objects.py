"""JSON: a list of objects, an object with lists within, or an object a line; what is nested lies under a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa

from tonetop.discovery.columns import array_of, named_type
from tonetop.discovery.source import BATCH
from tonetop.discovery.tables.encoding import encoding
from tonetop.discovery.tables.table import File, Table, Unfit

LARGEST = 256 << 20
"""Bytes of a file that is one JSON value; an object on each line may be of any length."""
_TOO_LARGE = (
    f"it is larger than the {LARGEST >> 20} MB that are read of one JSON value; write an object a line"
)
MANY = 100
"""Values from which on a lone object is a list of settings, and no row about something."""
DEEPEST = 4
"""How many levels of objects are told apart; what lies deeper is one text."""


def tables(file: File) -> list[Table]:
    """The tables within a file. Raises Unfit."""
    if file.name.lower().endswith((".jsonl", ".ndjson")) or _is_lines(file):
        return [_table("", lambda: _lines(file))]
    if file.size > LARGEST:
        raise Unfit(_TOO_LARGE)
    found = _whole(file)
    if isinstance(found, list):
        return [_table("", lambda: iter(_objects(found)))] if found else []
    if not isinstance(found, Mapping):
        return []
    lists = {name: value for name, value in found.items() if _is_table(value)}
    rest = {name: value for name, value in found.items() if name not in lists}
    made = [_table(name, lambda value=value: iter(_objects(value))) for name, value in lists.items()]
    if len(dict(flat(rest))) > MANY:
        return [*made, _table("", lambda: ({"text": f"{name}: {value}"} for name, value in flat(rest)))]
    return made + ([_table("", lambda: iter([rest]))] if rest else [])


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _is_lines(file: File) -> bool:
    """Whether the first two lines are a value each."""
    with file.opened() as opened:
        first, second = (opened.readline(1 << 20).strip() for _ in range(2))
    if not first.startswith(b"{") or not second.startswith(b"{"):
        return False
    try:
        return all(isinstance(orjson.loads(line), Mapping) for line in (first, second))
    except orjson.JSONDecodeError:
        return False


def _whole(file: File) -> Any:
    with file.opened() as opened:
        raw = opened.read(LARGEST + 1)
    if len(raw) > LARGEST:  # what is packed does not tell its size
        raise Unfit(_TOO_LARGE)
    named = encoding(raw[:4096])
    try:
        return orjson.loads(raw if named == "utf-8" else raw.decode(named))
    except (orjson.JSONDecodeError, UnicodeDecodeError) as error:
        raise Unfit(f"it is no JSON: {error}") from None


def _lines(file: File) -> Iterator[Mapping[str, Any]]:
    with file.opened() as opened:
        for number, line in enumerate(iter(lambda: opened.readline(LARGEST + 1), b""), 1):
            if len(line) > LARGEST:
                raise Unfit(
                    f"line {number} is longer than the {LARGEST >> 20} MB that are read of one JSON value"
                )
            if not line.strip():
                continue
            try:
                yield from _objects([orjson.loads(line)])
            except orjson.JSONDecodeError as error:
                raise Unfit(f"line {number} is no JSON: {error}") from None


def _objects(values: Iterable[Any]) -> list[Mapping[str, Any]]:
    return [value if isinstance(value, Mapping) else {"value": value} for value in values]


def _table(name: str, objects: Any) -> Table:
    """A table of objects: every path that any of them has is a column. The first pass finds them."""
    names: dict[str, None] = {}
    types: dict[str, str] = {}
    rows = 0
    for batch in _batches(objects, names):
        rows += batch.num_rows
        for column in batch.schema:
            known = types.get(column.name)
            told = None if pa.types.is_null(column.type) else named_type(column.type)
            types[column.name] = (known or told or "") if told in (None, known) or not known else "text"
    fields = {column: types.get(column) or "text" for column in names}
    return Table(name, fields, lambda: _batches(objects, dict(names)), rows)


def _batches(objects: Any, names: dict[str, None]) -> Iterator[pa.RecordBatch]:
    waiting = iter(objects())
    while taken := [dict(flat(item)) for item in islice(waiting, BATCH)]:
        for row in taken:
            names.update(dict.fromkeys(row))
        columns = [array_of([row.get(name) for row in taken]) for name in names]
        yield pa.RecordBatch.from_arrays(columns, names=list(names))


def flat(value: Mapping[str, Any], before: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Each value of an object and of those within it, by its path."""
    for name, item in value.items():
        path = f"{before}{name}"
        if isinstance(item, Mapping) and item and depth < DEEPEST:
            yield from flat(item, f"{path}.", depth + 1)
        elif isinstance(item, list | Mapping):
            yield path, _listed(item)
        else:
            yield path, item


def _listed(item: Any) -> str | None:
    """A list of texts one under the other; anything else as JSON; nothing for what is empty."""
    if not item:
        return None
    if isinstance(item, list) and all(isinstance(part, str) for part in item):
        return "\n".join(item)
    return orjson.dumps(item).decode()
