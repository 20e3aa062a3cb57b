"""What authenticators are asked and what they answer: the side of Web Authentication that speaks with browsers."""

from __future__ import annotations

from fido2.cose import ES256, CoseKey, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
)

from tonetop.core.signing import Enrolled
from tonetop.records.ledger import assertions

NO_MODEL = bytes(16)  # the AAGUID of an authenticator that does not say what it is


def server(rp: str) -> Fido2Server:
    """What speaks with authenticators for a domain, in the two algorithms that every verifier knows."""
    made = Fido2Server(PublicKeyCredentialRpEntity(id=rp, name="Tonetop"))
    made.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=kind.ALGORITHM)
        for kind in (ES256, EdDSA)
    ]
    return made


def known(passkey: Enrolled) -> AttestedCredentialData:
    """A passkey as the authenticators' side names it."""
    public, key = bytes.fromhex(passkey.public_key), CoseKey()
    if passkey.algorithm == assertions.ES256:
        key = ES256({1: 2, 3: ES256.ALGORITHM, -1: 1, -2: public[1:33], -3: public[33:]})
    elif passkey.algorithm == assertions.EDDSA:
        key = EdDSA({1: 1, 3: EdDSA.ALGORITHM, -1: 6, -2: public})
    return AttestedCredentialData.create(NO_MODEL, websafe_decode(passkey.credential), key)


def key_of(found: AttestedCredentialData) -> tuple[str, str]:
    """Algorithm and public key (hex) of a fresh credential. Raises ValueError for any but P-256 and Ed25519."""
    key = found.public_key
    if (key.get(3), key.get(-1)) == (ES256.ALGORITHM, 1):
        return assertions.ES256, (b"\x04" + key[-2] + key[-3]).hex()
    if (key.get(3), key.get(-1)) == (EdDSA.ALGORITHM, 6):
        return assertions.EDDSA, bytes(key[-2]).hex()
    raise ValueError("the passkey is of a kind that not every verifier knows")
