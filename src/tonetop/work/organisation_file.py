"""Reading the portable file of an organisation: every member as its manifest says, and nothing beside."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db.migrations.loader import MigrationLoader

from tonetop.core import canonical
from tonetop.core.commitments import Personal
from tonetop.records.ledger import handing
from tonetop.records.ledger.handing import Tail
from tonetop.records.registry import registers
from tonetop.standard.facts_file import linking_fields, targets
from tonetop.work import portable
from tonetop.work.data_folder import FolderRefused

BROKEN = (
    *(BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, TypeError),
    AttributeError,
)
"""What reading a file brings about that is none of ours."""
CHUNK, LARGEST_MANIFEST, LONGEST_LINE = 1 << 20, 64 << 20, 64 << 20
MEMBER = re.compile(r"README\.txt|(?:registers|tables|confided|ledger)/[A-Za-z]+\.jsonl|files/[0-9a-f]{64}")
NEEDED = (portable.EVENTS, portable.CHECKPOINTS, portable.ERASURES, portable.ANCHORS, portable.PERSONAL)
TABLED = ("records", "registers")
"""The apps that have had tables since there are such files."""


@contextmanager
def opened(path: Path) -> Iterator[OrganisationFile]:
    """The file, once every member was seen to be as the manifest says. Raises FolderRefused, or one of `BROKEN`."""
    try:
        archive = ZipFile(path)
    except OSError as error:
        raise FolderRefused(f"{path}: cannot be read: {error.strerror or error}") from error
    with archive:
        yield OrganisationFile(path, archive)


class OrganisationFile:
    """An open file: its manifest, and its members as lines."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        self.path, self.archive = path, archive
        if archive.getinfo(portable.MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError("its manifest is too large")
        self.manifest: dict[str, Any] = json.loads(archive.read(portable.MANIFEST))
        if self.manifest["format"] != portable.FORMAT:
            raise ValueError(
                f"it is of the format {self.manifest['format']}, and only {portable.FORMAT} is known"
            )
        self.members: dict[str, dict[str, Any]] = self.manifest["members"]
        self._columns: dict[str, set[str]] = {}
        self._demand_members()
        for name, about in self.members.items():
            self._judge(name, about)
        self.tail = self._tail()
        if handing.digest_of(self.tail) != portable.digest(self.manifest):
            raise ValueError("its tables are not those that the key of its log signed for")

    def _tail(self) -> Tail:
        """What follows the log; whether its signatures hold, the look through the whole says afterwards."""
        told = self.manifest["header"]["going_on"]
        notes = tuple((one["made"], one["note"]) for one in told["checkpoints"])
        events = tuple(body.encode() for body in told["events"])
        return Tail(events, notes, told["key"], b64decode(told["seed"], validate=True))

    def _demand_members(self) -> None:
        """Raises ValueError for a member that the manifest does not name, that is not known, or that lacks."""
        if sorted([*self.members, portable.MANIFEST]) != sorted(self.archive.namelist()):
            raise ValueError("it does not hold the members that its manifest names")
        allowed = {table.member: table.name for table in portable.tables(confided=True)}
        for name, about in self.members.items():
            if not MEMBER.fullmatch(name):
                raise ValueError(f"it holds a member with the name {name}")
            if "table" in about and allowed.get(name) != about["table"]:
                raise ValueError(f"{name} is of the table {about['table']}, which is not known here")
        lacking = next((name for name in NEEDED if name not in self.members), None)
        if lacking:
            raise ValueError(f"it holds no {lacking}")

    def _judge(self, name: str, about: dict[str, Any]) -> None:
        digest, size = sha256(), 0
        with self.archive.open(name) as member:
            while chunk := member.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > about["size"]:
                    break
        if (digest.hexdigest(), size) != (about["sha256"], about["size"]):
            raise ValueError(f"{name} in it is damaged")

    def migrations(self) -> dict[str, str]:
        """How far the tables of each app were where the file was written. Raises FolderRefused for a newer version."""
        known = MigrationLoader(None).disk_migrations
        told: dict[str, str] = self.manifest["migrations"]
        lacking = next((app for app in TABLED if app not in told), None)
        if lacking:
            raise ValueError(f"its manifest does not say how far the tables of {lacking} are")
        for app, name in told.items():
            if app not in portable.OWN or (app, name) not in known:
                raise FolderRefused(
                    f"{self.path}: was written by a newer version of Tonetop, {self.manifest['header']['version']}, "
                    f"which made {app}.{name}; install that version"
                )
        return told

    def demand_tables(self, raw: sqlite3.Connection) -> None:
        """Raises ValueError when a table lacks that goes along and that there was where the file was written."""
        there = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        going = portable.tables(confided=bool(self.manifest["confided"]))
        lacking = sorted(one.member for one in going if one.name in there and one.member not in self.members)
        if lacking:
            raise ValueError(f"it holds no {', '.join(lacking[:5])}")

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member without their ends."""
        with self.archive.open(name) as member:
            while line := member.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise ValueError(f"{name} in it ends within a line")
                yield line[:-1]

    def objects(self, name: str) -> Iterator[dict[str, Any]]:
        """The lines of a member as objects."""
        for number, line in enumerate(self.lines(name), start=1):
            found = json.loads(line)
            if not isinstance(found, dict):
                raise ValueError(f"{name}, line {number}, is no object")
            yield found

    def personal(self) -> Iterator[tuple[int, Personal]]:
        """The personal values with the numbers of their events."""
        for line in self.lines(portable.PERSONAL):
            told = canonical.loads(line)
            of, salt = told["of"], bytes.fromhex(told["salt"])
            owner = (of["kind"], of["id"])
            yield told["sequence"], Personal(told["place"], owner, of["field"], told["value"], salt)

    def take(self, name: str, to: Path) -> None:
        """Write a member to a new file."""
        with self.archive.open(name) as member, to.open("xb") as out:
            while chunk := member.read(CHUNK):
                out.write(chunk)

    def known(self, table: str, names: Iterable[str], raw: sqlite3.Connection) -> list[str]:
        """The names of columns, once they are seen to be those of the table. Raises ValueError."""
        if table not in self._columns:
            found = raw.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
            self._columns[table] = {name for (name,) in found}
        listed = list(names)
        odd = next((name for name in listed if name not in self._columns[table]), None)
        if odd is not None:
            raise ValueError(f"{table} has no column {odd}")
        return listed

    def links(self, member: str) -> Links:
        """What learns which links the records of a register make."""
        return Links(member.removeprefix("registers/").removesuffix(".jsonl"))


class Links:
    """The links that the newest versions of a register's records make."""

    def __init__(self, type: str) -> None:
        self.type, self.fields = type, linking_fields(registers()[type].shape())
        self._newest: dict[str, tuple[int, list[tuple[str, str]]]] = {}

    def learn(self, line: dict[str, Any]) -> None:
        """Take note of a version."""
        if line["revision"] < self._newest.get(line["ref"], (0, []))[0]:
            return
        found = [(judge.name, to) for judge in self.fields for to in self._to(line.get(judge.name))]
        self._newest[line["ref"]] = (line["revision"], [] if line.get("withdrawn_on") else found)

    def _to(self, value: Any) -> Iterable[str]:
        return dict.fromkeys(targets(_unpacked(value)))

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """The links as their table holds them."""
        for ref, (_, found) in self._newest.items():
            yield from ((self.type, ref, name, to) for name, to in found)


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return {key: _unpacked(one) for key, one in value.items()} if isinstance(value, dict) else value
