"""How a question and its answer pass through a pipe: two lengths, a JSON object, bytes."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

import orjson

LENGTHS = struct.Struct(">II")
LARGEST = 256 * 1024**2
"""Bytes of one answer, at most: who answers is not trusted."""


class Gone(Exception):
    """The other side ended, or speaks otherwise than it should."""


def send(pipe: BinaryIO, head: dict[str, Any], data: bytes) -> None:
    """Write a question or an answer. Raises Gone."""
    told = orjson.dumps(head)
    try:
        pipe.write(LENGTHS.pack(len(told), len(data)))
        pipe.write(told)
        pipe.write(data)
        pipe.flush()
    except (OSError, ValueError):
        raise Gone from None


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read one. Raises Gone."""
    head, data = LENGTHS.unpack(_exactly(pipe, LENGTHS.size))
    if head + data > LARGEST:
        raise Gone
    try:
        told = orjson.loads(_exactly(pipe, head))
    except orjson.JSONDecodeError:
        raise Gone from None
    if not isinstance(told, dict):
        raise Gone
    return told, _exactly(pipe, data)


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    try:
        found = pipe.read(size) if size else b""
    except (OSError, ValueError):
        raise Gone from None
    if len(found) < size:
        raise Gone
    return found
