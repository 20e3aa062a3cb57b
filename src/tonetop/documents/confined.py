"""What runs in a cell: loads a module, gives away what it will not need, and answers one question after the other.

The module's `ready()` loads whatever an answer may need; then memory is bounded, no file, socket or process can be
opened any more, and nothing can be written but answers. Bounds are those of the operating system (setrlimit); where it
has none, as on Windows, the caller's clock alone ends what takes too long.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from tonetop.documents.frames import Gone, receive, send
from tonetop.documents.unread import Unread

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Answer = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
SLACK = 16 * 1024**2
"""Bytes of memory kept back for what counts as the process's and is not asked for by it."""
WORN = 0.25
"""From which share of its memory, still held after a file, a process should be renewed."""
TOO_MUCH = "it takes more memory than one file is given"
TOO_DEEP = "it is nested too deep"
UNKNOWN = "it is damaged in a way that its reader does not know"


def main() -> None:
    """Answer until nobody asks any more. Arguments: the module, and the limits as JSON."""
    module, limits = import_module(sys.argv[1]), orjson.loads(sys.argv[2])
    asked, told = _pipes()
    module.ready()
    free = _bound(limits["memory"], limits["opens_files"], statm := _statm())
    send(told, {"ready": True}, b"")
    try:
        while True:
            head, data = receive(asked)
            _give_time(limits["seconds"])
            made, blob = _answered(module.answer, head, data)
            del data
            if statm is not None and _memory(statm)[1] > free:
                made["worn"] = True
            send(told, made, blob)
    except Gone:
        # At once, without what Python does at its end: nothing is left to be kept.
        os._exit(0)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The way in and the way out; what a library prints goes nowhere."""
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return asked, told


def _answered(answer: Answer, head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer, or why there is none; whatever a library raises, it is about this file alone."""
    try:
        return answer(head, data)
    except Unread as why:
        return {"refused": str(why)}, b""
    except MemoryError:
        return {"refused": TOO_MUCH, "worn": True}, b""
    except RecursionError:
        return {"refused": TOO_DEEP, "worn": True}, b""
    except BaseException as error:  # noqa: BLE001 - a panic within a library written in Rust is no Exception
        return {"refused": f"{UNKNOWN} ({type(error).__name__})", "worn": True}, b""


def _bound(memory: int, opens_files: bool, statm: int | None) -> int:
    """Bound the process; gives how much memory it may hold between two files, in bytes."""
    if resource is None:
        return memory
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    if not opens_files:
        # What is open stays open; nothing else can be: no file, no socket, no pipe.
        _limit(resource.RLIMIT_NOFILE, 0)
    if statm is None:
        _limit(resource.RLIMIT_AS, memory)
        return memory
    # Memory is bounded by what is addressed, so that what is resident never exceeds what is given.
    size, resident = _memory(statm)
    _limit(resource.RLIMIT_AS, size + max(memory - resident - SLACK, SLACK))
    return resident + int(WORN * memory)


def _limit(kind: int, value: int) -> None:
    try:
        resource.setrlimit(kind, (value, value))
    except (ValueError, OSError):
        # A system that does not know this bound, or set a lower one before.
        return


def _statm() -> int | None:
    """Where Linux tells how much memory the process has; opened while files may be opened."""
    try:
        return os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return None


def _memory(statm: int) -> tuple[int, int]:
    """Bytes that are addressed, and bytes that are resident."""
    size, resident = os.pread(statm, 200, 0).split()[:2]
    page = os.sysconf("SC_PAGE_SIZE")
    return int(size) * page, int(resident) * page


def _give_time(seconds: int) -> None:
    """Let the processor be used for so many seconds from now on."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
