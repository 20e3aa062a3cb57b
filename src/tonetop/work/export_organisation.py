"""Export a whole organisation as one portable file, from which another place makes the same organisation again."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction

from tonetop import __version__
from tonetop.core import canonical
from tonetop.records import clock, folding, sealing, server, stores, voices
from tonetop.records.happening import tell
from tonetop.records.ledger import anchors, handing, journal, keys, personal
from tonetop.records.ledger.database import Connection, LedgerError, link
from tonetop.records.ledger.keys import Keys
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.work import portable
from tonetop.work.data_folder import DATABASE, FolderRefused, holds_file
from tonetop.work.look_at_server import snapshot
from tonetop.work.permission import KEEP_ACCOUNTS, doer
from tonetop.work.portable import Table

Progress = Callable[[str, int, int], None]
"""What is told on the way: what is written, how many are done, of how many."""
CHUNK = 1 << 20
ERASED = "SELECT seq, place, erasure FROM ledger_erasures ORDER BY seq, place"
NOTES = "SELECT made, note FROM ledger_checkpoints WHERE size <= ? ORDER BY id"
README = """This file is a whole organisation: its registers with their history, settings, accounts, files and ledger.

IT HOLDS PERSONAL VALUES IN PLAIN TEXT and a key by which the log goes on: keep it as you keep a backup.

`tonetop import organisation FILE` makes the same organisation of it in an empty data folder. Passwords, tokens,
second factors and the keys of the place it comes from are not in it. docs/reference/organisation.md of Tonetop
describes every part.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, its SHA-256, how many versions, events and files, how many files were not at hand."""

    path: Path
    sha256: str
    versions: int
    events: int
    files: int
    missing: int


def quietly(what: str, done: int, of: int) -> None:
    """Tells nothing on the way."""


def export_organisation(
    out: Path, now: datetime, by: By, *, confided: bool = True, progress: Progress = quietly
) -> Exported:
    """Write the open folder's organisation, as it stands at one moment, to a new file readable by its owner alone.

    The file gets its name once the ledger says who took it and what its hash is. confided: what the pages show to few
    or nobody too (private notes, sealed concerns, voices). Raises FolderRefused when the file is there or cannot be
    written; nothing is left then.
    """
    folder = Path(settings.DATA)
    if out.exists():
        raise FolderRefused(f"{out}: is there already; name a new file, for no export is overwritten")
    part = out.with_name(f"{out.name}.part")
    try:
        sealing.seal()
        part.touch(mode=0o600)
        with reading(folder) as connection, ZipFile(part, "w", ZIP_DEFLATED) as archive:
            made = _Export(archive, connection, folder, progress).write(now, confided=confided)
        with part.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        with transaction.atomic():
            told = {"sha256": digest, "events": made[1], "confided": confided}
            tell("Organisation", "organisation", "organisation.exported", told, by)
            part.replace(out)
            sealing.seal_after_commit()
    except (OSError, LedgerError, stores.StoreError) as error:
        why = getattr(error, "strerror", None) or error
        raise FolderRefused(f"{out}: the organisation could not be written: {why}") from error
    finally:
        part.unlink(missing_ok=True)
    return Exported(out, digest, *made)


def take_along(account: Account, out: Path) -> Exported:
    """The same for an account of the pages, without what was confided; the ledger says who took it.

    Raises Forbidden for all but administrators, FolderRefused.
    """
    return export_organisation(out, clock.now(), doer(account, KEEP_ACCOUNTS), confided=False)


@contextmanager
def reading(folder: Path) -> Iterator[Connection]:
    """A connection of its own that sees the folder's database as it stands at one moment, and cannot write."""
    if server.named(folder) and not holds_file(folder):
        with snapshot(folder) as connection:
            yield connection
        return
    address = f"{(folder / DATABASE).as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as raw:
        raw.execute("BEGIN")
        yield raw


class _Export:
    """One export on its way: members are written without anything that differs from hour to hour."""

    def __init__(self, archive: ZipFile, connection: Connection, folder: Path, progress: Progress) -> None:
        self.archive, self.connection, self.folder, self.progress = archive, connection, folder, progress
        self.keys: Keys = keys.load(folder)
        self.size = handing.length(connection)
        self.members: dict[str, dict[str, Any]] = {}
        self.files: set[str] = set()

    def write(self, now: datetime, *, confided: bool) -> tuple[int, int, int, int]:
        """Writes every member; gives how many versions, events, files, and files that were not at hand."""
        self._add("README.txt", [README.encode()])
        self._ledger()
        tables = portable.tables(confided=confided)
        versions = 0
        for place, table in enumerate(tables):
            self.progress("tables", place, len(tables))
            written = self._table(table)
            versions += written if table.member.startswith("registers/") else 0
        enclosed = self._files()
        head = journal.frontier_at(self.connection, self.size)
        manifest = {
            "format": portable.FORMAT,
            "organisation": journal.head(self.connection).organisation,
            "events": self.size,
            "root": head.root().hex(),
            "confided": confided,
            "migrations": portable.state(),
            "members": self.members,
        }
        manifest["header"] = self._header(now, portable.digest(manifest))
        self._add(portable.MANIFEST, [json.dumps(manifest, indent=1).encode()])
        return versions, self.size, enclosed, len(self.files) - enclosed

    def _header(self, now: datetime, digest: str) -> dict[str, Any]:
        """What alone differs between two exports of the same organisation; digest: of all else, signed for in it."""
        tail = handing.hand_on(self.connection, self.keys, now, digest)
        going_on = {
            "events": [body.decode() for body in tail.events],
            "checkpoints": [{"made": made, "note": note} for made, note in tail.notes],
            "key": tail.key,
            "seed": b64encode(tail.seed).decode(),
        }
        return {"made": now.isoformat(), "version": __version__, "going_on": going_on}

    def _ledger(self) -> None:
        database = link(self.connection)
        self._add(portable.EVENTS, self._events())
        notes = database.all(NOTES, (self.size,))
        told: Iterable[Any] = ({"made": made, "note": note} for made, note in notes)
        self._add(portable.CHECKPOINTS, map(portable.line, told))
        told = ({"sequence": s, "place": p, "erasure": e} for s, p, e in database.all(ERASED))
        self._add(portable.ERASURES, map(portable.line, told))
        self._add(portable.ANCHORS, map(portable.line, map(_anchor, anchors.history(self.connection))))
        self._add(portable.PERSONAL, self._personal())

    def _events(self) -> Iterator[bytes]:
        """The events' exact bytes, a line each; learns on the way which files belong to them."""
        for number, body in enumerate(journal.bodies(self.connection), start=1):
            if number > self.size:
                return
            self.files.update(blob["sha256"] for blob in json.loads(body)["blobs"])
            if number % 500 == 0:
                self.progress("events", number, self.size)
            yield body + b"\n"

    def _personal(self) -> Iterator[bytes]:
        for sequence, value in personal.disclose(self.connection, self.keys):
            of = {"kind": value.owner[0], "id": value.owner[1], "field": value.field}
            about = {"sequence": sequence, "place": value.place, "of": of, "salt": value.salt.hex()}
            yield canonical.dumps(about | {"value": value.value}) + b"\n"

    def _table(self, table: Table) -> int:
        """Writes one table; gives how many rows."""
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for row in portable.rows(self.connection, table):
                count += 1
                yield portable.line(self._unsealed(row) if table.name == portable.SEALED else row)
                if table.member == "tables/ReportTemplate.jsonl":
                    self.files.add(row["sha256"])

        self._add(table.member, lines(), table.about())
        return count

    def _unsealed(self, row: dict[str, Any]) -> dict[str, Any]:
        """A sealed message with its text in the place of the box that opens here alone."""
        place = f"{row['concern_id']}/{row['place']}"
        box = link(self.connection).one(f"SELECT box FROM {portable.SEALED} WHERE id = ?", (row["id"],))  # noqa: S608
        text = voices.opened_under(self.keys, bytes(box[0]) if box else b"", place)
        return {name: value for name, value in row.items() if name != "box"} | {"text": text}

    def _files(self) -> int:
        """Writes the files that are at hand; gives how many."""
        self.files |= {digest for *_, digest in folding.files_named(self.connection)}
        enclosed = 0
        for place, digest in enumerate(sorted(self.files)):
            self.progress("files", place, len(self.files))
            file = stores.opened(self.folder, digest)
            if file is not None:
                with file:
                    self._add(f"{portable.FILES}{digest}", _chunks(file))
                enclosed += 1
        return enclosed

    def _add(self, name: str, parts: Iterable[bytes], about: dict[str, Any] | None = None) -> None:
        """Writes a member and remembers its hash and size."""
        info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.create_system, info.external_attr = 3, 0o100600 << 16
        info.compress_type = ZIP_STORED if name.startswith(portable.FILES) else ZIP_DEFLATED
        digest, size = sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as member:
            for piece in parts:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self.members[name] = {"sha256": digest.hexdigest(), "size": size} | (about or {})


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _anchor(anchor: anchors.Anchor) -> dict[str, Any]:
    return {
        "kind": anchor.kind,
        "size": anchor.size,
        "root": anchor.root.hex(),
        "made": anchor.made,
        "holder": anchor.holder,
        "proof": b64encode(anchor.proof).decode() if anchor.proof else None,
    }
