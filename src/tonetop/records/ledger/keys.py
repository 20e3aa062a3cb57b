"""The key file: the seeds the log signs with, and the master key that personal values are kept under.

It lies in the data folder as ``ledger.key``, readable by its owner alone. Without it the log can be read and
verified, but no checkpoint can be signed and no personal value opened.
"""

from __future__ import annotations

import json
import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tonetop.core.notes import Key, Sign
from tonetop.records.ledger.database import LedgerError

NAME = "ledger.key"
FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12


class KeyFileError(LedgerError):
    """The key file is missing, damaged or open to others; the message names the file and what to do."""


@dataclass(frozen=True)
class Keys:
    """What the key file at ``path`` holds: ``seeds`` by verifier key, and the ``master`` key."""

    path: Path
    seeds: Mapping[str, bytes]
    master: bytes

    def signer(self, vkey: str) -> tuple[Key, Sign]:
        """The key ``vkey`` and the function that signs with it; raises KeyFileError when its seed is gone."""
        if vkey not in self.seeds:
            raise KeyFileError(
                f"{self.path} does not hold the log's signing key {vkey}; put the right file back"
            )
        return Key.parse(vkey), Ed25519PrivateKey.from_private_bytes(self.seeds[vkey]).sign

    def with_new(self, name: str) -> tuple[Keys, str]:
        """These keys and one more under ``name``, written to the file before anything relies on it."""
        seed = os.urandom(KEY_BYTES)
        vkey = str(Key(name, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()))
        keys = Keys(self.path, {**self.seeds, vkey: seed}, self.master)
        keys._write()
        return keys, vkey

    def with_seed(self, vkey: str, seed: bytes) -> Keys:
        """These keys and one that came from elsewhere, written to the file."""
        keys = Keys(self.path, {**self.seeds, vkey: seed}, self.master)
        keys._write()
        return keys

    def without(self, vkey: str) -> Keys:
        """These keys but one, which is gone from the file for good."""
        kept = {name: seed for name, seed in self.seeds.items() if name != vkey}
        keys = Keys(self.path, kept, self.master)
        keys._write()
        return keys

    def _write(self) -> None:
        """Replaces the file in one step, so that a crash leaves either the old or the new one."""
        holds = {
            "format": FORMAT,
            "keys": [{"key": vkey, "seed": b64encode(seed).decode()} for vkey, seed in self.seeds.items()],
            "master": b64encode(self.master).decode(),
        }
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(holds, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
        sync_folder(self.path.parent)


def create(folder: Path) -> Keys:
    """A fresh key file in ``folder``, without signing key yet; raises KeyFileError when there is one."""
    path = folder / NAME
    if path.exists():
        raise KeyFileError(f"{path} exists already; a log's keys are never overwritten")
    keys = Keys(path, {}, os.urandom(KEY_BYTES))
    keys._write()
    return keys


def load(folder: Path) -> Keys:
    """The key file of ``folder``; raises KeyFileError when it is missing, damaged or readable by others."""
    path = folder / NAME
    try:
        mode = path.stat().st_mode
        text = path.read_text()
    except FileNotFoundError:
        raise KeyFileError(
            f"{path} is missing: without it nothing can be signed; put it back from a backup"
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"{path} cannot be read: {error.strerror}; give it to the account that runs this"
        ) from error
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise KeyFileError(f"{path} is open to other accounts; run: chmod 600 {path}")
    try:
        holds = json.loads(text)
        seeds = {entry["key"]: _key(entry["seed"]) for entry in holds["keys"]}
        return Keys(path, seeds, _key(holds["master"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileError(f"{path} is damaged and holds no keys; put it back from a backup") from error


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``message`` under an Ed25519 key (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def close(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """``plain`` encrypted under AES-256-GCM and bound to its place: nonce, then ciphertext with tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def open_(key: bytes, box: bytes, bound_to: bytes) -> bytes:
    """What ``close`` encrypted; raises LedgerError when key, box or place is another."""
    try:
        return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise LedgerError("a personal value cannot be opened with the keys at hand") from error


def sync_folder(folder: Path) -> None:
    """Makes names in ``folder`` durable, where the system knows how to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _key(text: str) -> bytes:
    key = b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return key
