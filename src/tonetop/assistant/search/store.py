"""What the index keeps in one SQLite file: documents, passages, words and vectors; each change whole or not at all.

Passages of a document are numbered without a gap, so that one row of signs a document is enough. Numbers are never
given twice. One process writes at a time, any number read; a reader sees the state before a change until it is whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tonetop.assistant.search.vectors import packed, signs
from tonetop.assistant.search.weights import Array
from tonetop.assistant.search.words import pairs, stems
from tonetop.core.passage import Passage

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, about TEXT NOT NULL,
  model TEXT NOT NULL, first INTEGER NOT NULL, passages INTEGER NOT NULL, stems INTEGER NOT NULL, signs BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, lead TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (passage INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS numbers (next INTEGER NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
  stems, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, row);
INSERT INTO numbers SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM numbers);
"""
WAIT = 30  # seconds for another writer to end
FORMAT = 1


class Unreadable(RuntimeError):
    """The file is no index of this version; it is made anew from the documents."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is put in: a name, the hash of what it was read from, its passages, what can be filtered by, and vectors.

    vectors: float32 (passages, 384) of length 1 each, of the model named `model`; None for search by words alone.
    """

    name: str
    sha256: str
    passages: Sequence[Passage]
    about: Mapping[str, str] = field(default_factory=dict)
    vectors: Array | None = None
    model: str = ""


class Entry(NamedTuple):
    """A document in the index: its number, that of its first passage and how many it has."""

    id: int
    name: str
    about: dict[str, str]
    model: str
    first: int
    passages: int
    stems: int
    signs: bytes


class Row(NamedTuple):
    """A passage in the index."""

    id: int
    document: int
    start: int
    end: int
    text: str
    lead: str


def opened(path: Path) -> sqlite3.Connection:
    """The index in that file, made when it is not there. Raises Unreadable for another format."""
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in {0, FORMAT}:
            raise Unreadable(f"{path.name} is an index of another version; remove it, and it is made anew.")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise Unreadable(f"{path.name} is no index: {error}.") from error
    except Unreadable:
        connection.close()
        raise
    return connection


@contextmanager
def whole(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done inside is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def indexed(here: Sequence[str], lead: Sequence[str]) -> str:
    """The terms of a passage and of its lead, as the table of words takes them."""
    return " ".join([*here, *pairs(here), *lead, *pairs(lead)])


def put(connection: sqlite3.Connection, document: Document) -> None:
    """Add a document, in place of the one of that name. Inside `whole`."""
    remove(connection, document.name)
    (first,) = connection.execute("SELECT next FROM numbers").fetchone()
    connection.execute("UPDATE numbers SET next = ?", [first + len(document.passages)])
    words = [stems(passage.text) for passage in document.passages]
    number = enter(connection, document, first, sum(map(len, words)))
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
        (
            (place, number, at.start, at.end, at.text, at.lead)
            for place, at in enumerate(document.passages, first)
        ),
    )
    told = (indexed(here, stems(at.lead)) for here, at in zip(words, document.passages, strict=True))
    connection.executemany("INSERT INTO words (rowid, stems) VALUES (?, ?)", enumerate(told, first))
    if document.vectors is not None:
        connection.executemany(
            "INSERT INTO vectors VALUES (?, ?)", enumerate(packed(document.vectors), first)
        )


def enter(connection: sqlite3.Connection, document: Document, first: int, length: int) -> int | None:
    """Write the document's own row; its number."""
    read = document.vectors is not None
    row = {
        "name": document.name,
        "sha256": document.sha256,
        "about": json.dumps(dict(document.about), sort_keys=True),
        "model": document.model if read else "",
        "first": first,
        "passages": len(document.passages),
        "stems": length,
        "signs": b"" if document.vectors is None else signs(document.vectors).tobytes(),
    }
    return connection.execute(
        "INSERT INTO documents (name, sha256, about, model, first, passages, stems, signs)"
        " VALUES (:name, :sha256, :about, :model, :first, :passages, :stems, :signs)",
        row,
    ).lastrowid


def remove(connection: sqlite3.Connection, name: str) -> bool:
    """Take a document out; whether there was one. Inside `whole`."""
    found = connection.execute(
        "SELECT id, first, first + passages FROM documents WHERE name = ?", [name]
    ).fetchone()
    if found is None:
        return False
    number, *reach = found
    passages = connection.execute(
        "SELECT id, text, lead FROM passages WHERE id >= ? AND id < ?", reach
    ).fetchall()
    connection.executemany(
        "INSERT INTO words (words, rowid, stems) VALUES ('delete', ?, ?)",
        ((passage, indexed(stems(text), stems(lead))) for passage, text, lead in passages),
    )
    connection.execute("DELETE FROM passages WHERE id >= ? AND id < ?", reach)
    connection.execute("DELETE FROM vectors WHERE passage >= ? AND passage < ?", reach)
    connection.execute("DELETE FROM documents WHERE id = ?", [number])
    return True


def wipe(connection: sqlite3.Connection) -> None:
    """Write the file anew without what was taken out: no word of it stays in free pages, old terms or the log."""
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def entries(connection: sqlite3.Connection) -> list[Entry]:
    """All documents, by the number of their first passage."""
    rows = connection.execute(
        "SELECT id, name, about, model, first, passages, stems, signs FROM documents ORDER BY first"
    )
    return [Entry(number, name, json.loads(about), *rest) for number, name, about, *rest in rows]


def rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Row]:
    """Passages by their numbers, in that order."""
    asked = json.dumps([int(number) for number in numbers])
    found = connection.execute(
        'SELECT p.id, document, start, "end", text, lead'
        " FROM json_each(?) AS n JOIN passages AS p ON p.id = n.value ORDER BY n.key",
        [asked],
    )
    return [Row(*row) for row in found]


def vectors(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[bytes]:
    """Packed vectors of passages that were read as such, in the order of these numbers."""
    asked = json.dumps([int(number) for number in numbers])
    found = connection.execute(
        "SELECT vector FROM json_each(?) AS n JOIN vectors ON passage = n.value ORDER BY n.key", [asked]
    )
    return [row[0] for row in found]


def frequency(connection: sqlite3.Connection, term: str) -> int:
    """In how many passages a term stands."""
    found = connection.execute("SELECT doc FROM vocabulary WHERE term = ?", [term]).fetchone()
    return int(found[0]) if found else 0


def matching(connection: sqlite3.Connection, terms: Sequence[str]) -> Iterator[tuple[int, float]]:
    """The numbers of passages with any of these terms and their BM25, best first, of equals the earlier."""
    asked = " OR ".join(f'"{term}"' for term in terms)
    yield from connection.execute(
        "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank, rowid", [asked]
    )
