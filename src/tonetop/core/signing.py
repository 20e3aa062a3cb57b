"""Signatures of acts: the statement that a person signs, and whether an event's signature holds.

A passkey signs a challenge (Web Authentication, level 2, section 7.2). Ours is the hash of a domain word and of the
statement in canonical JSON, so that the assertion speaks for the statement; the statement says what the event says.
It shows who held the passkey. It is no qualified electronic signature.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from tonetop.core import canonical

DOMAIN = b"tonetop/act/v1\n"
ENROLLED, REMOVED = "account.passkey-enrolled", "account.passkey-removed"
SIGNS = "Approval"
"""The record type whose events bear signatures."""
FIELDS = frozenset(
    ("algorithm", "authenticator_data", "client_data", "credential", "public_key", "signature", "statement")
)
PRESENT, VERIFIED = 1, 4  # bits of the flags byte: somebody was there, and it was the holder
FLAGS_AT, SHORTEST = 32, 37

Verify = Callable[[str, bytes, bytes, bytes], bool]
"""Whether, by an algorithm (ES256, EdDSA) and a public key, a signature is one of a message."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: the answer of a person of a rank, on a day, to one version of a record and what it showed.

    sha256: the hash of what was shown; once: random, hex, so that no two challenges are the same.
    """

    type: str
    ref: str
    version: int | None
    sha256: str | None
    answer: str
    by: str
    rank: str | None
    on: str
    organisation: str
    once: str

    def plain(self) -> dict[str, Any]:
        """As it is hashed and kept."""
        told = asdict(self)
        return {"what": {name: told.pop(name) for name in ("type", "ref", "version")}, **told}


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A passkey as its enrolment told of it; credential: base64url id, public_key: hex, rp: the domain."""

    credential: str
    algorithm: str
    public_key: str
    rp: str
    person: str

    def plain(self) -> dict[str, str]:
        """As the event holds it."""
        return asdict(self)


@dataclass
class Keyring:
    """The passkeys that are enrolled at one point of the log, by their ids."""

    held: dict[str, Enrolled] = field(default_factory=dict)

    def learn(self, event: Mapping[str, Any]) -> None:
        """Take in what an event tells of passkeys. Raises KeyError or TypeError for one that tells no such thing."""
        if event["type"] == ENROLLED:
            passkey = Enrolled(**event["data"])
            self.held[passkey.credential] = passkey
        elif event["type"] == REMOVED:
            self.held.pop(event["data"]["credential"], None)

    def problem(self, event: Mapping[str, Any], verify: Verify) -> str | None:
        """Why the signature of an event does not hold, in words that follow its number; None when it does."""
        signature = event["signature"]
        try:
            passkey = self.held.get(signature["credential"])
            if signature.keys() != FIELDS or passkey is None:
                return "its signature is not by a passkey that was enrolled then"
            return _enrolment(signature, passkey, event) or _made(signature, passkey, event, verify)
        except (KeyError, TypeError, ValueError, AttributeError):
            return "its signature is not of the form that signatures have"


def challenge(statement: Mapping[str, Any]) -> bytes:
    """The 32 bytes that an authenticator signs for a statement."""
    return sha256(DOMAIN + canonical.dumps(dict(statement))).digest()


def base64url(data: bytes) -> str:
    """Base64 for addresses, without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_over(signature: Mapping[str, Any], rp: str) -> bool:
    """Whether an assertion is over its own statement, by somebody verified, for a domain: all but its arithmetic."""
    client, seen = _bytes(signature["client_data"]), _bytes(signature["authenticator_data"])
    says = json.loads(client)
    asked = base64url(challenge(signature["statement"]))
    flags = seen[FLAGS_AT] if len(seen) >= SHORTEST else 0
    return (
        says["type"] == "webauthn.get"
        and says["challenge"] == asked
        and seen[:FLAGS_AT] == sha256(rp.encode()).digest()
        and flags & (PRESENT | VERIFIED) == PRESENT | VERIFIED
    )


def agrees(statement: Mapping[str, Any], organisation: str, plain: Mapping[str, Any]) -> bool:
    """Whether a statement says what an approval says; plain: the approval's fields as an event holds them."""
    what, said = statement["what"], {name: statement[name] for name in ("answer", "rank", "sha256")}
    said |= {"about": [what["ref"]], "version": what["version"]}
    said |= {"answered_by": statement["by"], "answered_on": statement["on"]}
    held = {name: plain.get(name) for name in said}
    return canonical.dumps(said) == canonical.dumps(held) and statement["organisation"] == organisation


def _enrolment(signature: Mapping[str, Any], passkey: Enrolled, event: Mapping[str, Any]) -> str | None:
    if (signature["algorithm"], signature["public_key"]) != (passkey.algorithm, passkey.public_key):
        return "its signature is by another key than the one that was enrolled"
    if event["actor"]["id"] != passkey.person:
        return "its signature is by the passkey of somebody else"
    return None


def _made(
    signature: Mapping[str, Any], passkey: Enrolled, event: Mapping[str, Any], verify: Verify
) -> str | None:
    if event["subject"]["kind"] != SIGNS or not agrees(
        signature["statement"], event["organisation"], event["data"]["plain"]
    ):
        return "its signature is on something else than what it says"
    client, seen = _bytes(signature["client_data"]), _bytes(signature["authenticator_data"])
    message, public = seen + sha256(client).digest(), bytes.fromhex(passkey.public_key)
    whole = is_over(signature, passkey.rp)
    if whole and verify(passkey.algorithm, public, message, _bytes(signature["signature"])):
        return None
    return "its signature does not hold"


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
