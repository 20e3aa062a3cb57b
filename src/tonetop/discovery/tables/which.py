"""Which reader takes a file, by its name and, where that says nothing, by its first bytes."""

from __future__ import annotations

from pathlib import PurePosixPath

from tonetop.discovery.tables import delimited, gzipped, objects, opaque, parquet, texts
from tonetop.discovery.tables.encoding import is_binary
from tonetop.discovery.tables.table import File, Opaque, Table, Unfit

DELIMITED = frozenset((".csv", ".tsv", ".psv", ".tab"))
OBJECTS = frozenset((".json", ".jsonl", ".ndjson", ".geojson"))
PARQUET = frozenset((".parquet", ".pq"))
TEXTS = frozenset(
    (".txt", ".log", ".md", ".rst", ".text", ".vcf", ".ics", ".ldif", ".sql", ".xml", ".yaml", ".yml")
)
OPAQUE = frozenset(
    (
        ".xlsx",
        ".xlsm",
        ".xls",
        ".ods",
        ".eml",
        ".mbox",
        ".pdf",
        ".docx",
        ".pptx",
        ".odt",
        ".odp",
        ".html",
        ".htm",
    )
)
DATABASES = frozenset((".sqlite", ".sqlite3", ".db", ".db3"))


def is_data(name: str) -> bool:
    """Whether a file's name says that it holds data or text for people."""
    suffix = PurePosixPath(gzipped.within(name).lower()).suffix
    return suffix in DELIMITED | OBJECTS | PARQUET | TEXTS | OPAQUE or not suffix


def tables(file: File, read: Opaque | None) -> list[Table]:
    """The tables of a file, packed by gzip or not; none of an empty one. Raises Unfit."""
    if file.size == 0:
        return []
    is_packed, file = gzipped.within(file.name) != file.name, gzipped.unpacked(file)
    suffix = PurePosixPath(file.name.lower()).suffix
    if suffix in DELIMITED:
        return delimited.tables(_textual(file))
    if suffix in OBJECTS:
        return objects.tables(file)
    if suffix in PARQUET:
        if is_packed:
            raise Unfit("it is Parquet packed by gzip, which is not read; unpack it")
        return parquet.tables(file)
    if suffix in OPAQUE:
        return opaque.tables(file, read)
    if suffix in DATABASES:
        raise Unfit("it is a database; scan it as sqlite:///PATH")
    return texts.tables(file)


def _textual(file: File) -> File:
    with file.opened() as opened:
        if is_binary(opened.read(4096)):
            raise Unfit("it is no text, though its name says that it is a table")
    return file
