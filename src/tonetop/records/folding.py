"""Folding the ledger: what the registers' tables must say by what the events say, compared row by row.

It speaks to the database alone, with no model between, so that it does not rely on what it is to check.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tonetop.core.commitments import commit
from tonetop.core.history import reigns
from tonetop.core.shape import Shape
from tonetop.records.ledger.database import Connection, Link, link
from tonetop.records.ledgered import hashes, kinds, packed, unpacked
from tonetop.standard.facts_file import linking_fields, targets
from tonetop.standard.schema import shapes

NOT_HELD = "event {} tells of it, but the table does not hold it"
RECORDS = ("record.created", "record.changed", "record.withdrawn")
NUMBERS = "SELECT kind, seq FROM ledger_events WHERE type IN (?, ?, ?) ORDER BY seq"
TOLD = "SELECT seq, subject, version, body FROM ledger_events WHERE seq IN ({}) ORDER BY seq"
AT_ONCE = 500
SALTS = """SELECT p.seq, p.place, p.salt FROM ledger_personal p JOIN ledger_secrets s ON s.id = p.secret
           WHERE s.kind = ?"""
ERASED = (
    """SELECT x.seq, x.place FROM ledger_erasures x JOIN ledger_events e ON e.seq = x.seq WHERE e.kind = ?"""
)
LINKS = "SELECT from_ref, field, to_ref FROM records_link WHERE from_type = ?"
COLUMNS = """SELECT column_name FROM information_schema.columns
             WHERE table_name = ? AND table_schema = current_schema()"""
DERIVED = ("from_on", "until_on", "known_on")
PLACES = ("ref", "revision", "seq", *DERIVED)
PACKED = frozenset(
    ("texts", "words", "references", "limits", "inputs", "amounts", "number_or_text", "source_data")
)

Row = dict[str, Any]


@dataclass
class Kept:
    """What is kept beside the events of one type: salts of personal values, and which values were erased."""

    salts: dict[tuple[int, str], bytes]
    erased: set[tuple[int, str]]


@dataclass
class Versions:
    """One record's versions as its table holds them: what their days follow from, the last one's links."""

    stamps: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)
    days: list[tuple[Any, ...]] = field(default_factory=list)
    links: set[tuple[str, str]] = field(default_factory=set)
    revision: int = 0


def table(type: str) -> str:
    """The table of a record type."""
    return f"registers_{type.lower()}"


def compare(connection: Connection) -> Iterator[str]:
    """What the registers' tables say otherwise than the ledger, one sentence each, with the record's name."""
    database = link(connection)
    numbers: dict[str, array[int]] = {}
    for kind, seq in database.run(NUMBERS, RECORDS):
        numbers.setdefault(kind, array("q")).append(seq)
    for type in shapes():
        columns, told = _columns(database, type), numbers.pop(type, array("q"))
        if columns and columns.issuperset(PLACES):
            yield from _type(database, type, columns, told)
        elif columns or told:
            yield f"{type}: its table is not there, or not as it must be"
    yield from (f"{kind}: events tell of its records, but there is no such record type" for kind in numbers)


def _told(database: Link, numbers: array[int]) -> Iterator[tuple[Any, ...]]:
    """The events of these numbers, in their order."""
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        yield from database.all(TOLD.format(", ".join("?" * len(some))), some)


def files_named(connection: Connection) -> Iterator[tuple[str, str, int, str]]:
    """The files that records' versions name by their hash, as (type, id, number of the event, hash)."""
    database = link(connection)
    for type, shape in shapes().items():
        for name in sorted({*hashes(shape)} & _columns(database, type)):
            query = f'SELECT ref, seq, "{name}" FROM {table(type)} WHERE "{name}" IS NOT NULL'  # noqa: S608 - our names
            yield from ((type, *row) for row in database.all(query))


def files_disposed(connection: Connection) -> set[str]:
    """The hashes of the files of evidence that a person disposed of; that the rows are as told, `compare` says."""
    database = link(connection)
    if "disposed_on" not in _columns(database, "Evidence"):
        return set()
    pieces, files = table("Evidence"), table("EvidenceFile")
    gone = f"SELECT ref FROM {pieces} WHERE disposed_on IS NOT NULL"  # noqa: S608 - our names
    named = [
        f"SELECT sha256 FROM {pieces} WHERE ref IN ({gone})",  # noqa: S608
        f"SELECT sha256 FROM {files} WHERE evidence IN ({gone})",  # noqa: S608
    ]
    return {digest for query in named for (digest,) in database.all(query) if digest}


def files_brought(connection: Connection, numbers: Iterable[int]) -> Iterator[str]:
    """The hashes of the files that came with these events and were kept then."""
    for _, _, _, body in _told(link(connection), array("q", sorted(numbers))):
        yield from (blob["sha256"] for blob in json.loads(bytes(body))["blobs"])


def _columns(database: Link, type: str) -> set[str]:
    """The columns of a type's table; none when it is not there. A folder of an older version may lack some."""
    if not database.is_sqlite:
        return {name for (name,) in database.all(COLUMNS, (table(type),))}
    return {name for (name,) in database.all("SELECT name FROM pragma_table_info(?)", (table(type),))}


def _type(database: Link, type: str, columns: set[str], told: array[int]) -> Iterator[str]:
    """Goes through events and rows of one type together, both in the order of the ledger."""
    shape = shapes()[type]
    salts = {(seq, place): bytes(salt) for seq, place, salt in database.all(SALTS, (type,))}
    kept = Kept(salts, set(database.all(ERASED, (type,))))
    rows, found = _rows(database, type, shape, columns), dict[str, Versions]()
    row = next(rows, None)
    for seq, subject, version, body in _told(database, told):
        while row is not None and row["seq"] < seq:
            yield _untold(type, row)
            row = next(rows, None)
        if row is None or row["seq"] > seq:
            yield f"{type} {subject}, version {version}: {NOT_HELD.format(seq)}"
            continue
        try:
            yield from _version(type, shape, row, json.loads(bytes(body)), kept)
        except (ValueError, TypeError, KeyError) as error:
            yield f"{_named(type, row)}: its row or event {seq} cannot be read: {error}"
        _remember(found, shape, row)
        row = next(rows, None)
    while row is not None:
        yield _untold(type, row)
        row = next(rows, None)
    yield from _days(type, found)
    yield from _links(database, type, found)


def _named(type: str, row: Row) -> str:
    return f"{type} {row['ref']}, version {row['revision']}"


def _untold(type: str, row: Row) -> str:
    return f"{_named(type, row)}: stands in the table, but no event tells of it"


def _rows(database: Link, type: str, shape: Shape, columns: set[str]) -> Iterator[Row]:
    """The rows of a table, values as facts hold them; one that cannot be read stays as it is."""
    kind = kinds(shape)
    names = [*PLACES, *kind]
    listed = ", ".join(f'"{name}"' if name in columns else "NULL" for name in names)
    query = f'SELECT {listed} FROM {table(type)} ORDER BY seq, "row"'  # noqa: S608 - our names
    for values in database.run(query):
        yield {name: _decoded(kind.get(name, ""), value) for name, value in zip(names, values, strict=True)}


def _decoded(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "boolean" and value in (0, 1):
        return bool(value)
    if kind in PACKED and isinstance(value, str):
        try:
            return _as_tuples(json.loads(value))
        except ValueError:
            return value
    if kind == "number" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _as_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return {name: _as_tuples(item) for name, item in value.items()} if isinstance(value, dict) else value


def _version(type: str, shape: Shape, row: Row, event: dict[str, Any], kept: Kept) -> Iterator[str]:
    """What one row says otherwise than its event."""
    named, seq, about = _named(type, row), row["seq"], event["subject"]
    if (row["ref"], row["revision"]) != (about["id"], about["version"]):
        yield f"{named}: event {seq} tells of {about['id']}, version {about['version']}"
        return
    plain, personal = event["data"]["plain"], event["data"]["personal"]
    for name, kind in kinds(shape).items():
        value = None if name == "source_data" and row[name] == {} else row[name]
        if name in personal:
            if not _is_committed(value, personal[name], (seq, f"personal.{name}"), kept):
                yield f"{named}: {name} is not the value that event {seq} commits to"
            continue
        right = unpacked(kind, plain[name]) if name in plain else None
        if value != right or _kinds_differ(value, right):
            yield f"{named}: {name} is {_said(value)}, but event {seq} says {_said(right)}"


def _kinds_differ(value: Any, right: Any) -> bool:
    """Whether one of two equal values is a yes or no and the other a number."""
    return isinstance(value, bool) != isinstance(right, bool)


def _is_committed(value: Any, commitment: str, place: tuple[int, str], kept: Kept) -> bool:
    """Whether a personal value is the one committed to, or empty because it was erased."""
    if place in kept.erased:
        return value is None
    salt = kept.salts.get(place)
    return value is not None and salt is not None and commit(packed(value), salt) == commitment


def _said(value: Any) -> str:
    return "empty" if value is None else repr(list(value) if isinstance(value, tuple) else value)


def _remember(found: dict[str, Versions], shape: Shape, row: Row) -> None:
    versions = found.setdefault(row["ref"], Versions())
    own = shape.own_date(row)
    versions.stamps.append((row["recorded_on"], own, row["effective_on"]))
    derived = [row[name] for name in DERIVED]
    versions.days.append((*derived, row["revision"], row["recorded_on"] or own or ""))
    if row["revision"] > versions.revision:
        versions.revision = row["revision"]
        versions.links = set() if row["withdrawn_on"] else _leading(shape, row)


def _leading(shape: Shape, row: Row) -> set[tuple[str, str]]:
    fields = linking_fields(shape)
    return {(judge.name, ident) for judge in fields for ident in targets(row[judge.name])}


def _days(type: str, found: dict[str, Versions]) -> Iterator[str]:
    """The days that versions hold, worked out again; and that versions are counted without a gap."""
    for ref, versions in found.items():
        counted = sorted(day[3] for day in versions.days)
        if counted != list(range(1, len(counted) + 1)):
            yield f"{type} {ref}: its versions are counted {', '.join(map(str, counted))}"
        for place, begins, ends in reigns(versions.stamps):
            *held, revision, known = versions.days[place]
            for name, day, right in zip(DERIVED, held, (begins, ends, known), strict=True):
                if day != right:
                    yield f"{type} {ref}, version {revision}: {name} is {_said(day)}, not {_said(right)}"


def _links(database: Link, type: str, found: dict[str, Versions]) -> Iterator[str]:
    """The links of each record's last version, against the table of links."""
    held: dict[str, set[tuple[str, str]]] = {}
    for ref, name, to in database.run(LINKS, (type,)):
        held.setdefault(ref, set()).add((name, to))
    for ref in sorted(found.keys() | held.keys()):
        right, there = found[ref].links if ref in found else set(), held.get(ref, set())
        for name, to in sorted(right - there):
            yield f"{type} {ref}: {name} leads to {to}, but the table of links does not say so"
        for name, to in sorted(there - right):
            yield f"{type} {ref}: the table of links leads by {name} to {to}, but the record does not"
