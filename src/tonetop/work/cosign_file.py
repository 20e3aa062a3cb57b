"""Sign another house's checkpoint from a file, as its witness: an auditor's own command, with no house of their own.

The file is a checkpoint, what `tonetop anchor --ask` wrote, or a whole proof bundle, which is verified first and shows
by itself that it goes on from the checkpoint that was signed before.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tonetop.core.merkle import Tree, leaf_hash
from tonetop.core.notes import ED25519, Key, NoteError
from tonetop.core.witnessing import Asked
from tonetop.work.verify import verify_bundle
from tonetop.work.witness import CONTRADICTS, MALFORMED, NotSignedError, Witness, asked_of, read_note

KNOWN = "logs.txt"
LARGEST = 1 << 20


class NoKeyError(Exception):
    """What was given as the key of a log is none; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed: the checkpoint with the witness's line below it, of which log, over how many events."""

    note: str
    origin: str
    size: int


def state_folder() -> Path:
    """Where the key lies and what was signed before, unless another place is named: the user's own data."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "tonetop" / "witness"


def known(folder: Path, given: Sequence[str]) -> list[Key]:
    """The keys of logs that are known, those given from now on among them. Raises NoKeyError."""
    file = folder / KNOWN
    before = file.read_text("utf-8").split() if file.is_file() else []
    keys = [_key(text) for text in (*before, *given)]
    fresh = [text for text in dict.fromkeys(given) if text not in before]
    if fresh:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{text}\n" for text in (*before, *fresh)), "utf-8")
    return keys


def cosign_file(path: Path, witness: Witness, given: Sequence[str], now: datetime) -> Signed:
    """Sign what a file holds. Raises NotSignedError, NoKeyError, NoBundleError."""
    keys = known(witness.folder, given)
    asked = _bundled(path, witness) if zipfile.is_zipfile(path) else asked_of(_text(path))
    line = witness.cosign(asked, keys, now)
    _, head = read_note(asked.checkpoint)
    return Signed(asked.checkpoint + line, head.origin, head.size)


def _bundled(path: Path, witness: Witness) -> Asked:
    """What a bundle asks, once it holds. Raises NotSignedError, NoBundleError."""
    with zipfile.ZipFile(path) as archive:
        note = json.loads(archive.read("checkpoints.jsonl").splitlines()[-1])
        _, head = read_note(note)
        last = witness.seen(head.origin)
    with tempfile.TemporaryDirectory() as place:
        held = Path(place) / "the checkpoint that was signed before"
        held.write_text(last.note if last else "", "utf-8")
        report = verify_bundle(path, held=[held] if last else [])
    if report["problems"]:
        raise NotSignedError(CONTRADICTS, f"{path}: {report['problems'][0]}", contradicts=bool(last))
    old = last.head.size if last else 0
    if not old or old == head.size:
        return Asked(old, (), note)
    with zipfile.ZipFile(path) as archive, archive.open("events.jsonl") as events:
        leaves = [leaf_hash(line.removesuffix(b"\n")) for line in events]
    return Asked(old, tuple(Tree(leaves).consistency(old)), note)


def _text(path: Path) -> str:
    try:
        return path.read_bytes()[:LARGEST].decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise NotSignedError(MALFORMED, f"{path} is no checkpoint") from None


def _key(text: str) -> Key:
    try:
        key = Key.parse(text)
    except NoteError as error:
        raise NoKeyError(f"--key: {error}; it is written name+id+base64") from None
    if key.type != ED25519:
        raise NoKeyError(f"--key: {key.name} is none of a log")
    return key
