"""Archives written by hand, whose directory says what it likes; and streams that unpack to very much."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Member:
    """A member: its packed bytes, and what its headers say of it."""

    name: bytes
    packed: bytes
    size: int
    method: int = 8
    flags: int = 0
    attributes: int = 0
    crc: int = 0


def member(name: str, data: bytes, says: int | None = None, **told: int) -> Member:
    """An honest member, or one that says another size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    size = len(data) if says is None else says
    return Member(name.encode(), packed, size, crc=zlib.crc32(data), **told)


def archive(members: list[Member], comment: bytes = b"", count: int | None = None) -> bytes:
    """An archive of these members (APPNOTE 4.3)."""
    body, directory = bytearray(), bytearray()
    for entry in members:
        told = struct.pack(
            "<HHHHHIIIHH", 20, entry.flags, entry.method, 0, 33, entry.crc, len(entry.packed), entry.size & 0xFFFFFFFF,
            len(entry.name), 0,
        )  # fmt: skip
        directory += b"PK\x01\x02" + struct.pack("<H", 0x0314) + told
        directory += struct.pack("<HHHII", 0, 0, 0, entry.attributes, len(body)) + entry.name
        body += b"PK\x03\x04" + told + entry.name + entry.packed
    number = len(members) if count is None else count
    end = struct.pack("<HHHHIIH", 0, 0, number, number, len(directory), len(body), len(comment))
    return bytes(body + directory + b"PK\x05\x06" + end + comment)


def repeated(unit: bytes, megabytes: int, first: bytes = b"", last: bytes = b"") -> bytes:
    """A raw deflate stream of first, so many megabytes of a unit, and last; made without ever unpacking it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    block = unit * (MEGABYTE // len(unit))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return head + body * megabytes + packer.compress(last) + packer.flush()


def bomb(name: str, unit: bytes, megabytes: int, says: int | None = None, **around: bytes) -> Member:
    """A member that unpacks to so many megabytes, and may say otherwise."""
    packed = repeated(unit, megabytes, **around)
    return Member(name.encode(), packed, megabytes * MEGABYTE if says is None else says)


def replaced(data: bytes, name: str, new: Member | bytes | None) -> bytes:
    """An archive with one member put in, replaced or taken out."""
    kept = [entry for entry in members(data) if entry.name != name.encode()]
    if new is not None:
        kept.append(new if isinstance(new, Member) else member(name, new))
    return archive(kept)


def members(data: bytes) -> Iterator[Member]:
    """The members of an archive that is sound."""
    import io
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(data)) as found:
        for name in found.namelist():
            yield member(name, found.read(name))
