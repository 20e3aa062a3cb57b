"""What a log asks of a witness (c2sp.org/tlog-witness): to sign a checkpoint that goes on from an earlier one."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from tonetop.core import notes
from tonetop.core.merkle import HASH_BYTES

MOST_STEPS = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")


class AskedError(ValueError):
    """A text that asks a witness for nothing; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """That the witness sign ``checkpoint`` (a whole note), which ``proof`` shows to go on from ``old`` leaves.

    ``old`` is the size that the witness signed last, 0 for a log that it does not know yet.
    """

    old: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        """As it is sent or kept in a file."""
        steps = [b64encode(step).decode() for step in self.proof]
        return "\n".join([f"old {self.old}", *steps, "", self.checkpoint])

    @classmethod
    def parse(cls, text: str) -> Asked:
        """The parts of what was asked, nothing verified yet; raises AskedError."""
        head, found, checkpoint = text.partition("\n\n")
        first, *rest = head.split("\n")
        old = _OLD.fullmatch(first)
        if not found or old is None:
            raise AskedError("it begins with old and a size, and holds a checkpoint after an empty line")
        proof = tuple(map(notes.decode, rest))
        if len(proof) > MOST_STEPS or any(len(step) != HASH_BYTES for step in proof):
            raise AskedError(f"a proof is one hash of 32 bytes on each of at most {MOST_STEPS} lines")
        return cls(int(old[1]), proof, checkpoint)
