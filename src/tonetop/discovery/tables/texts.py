"""Plain text: each filled line is a row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa

from tonetop.discovery.source import BATCH
from tonetop.discovery.tables.encoding import HEAD, encoding, is_binary
from tonetop.discovery.tables.table import File, Table, Unfit

FIELD = "text"
LONGEST = 1 << 20
"""Characters of a line; a longer one is several."""


def tables(file: File) -> list[Table]:
    """The lines of a file as one column. Raises Unfit."""
    with file.opened() as opened:
        head = opened.read(HEAD)
    if is_binary(head):
        raise Unfit("it is no text")
    named = encoding(head)
    return [Table("", {FIELD: "text"}, lambda: _batches(file, named), is_text=True)] if head.strip() else []


def _batches(file: File, named: str) -> Iterator[pa.RecordBatch]:
    with file.opened() as opened, io.TextIOWrapper(opened, named, "replace") as text:
        lines = (line for line in iter(lambda: text.readline(LONGEST), "") if line.strip())
        while taken := list(islice(lines, BATCH)):
            yield pa.RecordBatch.from_arrays([pa.array(taken, pa.string())], names=[FIELD])
