"""Why a file is not read, and how much of one is read at most."""

from __future__ import annotations

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read."""
UNPACKED = 128 * 1024 * 1024
"""Bytes that all members of an archive may unpack to, whatever its directory says of them."""
LONGEST = 8_000_000
"""Characters of a document's text."""
PARTS = 20_000
"""Pages, slides, sheets and members of a document."""
DEEPEST = 3
"""How many containers may stand within each other: an archive in a mail in an archive."""


def written(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 are told as their escapes, for nothing writes them."""
    return name.encode(errors="backslashreplace").decode()


class Unread(ValueError):
    """A file, or a part of one, that is not read; the message continues the sentence "FILE is not read: …"."""


class Missing(Unread):
    """A format whose library is not installed."""

    def __init__(self, format: str) -> None:
        super().__init__(f"reading {format} needs a part of the program: install tonetop[assistant]")
