"""The page's own arithmetic and reading meet the published vectors, and agree with the other verifier."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.core import test_canonical as json_vectors
from tests.core import test_merkle as tree_vectors
from tests.core import test_notes as note_vectors
from tests.verifier import test_primitives as curve_vectors
from tests.verifier.bundles import verifier
from tests.verifier.test_log_formats import MALFORMED
from tonetop.core.merkle import Tree

pytestmark = pytest.mark.slow
Ask = Callable[..., Any]
SOME = random.Random(42001)  # the same cases every time
ED = "x.map(([key, message, made]) => ed25519(unhex(key), unhex(message), unhex(made)))"
EC = "x.map(([key, message, made]) => p256(unhex(key), unhex(message), unhex(made)))"
Case = tuple[bytes, bytes, bytes]


def in_hex(cases: list[Case]) -> list[list[str]]:
    return [[part.hex() for part in case] for case in cases]


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def spoilt(case: Case, every: int) -> list[Case]:
    """The case with one bit of one part changed, for each so many bits of each part."""
    return [
        (*case[:which], flipped(case[which], bit), *case[which + 1 :])
        for which in range(3)
        for bit in range(0, len(case[which]) * 8, every)
    ]


BY_PIECES = """x.map((one) => {
  const hash = new Sha256();
  for (const byte of unhex(one)) hash.update(Uint8Array.of(byte));
  return hex(hash.digest());
})"""


def test_sha2_is_that_of_the_standard_library_at_every_length_and_however_it_is_fed(ask: Ask):
    messages = [SOME.randbytes(length) for length in (*range(260), 1000, 100_000)]
    given = [message.hex() for message in messages]
    wanted = [hashlib.sha256(message).hexdigest() for message in messages]
    assert ask("x.map((one) => hex(sha256(unhex(one))))", *given) == wanted
    assert ask("Promise.all(x.map(async (one) => hex(await digest(unhex(one)))))", *given) == wanted
    assert ask(BY_PIECES, *given[:200]) == wanted[:200]
    wanted = [hashlib.sha512(message).hexdigest() for message in messages[:262]]
    assert ask("x.map((one) => hex(sha512(unhex(one))))", *given[:262]) == wanted


def test_the_ed25519_vectors_of_the_rfc_hold_and_no_bit_of_them_changes_unseen(ask: Ask):
    cases = [tuple(bytes.fromhex(part) for part in case) for case in curve_vectors.RFC_8032]
    assert ask(ED, *in_hex(cases)) == [True] * len(cases)
    altered = [other for case in cases for other in spoilt(case, 37)]
    assert not any(ask(ED, *in_hex(altered)))


def test_the_wycheproof_signatures_hold_and_those_of_special_values_do_not(ask: Ask):
    key = curve_vectors.WYCHEPROOF_KEY
    good = [
        (key, bytes.fromhex(message), bytes.fromhex(made))
        for message, made in curve_vectors.WYCHEPROOF_VALID.items()
    ]
    assert ask(ED, *in_hex(good)) == [True] * len(good)
    halves = [value.to_bytes(32, "little") for value in curve_vectors.SPECIAL]
    assert not any(ask(ED, *in_hex([(key, b"?", r + s) for r in halves for s in halves])))


def test_ed25519_agrees_with_the_cryptography_package_and_with_the_other_verifier(ask: Ask):
    cases: list[Case] = []
    for _ in range(40):
        private = Ed25519PrivateKey.from_private_bytes(SOME.randbytes(32))
        message = SOME.randbytes(SOME.randrange(80))
        public, made = private.public_key().public_bytes_raw(), private.sign(message)
        s = int.from_bytes(made[32:], "little") + verifier.ORDER
        cases += [(public, message, made), (public, message + b"!", made), (public, message, made[:63])]
        cases += [
            (public, message, made[:32] + s.to_bytes(32, "little")),
            (SOME.randbytes(32), message, made),
        ]
    small = [0, 1, 2, verifier.P - 1, verifier.P, verifier.P + 1, 1 | 1 << 255, verifier.P - 1 | 1 << 255]
    points = [value.to_bytes(32, "little") for value in small]
    cases += [(key, b"x", r + s) for key in points for r in points for s in (bytes(32), points[1])]
    assert ask(ED, *in_hex(cases)) == [verifier.ed25519(*case) for case in cases]
    assert ask(ED, *in_hex([(b"", b"x", bytes(64)), (bytes(31), b"x", bytes(64))])) == [False, False]


def test_the_p256_vector_of_the_rfc_holds_and_no_bit_of_it_changes_unseen(ask: Ask):
    made = utils.encode_dss_signature(curve_vectors.RFC_6979_R, curve_vectors.RFC_6979_S)
    case = (bytes.fromhex(curve_vectors.RFC_6979_KEY), b"sample", made)
    assert ask(EC, *in_hex([case])) == [True]
    assert not any(ask(EC, *in_hex(spoilt(case, 11))))


def test_p256_agrees_with_the_cryptography_package_and_with_the_other_verifier(ask: Ask):
    n, cases = verifier.N, []
    for secret in (1, 2, 3, n - 1, *(SOME.randrange(1, n) for _ in range(30))):
        private = ec.derive_private_key(secret, ec.SECP256R1())
        public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        message = SOME.randbytes(SOME.randrange(80))
        made = private.sign(message, ec.ECDSA(hashes.SHA256()))
        r, s = utils.decode_dss_signature(made)
        pairs = [
            (r, n - s),
            (s, r),
            (0, s),
            (r, 0),
            (n, s),
            (r, n),
            (r + n, s),
            (r, s + n),
            (1, 1),
            (n - 1, 1),
        ]
        cases += [(public, message, made), (public, message + b"!", made)]
        cases += [(public, message, utils.encode_dss_signature(*pair)) for pair in pairs]
        cases += [(public[1:], message, made), (flipped(public, 519), message, made)]
    judged = [verifier.p256(*case) for case in cases]
    assert ask(EC, *in_hex(cases)) == judged
    assert judged.count(True) >= 2 * 34


def test_a_p256_signature_has_one_spelling(ask: Ask):
    public = curve_vectors.P256_PUBLIC
    made = curve_vectors.P256_KEY.sign(b"x", ec.ECDSA(hashes.SHA256()))
    first, second = made[2 : 4 + made[3]], made[4 + made[3] :]

    def sequence(body: bytes) -> bytes:
        return b"\x30" + bytes([len(body)]) + body

    padded = b"\x02" + bytes([first[1] + 1]) + b"\0" + first[2:]
    long = b"\x02\x21\xff" + bytes(32)
    bodies = [
        first,
        first + second + first,
        padded + second,
        b"\x03" + first[1:] + second,
        b"\x02\x00" + second,
    ]
    wrong = [b"", made[:-1], made + b"\0", b"\x31" + made[1:], b"\x30\x81" + made[1:]]
    wrong += [
        sequence(body) for body in (*bodies, b"\x02\x81" + first[1:] + second, long + second, first + long)
    ]
    assert ask(EC, *in_hex([(public, b"x", made)])) == [True]
    assert not any(ask(EC, *in_hex([(public, b"x", other) for other in wrong])))


GROWN = """x.map((_, size) => {
  const tree = new Tree();
  for (const leaf of x.slice(0, size)) tree.add(unhex(leaf));
  return hex(tree.root());
})"""


def test_the_published_roots_are_met(ask: Ask):
    leaves = [leaf.hex() for leaf in tree_vectors.LEAVES]
    assert ask(GROWN, *leaves, "") == [hashlib.sha256().hexdigest(), *tree_vectors.ROOTS]
    assert ask("x.map((data) => hex(leafHash(unhex(data))))", *tree_vectors.DATA) == leaves


PATH = """x.map(([index, size, leaf, path]) => rootByPath(index, size, unhex(leaf), path.map(unhex)))
  .map((root) => root && hex(root))"""


def test_the_published_inclusion_proofs_lead_to_their_roots_and_no_others_do(ask: Ask):
    leaves = [leaf.hex() for leaf in tree_vectors.LEAVES]
    cases = [[index, size, leaves[index], steps] for index, size, steps in tree_vectors.INCLUSION]
    wanted = [tree_vectors.ROOTS[size - 1] for _, size, _ in tree_vectors.INCLUSION]
    assert ask(PATH, *cases) == wanted
    assert ask(PATH, *([*case[:3], [*case[3], case[2]]] for case in cases)) == [None] * len(cases)
    assert ask(PATH, *([*case[:3], case[3][:-1]] for case in cases if case[3])) == [None] * (len(cases) - 1)
    assert ask(PATH, [-1, 8, leaves[0], []], [8, 8, leaves[0], []], [0, 0, leaves[0], []]) == [None] * 3


def test_inclusion_proofs_made_by_the_program_lead_to_the_root(ask: Ask):
    cases, roots = [], []
    for size in range(1, 33):
        leaves = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
        tree = Tree(leaves)
        for index in range(size):
            path = [step.hex() for step in tree.inclusion(index)]
            cases.append([index, size, leaves[index].hex(), path])
            roots.append(tree.root().hex())
    assert ask(PATH, *cases) == roots


def test_the_published_notes_and_keys_are_read_alike(ask: Ask):
    peter, enoch, text = note_vectors.PETER, note_vectors.ENOCH, note_vectors.TEXT
    both = f"{text}\n{note_vectors.PETERS}{note_vectors.ENOCHS}"
    false = f"{text}\n{note_vectors.PETERS}".replace("answer", "anzwer")
    beside = f"{text}\n{note_vectors.PETERS}{note_vectors.PETERS.replace('x08go/ZJ', 'x08go/ZK')}"
    signed = "x.map(([note, key]) => signedBy(signedNote(note), verifierKey(key)))"
    given = [
        (both, peter),
        (both, enoch),
        (false, peter),
        (beside, peter),
        (f"{text}\n{note_vectors.PETERS}", enoch),
    ]
    assert ask(signed, *given) == [True, True, False, False, False]
    assert ask("signedNote(x[0]).text", both) == text
    read = ask("x.map(checkpointOf).map(({ origin, size }) => [origin, size])", note_vectors.SOFA)
    assert read == [["example.com/behind-the-sofa", 20852163]]


def test_malformed_notes_checkpoints_and_keys_are_none(ask: Ask):
    wrong = [*MALFORMED, *(f"{note_vectors.TEXT}\n{line}\n" for line in note_vectors.WRONG_LINES)]
    wrong.append(f"{note_vectors.TEXT}\n{note_vectors.PETERS * 101}")
    assert ask("x.map(signedNote)", *wrong) == [None] * len(wrong)
    texts = [
        *note_vectors.WRONG_SIZES,
        *note_vectors.WRONG_ROOTS,
        "a\n",
        f"a\n1\n{note_vectors.ROOT}\n\nmore\n",
    ]
    wrong = [f"{text}\n{note_vectors.PETERS}" for text in texts]
    assert ask("x.map(checkpointOf)", *wrong) == [None] * len(wrong)
    good = note_vectors.PETER
    keys = [good[:at] + chr(ord(good[at]) + 1) + good[at + 1 :] for at in range(len(good))]
    keys += [good[:at] for at in range(len(good))] + [None, 5, [], "a b+c74f20a3+x"]
    assert ask("x.map(verifierKey)", *keys) == [None] * len(keys)


READ = """x.map((raw) => {
  try { return { text: canonical(parsed(unhex(raw))) }; } catch (error) { return { fault: error instanceof Fault }; }
})"""


def test_canonical_json_is_that_of_rfc_8785_and_nothing_else_is_read(ask: Ask):
    values = [
        json_vectors.STRUCTURES,
        json_vectors.awkward,
        [2**53 - 1, -(2**53 - 1)],
        {"__proto__": {"a": 1}},
    ]
    values += [{"literals": [None, True, False]}, {"b": [[], {}], "a": "z", "B": 0}]
    texts = [rfc8785.dumps(value) for value in values]
    assert ask(READ, *(text.hex() for text in texts)) == [{"text": text.decode()} for text in texts]
    wrong = [b'{"b":1,"a":1}', b'{"a":1,"a":1}', b"[1.0]", b"[1e3]", b"[-0]", b"[9007199254740992]", b"[ ]"]
    wrong += [
        b'"\\u0061"',
        b'"\\/"',
        b'"\\ud800"',
        '"e\u0301"'.encode(),
        '{"é":1}'.encode(),
        b"\xef\xbb\xbf[]",
        b"NaN",
    ]
    wrong += [b"", b"[", b"\xff", b"[" * 51 + b"]" * 51, b"[" * 100_000 + b"]" * 100_000]
    assert ask(READ, *(text.hex() for text in wrong)) == [{"fault": True}] * len(wrong)
    assert ask(READ, (b"[" * 50 + b"]" * 50).hex())[0]["text"] == "[" * 50 + "]" * 50
    assert all(json.loads(text) == value for text, value in zip(texts, values, strict=True))
