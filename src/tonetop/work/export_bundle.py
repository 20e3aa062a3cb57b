"""Export the proof bundle: one zip from which anybody verifies the log offline (docs/reference/bundle.md)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from tonetop.core import canonical, notes
from tonetop.core.commitments import Personal
from tonetop.core.merkle import Tree, leaf_hash
from tonetop.core.tlog import Proof
from tonetop.records.ledger import anchors, checkpoints, journal, personal, signers
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.database import Connection, LedgerError
from tonetop.records.ledger.keys import Keys
from tonetop.work.verify import verifier_file

FORMAT = "tonetop-bundle/1"
LONGEST_FULLY_PROVED = 10_000  # events; in a longer log only leaders' acts come with a proof of their own
CHUNK = 1 << 20

README = """This file proves what one organisation's management system recorded: who did what and when,
unchanged, nothing removed. To check it, offline, open verify.html in a browser and drop this file on it; or,
with Python 3.11 or newer and nothing else:

    python verify.py THIS-FILE.zip

Take verify.html or verify.py from a source you trust rather than from this file; they share no code, so
one checks the other. If you hold a checkpoint or the log's verifier key, received by mail or on paper,
give them to it (--held FILE, --key KEY). They show what this file cannot show about itself: that the log
was not made anew, and not cut back.

Log:  {origin}
Key:  {key}
Size: {size} events
"""


def by_hash_alone(_digest: str) -> None:
    """Encloses no file: each is named by its hash."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes in beside the log: files, opened by their hex SHA-256 or left out; personal values; frozen evidence.

    frozen: the list of an audit's evidence as it stood on a day (docs/reference/bundle.md, `frozen.json`). roots: the
    certificates, in PEM, that this house holds its time stamps against.
    """

    open_blob: Callable[[str], BinaryIO | None] = by_hash_alone
    with_personal: bool = True
    frozen: Mapping[str, Any] | None = None
    roots: bytes = b""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, over how many events, how many proofs and files, and files by hash alone."""

    path: Path
    size: int
    proofs: int
    blobs: int
    by_hash_alone: int


ALL = Choice()


def write_bundle(connection: Connection, keys: Keys, out: Path, choice: Choice = ALL) -> Exported:
    """Writes the bundle to ``out``, which is replaced only when all is written.

    The newest checkpoint must cover the whole log: sign one first. The same log gives the same bytes. Raises
    LedgerError when it does not, and when a key or personal value is not at hand.
    """
    last = checkpoints.latest(connection)
    if last is None or last.head.size != journal.head(connection).frontier.size:
        raise LedgerError("the newest checkpoint does not cover the whole log; sign one, then export")
    fresh = out.with_name(f"{out.name}.part")
    try:
        with ZipFile(fresh, "w", ZIP_STORED) as archive:
            exported = _Export(archive, connection, keys, last).write(out, choice)
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)
    return exported


class _Export:
    """One export on its way: members are written without anything that differs from hour to hour."""

    def __init__(self, archive: ZipFile, connection: Connection, keys: Keys, last: Signed) -> None:
        self.archive, self.connection, self.keys, self.last = archive, connection, keys, last
        self.log = signers.history(connection)
        self.files: dict[str, dict[str, Any]] = {}
        self.leaves: list[bytes] = []
        self.proved: list[int] = []
        self.blobs: set[str] = set()

    def write(self, out: Path, choice: Choice) -> Exported:
        """Writes every member, those that speak of others last."""
        head = self.last.head
        readme = README.format(origin=head.origin, key=self.log[-1].vkey, size=head.size)
        self._add("README.txt", [readme.encode()])
        self._add("verify.py", [verifier_file().read_bytes()])
        self._add("verify.html", [verifier_file().with_name("verify.html").read_bytes()])
        self._add("events.jsonl", self._events())
        self._add("checkpoints.jsonl", map(_line, checkpoints.history(self.connection)))
        self._add("keys.json", [canonical.dumps([{"key": one.vkey, "since": one.since} for one in self.log])])
        self._add("anchors.json", [canonical.dumps([*map(_anchor, anchors.history(self.connection))])])
        if choice.roots:
            self._add("timestamp-roots.pem", [choice.roots])
        if choice.with_personal:
            self._add("personal.jsonl", map(_value, personal.disclose(self.connection, self.keys)))
        if choice.frozen is not None:
            self._add("frozen.json", [canonical.dumps(choice.frozen)])
        self._proofs()
        enclosed = self._blobs(choice)
        self._manifest()
        return Exported(out, head.size, len(self.proved), enclosed, len(self.blobs) - enclosed)

    def _add(self, name: str, parts: Iterable[bytes]) -> None:
        """Writes a member and remembers its hash and size."""
        about = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        about.create_system, about.external_attr = 3, 0o100644 << 16
        digest, size = sha256(), 0
        with self.archive.open(about, "w", force_zip64=True) as member:
            for part in parts:
                digest.update(part)
                size += len(part)
                member.write(part)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}

    def _events(self) -> Iterator[bytes]:
        """The events' lines; learns on the way which events are proved and which files belong to them."""
        long = self.last.head.size > LONGEST_FULLY_PROVED
        for number, body in enumerate(journal.bodies(self.connection), start=1):
            event = json.loads(body)
            self.leaves.append(leaf_hash(body))
            self.blobs.update(blob["sha256"] for blob in event["blobs"])
            if not long or event["actor"]["rank"] is not None:
                self.proved.append(number)
            yield body + b"\n"

    def _proofs(self) -> None:
        tree = Tree(self.leaves)
        for number in self.proved:
            proof = Proof(number - 1, tuple(tree.inclusion(number - 1)), self.last.note)
            self._add(f"proofs/{number:08}.tlog-proof", [str(proof).encode()])

    def _blobs(self, choice: Choice) -> int:
        """Writes the files that are given; gives how many they are."""
        enclosed = 0
        for digest in sorted(self.blobs):
            blob = choice.open_blob(digest)
            if blob is not None:
                with blob:
                    self._add(f"blobs/{digest}", _chunks(blob))
                enclosed += 1
        return enclosed

    def _manifest(self) -> None:
        """Writes what the bundle holds, and the log's signature on it."""
        head = self.last.head
        manifest = canonical.dumps(
            {
                "files": self.files,
                "format": FORMAT,
                "organisation": journal.head(self.connection).organisation,
                "origin": head.origin,
                "root": head.root.hex(),
                "size": head.size,
            }
        )
        text = f"{head.origin}\nbundle manifest\n{b64encode(sha256(manifest).digest()).decode()}\n"
        self._add("manifest.json", [manifest])
        self._add("manifest.note", [notes.sign(text, self.keys.signer(self.log[-1].vkey)).encode()])


def _chunks(blob: BinaryIO) -> Iterator[bytes]:
    while chunk := blob.read(CHUNK):
        yield chunk


def _line(value: Any) -> bytes:
    return canonical.dumps(value) + b"\n"


def _value(kept: tuple[int, Personal]) -> bytes:
    sequence, value = kept
    return _line({"place": value.place, "salt": value.salt.hex(), "sequence": sequence, "value": value.value})


def _anchor(anchor: Anchor) -> dict[str, Any]:
    return {
        "holder": anchor.holder,
        "kind": anchor.kind,
        "made": anchor.made,
        "proof": anchor.proof and b64encode(anchor.proof).decode(),
        "root": anchor.root.hex(),
        "size": anchor.size,
    }
