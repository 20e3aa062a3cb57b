"""The verifier's own arithmetic agrees with published vectors and with the cryptography package."""

import base64
import hashlib
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifier.bundles import verifier
from tonetop.core import canonical

# RFC 8032, section 7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]
# RFC 6979, appendix A.2.5: the key, and its signature (r, s) of "sample" with SHA-256.
RFC_6979_KEY = (
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
)
RFC_6979_R = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
RFC_6979_S = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
P256_KEY = ec.derive_private_key(0x1234567890ABCDEF, ec.SECP256R1())
P256_PUBLIC = P256_KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
ED_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ED_PUBLIC = ED_KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_ed25519_vectors_of_the_rfc_hold_and_no_bit_of_them_changes_unseen(public, message, signature):
    parts = [bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)]
    assert verifier.ed25519(*parts)
    for which in range(3):
        for at in range(0, len(parts[which]) * 8, 37):
            changed = bytearray(parts[which])
            changed[at // 8] ^= 1 << at % 8
            assert not verifier.ed25519(*parts[:which], bytes(changed), *parts[which + 1 :])


@settings(max_examples=40)
@given(st.binary(max_size=80), st.binary(min_size=32, max_size=32))
def test_what_the_cryptography_package_signs_with_ed25519_holds(message, seed):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verifier.ed25519(public, message, signature)
    assert not verifier.ed25519(public, message + b"!", signature)


@settings(max_examples=60)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_on_any_key_and_signature_it_agrees_with_the_cryptography_package(public, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, b"message")
        holds = True
    except InvalidSignature:
        holds = False
    assert verifier.ed25519(public, b"message", signature) is holds


def test_an_ed25519_signature_has_one_spelling():
    signature = ED_KEY.sign(b"x")
    assert verifier.ed25519(ED_PUBLIC, b"x", signature)
    s = int.from_bytes(signature[32:], "little")
    for other in (s + verifier.ORDER, s + 2**255):
        if other < 2**256:
            assert not verifier.ed25519(ED_PUBLIC, b"x", signature[:32] + other.to_bytes(32, "little"))
    for wrong in (b"", signature[:63], signature + b"\0", signature[:32]):
        assert not verifier.ed25519(ED_PUBLIC, b"x", wrong)


# Wycheproof, ed25519: one key, ordinary signatures of it, and special values for both halves of one.
WYCHEPROOF_KEY = bytes.fromhex("7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa")
WYCHEPROOF_VALID = {
    "": "d4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc"
    "1429ab72cafc41ab56af02ff8fcc43b99bfe4c7ae940f60f38ebaa9d311c4007",
    "78": "d80737358ede548acb173ef7e0399f83392fe8125b2ce877de7975d8b726ef5b"
    "1e76632280ee38afad12125ea44b961bf92f1178c9fa819d020869975bcbe109",
}
SPECIAL = (0, 1, verifier.ORDER - 1, verifier.ORDER, verifier.P)


def test_the_wycheproof_signatures_hold_and_those_of_special_values_do_not():
    for message, signature in WYCHEPROOF_VALID.items():
        assert verifier.ed25519(WYCHEPROOF_KEY, bytes.fromhex(message), bytes.fromhex(signature))
    for r in SPECIAL:
        for s in SPECIAL:
            signature = r.to_bytes(32, "little") + s.to_bytes(32, "little")
            assert not verifier.ed25519(WYCHEPROOF_KEY, b"?", signature)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        bytes(31),
        bytes(33),
        (2**255 - 19 + 1).to_bytes(32, "little"),  # y = 1, not reduced
        (1 | 1 << 255).to_bytes(32, "little"),  # x = 0 with a sign
        (2).to_bytes(32, "little"),  # no point has this y
    ],
)
def test_bytes_that_are_no_point_are_no_key(public):
    assert not verifier.ed25519(public, b"x", bytes(64))


def test_the_p256_vector_of_the_rfc_holds():
    signature = utils.encode_dss_signature(RFC_6979_R, RFC_6979_S)
    assert verifier.p256(bytes.fromhex(RFC_6979_KEY), b"sample", signature)
    assert not verifier.p256(bytes.fromhex(RFC_6979_KEY), b"Sample", signature)


@settings(max_examples=25)
@given(st.binary(max_size=80), st.integers(1, verifier.N - 1))
def test_what_the_cryptography_package_signs_on_p256_holds(message, secret):
    private = ec.derive_private_key(secret, ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    signature = private.sign(message, ec.ECDSA(hashes.SHA256()))
    assert verifier.p256(public, message, signature)
    assert not verifier.p256(public, message + b"!", signature)
    assert not verifier.p256(P256_PUBLIC, message, signature)


@settings(max_examples=40)
@given(st.integers(0, 2**256 - 1), st.integers(0, 2**256 - 1))
def test_on_any_two_numbers_it_agrees_with_the_cryptography_package(r, s):
    signature = utils.encode_dss_signature(r, s)
    try:
        P256_KEY.public_key().verify(signature, b"message", ec.ECDSA(hashes.SHA256()))
        holds = True
    except InvalidSignature:
        holds = False
    assert verifier.p256(P256_PUBLIC, b"message", signature) is holds


def test_numbers_out_of_range_are_no_p256_signature():
    r, s = utils.decode_dss_signature(P256_KEY.sign(b"x", ec.ECDSA(hashes.SHA256())))
    n = verifier.N
    assert verifier.p256(P256_PUBLIC, b"x", utils.encode_dss_signature(r, n - s))  # both of s and -s verify
    for pair in ((0, s), (r, 0), (n, s), (r, n), (r + n, s), (r, s + n), (0, 0)):
        assert not verifier.p256(P256_PUBLIC, b"x", utils.encode_dss_signature(*pair))


def test_a_p256_signature_has_one_spelling():
    signature = P256_KEY.sign(b"x", ec.ECDSA(hashes.SHA256()))
    assert verifier.p256(P256_PUBLIC, b"x", signature)
    length = signature[3]
    first, second = signature[2 : 4 + length], signature[4 + length :]

    def sequence(body: bytes) -> bytes:
        return b"\x30" + bytes([len(body)]) + body

    padded = b"\x02" + bytes([first[1] + 1]) + b"\0" + first[2:]
    for wrong in (
        b"",
        signature[:-1],
        signature + b"\0",
        b"\x31" + signature[1:],
        b"\x30\x81" + signature[1:],
        sequence(first),
        sequence(first + second + first),
        sequence(padded + second),
        sequence(b"\x03" + first[1:] + second),
        sequence(b"\x02\x00" + second),
        sequence(b"\x02\x81" + first[1:] + second),
        sequence(b"\x02\x21\xff" + bytes(32) + second),
    ):
        assert not verifier.p256(P256_PUBLIC, b"x", wrong)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        P256_PUBLIC[1:],
        b"\x02" + P256_PUBLIC[1:],
        P256_PUBLIC[:-1] + bytes([P256_PUBLIC[-1] ^ 1]),
        b"\x04" + bytes(64),
        b"\x04" + (verifier.Q + int.from_bytes(P256_PUBLIC[1:33])).to_bytes(33)[-32:] + P256_PUBLIC[33:],
    ],
)
def test_bytes_that_are_no_point_of_the_curve_are_no_p256_key(public):
    assert not verifier.p256(public, b"x", P256_KEY.sign(b"x", ec.ECDSA(hashes.SHA256())))


def assertion(statement, key, *, origin_type="webauthn.get", flags=5, challenge=None):
    """A passkey's assertion over a statement, as an event holds it."""
    digest = hashlib.sha256(b"tonetop/act/v1\n" + canonical.dumps(statement)).digest()
    made = base64.urlsafe_b64encode(challenge or digest).rstrip(b"=").decode()
    client = json.dumps({"type": origin_type, "challenge": made, "origin": "https://example.org"}).encode()
    seen = hashlib.sha256(b"example.org").digest() + bytes([flags]) + bytes(4)
    message = seen + hashlib.sha256(client).digest()
    on_p256 = key is P256_KEY
    signature = key.sign(message, ec.ECDSA(hashes.SHA256())) if on_p256 else key.sign(message)
    return {
        "algorithm": "ES256" if on_p256 else "EdDSA",
        "authenticator_data": base64.b64encode(seen).decode(),
        "client_data": base64.b64encode(client).decode(),
        "public_key": (P256_PUBLIC if on_p256 else ED_PUBLIC).hex(),
        "signature": base64.b64encode(signature).decode(),
        "statement": statement,
    }


@pytest.mark.parametrize("key", [P256_KEY, ED_KEY])
def test_a_passkeys_assertion_holds_for_its_statement_with_the_user_verified(key):
    statement = {"act": "approve", "document": "ab" * 32}
    good = assertion(statement, key)
    assert verifier.signature_holds(good, "example.org")
    for wrong in (
        good | {"statement": {"act": "refuse"}},
        good | {"public_key": ED_PUBLIC.hex() if key is P256_KEY else P256_PUBLIC.hex()},
        good | {"signature": base64.b64encode(b"0" * 64).decode()},
        assertion(statement, key, origin_type="webauthn.create"),
        assertion(statement, key, flags=1),
        assertion(statement, key, flags=4),
        assertion(statement, key, challenge=b"x" * 32),
        good | {"authenticator_data": base64.b64encode(b"x" * 36).decode()},
        good | {"client_data": base64.b64encode(b"[]").decode()},
    ):
        assert not verifier.signature_holds(wrong, "example.org")
