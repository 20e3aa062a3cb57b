"""Whether an assertion of a passkey holds, by the arithmetic of its algorithm."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from tonetop.records.ledger import keys

ES256, EDDSA = "ES256", "EdDSA"


def verify(algorithm: str, public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is one of `message`: ECDSA on P-256 (FIPS 186-5, in DER) or Ed25519 (RFC 8032).

    public: 65 bytes, uncompressed, of a point on P-256; 32 bytes of an Ed25519 key.
    """
    if algorithm == EDDSA:
        return keys.verify(public, message, signature)
    if algorithm != ES256:
        return False
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        key.verify(signature, message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
