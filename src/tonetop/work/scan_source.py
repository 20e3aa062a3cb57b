"""Which source an address names, opened for reading; files of strangers are read in a process of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from tonetop.discovery.source import Source, Unreachable
from tonetop.documents.cell import Cell, Limits
from tonetop.documents.unread import Unread

if TYPE_CHECKING:
    from tonetop.discovery.tables.table import Rows

TASK = "tonetop.work.scan_task"
"""What reads in the cell; not loaded here, for it brings every reader along."""
READING = Limits(memory=512 * 1024**2, seconds=30)
SECRET = re.compile(r"(?<=//)([^/@:]*):.*(?=@)")
"""Up to the last @, for a driver takes a password that holds / or @ as it stands; rather too much than a part of it."""
SAID = re.compile(r"([?&][\w-]*(?:pass(?:word|wd)?|pwd|token|secret|key)=)[^&]*", re.I)
DATABASES = {"postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
"""The module of each kind of server."""
USUAL = {"postgresql": re.compile(r":5432(?=/|$)"), "mysql": re.compile(r":3306(?=/|$)")}
"""The ports that need not be said."""
KNOWN = "sqlite:///FILE, postgresql://…, mysql://…, s3://BUCKET, aws:, scim:https://…, a folder or a file"


class Opaque:
    """Reads files of strangers, each in a process that can open nothing."""

    def __init__(self) -> None:
        self._cell = Cell(TASK, READING)

    def __call__(self, data: bytes, name: str) -> Mapping[str, Rows]:
        """The tables of a file. Raises Unread, which is a ValueError."""
        from tonetop.discovery.tables.table import Rows  # noqa: PLC0415 - an extra

        _, told = self._cell.ask({"name": name}, data)
        found: dict[str, Any] = orjson.loads(told)
        if not all(isinstance(one, list) and len(one) == 2 for one in found.values()):
            raise Unread("its reader gave no tables")
        return {table: Rows(fields, rows) for table, (fields, rows) in found.items()}

    def close(self) -> None:
        """End the process."""
        self._cell.close()


def named(address: str) -> str:
    """An address without the password that it may bear."""
    return SAID.sub(r"\1…", SECRET.sub(r"\1", address))


def settled(source: str) -> str:
    """One spelling for one place, so that a source is known again: paths in full, databases under one scheme.

    source: as `named` gives it.
    """
    kind, between, rest = source.partition(":")
    if between and kind in DATABASES:
        kept = "mysql" if DATABASES[kind] == "mysql" else "postgresql"
        return f"{kept}:{USUAL[kept].sub('', rest)}"
    is_database = bool(between) and kind == "sqlite"
    if between and not is_database and re.fullmatch(r"[a-z][a-z0-9+]*", kind):
        return source
    path = Path(rest.removeprefix("///").removeprefix("//") if is_database else source).resolve()
    return f"sqlite:///{path}" if is_database or (path.is_file() and _is_sqlite(path)) else str(path)


def opened(address: str, opaque: Opaque) -> Source:
    """The source of an address. Raises Unreachable, whose sentence says what to do."""
    kind, between, rest = address.partition(":")
    if kind == "sqlite" and between:
        return _sqlite(Path(rest.removeprefix("///").removeprefix("//")), address)
    if kind in DATABASES:
        _demand_plain(address, rest)
        module = import_module(f"tonetop.discovery.sources.{DATABASES[kind]}")
        made: Source = module.opened(address, named(address))
        return made
    if kind == "scim" and between:
        from tonetop.discovery.sources.scim import ScimSource  # noqa: PLC0415 - an extra

        return ScimSource(rest, named(address))
    if address == "aws:" or (kind == "s3" and rest.startswith("//")):
        return _cloud(kind, rest, address, opaque)
    if between and re.fullmatch(r"[a-z][a-z0-9+]+", kind) and (rest.startswith("//") or not rest):
        raise Unreachable(f"{named(address)}: is no source that is known; write {KNOWN}")
    return _path(Path(address), address, opaque)


def _demand_plain(address: str, rest: str) -> None:
    """Refuse an address of which drivers could take a part of the password for a host. Raises Unreachable."""
    if not rest.startswith("//"):
        raise Unreachable(f"{address.partition(':')[0]}: is followed by no address; write {KNOWN}")
    if "@" in rest.rpartition("@")[0].partition("?")[0]:
        raise Unreachable(f"{named(address)}: write each @ of a password as %40, and each / as %2F")


def _cloud(kind: str, rest: str, address: str, opaque: Opaque) -> Source:
    if kind == "s3":
        if not rest.strip("/"):
            raise Unreachable(f"{address}: names no bucket; write s3://BUCKET or s3://BUCKET/PREFIX")
        from tonetop.discovery.sources.s3 import S3Source  # noqa: PLC0415 - an extra

        return S3Source(rest, named(address), opaque)
    from tonetop.discovery.sources.aws import AwsSource  # noqa: PLC0415 - an extra

    return AwsSource(address, opaque)


def _path(path: Path, address: str, opaque: Opaque) -> Source:
    if not path.exists():
        raise Unreachable(f"{named(address)}: there is no such file or folder; write {KNOWN}")
    if path.is_file() and _is_sqlite(path):
        return _sqlite(path, address)
    from tonetop.discovery.sources.folder import FolderSource  # noqa: PLC0415 - an extra

    return FolderSource(path, address, opaque)


def _sqlite(path: Path, address: str) -> Source:
    from tonetop.discovery.sources import sqlite  # noqa: PLC0415 - an extra

    return sqlite.opened(path, address)


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError as error:
        raise Unreachable(f"{path}: cannot be read: {error.strerror}") from None
