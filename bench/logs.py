"""Logs to measure: one plausible act, and bundles of any size made of its like without a database."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tonetop.core import canonical
from tonetop.core.ledger import NO_LEAF, Actor, Event, Place, Subject, seal, uuid7
from tonetop.core.merkle import Frontier, leaf_hash
from tonetop.core.notes import Key, sign
from tonetop.core.tlog import Checkpoint

ORGANISATION = "0b0b7b1e-5c2f-4c7b-9d39-0a4f6f1f2a11"
NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
GROUP = 10_000
NAME = hashlib.sha256(b"the commitment to a name").hexdigest()


def act(number: int) -> Event:
    """Someone of top management decides on a treatment: the size and shape of an ordinary event."""
    return Event(
        type="record.changed",
        subject=Subject("RiskTreatment", f"rt-{number % 5000}", number // 5000 + 1),
        actor=Actor("p1", "passkey", rank="top management", name=NAME),
        recorded=NOON,
        data={
            "personal": {},
            "plain": {
                "accepted_by": "p1",
                "accepted_on": "2025-01-14",
                "option": "reduce",
                "owner": "p12",
                "residual_level": "medium",
                "risk": f"r-{number % 800}",
                "status": "approved",
                "title": "Second reader for every refusal",
                "treatment": "A second reader decides every refusal on the file alone, without the score; "
                "where the two differ the case goes to the appeals desk, which reports each month.",
            },
        },
        effective="2025-01-14",
        entered_by="p7",
        rules="iso42001-own-words 1.1.0",
        key=f"request-{number}",
    )


class Bundle:
    """A bundle of ``size`` events at ``path``, written straight from the format's description."""

    def __init__(self, path: Path, size: int) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.key = Key(f"tonetop/{ORGANISATION}", self.private.public_key().public_bytes_raw())
        self.files: dict[str, dict[str, object]] = {}
        self.frontier = Frontier()
        with ZipFile(path, "w") as archive:
            self.archive = archive
            self.add("events.jsonl", self.events(size))
            head = Checkpoint(self.key.name, size, self.frontier.root())
            note = sign(str(head), (self.key, self.private.sign))
            self.add("checkpoints.jsonl", [canonical.dumps(note) + b"\n"])
            self.add("keys.json", [canonical.dumps([{"key": str(self.key), "since": 1}])])
            self.add("anchors.json", [b"[]"])
            self.manifest(head)

    def events(self, size: int) -> Iterator[bytes]:
        """The events' lines. What differs from event to event is put into the text of one that was sealed."""
        opened = Event("ledger.opened", Subject("Ledger", ORGANISATION), Actor("system", "system"), NOON,
                       {"key": str(self.key)})  # fmt: skip
        first = seal(opened, Place(ORGANISATION, 1, uuid7(0, bytes(10)), NO_LEAF))
        sample = seal(act(0), Place(ORGANISATION, 7, uuid7(0, bytes(10)), NO_LEAF)).body.decode()
        fixed = sample.replace("%", "%%").replace('"request-0"', '"request-%d"')
        sample = fixed.replace(NO_LEAF.hex(), "%s").replace('"sequence":7,', '"sequence":%d,')
        body, group = first.body, []
        for number in range(2, size + 2):
            leaf = leaf_hash(body)
            self.frontier = self.frontier.add(leaf)
            group.append(body)
            if len(group) == GROUP or number == size + 1:
                yield b"\n".join([*group, b""])
                group = []
            body = (sample % (number, leaf.hex(), number)).encode()

    def manifest(self, head: Checkpoint) -> None:
        """What the bundle holds, signed."""
        says = {"files": self.files, "format": "tonetop-bundle/1", "organisation": ORGANISATION}
        raw = canonical.dumps({**says, "origin": head.origin, "root": head.root.hex(), "size": head.size})
        text = f"{head.origin}\nbundle manifest\n{b64encode(hashlib.sha256(raw).digest()).decode()}\n"
        self.add("manifest.json", [raw])
        self.add("manifest.note", [sign(text, (self.key, self.private.sign)).encode()])

    def add(self, name: str, parts: Iterator[bytes] | list[bytes]) -> None:
        """Writes a member and remembers its hash and size."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(ZipInfo(name), "w", force_zip64=True) as member:
            for part in parts:
                digest.update(part)
                size += len(part)
                member.write(part)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}
