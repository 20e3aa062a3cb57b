"""Which encoding a text is written in, by its first bytes."""

from __future__ import annotations

import codecs

from tonetop.core.byte_marks import marked

HEAD = 1 << 18
"""Bytes at the beginning by which a file is judged."""


def encoding(head: bytes) -> str:
    """The encoding of a text: as its mark says, else UTF-8 where it fits, else Windows' western one."""
    name = marked(head)
    if name:
        return name
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def is_binary(head: bytes) -> bool:
    """Whether the bytes are no text: a zero byte without a mark of an encoding with two bytes each."""
    return b"\0" in head and not encoding(head).startswith(("utf-16", "utf-32"))
