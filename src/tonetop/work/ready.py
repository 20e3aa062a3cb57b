"""Whether the server can do its work: each check with its sentence, without an address, a name or a secret."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from datetime import timedelta
from http.client import OK, HTTPConnection, HTTPException
from pathlib import Path
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from tonetop.records import clock, rollback, stores, taken_over
from tonetop.records.ledger.database import LedgerError
from tonetop.work import workers
from tonetop.work.data_folder import ADDRESS

KEPT = 2.0
"""Seconds for which what was found is told again, so that asking often costs little."""
PATIENCE = 5.0
"""Seconds within which the store of evidence must answer."""
LOOKED = 3 * timedelta(minutes=1)
"""How long ago the jobs looked last: three of the shortest period after which one is due."""
NOTHING = "0" * 64
"""A hash under which nothing lies."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold, whether it does, and what there is to say."""

    name: str
    holds: bool
    said: str


_lock = Lock()
_told: dict[str, tuple[float, tuple[Check, ...]]] = {}
_asking: dict[str, Future[object]] = {}
_asker = ThreadPoolExecutor(1, "evidence-store")


def checks() -> tuple[Check, ...]:
    """Every check, as it stood at most two seconds ago."""
    with _lock:
        key = str(settings.DATA)
        when, found = _told.get(key, (0.0, ()))
        if not found or monotonic() - when > KEPT:
            found = tuple(Check(name, *_made(name, act)) for name, act in CHECKS.items())
            _told.clear()
            _told[key] = (monotonic(), found)
        return found


def forget() -> None:
    """Ask anew next time."""
    with _lock:
        _told.clear()


def _made(name: str, act: Callable[[], tuple[bool, str]]) -> tuple[bool, str]:
    try:
        return act()
    except (DatabaseError, LedgerError, OSError) as error:
        logger.warning("The check of readiness %s could not be made: %s", name, error)
        return False, "the database does not answer"


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_log")
        cursor.fetchone()
    return True, "the database answers"


def _migrations() -> tuple[bool, str]:
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if taken_over.ours() - applied:
        return False, "the database is that of an older version; `tonetop up` brings it up to date"
    if not taken_over.by_newer(settings.DATA):
        return True, "the database is that of this version"
    if served_by_another():
        return False, "a newer version took over and serves; send people there, and end this one"
    return True, "a newer version brought the database up to date; this one reads until that one serves"


def served_by_another() -> bool:
    """Whether the server that took over answers: its address was written down after its mark was."""
    folder = Path(settings.DATA)
    try:
        if (folder / ADDRESS).stat().st_mtime_ns < (folder / taken_over.NAME).stat().st_mtime_ns:
            return False
        place = urlsplit((folder / ADDRESS).read_text(encoding="utf-8"))
    except OSError:
        return False
    call = HTTPConnection(place.hostname or "", place.port or 0, timeout=PATIENCE)
    try:
        call.request("GET", "/healthz")
        return call.getresponse().status == OK
    except (OSError, HTTPException):
        return False
    finally:
        call.close()


def _ledger() -> tuple[bool, str]:
    if taken_over.by_newer(settings.DATA):
        return True, "the newer version writes to the ledger"
    if rollback.banner() is None:
        return True, "the ledger may be written to"
    return False, "the ledger is read-only, for an older copy was put back; `tonetop verify` says more"


def _disk() -> tuple[bool, str]:
    try:
        with tempfile.TemporaryFile(prefix="tonetop-", dir=settings.DATA) as file:
            file.write(b"ready")
            file.flush()
    except OSError:
        return False, "the data folder cannot be written to; is the disk full, or the right to write gone?"
    return True, "the data folder can be written to"


def _evidence() -> tuple[bool, str]:
    """Ask the store of objects for a file that nobody has; a store that hangs is asked once at a time."""
    folder = Path(settings.DATA)
    if not stores.named(folder):
        return True, "evidence lies in the data folder"
    asked = _asking.get("store")
    if asked is None or asked.done():
        asked = _asking["store"] = _asker.submit(lambda: stores.chosen(folder)[0].size(NOTHING))
    try:
        asked.result(PATIENCE)
    except (stores.StoreError, TooLate):
        return False, "the store of evidence does not answer"
    return True, "the store of evidence answers"


def _jobs() -> tuple[bool, str]:
    looked = workers.last_look()
    if looked is None:
        return False, "nobody does the background jobs; `tonetop up` or `tonetop work` does them"
    if clock.now() - looked > LOOKED:
        return False, "whoever does the background jobs has not looked for them for a while; start it anew"
    return True, "the background jobs are done"


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "database": _database,
    "migrations": _migrations,
    "ledger": _ledger,
    "disk": _disk,
    "evidence": _evidence,
    "jobs": _jobs,
}
