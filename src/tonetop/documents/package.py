"""A ZIP of strangers: its directory looked at before anything is unpacked, and bytes counted while it is."""

from __future__ import annotations

import io
import stat
import zlib
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tonetop.documents.unread import UNPACKED, Unread

ENTRIES = 5_000
"""Members of an archive."""
RATIO = 200
"""How many times its packed size a member may unpack to, once it is larger than FREE."""
FREE = 1024 * 1024
"""Bytes below which a member may be packed as tightly as it likes."""
CHUNK = 64 * 1024
DAMAGED = "it is damaged, or no archive at all"


class Package:
    """An archive that was looked at: its members' names, and their bytes."""

    def __init__(self, data: bytes) -> None:
        """Raises Unread for an archive that is damaged, too much, or reaches out of itself."""
        try:
            self._zip = ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise Unread(DAMAGED) from None
        if len(entries) > ENTRIES:
            raise Unread(f"its archive has more than {ENTRIES} members")
        if sum(entry.file_size for entry in entries) > UNPACKED:
            raise Unread(TOO_MUCH)
        if sum(entry.compress_size for entry in entries) > len(data):
            raise Unread("members of its archive lie over each other")
        for entry in entries:
            _demand_harmless(entry)
        self.entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        if len(self.entries) < sum(not entry.is_dir() for entry in entries):
            raise Unread("two members of its archive have the same name")
        self.unpacked = 0

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def names(self) -> list[str]:
        """The members in the directory's order."""
        return list(self.entries)

    def read(self, name: str) -> bytes:
        """A member's bytes, counted as they come. Raises Unread."""
        entry = self.entries.get(name)
        if entry is None:
            raise Unread(f"its part {name} is missing")
        most = max(FREE, RATIO * entry.compress_size)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as member:
                while piece := member.read(CHUNK):
                    size += len(piece)
                    self.unpacked += len(piece)
                    if size > most or self.unpacked > UNPACKED:
                        raise Unread(TOO_MUCH)
                    pieces.append(piece)
        except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
            raise Unread(f"its part {name[:100]} is damaged") from None
        return b"".join(pieces)

    def demand_all(self) -> None:
        """Unpack every member once and keep none, so that a library may then open the archive. Raises Unread."""
        for name in self.entries:
            self.read(name)


TOO_MUCH = (
    f"its archive unpacks to more than {UNPACKED // 1024**2} MB, or is packed tighter than documents are"
)


def _demand_harmless(entry: ZipInfo) -> None:
    """Raises Unread for a member that is locked, a link, lies outside, or is packed as no document is."""
    name = entry.orig_filename
    if entry.flag_bits & 0x1:
        raise Unread("it is locked with a password")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unread("its archive is packed in a way that is not read")
    path = PurePosixPath(name.replace("\\", "/"))
    if (
        path.is_absolute()
        or ".." in path.parts
        or "\0" in name
        or (path.parts and path.parts[0].endswith(":"))
    ):
        raise Unread("a member of its archive names a place outside of it")
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unread("a member of its archive is a link or a device")
    if entry.file_size > max(FREE, RATIO * max(entry.compress_size, 1)):
        raise Unread(TOO_MUCH)
