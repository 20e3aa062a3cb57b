"""T3: public vectors, restated or generated, before both verifiers: plain Python, and the page in a browser.

Each case says what is right, by its source or by an implementation that is none of ours; a verifier that says
otherwise counts as wrong. Proofs of consistency, which no bundle needs, are held against the program's core.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.figures import at_least, at_most
from tests.conftest import chromium, launched
from tests.core import test_canonical as json_vectors
from tests.core import test_merkle as tree_vectors
from tests.core import test_notes as note_vectors
from tests.stamping import P256, RSA, authority
from tests.verifier import test_primitives as curve_vectors
from tests.verifier.bundles import verifier
from tonetop.core.merkle import ProofError, Tree, verify_consistency

SEED = 42001
Case = tuple[list[Any], Any]
"""What a function is given, and what it must say."""
LEAST = {"trees": 500, "notes": 150, "json": 200, "ed25519": 300, "p256": 300, "stamps": 100}
PAGE = Path(__file__).parents[1] / "verifier" / "verify.html"
ASKED = {
    "trees": """(([i, n, leaf, path]) => {
        const root = rootByPath(i, n, unhex(leaf), path.map(unhex)); return root && hex(root); })""",
    "notes": """(([note, key]) => {
        const n = signedNote(note), k = verifierKey(key); return Boolean(n && k && signedBy(n, k)); })""",
    "json": "(([raw]) => { try { parsed(unhex(raw)); return true; } catch { return false; } })",
    "ed25519": "(([key, message, made]) => ed25519(unhex(key), unhex(message), unhex(made)))",
    "p256": "(([key, message, made]) => p256(unhex(key), unhex(message), unhex(made)))",
    "stamps": "(([token, note, made]) => stamped(unhex(token), [note], made).holds === true)",
}


def measured(share: float) -> bool:
    """One row for each kind of vector and verifier, and the proofs of consistency."""
    cases = {name: list(make()) for name, make in CASES.items()}
    wrong = {name: _by_python(name, cases[name]) for name in cases}
    holds = []
    for name, found in cases.items():
        holds.append(at_least(f"T3 vectors: {TOLD[name]}", len(found), "vectors", LEAST[name]))
        holds.append(at_most("T3 of them that verify.py judges wrongly", wrong[name], "vectors", 0))
    if chromium() is None:
        print("T3 verify.html\tleft out: no Chromium; on Debian: apt-get install chromium", flush=True)  # noqa: T201
    else:
        judged = sum(_by_page(cases).values())
        holds.append(at_most("T3 vectors that verify.html judges wrongly, of all", judged, "vectors", 0))
    count, bad = _consistency()
    holds.append(at_least("T3 vectors: RFC 6962 and 9162 consistency", count, "vectors", 500))
    holds.append(at_most("T3 of them that the core judges wrongly", bad, "vectors", 0))
    return all(holds)


def _by_python(name: str, cases: list[Case]) -> int:
    return sum(PYTHON[name](*given) != right for given, right in cases)


def _by_page(cases: dict[str, list[Case]]) -> dict[str, int]:
    """How many cases of each kind the page in a browser judges wrongly."""
    wrong = {}
    with launched() as browser:
        page = browser.new_context().new_page()
        page.goto(PAGE.as_uri())
        page.wait_for_selector("html[data-ready]")
        for name, held in cases.items():
            said = page.evaluate(f"(x) => x.map({ASKED[name]})", [given for given, _ in held])
            wrong[name] = sum(one != right for one, (_, right) in zip(said, held, strict=True))
    return wrong


def _trees() -> Iterator[Case]:
    """The published proofs and those of all trees up to 24 leaves, each as it is and a step short or long."""
    published = [hashlib.sha256(b"\0" + bytes.fromhex(data)).hexdigest() for data in tree_vectors.DATA]
    for index, size, steps in tree_vectors.INCLUSION:
        yield [index, size, published[index], steps], tree_vectors.ROOTS[size - 1]
        yield [index, size, published[index], [*steps, published[0]]], None
    for size in range(1, 25):
        leaves = [hashlib.sha256(bytes([size, number])).digest() for number in range(size)]
        for index in range(size):
            path = [step.hex() for step in Tree(leaves).inclusion(index)]
            yield [index, size, leaves[index].hex(), path], tree_vectors.by_definition(leaves).hex()
            yield [index, size, leaves[index].hex(), path[:-1] if path else ["00" * 32]], None


def _notes() -> Iterator[Case]:
    """Notes of the Go implementation and of the specification, and what they refuse."""
    text, peter, enoch = note_vectors.TEXT, note_vectors.PETERS, note_vectors.ENOCHS
    for note, key, right in (
        (f"{text}\n{peter}", note_vectors.PETER, True),
        (f"{text}\n{peter}{enoch}", note_vectors.PETER, True),
        (f"{text}\n{peter}{enoch}", note_vectors.ENOCH, True),
        (f"{text}\n{peter}", note_vectors.ENOCH, False),
        (f"{text}\n{peter}".replace("answer", "anzwer"), note_vectors.PETER, False),
    ):
        yield [note, key], right
    lines = [f"{text}\n{line}\n" for line in note_vectors.WRONG_LINES]
    for note in (*note_vectors.WITHOUT_SIGNATURE, *note_vectors.CONTROLS, *lines, f"{text}\n" + peter * 101):
        yield [note, note_vectors.PETER], False
    for at in range(len(note_vectors.PETER)):
        mangled = (
            note_vectors.PETER[:at] + chr(ord(note_vectors.PETER[at]) + 1) + note_vectors.PETER[at + 1 :]
        )
        yield [f"{text}\n{peter}", mangled], False
        yield [f"{text}\n{peter}", note_vectors.PETER[:at]], False


def _json() -> Iterator[Case]:
    """Values as the reference implementation of RFC 8785 writes them, and the same ones written in other ways."""
    chance = random.Random(SEED)  # noqa: S311 - the same values again
    texts = ["", "a", "é", "ﬀ", "\u2028", "😀", "\x7f", "\x00\x1f", '"\\/\b\f\n\r\t', "€$"]
    values: list[Any] = [json_vectors.STRUCTURES, [56, {"d": True, "10": None, "1": []}]]
    for _ in range(100):
        words = {chance.choice("abcXYZ019_") * chance.randint(1, 4): chance.choice(texts) for _ in range(4)}
        values.append([words, chance.randint(-(2**53) + 1, 2**53 - 1), chance.choice(texts), None, True])
    for value in values:
        made = rfc8785.dumps(value)
        yield [made.hex()], True
        loose = json.dumps(value, ensure_ascii=False).encode()
        if loose != made:
            yield [loose.hex()], False
        yield [(made[:-1] + b" " + made[-1:]).hex()], False


def _ed25519() -> Iterator[Case]:
    """RFC 8032, and the classes of Wycheproof: altered bits, other spellings of S, small orders, wrong lengths."""
    for case in curve_vectors.RFC_8032:
        yield [*case], True
    key = curve_vectors.WYCHEPROOF_KEY.hex()
    for said, signature in curve_vectors.WYCHEPROOF_VALID.items():
        yield [key, said, signature], True
    halves = [value.to_bytes(32, "little").hex() for value in curve_vectors.SPECIAL]
    for r in halves:
        for s in halves:
            yield [key, "3f", r + s], False
    chance = random.Random(SEED)  # noqa: S311 - the same keys again
    for _ in range(40):
        private, message = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)), chance.randbytes(20)
        public, made = private.public_key().public_bytes_raw().hex(), private.sign(message)
        longer = made[:32] + (int.from_bytes(made[32:], "little") + verifier.ORDER).to_bytes(32, "little")
        bad = bytearray(made)
        bad[chance.randrange(64)] ^= 1 << chance.randrange(8)
        yield [public, message.hex(), made.hex()], True
        for other in (longer, bytes(bad), made[:63], made + b"\0", made[:32] + bytes(32)):
            yield [public, message.hex(), other.hex()], False
        yield [public, message.hex() + "00", made.hex()], False


def _p256() -> Iterator[Case]:
    """RFC 6979, and the classes of Wycheproof: numbers out of range, other spellings of DER, keys off the curve."""
    n, chance = verifier.N, random.Random(SEED)  # noqa: S311 - the same keys again
    own = utils.encode_dss_signature(curve_vectors.RFC_6979_R, curve_vectors.RFC_6979_S)
    yield [curve_vectors.RFC_6979_KEY, b"sample".hex(), own.hex()], True
    yield [curve_vectors.RFC_6979_KEY, b"Sample".hex(), own.hex()], False
    for secret in (1, 2, 3, n - 1, *(chance.randrange(1, n) for _ in range(20))):
        private, message = ec.derive_private_key(secret, ec.SECP256R1()), chance.randbytes(20)
        public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        made = private.sign(message, ec.ECDSA(hashes.SHA256()))
        r, s = utils.decode_dss_signature(made)
        pairs = [(r, s), (r, n - s), (s, r), (0, s), (r, 0), (n, s), (r, n), (r + n, s), (r, s + n), (1, 1)]
        for pair in pairs:
            other = utils.encode_dss_signature(*pair)
            yield [public.hex(), message.hex(), other.hex()], _holds(private, message, other)
        for other in (made + b"\0", made[:-1], b"\x31" + made[1:], b"\x30\x81" + made[1:]):
            yield [public.hex(), message.hex(), other.hex()], False
        yield [public[1:].hex(), message.hex(), made.hex()], False
        yield [(public[:-1] + bytes([public[-1] ^ 1])).hex(), message.hex(), made.hex()], False


def _holds(private: ec.EllipticCurvePrivateKey, message: bytes, made: bytes) -> bool:
    """What OpenSSL says."""
    with suppress(InvalidSignature):
        private.public_key().verify(made, message, ec.ECDSA(hashes.SHA256()))
        return True
    return False


def _stamps() -> Iterator[Case]:
    """Tokens of `openssl ts`: sound, over something else, of another time, with any byte of what is signed changed."""
    chance = random.Random(SEED)  # noqa: S311 - the same bytes again
    note = "log\n1\nroot\n\n— log c2ln\n"
    for key, digest in ((RSA, "sha256"), (RSA, "sha384"), (RSA, "sha512"), (P256, "sha256")):
        with tempfile.TemporaryDirectory() as folder:
            token = authority(Path(folder), key, digest).token(note.encode())
        stamp = verifier.stamp_of(token)
        yield [token.hex(), note, stamp.time], True
        yield [token.hex(), note + " ", stamp.time], False
        yield [token.hex(), note, "20200101000000Z"], False
        yield [token[:-30].hex(), note, stamp.time], False
        for part in (stamp.info, stamp.signed[1:], stamp.signature):
            begins = token.index(part)
            for _ in range(10):
                bad = bytearray(token)
                bad[begins + chance.randrange(len(part))] ^= 1 << chance.randrange(8)
                yield [bytes(bad).hex(), note, stamp.time], False


def _consistency() -> tuple[int, int]:
    """How many proofs of consistency, the published ones and all up to 24 leaves, and how many are judged wrongly."""
    cases: list[tuple[tuple[Any, ...], bool]] = []
    for old, size, steps in tree_vectors.CONSISTENCY:
        roots = [bytes.fromhex(tree_vectors.ROOTS[each - 1]) for each in (old, size)]
        cases.append(((old, size, [bytes.fromhex(step) for step in steps], *roots), True))
    for size in range(1, 25):
        tree = Tree([hashlib.sha256(bytes([size, number])).digest() for number in range(size)])
        cases.append(((0, size, [], Tree([]).root(), tree.root()), False))  # from nothing, nothing is proved
        for old in range(1, size + 1):
            path = tree.consistency(old)
            cases.append(((old, size, path, tree.root(old), tree.root()), True))
            cases.append(((old, size, [*path, bytes(32)], tree.root(old), tree.root()), False))
    return len(cases), sum(_consistent(*given) is not right for given, right in cases)


def _consistent(*given: Any) -> bool:
    try:
        verify_consistency(*given)
    except ProofError:
        return False
    return True


def _root(index: int, size: int, leaf: str, path: list[str]) -> str | None:
    found = verifier.root_by_path(index, size, bytes.fromhex(leaf), [bytes.fromhex(step) for step in path])
    return found.hex() if found else None


def _noted(note: str, key: str) -> bool:
    read, known = verifier.Note.parse(note), verifier.Key.parse(key)
    return bool(read and known and read.signed_by(known))


def _canonical(raw: str) -> bool:
    data = bytes.fromhex(raw)
    return bool(verifier.canonical(verifier.parse(data)) == data)


def _curve(check: Callable[[bytes, bytes, bytes], bool]) -> Callable[..., bool]:
    return lambda *parts: check(*map(bytes.fromhex, parts))


CASES: dict[str, Callable[[], Iterator[Case]]] = {
    **{"trees": _trees, "notes": _notes, "json": _json, "ed25519": _ed25519, "p256": _p256, "stamps": _stamps}
}
TOLD = {
    "trees": "RFC 6962 and 9162 inclusion",
    "notes": "C2SP signed notes",
    "json": "RFC 8785 canonical JSON",
    "ed25519": "RFC 8032 and classes of Wycheproof, Ed25519",
    "p256": "RFC 6979 and classes of Wycheproof, P-256",
    "stamps": "RFC 3161 tokens, sound and with bad signatures",
}
PYTHON: dict[str, Callable[..., Any]] = {
    "trees": _root,
    "notes": _noted,
    "json": _canonical,
    "ed25519": _curve(verifier.ed25519),
    "p256": _curve(verifier.p256),
    "stamps": lambda token, note, made: verifier.stamped(bytes.fromhex(token), [note], made).holds,
}
