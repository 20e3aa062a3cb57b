"""Whether the data folder may be written to: not when an older copy of its database was put back."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_noop

from tonetop.records import taken_over
from tonetop.records.ledger import checkpoints
from tonetop.records.ledger.database import LedgerError
from tonetop.standard.facts_file import Refused

TAKEN_OVER = gettext_noop(
    "A newer version of Tonetop has brought the data up to date, so this one only reads; go on with the newer one"
)
MADE = "SELECT pg_relation_filenode('ledger_events'), pg_postmaster_start_time()"
_told: dict[tuple[object, ...], str | None] = {}


class ReadOnly(Refused):
    """Nothing may be written, for the database is behind what was signed; the message says what to do."""


def read_only() -> str | None:
    """Why nothing may be written, in one sentence; None when all is well."""
    if taken_over.by_newer(settings.DATA):
        return TAKEN_OVER
    try:
        why = checkpoints.behind(connection, settings.DATA)
    except LedgerError as error:
        why = str(error)
    return f"Read-only: {why}; put the newest backup back with `tonetop restore`" if why else None


def banner() -> str | None:
    """The same for every page: asked anew only when the checkpoint file or the database was exchanged."""
    key = (str(settings.DATA), _stamp(settings.DATA / checkpoints.NAME), _mark(), _which())
    if key not in _told:
        _told.clear()
        _told[key] = read_only()
    return _told[key]


def demand_writable() -> None:
    """Raises ReadOnly when nothing may be written."""
    why = read_only()
    if why:
        raise ReadOnly(why)


def _which() -> tuple[object, ...]:
    """Which database it is: the file, or on a server the table of events as it was made and the server's last start."""
    if connection.vendor == "sqlite":
        return _stamp(Path(str(connection.settings_dict["NAME"])), inode_only=True)
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        return tuple(cursor.fetchone())


def _mark() -> tuple[int, ...]:
    return _stamp(settings.DATA / taken_over.NAME)


def _stamp(path: Path, *, inode_only: bool = False) -> tuple[int, ...]:
    try:
        about = path.stat()
    except OSError:
        return ()
    return (about.st_ino,) if inode_only else (about.st_ino, about.st_size, about.st_mtime_ns)
