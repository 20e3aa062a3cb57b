"""Passkeys in software: what an authenticator answers, and what the ledger then holds of it."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.making_logs import NOON, ORGANISATION
from tonetop.core.ledger import Actor, Event, Subject
from tonetop.core.signing import ENROLLED, REMOVED, Enrolled, Statement, base64url, challenge

P256, ED25519 = ec.derive_private_key(7, ec.SECP256R1()), Ed25519PrivateKey.from_private_bytes(bytes(32))
HERE = "example.org"
Signature = dict[str, Any]


@dataclass(frozen=True)
class Authenticator:
    """One passkey; flags: those of the authenticator data (1: present, 4: verified)."""

    key: Any = P256
    credential: bytes = b"the first passkey"
    rp: str = HERE
    flags: int = 5
    origin: str = field(default="")

    @property
    def is_p256(self) -> bool:
        return isinstance(self.key, ec.EllipticCurvePrivateKey)

    @property
    def algorithm(self) -> str:
        return "ES256" if self.is_p256 else "EdDSA"

    @property
    def public(self) -> bytes:
        """As events hold it."""
        form = (
            (Encoding.X962, PublicFormat.UncompressedPoint)
            if self.is_p256
            else (Encoding.Raw, PublicFormat.Raw)
        )
        made: bytes = self.key.public_key().public_bytes(*form)
        return made

    def enrolled(self, person: str = "p1") -> Enrolled:
        return Enrolled(base64url(self.credential), self.algorithm, self.public.hex(), self.rp, person)

    def client(self, asked: bytes, type: str) -> bytes:
        """The client data of a browser."""
        told = {"type": type, "challenge": base64url(asked), "origin": self.origin or f"https://{self.rp}"}
        return json.dumps(told, separators=(",", ":")).encode()

    def seen(self) -> bytes:
        """The authenticator data of an assertion."""
        return hashlib.sha256(self.rp.encode()).digest() + bytes([self.flags]) + bytes(4)

    def sign(self, message: bytes) -> bytes:
        made: bytes = (
            self.key.sign(message, ec.ECDSA(hashes.SHA256())) if self.is_p256 else self.key.sign(message)
        )
        return made

    def signature(self, statement: dict[str, Any], **other: Any) -> Signature:
        """The signature of a statement, as an event holds it; other: fields that are to be otherwise."""
        client = self.client(challenge(statement), other.pop("type", "webauthn.get"))
        signed = self.sign(self.seen() + hashlib.sha256(client).digest())
        return {
            "algorithm": self.algorithm,
            "authenticator_data": base64.b64encode(self.seen()).decode(),
            "client_data": base64.b64encode(client).decode(),
            "credential": base64url(self.credential),
            "public_key": self.public.hex(),
            "signature": base64.b64encode(signed).decode(),
            "statement": statement,
            **other,
        }

    def register(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers to the options of an enrolment."""
        from fido2 import cbor
        from fido2.cose import ES256, EdDSA
        from fido2.webauthn import AttestedCredentialData

        asked = _bytes(options["publicKey"]["challenge"])
        kind = ES256 if self.is_p256 else EdDSA
        made = kind.from_cryptography_key(self.key.public_key())
        with_key = bytearray(self.seen() + AttestedCredentialData.create(bytes(16), self.credential, made))
        with_key[32] |= 0x40
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(with_key)})
        client = self.client(asked, "webauthn.create")
        response = {"clientDataJSON": base64url(client), "attestationObject": base64url(attested)}
        return self._answer(response)

    def authenticate(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers to the options of a signing."""
        client = self.client(_bytes(options["publicKey"]["challenge"]), "webauthn.get")
        signed = self.sign(self.seen() + hashlib.sha256(client).digest())
        response = {"clientDataJSON": client, "authenticatorData": self.seen(), "signature": signed}
        return self._answer({name: base64url(data) for name, data in response.items()})

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        named = base64url(self.credential)
        return {
            "id": named,
            "rawId": named,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


STATEMENT = Statement(
    type="DocumentVersion",
    ref="DV-7",
    version=3,
    sha256="ab" * 32,
    answer="approved",
    by="p1",
    rank="top management",
    on="2025-01-15",
    organisation=ORGANISATION,
    once="00" * 16,
)
PLAIN = {
    "about": ["DV-7"],
    "answer": "approved",
    "answered_by": "p1",
    "answered_on": "2025-01-15",
    "rank": "top management",
    "sha256": "ab" * 32,
    "signed": True,
    "version": 3,
}


def enrolment(passkey: Enrolled) -> Event:
    """The event that tells of a passkey's enrolment."""
    return Event(ENROLLED, Subject("Account", "1"), Actor(passkey.person, "password"), NOON, passkey.plain())


def removal(passkey: Enrolled) -> Event:
    """The event that tells of its removal."""
    told = {"credential": passkey.credential}
    return Event(REMOVED, Subject("Account", "1"), Actor(passkey.person, "password"), NOON, told)


def approval(signature: Signature | None, **plain: Any) -> Event:
    """The event of the approval that the statement is about; plain: fields that are to be otherwise."""
    doer = Actor(plain.get("answered_by", "p1"), "passkey", rank="top management")
    about = Subject(plain.pop("kind", "Approval"), "APP-1", 1)
    made = Event("record.created", about, doer, NOON, {"plain": PLAIN | plain, "personal": {}})
    return replace(made, signature=signature)
