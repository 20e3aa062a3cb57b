"""A process of its own for files of strangers: little memory and time, nothing to open, renewed when it fails."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from threading import Event, Timer
from typing import Any

import orjson

from tonetop.documents.frames import Gone, receive, send
from tonetop.documents.unread import Unread

STARTING = 60
"""Seconds in which a process must be ready."""
TURNS = 1_000
"""Files after which a process is renewed, however well it feels."""
OUT_OF_TIME = -24
"""How a process ends that used up its processor time (SIGXCPU)."""
TOO_LONG = "it takes more than the {} seconds that one file is given"
TOO_HARD = "it ends the program that opens it: it is damaged, or takes more memory than one file is given"


class Overrun(Unread):
    """A file that takes more time or memory than it is given, or ends the program that opens it."""


class NotStartedError(Exception):
    """The process in which files are read did not start: a fault of the installation, and not of a file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may take: bytes of memory (resident), seconds for each file; whether it may open files."""

    memory: int = 240 * 1024**2
    seconds: int = 9
    opens_files: bool = False


READING = Limits()


class Cell:
    """Runs `answer` of a module in a process that is kept for the next file. One question at a time.

    The module has `ready()`, which loads whatever an answer may need, and `answer(head, data) -> (head, data)`, which
    raises Unread for what it refuses. The module is ours; what it is asked about is not, nor is then its answer.
    """

    def __init__(self, module: str, limits: Limits = READING) -> None:
        self.module = module
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._turns = 0

    def ask(self, head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        """The module's answer. Raises Unread: what the module says; Overrun; NotStartedError."""
        process = self._process or self._started()
        self._turns += 1
        is_over = Event()
        late = Timer(self.limits.seconds, _end, [process, is_over])
        late.start()
        try:
            send(process.stdin, head, data)  # type: ignore[arg-type]
            told, made = receive(process.stdout)  # type: ignore[arg-type]
        except Gone:
            self.close()
            is_late = is_over.is_set() or process.returncode == OUT_OF_TIME
            raise Overrun(TOO_LONG.format(self.limits.seconds) if is_late else TOO_HARD) from None
        finally:
            late.cancel()
        if told.get("worn") or self._turns >= TURNS:
            self.close()
        if "refused" in told:
            raise Unread(str(told["refused"]))
        return told, made

    @property
    def process(self) -> int | None:
        """The number of the process, while it is alive."""
        return self._process.pid if self._process else None

    def command(self) -> list[str]:
        """How the process is started: apart from what the environment and the working folder would bring in."""
        given = orjson.dumps(asdict(self.limits)).decode()
        return [sys.executable, "-I", "-m", "tonetop.documents.confined", self.module, given]

    def close(self) -> None:
        """End the process; the next question starts another."""
        process, self._process, self._turns = self._process, None, 0
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written has no reader any more
                    pipe.close()
        process.wait()

    def __enter__(self) -> Cell:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own module; no word of a file is among its arguments
            self.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={},
        )
        self._process = process
        late = Timer(STARTING, process.kill)
        late.start()
        try:
            receive(process.stdout)  # type: ignore[arg-type]
        except Gone:
            self.close()
            raise NotStartedError("the process in which files are read does not start") from None
        finally:
            late.cancel()
        return process


def _end(process: subprocess.Popen[bytes], is_over: Event) -> None:
    """Kill a process that took too long, having said so first: whoever sees it gone has to know why."""
    is_over.set()
    process.kill()
