"""Files packed by gzip: read as what they hold, unpacked piece by piece."""

from __future__ import annotations

import errno
import gzip
import io
import zlib
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from tonetop.discovery.tables.table import File

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ENDING = ".gz"


def within(name: str) -> str:
    """The name of what a file holds: without the ending that says that it is packed."""
    return name[: -len(ENDING)] if name.lower().endswith(ENDING) else name


def unpacked(file: File) -> File:
    """The file as it reads unpacked; itself where it is not packed. Its size stays that of the packed one."""
    inner = within(file.name)
    return file if inner == file.name else replace(file, name=inner, opened=lambda: _opened(file))


def _opened(file: File) -> IO[bytes]:
    return io.BufferedReader(_Unpacking(file.opened()), 1 << 16)


class _Unpacking(io.RawIOBase):
    """Unpacks while it is read; damage is an OSError with its reason, as of any file that cannot be read."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._read = gzip.GzipFile(fileobj=packed, mode="rb")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer as far as the next piece goes."""
        try:
            return self._read.readinto(buffer)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise OSError(errno.EIO, "it is no gzip, or damaged") from None

    def close(self) -> None:
        """Close the packed file too."""
        if not self.closed:
            self._read.close()
            self._packed.close()
        super().close()
