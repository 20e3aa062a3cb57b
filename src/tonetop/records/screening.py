"""Files looked through for viruses as they come in, by clamd over its socket where one is named."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing

from tonetop.standard.facts_file import Refused

NAME = "TONETOP_CLAMD"
"""The variable of the environment that names clamd's socket: its path, or host:port."""
PATIENCE = 60
"""Seconds that clamd has for each step."""
LONGEST = 4096
CHUNK = 1 << 18


class HeldBack(Refused):
    """A file could not be looked through, so it is not taken; it may be brought again."""


class Infected(Refused):
    """Something was found in a file, so it is not taken."""


def screened(parts: Iterable[bytes]) -> Iterable[bytes]:
    """The same parts, of which the last is given only once clamd found nothing in any; as they are where none is named.

    Raises Infected, HeldBack: also when the socket does not answer.
    """
    address = os.environ.get(NAME, "").strip()
    return _streamed(parts, address) if address else parts


def _streamed(parts: Iterable[bytes], address: str) -> Iterator[bytes]:
    """clamd's INSTREAM: chunks with their length before them, a length of 0 at the end, then one line that judges."""
    try:
        with closing(_connected(address)) as line:
            line.sendall(b"zINSTREAM\0")
            for part in parts:
                for start in range(0, len(part), CHUNK):
                    chunk = part[start : start + CHUNK]
                    line.sendall(struct.pack("!I", len(chunk)) + chunk)
                yield part
            line.sendall(struct.pack("!I", 0))
            told = _line(line)
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        raise HeldBack(
            f"The file could not be looked through for viruses ({why}), so it is held back; bring it again later"
        ) from error
    _judge(told)


def _connected(address: str) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        raise OSError(f"{NAME} names no socket: {address}")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)


def _line(line: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < LONGEST:
        more = line.recv(LONGEST)
        if not more:
            break
        told += more
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _judge(told: str) -> None:
    """Raises Infected, HeldBack unless clamd said that it found nothing."""
    answer = told.removeprefix("stream: ")
    if answer == "OK":
        return
    if answer.endswith(" FOUND"):
        raise Infected(f"The virus scan found {answer.removesuffix(' FOUND')} in the file; it was not taken")
    why = answer or "it broke off"
    raise HeldBack(f"The virus scan gave no verdict ({why}), so the file is held back; bring it again later")
