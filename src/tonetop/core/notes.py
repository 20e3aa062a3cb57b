"""Signed notes: text under which keys have put their names, in the form of c2sp.org/signed-note.

The core knows no cryptography beyond hashing: a signer and a verifier are functions that are handed in.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

ED25519 = 1  # signature types of c2sp.org/signed-note
COSIGNATURE = 4  # c2sp.org/tlog-cosignature: Ed25519 with the time at which a witness saw the checkpoint
MOST_SIGNATURES = 100
PUBLIC_BYTES = 32

_LINE = re.compile(r"— (\S+) (\S+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]  # public key, message, signature


class NoteError(ValueError):
    """A note or key that is malformed or not signed as it must be; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under a name; ``type`` is ED25519 or COSIGNATURE, ``public`` the 32 bytes of RFC 8032."""

    name: str
    public: bytes
    type: int = ED25519

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\s+]+", self.name):
            raise NoteError(f"the key name {self.name!r} is empty, or holds a space or a plus sign")
        if self.type not in (ED25519, COSIGNATURE) or len(self.public) != PUBLIC_BYTES:
            raise NoteError(f"the key {self.name} is no Ed25519 key")

    @property
    def id(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        return sha256(f"{self.name}\n".encode() + bytes([self.type]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The verifier key in one line: name+id+base64."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.type]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key that ``str`` wrote; raises NoteError for anything else."""
        name, _, rest = text.partition("+")
        digits, _, encoded = rest.partition("+")
        public = decode(encoded)
        if not public:
            raise NoteError(f"{text!r:.200} is no verifier key")
        key = cls(name, public[1:], public[0])
        if key.id.hex() != digits:
            raise NoteError(f"the key id in {text!r:.200} does not belong to the key")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name and id, and the signature proper."""

    name: str
    key: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.key + self.signature).decode()}\n"

    @property
    def seconds(self) -> int:
        """Of a cosignature, when the witness says that it saw the checkpoint, in seconds since 1970."""
        return int.from_bytes(self.signature[:8], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A text ending in a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def parse(cls, note: str) -> Note:
        """The parts of a signed note, nothing verified yet; raises NoteError when it is malformed."""
        text, found, signed = note.rpartition("\n\n")
        if not found or not signed.endswith("\n") or _CONTROL.search(note):
            raise NoteError("this is no signed note")
        lines = signed[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteError(f"the note has more than {MOST_SIGNATURES} signatures")
        return cls(text + "\n", tuple(map(_signature, lines)))

    def signers(self, keys: Iterable[Key], verify: Verify) -> list[Key]:
        """Those of ``keys`` that signed; lines of other keys are passed over.

        Raises NoteError when a line under one of ``keys`` does not verify, or when none of them signed.
        """
        known = {(key.name, key.id): key for key in keys}
        found = []
        for line in dict.fromkeys(self.signatures):
            key = known.get((line.name, line.key))
            if key is None:
                continue
            if not verify(key.public, *_signed(key, self.text, line.signature)):
                raise NoteError(f"the signature of {key.name}+{key.id.hex()} is not valid")
            found.append(key)
        if not found:
            raise NoteError("no known key has signed the note")
        return found


def sign(text: str, *signers: tuple[Key, Sign]) -> str:
    """``text`` signed by each of ``signers`` with an ED25519 key; raises NoteError for an unfit text."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteError("the text of a note ends in a newline and holds no other control character")
    lines = tuple(Signature(key.name, key.id, sign_with(text.encode())) for key, sign_with in signers)
    return str(Note(text, lines))


def cosign(text: str, key: Key, sign_with: Sign, seconds: int) -> Signature:
    """A witness's signature line under a checkpoint's text, at a time in seconds since 1970."""
    if key.type != COSIGNATURE:
        raise NoteError(f"the key {key.name} is none of a witness")
    made = sign_with(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    return Signature(key.name, key.id, seconds.to_bytes(8, "big") + made)


def decode(text: str) -> bytes:
    """The bytes of strict base64 (RFC 4648, 4); no bytes for anything else."""
    try:
        data = b64decode(text, validate=True)
    except (ValueError, Base64Error):
        return b""
    return data if b64encode(data).decode() == text else b""


def _signature(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    data = decode(match[2]) if match else b""
    if not match or len(data) <= 4 or "+" in match[1]:
        raise NoteError(f"{line!r:.200} is no signature line")
    return Signature(match[1], data[:4], data[4:])


def _signed(key: Key, text: str, signature: bytes) -> tuple[bytes, bytes]:
    """The message a key of this type signs under ``text``, and the bare signature."""
    if key.type == ED25519:
        return text.encode(), signature
    seconds = int.from_bytes(signature[:8], "big")
    return f"cosignature/v1\ntime {seconds}\n{text}".encode(), signature[8:]
