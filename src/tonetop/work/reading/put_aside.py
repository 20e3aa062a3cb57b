"""Documents put aside to be read: in a folder of the data folder that is theirs alone, until they are dropped."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings

from tonetop.documents.cell import Cell
from tonetop.documents.unpacking_task import MODULE, unpacked
from tonetop.documents.unread import LARGEST, Unread
from tonetop.records.intake import Refused
from tonetop.work.keep_evidence import Brought

FOLDER = "readings"
"""Where they lie; a backup leaves that out."""
FILES, FOUND = "files", "found"
MOST, MOST_BYTES = 2_000, 512 * 1024 * 1024
"""Files of one reading, and bytes of all of them together, archives opened."""
LONGEST = 180
"""Bytes of one step of a path, so that every file system takes it."""
CONTROL = re.compile(r"[\x00-\x1f\x7f:*?\"<>|\\]")


def folder(number: int) -> Path:
    """The folder of a reading."""
    return Path(settings.DATA) / FOLDER / str(number)


def files_folder(number: int) -> Path:
    """Where its documents lie."""
    return folder(number) / FILES


def put(number: int, files: Iterable[Brought]) -> int:
    """Put files aside; gives how many. Raises Refused for too many, and for too much."""
    count = size = 0
    for file in files:
        count += 1
        if count > MOST:
            raise Refused(f"more than {MOST} files are too many to be read at once; give them in parts")
        place = _place(files_folder(number), file.name)
        with place.open("wb") as out:
            for part in file.parts:
                size += len(part)
                if size > MOST_BYTES:
                    raise Refused(f"the files are more than {MOST_BYTES // 1024**2} MB; give them in parts")
                out.write(part)
    if not count:
        raise Refused("choose at least one file, or a piece of evidence")
    return count


def open_archives(number: int) -> None:
    """Put the members of every ZIP in its place; one that cannot be opened stays, to be refused by its reader."""
    root = files_folder(number)
    archives = [path for path in sorted(root.rglob("*")) if path.suffix.lower() == ".zip" and path.is_file()]
    if not archives:
        return
    with Cell(MODULE) as cell:
        for archive in archives:
            _open(archive, root, cell)


def _open(archive: Path, root: Path, cell: Cell) -> None:
    into = archive.with_name(f"{archive.stem}.opened")
    shutil.rmtree(into, ignore_errors=True)  # what a worker left that was killed
    alone = [*root.iterdir()] == [archive]
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    count = sum(path.is_file() for path in root.rglob("*"))
    try:
        if archive.stat().st_size > LARGEST:
            return
        for name, data in unpacked(cell, archive.read_bytes()):
            size, count = size + len(data), count + 1
            if size > MOST_BYTES or count > MOST:
                raise Unread("it holds more than is read at once")
            _place(into, name).write_bytes(data)
    except Unread:
        shutil.rmtree(into, ignore_errors=True)
        return
    archive.unlink()
    if alone and into.is_dir():  # its own name would only lengthen every path
        for member in into.iterdir():
            member.rename(_free(root / member.name))
        into.rmdir()
    elif into.is_dir():
        into.rename(_free(archive.with_name(archive.stem)))


def drop_files(number: int) -> None:
    """Remove the documents, and leave what was found in them."""
    shutil.rmtree(files_folder(number), ignore_errors=True)


def drop(number: int) -> None:
    """Remove all that a reading put aside."""
    shutil.rmtree(folder(number), ignore_errors=True)


def _place(root: Path, name: str) -> Path:
    """A free place below a folder for a file of that path, which is made harmless; its folders are made."""
    steps = [step for step in PurePosixPath(name.replace("\\", "/")).parts if step not in ("/", "..", ".")]
    safe = [_step(step) for step in steps] or ["file"]
    into = root.joinpath(*safe[:-1])
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:  # a file stands where its folder would
        into = root
    return _free(into / safe[-1])


def _step(text: str) -> str:
    """One step of a path without what a file system, or a reader of the name, would stumble over."""
    path = PurePosixPath(CONTROL.sub("_", text))
    ending = path.suffix.encode()[:20].decode(errors="ignore")
    stem = path.stem.encode(errors="replace")[: LONGEST - len(ending)].decode(errors="ignore")
    return f"{stem.lstrip('.') or 'file'}{ending}"


def _free(place: Path) -> Path:
    """The place, or the next one by number where something stands already."""
    found, number = place, 1
    while found.exists():
        number += 1
        found = place.with_name(f"{place.stem} ({number}){place.suffix}")
    return found
