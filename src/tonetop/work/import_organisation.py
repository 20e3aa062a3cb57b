"""Make an organisation out of its portable file, in an empty data folder: all of it, seen to hold, or nothing."""

from __future__ import annotations

import shutil
import sqlite3
from base64 import b64decode
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError

from tonetop.core.canonical import CanonicalError
from tonetop.core.ledger import EventError
from tonetop.core.notes import NoteError
from tonetop.records import filed, server, voices
from tonetop.records.ledger import anchors, handing, journal, keys, personal
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.database import LedgerError, Link, link
from tonetop.records.ledger.keys import Keys
from tonetop.records.server import ServerRefused
from tonetop.work import data_folder, portable
from tonetop.work.carry import made_empty, pointed
from tonetop.work.data_folder import DATABASE, FolderRefused
from tonetop.work.export_organisation import Progress, quietly
from tonetop.work.look_at_server import set_up
from tonetop.work.organisation_file import BROKEN, OrganisationFile, opened
from tonetop.work.restore_server import send_back
from tonetop.work.swap_folder import STAGED, STAYS, is_begun, stage, swap
from tonetop.work.verify_folder import verify_folder

REFUSED = (*BROKEN, EventError, CanonicalError, NoteError, sqlite3.IntegrityError, LedgerError)
"""What a file brings about that is no organisation, whatever it says of itself."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it: how many events the log holds now, how many versions of records, how many files."""

    events: int
    versions: int
    files: int


def import_organisation(
    file: Path, folder: Path, now: datetime, progress: Progress = quietly, *, is_new: bool = False
) -> Imported:
    """Make the organisation in a folder, or in the server that it names; both must be empty. Raises FolderRefused.

    is_new: whether the folder was made for it, so that it goes when nothing comes of it.
    """
    if data_folder.is_filled(folder):
        raise FolderRefused(
            f"{folder}: holds an organisation already; name an empty or a new folder with --data"
        )
    is_new = is_new or not folder.exists()
    data_folder.made(folder)
    data_folder.demand_never_filled(folder)
    data_folder.hold(folder, alone=True)
    onto = server.named(folder)
    try:
        set_up(folder)
        with opened(file) as read:
            done = _made(read, stage(folder), now, progress)
        _keep_own(folder)
        swap(folder, f"{now:%Y-%m-%dT%H%M%S}")
        if onto:
            send_back(folder, onto, now)
    except REFUSED as error:
        why = " ".join(str(error).split())
        raise FolderRefused(
            f"{file}: is no whole organisation of Tonetop ({why}); nothing was stored"
        ) from error
    except (OSError, sqlite3.Error, ServerRefused, DatabaseError) as error:
        how = "the next command will finish it" if is_begun(folder) else "nothing was stored"
        raise FolderRefused(f"{file}: could not be imported, and {how}: {error}") from error
    finally:
        if not is_begun(folder):
            shutil.rmtree(folder / STAGED, ignore_errors=True)
        data_folder.release(folder)
        if is_new and not onto and not data_folder.is_filled(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return done


def _made(read: OrganisationFile, staged: Path, now: datetime, progress: Progress) -> Imported:
    """The organisation in the staging place, verified. Raises FolderRefused when it does not hold."""
    held = keys.create(staged)
    database = staged / DATABASE
    with pointed(server.on_file(database)):
        for app, name in read.migrations().items():
            call_command("migrate", app, name, verbosity=0, interactive=False, skip_checks=True)
        made_empty()
    files = _files(read, staged, progress)
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        read.demand_tables(raw)
        versions = _Filling(raw, held, read, progress).fill()
        size = journal.head(raw).frontier
        if (size.size, size.root().hex()) != (read.manifest["events"], read.manifest["root"]):
            raise ValueError("its events are not those that its manifest counts")
        handing.take_over(raw, held, staged, now, read.tail)
        events = journal.head(raw).frontier.size
        raw.execute("PRAGMA journal_mode=DELETE")
    for path in staged.glob("*.*"):
        path.chmod(0o600)
    problems = verify_folder(staged).problems
    if problems:
        raise FolderRefused(f"{read.path}: what it holds does not verify: {problems[0]}; nothing was stored")
    return Imported(events, versions, files)


def _keep_own(folder: Path) -> None:
    """Let what belongs to the place stay in it: it would be set aside with what is replaced."""
    for name in data_folder.OURS - STAYS:
        if (folder / name).is_file():
            (folder / name).rename(folder / STAGED / name)


def _files(read: OrganisationFile, staged: Path, progress: Progress) -> int:
    """Put the files in their places; gives how many."""
    names = [name for name in read.members if name.startswith(portable.FILES)]
    for place, name in enumerate(names):
        progress("files", place, len(names))
        digest = name.removeprefix(portable.FILES)
        if read.members[name]["sha256"] != digest:
            raise ValueError(f"the file {digest[:12]}… in it is not the one it is named by")
        to = filed.place(staged, digest)
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        read.take(name, to)
        to.chmod(0o400)
    return len(names)


class _Filling:
    """An empty database on its way to be filled, in one transaction."""

    def __init__(
        self, raw: sqlite3.Connection, held: Keys, read: OrganisationFile, progress: Progress
    ) -> None:
        self.raw, self.keys, self.read, self.progress = raw, held, read, progress
        self.database: Link = link(raw)

    def fill(self) -> int:
        """Fills the ledger, then the tables; gives how many versions of records there are."""
        guards = self.raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        self.raw.execute("PRAGMA foreign_keys = OFF")
        self.raw.execute("BEGIN IMMEDIATE")
        for name, _ in guards:
            self.raw.execute(f'DROP TRIGGER "{name}"')
        self.raw.execute("UPDATE ledger_log SET organisation = ?", (self.read.manifest["organisation"],))
        self._ledger()
        versions = self._tables()
        for _, sql in guards:
            self.raw.execute(sql)
        self.raw.execute("COMMIT")
        return versions

    def _ledger(self) -> None:
        of = self.read.manifest["events"]
        for number in handing.put(self.raw, self.read.lines(portable.EVENTS)):
            if number % 500 == 0:
                self.progress("events", number, of)
        notes = ((one["made"], one["note"]) for one in self.read.objects(portable.CHECKPOINTS))
        handing.put_notes(self.raw, notes)
        for one in self.read.objects(portable.ERASURES):
            values = (one["sequence"], one["place"], one["erasure"])
            self.raw.execute("INSERT INTO ledger_erasures (seq, place, erasure) VALUES (?, ?, ?)", values)
        for one in self.read.objects(portable.ANCHORS):
            proof = b64decode(one["proof"], validate=True) if one["proof"] else None
            root = bytes.fromhex(one["root"])
            anchors.add(self.raw, Anchor(one["kind"], one["size"], root, one["made"], one["holder"], proof))
        for sequence, value in self.read.personal():
            personal.keep(self.database, self.keys, sequence, [value])

    def _tables(self) -> int:
        versions = 0
        tables = [(name, about) for name, about in self.read.members.items() if "table" in about]
        for place, (member, about) in enumerate(tables):
            self.progress("tables", place, len(tables))
            self.raw.execute(f'DELETE FROM "{about["table"]}"')  # noqa: S608 - judged by `OrganisationFile`
            is_register = member.startswith("registers/")
            links = self.read.links(member) if is_register else None
            for line in self.read.objects(member):
                self._insert(about, self._sealed(line) if about["table"] == portable.SEALED else line)
                versions += is_register
                if links is not None:
                    links.learn(line)
            if links is not None:
                made = "INSERT INTO records_link (from_type, from_ref, field, to_ref) VALUES (?, ?, ?, ?)"
                self.raw.executemany(made, links.rows())
        return versions

    def _insert(self, about: dict[str, Any], line: dict[str, Any]) -> None:
        values = portable.held(about, line)
        names = ", ".join(f'"{name}"' for name in self.read.known(about["table"], values, self.raw))
        marks = ", ".join("?" * len(values))
        self.raw.execute(f'INSERT INTO "{about["table"]}" ({names}) VALUES ({marks})', [*values.values()])  # noqa: S608

    def _sealed(self, line: dict[str, Any]) -> dict[str, Any]:
        """A sealed message with a box that opens here in the place of its text."""
        box = voices.closed_under(self.keys, line["text"], f"{line['concern_id']}/{line['place']}")
        return {name: value for name, value in line.items() if name != "text"} | {"box": portable.boxed(box)}
