"""What a reader taken over by a file might try; it runs in the cell of tests."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from tonetop.documents.unread import Unread


def ready() -> None:
    """Nothing to load."""


def answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Do what is asked."""
    return DEEDS[head["do"]](data)


def echo(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Give the data back, after a library printed something."""
    sys.stdout.write("a library says something")
    sys.stdout.flush()
    os.write(1, b"and another")
    return {"pid": os.getpid()}, data


def refuse(data: bytes) -> Any:
    """Refuse."""
    raise Unread("it is odd")


def spin(data: bytes) -> Any:
    """Use the processor for ever."""
    while True:
        pass


def recurse(data: bytes) -> Any:
    """Call itself for ever."""
    return recurse(data)


def lie(data: bytes) -> Any:
    """Say something that is no answer."""
    return ["no mapping"], b""


DEEDS: dict[str, Any] = {
    "echo": echo,
    "refuse": refuse,
    "spin": spin,
    "recurse": recurse,
    "lie": lie,
    "sleep": lambda data: time.sleep(60),
    "fill": lambda data: ({}, bytes(bytearray(10**9))),
    "die": lambda data: os.abort(),
    "leave": lambda data: os._exit(0),
    "read": lambda data: ({}, Path(__file__).read_bytes()),
    "write": lambda data: Path("written").write_bytes(b"x"),
    "connect": lambda data: socket.socket(),
    "start": lambda data: os.posix_spawn(sys.executable, [sys.executable, "-V"], {}) and os.pipe(),
    "keep": lambda data: ({"kept": len(KEPT.append(b"x" * (50 * 1024**2)) or KEPT)}, b""),
}
KEPT: list[bytes] = []
