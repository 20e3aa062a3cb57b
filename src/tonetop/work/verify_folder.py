"""Verify the data folder: its log by itself, and its tables by what the log says; nothing is changed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.x509 import Certificate

from tonetop.core import ledger
from tonetop.core.notes import Key, NoteError
from tonetop.core.signing import ENROLLED, REMOVED, Enrolled, Keyring
from tonetop.core.tlog import Checkpoint
from tonetop.records import folding, server, stores
from tonetop.records.ledger import checkpoints, tables
from tonetop.records.ledger import keys as key_file
from tonetop.records.ledger.check import NOTHING, Outside, Report, check_log
from tonetop.records.ledger.database import Connection, LedgerError, Link, link
from tonetop.records.stores import StoreError
from tonetop.work.data_folder import DATABASE, database_of, holds_file
from tonetop.work.look_at_server import guards_on_server, snapshot
from tonetop.work.verify_anchors import judge_anchors

SETTINGS = ("name", "time_zone", "business", "story", "clock_on")
LAST_SETTINGS = (
    "SELECT seq, body FROM ledger_events WHERE type = 'organisation.changed' ORDER BY seq DESC LIMIT 1"
)
STORED = "SELECT seq, subject, body FROM ledger_events WHERE type = 'assessment.stored' ORDER BY seq"
LAST_ERASED = "SELECT coalesce(max(seq), 0) FROM ledger_events WHERE type = 'personal.erased'"
GUARDS = (
    "SELECT name, sql FROM sqlite_master WHERE tbl_name LIKE 'ledger\\_%' ESCAPE '\\' AND sql IS NOT NULL"
)
SUBJECT = "SELECT kind, subject, version FROM ledger_events WHERE seq = ?"
ANEW = (
    "whether the log was made anew with its own key, or cut back together with its checkpoints: "
    "hold a checkpoint against it that was kept outside (--held)"
)
PASSKEYS = "SELECT body FROM ledger_events WHERE type IN (?, ?) ORDER BY seq"
HAS_PASSKEYS = "SELECT 1 FROM sqlite_master WHERE name = 'records_passkey'"
HELD_PASSKEYS = "SELECT credential, algorithm, public_key, rp, person FROM records_passkey"
LARGEST_NOTE = 1 << 20
EVENT = re.compile(r"event (\d+): ")
APART = "accounts, sign-in links and the lists of imports, which the tables alone hold"


class NoCheckpointError(Exception):
    """What was given as a key or as a checkpoint kept outside is none; the message is one sentence."""


def verify_folder(folder: Path, outside: Outside = NOTHING, roots: Sequence[Certificate] = ()) -> Report:
    """The report on a data folder, read on a connection of its own that cannot write.

    outside: checkpoints and the verifier key that somebody keeps elsewhere. roots: certificates that time stamps must
    lead to. Raises NoStampError where roots are given and the part for time stamps is missing.
    """
    if server.named(folder) and not holds_file(folder):
        with snapshot(folder) as held:
            return verify_database(held, folder, outside, roots)
    with closing(sqlite3.connect(f"{(folder / DATABASE).as_uri()}?mode=ro", uri=True)) as connection:
        connection.isolation_level = None
        return verify_database(connection, folder, outside, roots)


def verify_database(
    connection: Connection, folder: Path, outside: Outside = NOTHING, roots: Sequence[Certificate] = ()
) -> Report:
    """The report on the database behind a connection, as it stands at one moment, and the files beside it."""
    database = link(connection)
    report = Report()
    try:
        damage = list(_damage(database))
        if damage:
            return Report(problems=damage)
        beside = list(_beside(connection, folder))  # first, for a log that grows meanwhile is not behind
        if isinstance(connection, sqlite3.Connection) and not connection.in_transaction:
            connection.execute("BEGIN")
        report = _log(connection, folder, outside)
        judge_anchors(connection, report, roots)
        report.problems += beside
        report.problems += _guards(database)
        report.problems += _settings(database)
        report.problems += _stored(database, report)
        report.problems += _passkeys(database)
        report.problems += folding.compare(connection)
        _files(connection, folder, report)
    except (sqlite3.DatabaseError, database.failure, LedgerError) as error:
        report.problems.append(f"{folder}: {database_of(folder)} cannot be read through: {error}")
    report.not_checked.append(APART)
    if not outside.held:
        report.not_checked.append(ANEW)
    return report


def kept_outside(key: str | None, held: Sequence[Path]) -> Outside:
    """What is kept outside, read from files and a given key. Raises NoCheckpointError."""
    if key is not None:
        try:
            Key.parse(key)
        except NoteError as error:
            raise NoCheckpointError(f"--key: {error}; it is written name+id+base64") from None
    return Outside([(str(path), _checkpoint(path)) for path in held], key)


def _checkpoint(path: Path) -> Checkpoint:
    try:
        text = path.read_bytes()[:LARGEST_NOTE].decode().replace("\r\n", "\n")
    except OSError as error:
        raise NoCheckpointError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise NoCheckpointError(f"{path}: is no checkpoint") from None
    try:
        return checkpoints.read(text.strip("\n") + "\n")
    except LedgerError:
        raise NoCheckpointError(f"{path}: is no checkpoint") from None


def _damage(database: Link) -> Iterator[str]:
    """What SQLite itself finds wrong with its file."""
    if database.is_sqlite:
        found = [row[0] for row in database.all("PRAGMA quick_check(5)")]
        yield from (f"the database file is damaged: {line}" for line in found if line != "ok")


def _beside(connection: Connection, folder: Path) -> Iterator[str]:
    """What the checkpoint file beside the database has against it, and what the file has lost."""
    notes = set(checkpoints.history(connection))
    try:
        why = checkpoints.behind(connection, folder)
    except LedgerError as error:
        why = str(error)
    if why:
        yield why
    file = folder / checkpoints.NAME
    if file.is_file():
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        lost = len(notes.difference(_notes(lines)))
        if lost:
            yield f"{file} lacks {lost} of the checkpoints that were signed; put it back from a backup"


def _notes(lines: list[str]) -> Iterator[str]:
    for line in lines:
        with suppress(ValueError):
            yield str(json.loads(line))


def _log(connection: Connection, folder: Path, outside: Outside) -> Report:
    keys, why = None, ""
    try:
        keys = key_file.load(folder)
    except LedgerError as error:
        why = str(error)
    report = check_log(connection, keys, outside=outside)
    report.problems = [_with_subject(link(connection), problem) for problem in report.problems]
    if why:
        report.not_checked.append(why)
    return report


def _with_subject(database: Link, problem: str) -> str:
    """The problem of an event together with the name of the record that the event is about."""
    found = EVENT.match(problem)
    about = database.one(SUBJECT, (int(found[1]),)) if found else None
    if not found or about is None:
        return problem
    kind, ident, version = about
    named = f"{kind} {ident}, version {version}" if version else f"{kind} {ident}"
    return f"event {found[1]} ({named}): {problem[found.end() :]}"


def _guards(database: Link) -> Iterator[str]:
    """Whether the ledger's tables, indexes and triggers are those that this program makes."""
    if not database.is_sqlite:
        yield from guards_on_server(database)
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        tables.install(fresh)
        right = dict(fresh.execute(GUARDS).fetchall())
    there = dict(database.all(GUARDS))
    for name in sorted(right.keys() | there.keys()):
        if name not in there:
            yield f"{name}, which guards the ledger, is not there any more"
        elif name not in right:
            yield f"{name} stands among the ledger's own tables and guards, but this program did not make it"
        elif right[name] != there[name]:
            yield f"{name}, which guards the ledger, was made otherwise than this program makes it"


def _settings(database: Link) -> Iterator[str]:
    """Whether the organisation's settings are those that the log told last."""
    last = database.one(LAST_SETTINGS)
    told: dict[str, Any] = ledger.read(bytes(last[1]))["data"] if last else {}
    held = database.all("SELECT name, time_zone, business, story, clock_on FROM records_organisation")
    if len(held) > 1:
        yield f"Organisation: stands {len(held)} times"
    if last and not held:
        yield f"Organisation: event {last[0]} tells of it, but the table does not hold it"
    for values in held[:1]:
        for name, value in zip(SETTINGS, values, strict=True):
            if last is None:
                yield "Organisation: its settings stand in the table, but no event tells of them"
                break
            if value != told.get(name):
                yield f"Organisation: {name} is {value!r}, but event {last[0]} says {told.get(name)!r}"


def _stored(database: Link, report: Report) -> Iterator[str]:
    """Whether the stored assessments are those that the log tells of, unless an erasure shortened them."""
    held = {
        str(id): results for id, results in database.all("SELECT id, results FROM records_storedassessment")
    }
    (erased_at,) = database.one(LAST_ERASED) or (0,)
    for seq, subject, body in database.all(STORED):
        results = held.pop(subject, None)
        if results is None:
            yield f"Assessment {subject}: event {seq} tells of it, but the table does not hold it"
        elif erased_at > seq:
            report.not_checked.append(f"assessment {subject}, which an erasure may have shortened")
        elif _digest(json.loads(results)) != ledger.read(bytes(body))["data"]["results"]:
            yield f"Assessment {subject}: its results are not those that event {seq} tells of"
    yield from (f"Assessment {id}: stands in the table, but no event tells of it" for id in held)


def _passkeys(database: Link) -> Iterator[str]:
    """Whether the passkeys that people can sign with are those that the log tells of."""
    told = Keyring()
    for (body,) in database.all(PASSKEYS, (ENROLLED, REMOVED)):
        told.learn(ledger.read(bytes(body)))
    there = database.one(HAS_PASSKEYS) if database.is_sqlite else (1,)
    rows = [Enrolled(*row) for row in database.all(HELD_PASSKEYS)] if there else []
    held = {row.credential: row for row in rows}
    for credential in sorted(told.held.keys() | held.keys()):
        if held.get(credential) != told.held.get(credential):
            yield f"Passkey {credential:.16}: the table does not hold it as the log tells of it"


def _files(connection: Connection, folder: Path, report: Report) -> None:
    """Whether the files that records name by their hash have it; what was kept and is gone, what never lay here."""
    named = list(folding.files_named(connection))
    try:
        state = {digest: stores.is_unaltered(folder, digest) for digest in {digest for *_, digest in named}}
    except StoreError as error:
        report.not_checked.append(f"the files that records name, for their store fails: {error}")
        return
    disposed = folding.files_disposed(connection)
    away = {seq: (f"{type} {ref}", digest) for type, ref, seq, digest in named if state[digest] is None}
    lost = {*folding.files_brought(connection, away)} - disposed
    for type, ref, seq, digest in named:
        if state[digest] is False:
            report.problems.append(
                f"{type} {ref}: the file {digest:.12} is not the one that event {seq} names"
            )
    for seq, (about, digest) in away.items():
        if digest in lost:
            told = (
                f"the file {digest:.12}, which was kept with event {seq}, is gone; put it back from a backup"
            )
            report.problems.append(f"{about}: {told}")
    report.not_checked += _not_held({digest for _, digest in away.values()} - lost, disposed)


def _not_held(gone: set[str], disposed: set[str]) -> Iterator[str]:
    """What cannot be checked of files that are not here: those a person disposed of, those that lie elsewhere."""
    if gone & disposed:
        yield f"files that a person's act disposed of, which are gone: {len(gone & disposed)}"
    count = len(gone - disposed)
    if count:
        files = "1 file is" if count == 1 else f"{count} files are"
        yield f"{files} named by sha256 and not held here, so whether the bytes have that hash"


def _digest(results: Any) -> str:
    return sha256(json.dumps(results, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
