"""Workbooks, mails and documents: read by a process of its own that is handed in, their tables kept whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import pyarrow as pa

from tonetop.discovery.columns import batch_of
from tonetop.discovery.source import BATCH
from tonetop.discovery.tables.guess import type_of
from tonetop.discovery.tables.table import File, Opaque, Rows, Table, Unfit

LARGEST = 64 << 20
"""Bytes of a file that is read."""
_TOO_LARGE = f"it is larger than the {LARGEST >> 20} MB that are read"


def tables(file: File, read: Opaque | None) -> list[Table]:
    """The tables of a file. Raises Unfit."""
    if read is None:
        raise Unfit("its format is not read here")
    if file.size > LARGEST:
        raise Unfit(_TOO_LARGE)
    found = _read(file, read)
    return [_table(file, read, name, rows) for name, rows in found.items() if rows.rows]


def _read(file: File, read: Opaque) -> Mapping[str, Rows]:
    with file.opened() as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:  # what is packed does not tell its size
        raise Unfit(_TOO_LARGE)
    try:
        return read(data, file.name)
    except ValueError as why:
        raise Unfit(str(why)) from None


def _table(file: File, read: Opaque, name: str, rows: Rows) -> Table:
    """Only its shape is kept; its rows are read again when they are wanted."""
    columns = zip(*rows.rows, strict=True)
    fields = {field: _type(column) for field, column in zip(rows.fields, columns, strict=True)}
    is_text = list(rows.fields) == ["text"]
    return Table(name, fields, partial(_batches, file, read, name), len(rows.rows), is_text)


def _type(column: tuple[object, ...]) -> str:
    return type_of([None if value is None else str(value) for value in column])


def _batches(file: File, read: Opaque, name: str) -> Iterator[pa.RecordBatch]:
    rows = _read(file, read)[name]
    for first in range(0, len(rows.rows), BATCH):
        yield batch_of(rows.fields, rows.rows[first : first + BATCH])
