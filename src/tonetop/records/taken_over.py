"""Whether a newer version of the program brought the data up to date while this one runs: then this one only reads.

The newer one leaves a mark in the data folder while it holds the right to write, so whoever gets that right next sees
it. Without this, a version that does not know a new column would add rows without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

NAME = "brought-up-to-date"
"""The file of the data folder that names the steps which the newest program took there, one a line."""
OWN = ("records", "registers")

_seen: dict[Path, tuple[tuple[int, int], bool]] = {}


@cache
def ours() -> frozenset[str]:
    """The steps that this program knows, as app.name."""
    steps = MigrationLoader(None).disk_migrations
    return frozenset(f"{app}.{name}" for app, name in steps if app in OWN)


def mark(folder: Path) -> None:
    """Say that this program's steps were taken; whoever calls it holds the right to write."""
    part = folder / f"{NAME}.part"
    part.write_text("\n".join(sorted(ours())), encoding="utf-8")
    part.replace(folder / NAME)


def unmark(folder: Path) -> None:
    """Take the mark back, for the steps were undone."""
    (folder / NAME).unlink(missing_ok=True)


def is_newer(steps: Iterable[str]) -> bool:
    """Whether there is a step among these that this program does not know."""
    return not ours().issuperset(steps)


def by_newer(folder: Path) -> bool:
    """Whether a newer program took over; the file is read again only when it changed."""
    try:
        about = (folder / NAME).stat()
    except OSError:
        return False
    stamp = (about.st_ino, about.st_mtime_ns)
    known = _seen.get(folder)
    if known is None or known[0] != stamp:
        known = stamp, is_newer((folder / NAME).read_text(encoding="utf-8").split())
        _seen[folder] = known
    return known[1]
