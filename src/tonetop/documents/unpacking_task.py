"""Unpacking archives in a cell: a ZIP's bytes in, its members out, some megabytes at a time."""

from __future__ import annotations

import encodings.cp437  # noqa: F401 - in which names stand that are not told as Unicode
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tonetop.documents.cell import Cell
from tonetop.documents.formats.archive import ASIDE
from tonetop.documents.package import Package
from tonetop.documents.unread import LARGEST, Unread

MODULE = "tonetop.documents.unpacking_task"
TOGETHER = 16 * 1024 * 1024
"""Bytes of members after which an answer ends, so that little memory is held."""
OTHERWISE = "the program that opens it answered otherwise than it should"


def ready() -> None:
    """Load what unpacking needs when it is done first, by doing it once."""
    sample = BytesIO()
    with ZipFile(sample, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", b"a" * 99)
    answer({"first": 0}, sample.getvalue())


def answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The members from place `first` on, as [name, length] and their bytes; next: where to go on, 0 at the end.

    Raises Unread.
    """
    package = Package(data)
    names = [name for name in package.names() if not _aside(name)]
    files: list[list[Any]] = []
    made: list[bytes] = []
    size = 0
    for place, name in enumerate(names[head["first"] :], head["first"]):
        if size >= TOGETHER:
            return {"files": files, "next": place}, b"".join(made)
        member = package.read(name)
        files.append([name, len(member)])
        made.append(member)
        size += len(member)
    return {"files": files, "next": 0}, b"".join(made)


def _aside(name: str) -> bool:
    return any(step in ASIDE for step in PurePosixPath(name).parts)


def unpacked(cell: Cell, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each member of an archive by its path within it, opened in a cell of this module. Raises Unread."""
    if len(data) > LARGEST:
        raise Unread(f"it is larger than the {LARGEST // 1024**2} MB that are read")
    first = -1
    while first:
        told, made = cell.ask({"first": max(first, 0)}, data)
        yield from _members(told, made)
        if not isinstance(told.get("next"), int) or 0 < told["next"] <= first:
            raise Unread(OTHERWISE)
        first = told["next"]


def _members(told: dict[str, Any], made: bytes) -> Iterator[tuple[str, bytes]]:
    start = 0
    try:
        for name, size in told["files"]:
            yield str(name), made[start : start + int(size)]
            start += int(size)
    except (KeyError, TypeError, ValueError):
        raise Unread(OTHERWISE) from None
    if start != len(made):
        raise Unread(OTHERWISE)
