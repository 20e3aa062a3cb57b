"""Bundles to alter: one of a small log in which everything happened once, and the means of its forgers."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.making_logs import FILE, LEAD, MINUTES, NOON, Log, act, make
from tonetop.core import canonical, notes
from tonetop.records.ledger import anchors, erasure, signers
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.writing import writing
from tonetop.work.export_bundle import Choice, write_bundle
from tonetop.work.verify import stand_alone, verify_bundle

verifier = stand_alone()
Members = dict[str, bytes]
MADE = "2025-01-15T12:00:00.000000Z"
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@dataclass(repr=False)
class Case:
    """A bundle's members, the log they come from, and a checkpoint somebody kept on the way."""

    log: Log
    members: Members
    held: str

    def resigned(self, members: Members) -> Members:
        """The members with a manifest that fits them, signed with the log's own key: an insider's work."""
        manifest = json.loads(members["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in members.items()
            if not name.startswith("manifest.")
        }
        raw = canonical.dumps(manifest)
        text = f"{manifest['origin']}\nbundle manifest\n{b64encode(hashlib.sha256(raw).digest()).decode()}\n"
        vkey = signers.current(self.log.connection).vkey
        note = notes.sign(text, self.log.keys.signer(vkey))
        return members | {"manifest.json": raw, "manifest.note": note.encode()}


def full(folder: Path) -> Case:
    """A log with files, personal values, an erasure, a rotation, several checkpoints and anchors."""
    log = make(folder, acts=3)
    held = log.sign()
    log.append(act(4, name="Ann Sørensen", blobs=(MINUTES,)), act(5, name="Ann Sørensen"))
    log.rotate()
    anchored = log.sign()
    log.append(*(act(number) for number in range(6, 12)))
    with writing(log.connection):
        erasure.erase(log.connection, erasure.Order(("Person", "p1"), None, LEAD, NOON))
        given = {"size": anchored.head.size, "root": anchored.head.root, "made": MADE}
        anchors.add(log.connection, Anchor("email", holder="auditor@example.org", **given))
        anchors.add(log.connection, Anchor("cosignature", holder="witness", proof=cosign(anchored), **given))
    log.sign()
    return Case(log, exported(log), held.note)


def exported(log: Log, **choice: Any) -> Members:
    """The members of a log's bundle, the file of the minutes enclosed."""
    out = log.folder / "bundle.zip"
    chosen = Choice(lambda digest: io.BytesIO(FILE) if digest == MINUTES.sha256 else None, **choice)
    write_bundle(log.connection, log.keys, out, chosen)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cosign(signed: Signed) -> bytes:
    """What a witness gives back for a checkpoint: its verifier key and its line."""
    key = notes.Key("witness.example", WITNESS.public_key().public_bytes_raw(), notes.COSIGNATURE)
    text = notes.Note.parse(signed.note).text
    signature = WITNESS.sign(f"cosignature/v1\ntime 1736942400\n{text}".encode())
    return f"{key}\n{notes.Signature(key.name, key.id, (1736942400).to_bytes(8) + signature)}".encode()


def zipped(members: Members, path: Path, compression: int = zipfile.ZIP_STORED) -> Path:
    """A zip of the members, in their order."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def report(members: Members, folder: Path, **options: Any) -> dict[str, Any]:
    """What the verifier says of the members."""
    return verify_bundle(zipped(members, folder / "altered.zip"), **options)


def lines(members: Members, name: str, change: Callable[[list[bytes]], list[bytes]]) -> Members:
    """The members with the lines of one of them changed."""
    changed = change(members[name].splitlines())
    return members | {name: b"".join(line + b"\n" for line in changed)}


def event(members: Members, number: int, **fields: Any) -> Members:
    """The members with fields of one event changed, and its bytes canonical."""

    def change(events: list[bytes]) -> list[bytes]:
        events[number - 1] = canonical.dumps(json.loads(events[number - 1]) | fields)
        return events

    return lines(members, "events.jsonl", change)


def rechained(members: Members) -> Members:
    """The members with every event's number and link made to fit its place again."""

    def change(events: list[bytes]) -> list[bytes]:
        made, previous = [], "0" * 64
        for number, line in enumerate(events, start=1):
            made.append(canonical.dumps(json.loads(line) | {"sequence": number, "previous": previous}))
            previous = hashlib.sha256(b"\x00" + made[-1]).hexdigest()
        return made

    return lines(members, "events.jsonl", change)


def value(members: Members, name: str, change: Callable[[Any], Any]) -> Members:
    """The members with the JSON value of one of them changed."""
    return members | {name: canonical.dumps(change(json.loads(members[name])))}
