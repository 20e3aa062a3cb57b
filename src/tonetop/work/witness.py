"""Be a witness: sign the checkpoints of another house's log, each only when it goes on from the one signed before.

The rules and the answers are those of c2sp.org/tlog-witness, so any log that speaks it may ask. What was signed last
of each log lies in a folder of its own beside the key; whoever loses that folder begins anew with a new key.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tonetop.core import notes
from tonetop.core.ledger import moment
from tonetop.core.merkle import ProofError, verify_consistency
from tonetop.core.notes import COSIGNATURE, Key, Note, NoteError, Sign
from tonetop.core.tlog import Checkpoint, TlogError
from tonetop.core.witnessing import Asked, AskedError
from tonetop.records.ledger.keys import sync_folder, verify

KEY_FILE, LOCK, REFUSED = "witness.key", "lock", "refused.jsonl"
MALFORMED, UNSIGNED, UNKNOWN, BEHIND, CONTRADICTS = 400, 403, 404, 409, 422
"""The answers of c2sp.org/tlog-witness to what is not signed."""


class NotSignedError(Exception):
    """Why a checkpoint is not signed, in one sentence; the status that says so, the size that was signed last.

    contradicts: whether what was asked does not go on from what was signed before.
    """

    def __init__(self, status: int, why: str, size: int = 0, *, contradicts: bool = False) -> None:
        super().__init__(why)
        self.status, self.size, self.contradicts = status, size, contradicts


@dataclass(frozen=True, slots=True)
class Seen:
    """What a witness signed last of a log: the note, and what it says."""

    note: str
    head: Checkpoint


class Witness:
    """A witness that keeps its key and what it signed in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name

    def key(self) -> Key:
        """The key that others must know; made when there is none yet."""
        return self._signer()[0]

    def seen(self, origin: str) -> Seen | None:
        """What was signed last of a log, or None."""
        try:
            note = self._place(origin).read_text("utf-8")
        except FileNotFoundError:
            return None
        return Seen(note, Checkpoint.parse(Note.parse(note).text))

    def logs(self) -> list[Seen]:
        """The last checkpoint of every log that was signed."""
        texts = [path.read_text("utf-8") for path in sorted(self.folder.glob("*.note"))]
        return [Seen(text, Checkpoint.parse(Note.parse(text).text)) for text in texts]

    def refusals(self) -> list[dict[str, str]]:
        """Checkpoints that contradicted what was signed before, with both notes, the newest first."""
        file = self.folder / REFUSED
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        return [json.loads(line) for line in reversed(lines)]

    def cosign(self, asked: Asked, keys: Sequence[Key], now: datetime) -> str:
        """The signature line under what was asked, once it is on disk that it was signed. Raises NotSignedError.

        keys: those of the logs that are known.
        """
        note, head = read_note(asked.checkpoint)
        known = [key for key in keys if key.name == head.origin]
        if not known:
            raise NotSignedError(UNKNOWN, f"the log {head.origin:.200} is not known here")
        try:
            note.signers(known, verify)
        except NoteError as error:
            raise NotSignedError(UNSIGNED, f"the checkpoint is not signed by the log: {error}") from None
        if asked.old > head.size:
            raise NotSignedError(
                MALFORMED, f"a checkpoint over {head.size} events does not go on from {asked.old}"
            )
        with self._alone():
            self._judge(asked, head, now)
            key, sign_with = self._signer()
            self._remember(asked.checkpoint, head)
            return str(notes.cosign(note.text, key, sign_with, int(now.timestamp())))

    def _judge(self, asked: Asked, head: Checkpoint, now: datetime) -> None:
        """Raises NotSignedError unless what was asked goes on from what was signed last."""
        last = self.seen(head.origin)
        size = last.head.size if last else 0
        if last and asked.old != size:
            raise NotSignedError(BEHIND, f"the last checkpoint signed here is over {size} events", size)
        if not last:
            if asked.old:
                raise NotSignedError(BEHIND, "nothing of this log was signed here yet", 0)
            return
        if size < head.size and not asked.proof:
            raise NotSignedError(MALFORMED, f"no proof came with it that it goes on from {size} events", size)
        try:
            verify_consistency(size, head.size, asked.proof, last.head.root, head.root)
        except ProofError:
            self._refuse(last, asked, now)
            status = BEHIND if size == head.size else CONTRADICTS
            why = f"it does not go on from the checkpoint over {size} events that was signed before"
            raise NotSignedError(status, why, size, contradicts=True) from None

    def _refuse(self, last: Seen, asked: Asked, now: datetime) -> None:
        """Keeps both notes: together they show that one log told two stories."""
        told = {"at": moment(now), "signed": last.note, "asked": asked.checkpoint}
        if any((one["signed"], one["asked"]) == (told["signed"], told["asked"]) for one in self.refusals()):
            return
        with (self.folder / REFUSED).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _place(self, origin: str) -> Path:
        return self.folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.note"

    def _remember(self, note: str, head: Checkpoint) -> None:
        _written(self._place(head.origin), note)

    def _signer(self) -> tuple[Key, Sign]:
        file = self.folder / KEY_FILE
        self.folder.mkdir(parents=True, exist_ok=True)
        if not file.is_file():
            seed = os.urandom(32)
            public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
            made = {"key": str(Key(self.name, public, COSIGNATURE)), "seed": b64encode(seed).decode()}
            _written(file, json.dumps(made) + "\n")
        holds = json.loads(file.read_text("utf-8"))
        return Key.parse(holds["key"]), Ed25519PrivateKey.from_private_bytes(b64decode(holds["seed"])).sign

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One signature at a time, of all processes: two at once could sign two stories."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as file:
            if os.name == "posix":
                import fcntl  # noqa: PLC0415 - there is none elsewhere

                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def asked_of(text: str) -> Asked:
    """What a text asks; a checkpoint alone asks for a first signature. Raises NotSignedError."""
    try:
        return Asked.parse(text) if text.startswith("old ") else Asked(0, (), text)
    except AskedError as error:
        raise NotSignedError(MALFORMED, str(error)) from None


def read_note(checkpoint: str) -> tuple[Note, Checkpoint]:
    """A checkpoint as a note, and what it says. Raises NotSignedError."""
    try:
        note = Note.parse(checkpoint)
        return note, Checkpoint.parse(note.text)
    except (NoteError, TlogError) as error:
        raise NotSignedError(MALFORMED, f"this is no checkpoint: {error}") from None


def _written(path: Path, text: str) -> None:
    """Replaces a file in one step, readable by its owner alone."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)
