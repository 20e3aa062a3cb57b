"""Several workers on one database: each holds a mark while it lives, and a killed one's job is taken up again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import IO

from django.conf import settings
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tonetop.records import clock

try:
    import fcntl
except ImportError:  # Windows: a killed worker's job stays marked as running
    fcntl = None  # type: ignore[assignment]

MARKS = "workers"
"""The folder in the data folder where each worker's mark lies."""
TRIES = 3
"""How often a job is begun before it is held to be what kills its workers."""
MOST = 16
PROGRAM = "from tonetop.cli.main import main; main()"
"""The command `tonetop`, however it is called here."""


WORKERS, PROCESSES = "TONETOP_WORKERS", "TONETOP_PROCESSES"
"""The variables of the environment that say how many do background jobs, and how many answer requests."""


class WorkersMisnamedError(Exception):
    """TONETOP_WORKERS or TONETOP_PROCESSES is no number of processes; the message says what to write."""


class JobLostError(Exception):
    """A job whose workers were killed as often as it was begun."""


class JobCancelledError(Exception):
    """A job that somebody cancelled before it began."""


def count() -> int:
    """How many workers a server has: what TONETOP_WORKERS names, else one for every two cores, at most four.

    Raises WorkersMisnamedError for what is no number from 1 to 16.
    """
    return _number(WORKERS, "workers") or min(max((os.cpu_count() or 1) // 2, 1), 4)


def processes() -> int:
    """How many processes answer requests: what TONETOP_PROCESSES names, else one. Raises WorkersMisnamedError."""
    return _number(PROCESSES, "processes") or 1


def _number(name: str, what: str) -> int:
    """What a variable of the environment says; 0 when it says nothing."""
    named = os.environ.get(name, "").strip()
    if not named:
        return 0
    if not named.isascii() or not named.isdigit() or not 1 <= int(named) <= MOST:
        raise WorkersMisnamedError(f"{name}={named[:40]}: is no number of {what}; write one from 1 to {MOST}")
    return int(named)


@contextmanager
def marked() -> Iterator[str]:
    """A worker's name, with its mark held for as long as the process lives and the block lasts."""
    folder = settings.DATA / MARKS
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{os.getpid()}-{token_hex(4)}"
    with _mark(folder / name).open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield name
        finally:
            _mark(folder / name).unlink(missing_ok=True)


def lives(name: str) -> bool:
    """Whether a worker holds its mark."""
    if fcntl is None:
        return True
    try:
        file: IO[str] = _mark(settings.DATA / MARKS / name).open("r")
    except OSError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def look(name: str) -> None:
    """Leave on a worker's mark that it looks for jobs now."""
    with suppress(OSError):
        os.utime(_mark(settings.DATA / MARKS / name))


def last_look() -> datetime | None:
    """When a worker that lives looked for jobs last, or does one now; None where none lives."""
    busy = {str(job.worker_ids[-1]) for job in DBTaskResult.objects.running() if job.worker_ids}
    if any(lives(name) for name in busy):
        return clock.now()
    looks = list[float]()
    for mark in (settings.DATA / MARKS).glob("*.mark"):
        with suppress(OSError):
            looks += [mark.stat().st_mtime] if lives(mark.stem) else []
    return datetime.fromtimestamp(max(looks), UTC) if looks else None


def _mark(place: Path) -> Path:
    return place.with_name(place.name.replace("/", "_") + ".mark")


def take_up_again(lost: Callable[[DBTaskResult], None] = lambda _: None) -> int:
    """Put killed workers' jobs into the queue again, and end a job that lost several; gives how many wait again.

    lost: told of each job that was ended.
    """
    taken = 0
    for job in DBTaskResult.objects.running():
        last = str(job.worker_ids[-1]) if job.worker_ids else ""
        if lives(last):
            continue
        if len(job.worker_ids) >= TRIES:
            job.set_failed(JobLostError(f"Begun {TRIES} times, and each time its worker was killed."))
            lost(job)
            continue
        same = DBTaskResult.objects.filter(
            pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at
        )
        taken += same.update(status=TaskResultStatus.READY, started_at=None)
        with suppress(OSError):
            _mark(settings.DATA / MARKS / last).unlink()
    return taken


def cancel(id: str) -> bool:
    """Cancel a job that waits, whichever process would have done it; False where it began already or is unknown."""
    waits = DBTaskResult.objects.filter(pk=id, status=TaskResultStatus.READY)
    why = f"{__name__}.{JobCancelledError.__name__}"
    return bool(
        waits.update(
            status=TaskResultStatus.FAILED,
            finished_at=clock.now(),
            exception_class_path=why,
            traceback=f"{why}: Cancelled before it began.",
        )
    )


@contextmanager
def beside(number: int) -> Iterator[None]:
    """So many worker processes beside this one, of the same data folder, ended with the block."""
    command = [sys.executable, "-c", PROGRAM, "work", "--data", str(settings.DATA)]
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(number)]  # noqa: S603 - ourselves
    try:
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
