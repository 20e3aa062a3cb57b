"""Parquet: rows and types stand in its foot; what is nested is one text."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pyarrow as pa
from pyarrow import parquet

from tonetop.discovery.columns import named_type
from tonetop.discovery.source import BATCH
from tonetop.discovery.tables.table import File, Table, Unfit


def tables(file: File) -> list[Table]:
    """The one table of a file. Raises Unfit."""
    try:
        with file.opened() as opened:
            read = parquet.ParquetFile(opened)
            fields = {column.name: named_type(column.type) for column in read.schema_arrow}
            rows = read.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unfit(f"it is no Parquet: {str(error).splitlines()[0]}") from None
    return [Table("", fields, lambda: _batches(file), rows)]


def _batches(file: File) -> Iterator[pa.RecordBatch]:
    try:
        with file.opened() as opened:
            for batch in parquet.ParquetFile(opened).iter_batches(BATCH):
                columns = [_flat(column) for column in batch.columns]
                yield pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
    except pa.ArrowException as error:
        raise Unfit(f"it is damaged: {str(error).splitlines()[0]}") from None


def _flat(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    if not pa.types.is_nested(column.type):
        return column
    told = [
        None if value is None else orjson.dumps(value, default=str).decode() for value in column.to_pylist()
    ]
    return pa.array(told, pa.string())
