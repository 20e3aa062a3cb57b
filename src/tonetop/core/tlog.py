"""Checkpoints and proofs of a transparency log, in the text forms of c2sp.org/tlog-checkpoint and tlog-proof.

Both are what leaves the house: a checkpoint fits an e-mail and a printed page, a proof shows one event.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from tonetop.core import notes
from tonetop.core.merkle import HASH_BYTES

PROOF_HEADER = "c2sp.org/tlog-proof@v1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


class TlogError(ValueError):
    """A text that is no checkpoint or no proof; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's head: its unique ``origin``, its ``size`` in leaves, the 32 bytes of its ``root``."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """The note text to be signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint in a note's text (extension lines are passed over); raises TlogError."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise TlogError("a checkpoint has at least three lines, none of them empty")
        root = notes.decode(lines[2])
        if not _NUMBER.fullmatch(lines[1]) or len(root) != HASH_BYTES:
            raise TlogError("the second line of a checkpoint is a size, the third a root hash")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands at ``index`` (from 0) under ``checkpoint`` (a whole signed note)."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        """The proof as a file, by custom named ``*.tlog-proof``."""
        extra = [f"extra {b64encode(self.extra).decode()}"] if self.extra else []
        path = [b64encode(step).decode() for step in self.path]
        return "\n".join([PROOF_HEADER, *extra, f"index {self.index}", *path, "", self.checkpoint])

    @classmethod
    def parse(cls, text: str) -> Proof:
        """The parts of a proof, nothing verified yet; raises TlogError when it is malformed."""
        head, found, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if not found or lines.pop(0) != PROOF_HEADER:
            raise TlogError(f"a proof begins with {PROOF_HEADER} and holds a checkpoint after an empty line")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = notes.decode(lines.pop(0).removeprefix("extra "))
        number = lines.pop(0).removeprefix("index ") if lines and lines[0].startswith("index ") else ""
        path = tuple(map(notes.decode, lines))
        if not _NUMBER.fullmatch(number) or any(len(step) != HASH_BYTES for step in path):
            raise TlogError("a proof names an index, then one hash of 32 bytes on each line")
        return cls(int(number), path, checkpoint, extra)
