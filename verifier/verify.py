#!/usr/bin/env python3
"""Verify a proof bundle: who did what and when, unchanged, nothing removed; offline, with Python 3.11 alone.

    python verify.py BUNDLE.zip [--json] [--key VERIFIER-KEY] [--held CHECKPOINT-FILE]...

The format is described to the byte in docs/reference/bundle.md of the project; this file shares no line with
the program that wrote the bundle. It prints up to which event all holds, by whom and when that was anchored,
what was erased, and what could not be checked here. Exit 0: no problem; 1: a problem; 2: this is no bundle.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import collections
import dataclasses
import functools
import gc
import hashlib
import itertools
import json
import multiprocessing
import os
import re
import struct
import sys
import threading
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

sha256 = hashlib.sha256

FORMAT = "tonetop-bundle/1"
MOST_PROBLEMS = 100
MOST_DIRECTORY = 16 << 20  # bytes of a zip's directory: some 150,000 members
MOST_SMALL = 64 << 20  # bytes of a member that is read at once
MOST_LINE = 16 << 20  # bytes of one line
MOST_RATIO = 200  # times the size of the zip that its members may inflate to
CHUNK = 1 << 20

UNKNOWABLE = (
    "no verifier can tell from this file alone whether the log was made anew with its own key, or cut back "
    "to an earlier checkpoint: hold a checkpoint or key against it that was received outside (--held, --key)",
    "that the clock was right, that people were who their accounts say, that what was entered is true, and "
    "what was never entered",
)


class Refused(Exception):
    """The file is no bundle that can be looked into; the message is one sentence."""


# --- Ed25519, RFC 8032 ----------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]  # extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


def edwards_add(one: Point, two: Point) -> Point:
    """The sum of two points (RFC 8032, 5.1.4)."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def edwards_point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for, or None (RFC 8032, 5.1.3)."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def edwards_bytes(point: Point) -> bytes:
    """The 32 bytes of a point (RFC 8032, 5.1.2)."""
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Multiples:
    """The multiples of one point that any other is a short sum of: j * 16**i for i < 64, j < 16."""

    def __init__(self, point: Point) -> None:
        self.rows: list[list[Point]] = []
        for _ in range(64):
            row = [NEUTRAL]
            for _ in range(15):
                row.append(edwards_add(row[-1], point))
            self.rows.append(row)
            point = edwards_add(row[15], point)

    def times(self, number: int) -> Point:
        total = NEUTRAL
        for row in self.rows:
            if number & 15:
                total = edwards_add(total, row[number & 15])
            number >>= 4
        return total


BASE = bytes([88] + [102] * 31)  # the base point, encoded: y is 4/5


@functools.cache
def multiples(data: bytes, negative: bool) -> Multiples | None:
    """The multiples of an encoded point, or of its negative, made once; None when the bytes are no point."""
    point = edwards_point(data)
    if point is None:
        return None
    x, y, z, t = point
    return Multiples((P - x, y, z, P - t) if negative else point)


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is one of ``message`` under the key ``public`` (RFC 8032, 5.1.7, no cofactor)."""
    base, key = multiples(BASE, False), multiples(public, True)
    s = int.from_bytes(signature[32:], "little")
    if base is None or key is None or len(signature) != 64 or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return edwards_bytes(edwards_add(base.times(s), key.times(k))) == signature[:32]


# --- ECDSA on P-256 with SHA-256, FIPS 186-5 ------------------------------------------------------------

Q = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Jacobian = tuple[int, int, int]  # x = X/Z**2, y = Y/Z**3; Z = 0 is the point at infinity
INFINITY: Jacobian = (1, 1, 0)


def p256_double(point: Jacobian) -> Jacobian:
    x, y, z = point
    if not z or not y:
        return INFINITY
    square = y * y % Q
    s = 4 * x * square % Q
    m = 3 * (x - z * z) * (x + z * z) % Q
    new = (m * m - 2 * s) % Q
    return new, (m * (s - new) - 8 * square * square) % Q, 2 * y * z % Q


def p256_add(one: Jacobian, two: Jacobian) -> Jacobian:
    if not one[2] or not two[2]:
        return two if not one[2] else one
    z1, z2 = one[2] * one[2] % Q, two[2] * two[2] % Q
    u1, u2 = one[0] * z2 % Q, two[0] * z1 % Q
    s1, s2 = one[1] * two[2] * z2 % Q, two[1] * one[2] * z1 % Q
    if u1 == u2:
        return p256_double(one) if s1 == s2 else INFINITY
    h, r = u2 - u1, s2 - s1
    h2 = h * h % Q
    h3, v = h * h2 % Q, u1 * h2 % Q
    x = (r * r - h3 - 2 * v) % Q
    return x, (r * (v - x) - s1 * h3) % Q, one[2] * two[2] * h % Q


def der_pair(data: bytes) -> tuple[int, int] | None:
    """The two integers of a DER signature, in its one allowed spelling, or None."""
    numbers = []
    rest = data[2:] if data[:1] == b"\x30" and len(data) >= 2 and data[1] == len(data) - 2 < 128 else b""
    while rest:
        length = rest[1] if len(rest) > 2 and rest[0] == 2 else 0
        body, rest = rest[2 : 2 + length], rest[2 + length :]
        padded = len(body) > 1 and body[0] == 0 and body[1] < 128
        if not length or len(body) != length or body[0] > 127 or padded:
            return None
        numbers.append(int.from_bytes(body, "big"))
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def p256(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (DER) is one of ``message`` under ``public`` (65 bytes, uncompressed)."""
    pair = der_pair(signature)
    x, y = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    on_curve = (
        len(public) == 65 and public[0] == 4 and x < Q and y < Q and (y * y - x**3 + 3 * x - B) % Q == 0
    )
    if pair is None or not on_curve or not all(0 < number < N for number in pair):
        return False
    r, s = pair
    w = pow(s, -1, N)
    one = int.from_bytes(sha256(message).digest(), "big") * w % N
    two = r * w % N
    g, key = (*GENERATOR, 1), (x, y, 1)
    sums = (INFINITY, g, key, p256_add(g, key))
    total = INFINITY
    for bit in range(255, -1, -1):
        total = p256_add(p256_double(total), sums[(one >> bit & 1) + 2 * (two >> bit & 1)])
    if not total[2]:
        return False
    return total[0] * pow(total[2], -2, Q) % Q % N == r


# --- Time stamps, RFC 3161: whatever a token shows by itself ----------------------------------------------

SIGNED_DATA, STAMP_INFO = "2a864886f70d010702", "2a864886f70d0109100104"
CONTENT_TYPE, MESSAGE_DIGEST = "2a864886f70d010903", "2a864886f70d010904"
SIGNING_CERTIFICATE = "2a864886f70d010910022f"  # its second version, RFC 5035
RSA_KEY, EC_KEY, P256_CURVE = "2a864886f70d010101", "2a8648ce3d0201", "2a8648ce3d030107"
# By the object identifier of a hash: its name, how PKCS#1 v1.5 begins before it, and the signatures made over it.
HASHES: dict[str, tuple[str, str, set[str]]] = {
    "608648016503040201": ("sha256", "3031300d060960864801650304020105000420", {"2a864886f70d01010b"}),
    "608648016503040202": ("sha384", "3041300d060960864801650304020205000430", {"2a864886f70d01010c"}),
    "608648016503040203": ("sha512", "3051300d060960864801650304020305000440", {"2a864886f70d01010d"}),
}
ECDSA_SHA256 = "2a8648ce3d040302"
LARGEST_EXPONENT, SMALLEST_MODULUS, LARGEST_MODULUS = 1 << 33, 1 << 2047, 1 << 8192
Part = tuple[int, bytes, bytes]  # of DER: its tag, its content, and both with the length between them


@dataclass(frozen=True)
class Stamp:
    """A time-stamp token taken apart: what it is over and when it says that it was made, and how it is signed."""

    hash: str  # of the imprint, by its object identifier
    imprint: bytes
    time: str
    info: bytes
    attributes: list[Part]
    signed: bytes
    hash_of_signature: str
    algorithm: str
    signature: bytes
    certificate: bytes


@dataclass(frozen=True)
class Stamped:
    """What a token shows of a checkpoint: whether it holds, or why not; and what could not be looked at."""

    holds: bool = False
    problem: str = ""
    unknown: str = ""
    certificate: str = ""  # the hex SHA-256 of the one it is signed with


def der(data: bytes) -> list[Part]:
    """The parts that stand one after the other in DER; raises ValueError for lengths in another spelling."""
    found: list[Part] = []
    at = 0
    while at < len(data):
        tag, first = data[at], data[at + 1] if at + 1 < len(data) else 0x80
        start, size = at + 2, first
        if first & 0x80:
            start += first & 0x7F
            size = int.from_bytes(data[at + 2 : start], "big")
            if not 1 <= first & 0x7F <= 4 or size < 0x80 or data[at + 2 : at + 3] == b"\x00":
                raise ValueError("a length that is not in its shortest spelling")
        if tag & 31 == 31 or start + size > len(data):
            raise ValueError("a part that is longer than what it stands in")
        found.append((tag, data[start : start + size], data[at : start + size]))
        at = start + size
    return found


def inner(part: Part, *tags: int) -> list[Part]:
    """The parts within a part, whose first ones must have the tags; raises ValueError."""
    found = der(part[1])
    if [one[0] for one in found[: len(tags)]] != list(tags):
        raise ValueError("a part of another kind than stands there")
    return found


def stamp_of(token: bytes) -> Stamp:
    """The parts of a time-stamp token (RFC 3161, 2.4.2, in CMS, RFC 5652); raises ValueError for anything else."""
    kind, boxed = inner(only(der(token), 0x30), 0x06, 0xA0)
    if kind[1].hex() != SIGNED_DATA:
        raise ValueError("it is no signed data")
    parts = inner(only(der(boxed[1]), 0x30), 0x02, 0x31, 0x30)
    type_, content = inner(parts[2], 0x06, 0xA0)
    if type_[1].hex() != STAMP_INFO:
        raise ValueError("it is signed data about something else")
    info = only(der(content[1]), 0x04)[1]
    told = inner(only(der(info), 0x30), 0x02, 0x06, 0x30, 0x02, 0x18)
    hash_, imprint = inner(told[2], 0x30, 0x04)
    signers = only([one for one in parts[2:] if one[0] == 0x31], 0x31)
    signer = inner(only(der(signers[1]), 0x30), 0x02, 0x30, 0x30, 0xA0, 0x30, 0x04)
    issuer, number = inner(signer[1], 0x30, 0x02)
    return Stamp(
        hash=inner(hash_, 0x06)[0][1].hex(),
        imprint=imprint[1],
        time=told[4][1].decode("ascii"),
        info=info,
        attributes=der(signer[3][1]),
        signed=b"\x31" + signer[3][2][1:],
        hash_of_signature=inner(signer[2], 0x06)[0][1].hex(),
        algorithm=inner(signer[4], 0x06)[0][1].hex(),
        signature=signer[5][1],
        certificate=certificate_of(
            [one for part in parts if part[0] == 0xA0 for one in der(part[1])], issuer, number
        ),
    )


def only(parts: list[Part], tag: int) -> Part:
    """The part, when it is one alone of that tag; raises ValueError."""
    if len(parts) != 1 or parts[0][0] != tag:
        raise ValueError("a part of another kind than stands there")
    return parts[0]


def certificate_of(enclosed: list[Part], issuer: Part, number: Part) -> bytes:
    """Of the certificates enclosed, the one that a signer names; none when none is, ValueError for others alone."""
    bodies = [(body_of(one), one) for one in enclosed]
    fit = [one[2] for body, one in bodies if (body[0][2], body[2][2]) == (number[2], issuer[2])]
    if enclosed and not fit:
        raise ValueError("it encloses certificates, and not its own")
    return fit[0] if fit else b""


def body_of(certificate: Part) -> list[Part]:
    """What a certificate says, from its number on (RFC 5280, 4.1)."""
    said = inner(inner(certificate, 0x30)[0])
    return said[1:] if said[0][0] == 0xA0 else said


def attributes(stamp: Stamp, kind: str) -> list[Part]:
    """The values of a signed attribute; raises ValueError when any stands twice."""
    held = [inner(one, 0x06, 0x31) for one in stamp.attributes]
    values = {name[1].hex(): der(those[1]) for name, those, *_ in held}
    if len(values) < len(held):
        raise ValueError("a signed attribute stands twice")
    return values.get(kind, [])


def says_its_certificate(stamp: Stamp) -> bool:
    """Whether the certificate enclosed is the one that the signed attributes name, where they do (RFC 5035)."""
    named = attributes(stamp, SIGNING_CERTIFICATE)
    if not named or not stamp.certificate:
        return True
    first = inner(inner(only(named, 0x30), 0x30)[0], 0x30)[0]
    parts = inner(first)
    name = "sha256"
    if parts[0][0] == 0x30:
        name = HASHES.get(inner(parts[0], 0x06)[0][1].hex(), ("", "", set()))[0]
        parts = parts[1:]
    return not name or hashlib.new(name, stamp.certificate).digest() == parts[0][1]


def rsa(key: bytes, prefix: str, digest: bytes, signature: bytes) -> bool | None:
    """Whether a signature (RFC 8017, 8.2.2) is one over a digest under a key in DER; None for an odd key."""
    modulus, exponent = (int.from_bytes(one[1], "big") for one in inner(only(der(key), 0x30), 0x02, 0x02)[:2])
    if not SMALLEST_MODULUS <= modulus < LARGEST_MODULUS or not 2 < exponent < LARGEST_EXPONENT:
        return None
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    told = bytes.fromhex(prefix) + digest
    wanted = b"\x00\x01" + b"\xff" * (size - len(told) - 3) + b"\x00" + told
    return pow(number, exponent, modulus).to_bytes(size, "big") == wanted


def stamp_signed(stamp: Stamp) -> bool | None:
    """Whether a token is signed with the certificate it encloses; None when that cannot be told here."""
    name, prefix, made_with = HASHES.get(stamp.hash_of_signature, ("", "", set()))
    if not name or not stamp.certificate:
        return None
    spki = body_of(only(der(stamp.certificate), 0x30))[5]
    algorithm, bits = inner(spki, 0x30, 0x03)
    kind = [one[1].hex() for one in inner(algorithm, 0x06)]
    key = bits[1].removeprefix(b"\x00")
    if kind[0] == RSA_KEY and stamp.algorithm in {RSA_KEY, *made_with}:
        return rsa(key, prefix, hashlib.new(name, stamp.signed).digest(), stamp.signature)
    if kind == [EC_KEY, P256_CURVE] and (stamp.algorithm, name) == (ECDSA_SHA256, "sha256"):
        return p256(key, stamp.signed, stamp.signature)
    return None


def stamped(token: bytes, notes: list[str], made: str) -> Stamped:
    """What a token shows of one of the notes of a checkpoint; made: when the anchor says that it was."""
    try:
        stamp = stamp_of(token)
        over, name = (HASHES.get(one, ("", "", set()))[0] for one in (stamp.hash, stamp.hash_of_signature))
        type_, digest = (
            only(attributes(stamp, one), tag) for one, tag in ((CONTENT_TYPE, 0x06), (MESSAGE_DIGEST, 0x04))
        )
        signed = stamp_signed(stamp) if over and name else None
        own = says_its_certificate(stamp)
    except (ValueError, IndexError):
        return Stamped(problem="is no time-stamp token")
    which = sha256(stamp.certificate).hexdigest() if stamp.certificate else ""
    if not over or not name:
        return Stamped(unknown="it is made with a hash that this verifier does not know", certificate=which)
    if stamp.imprint not in [hashlib.new(over, note.encode()).digest() for note in notes]:
        return Stamped(problem="is over something else than the checkpoint")
    told = (type_[1].hex(), digest[1]) == (STAMP_INFO, hashlib.new(name, stamp.info).digest())
    if not told or not own or signed is False:
        return Stamped(problem="is not signed by its certificate: it was altered or forged")
    if re.sub(r"[^0-9]", "", made)[:14] != stamp.time[:14]:
        return Stamped(problem="was made at another time than the anchor says")
    unknown = "" if signed else "its signature, which is of a kind that this verifier does not know"
    return Stamped(holds=bool(signed), unknown=unknown, certificate=which)


# --- Signed notes and checkpoints, c2sp.org -------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """A verifier key: name, four id bytes, type (1: Ed25519, 4: cosignature), 32 public bytes."""

    name: str
    id: bytes
    type: int
    public: bytes

    @classmethod
    def parse(cls, text: Any) -> Key | None:
        """The key written as name+id+base64, or None."""
        name, digits, encoded = (str(text).split("+", 2) + ["", ""])[:3]
        data = unbase64(encoded)
        made = cls(name, sha256(name.encode() + b"\n" + data).digest()[:4], data[0] if data else 0, data[1:])
        fits = made.type in (1, 4) and len(made.public) == 32 and made.id.hex() == digits
        return made if fits and re.fullmatch(r"\S+", name) else None

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether ``signature`` is this key's under the note text ``text``."""
        if self.type == 1:
            return ed25519(self.public, text.encode(), signature)
        time = int.from_bytes(signature[:8], "big")
        return ed25519(self.public, f"cosignature/v1\ntime {time}\n{text}".encode(), signature[8:])


@dataclass(frozen=True)
class Note:
    """A signed note: its text, and the signatures by name and id of their keys."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def parse(cls, note: Any) -> Note | None:
        """The parts of a note, nothing verified yet, or None when it is malformed."""
        if not isinstance(note, str) or re.search(r"[\x00-\x09\x0b-\x1f]", note):
            return None
        text, found, signed = note.rpartition("\n\n")
        lines = signed.split("\n")
        if not found or lines.pop() or not 1 <= len(lines) <= 100:
            return None
        parts = [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in lines]
        raw = [(part[1], unbase64(part[2])) for part in parts if part]
        if len(raw) < len(lines) or any(len(data) < 5 for _, data in raw):
            return None
        return cls(text + "\n", tuple((name, data[:4], data[4:]) for name, data in raw))

    def signed_by(self, key: Key) -> bool:
        """Whether ``key`` signed, and no line under its name and id is false."""
        own = {signature for name, id_, signature in self.signatures if (name, id_) == (key.name, key.id)}
        return bool(own) and all(key.signed(self.text, signature) for signature in own)


@dataclass(frozen=True)
class Checkpoint:
    """A note that says: the log ``origin`` had ``root`` when it held ``size`` events."""

    origin: str
    size: int
    root: bytes
    note: Note
    raw: str

    @classmethod
    def parse(cls, raw: Any) -> Checkpoint | None:
        """The checkpoint in a signed note, or None."""
        note = Note.parse(raw)
        lines = note.text.split("\n")[:-1] if note else []
        if (
            note is None
            or len(lines) < 3
            or not all(lines)
            or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1])
        ):
            return None
        root = unbase64(lines[2])
        return cls(lines[0], int(lines[1]), root, note, raw) if len(root) == 32 else None


def unbase64(text: Any) -> bytes:
    """The bytes of strict base64; none for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def unhex(text: Any) -> bytes:
    """The bytes of lower-case hexadecimal digits; none for anything else."""
    return bytes.fromhex(text) if isinstance(text, str) and re.fullmatch(r"(?:[0-9a-f]{2})*", text) else b""


# --- The tree, RFC 6962 and RFC 9162 --------------------------------------------------------------------


def grown(levels: list[bytes | None], nodes: list[bytes]) -> None:
    """Adds leaves to a tree that is held as its full subtrees, by the power of two that each has as its size."""
    height = 0
    while nodes:
        if height == len(levels):
            levels.append(None)
        held = levels[height]
        if held is not None:
            nodes = [held, *nodes]
        levels[height] = nodes[-1] if len(nodes) & 1 else None
        pairs = zip(nodes[::2], nodes[1::2], strict=False)
        nodes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        height += 1


def tree_root(subtrees: list[bytes]) -> bytes:
    """The root over the full subtrees, the largest first."""
    root = subtrees[-1] if subtrees else sha256().digest()
    for left in subtrees[-2::-1]:
        root = sha256(b"\x01" + left + root).digest()
    return root


def root_by_path(index: int, size: int, leaf: bytes, path: Iterable[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to, or None when it has the wrong length (RFC 9162, 2.1.3.2)."""
    last = size - 1
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            leaf = sha256(b"\x01" + step + leaf).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = sha256(b"\x01" + leaf + step).digest()
        index, last = index >> 1, last >> 1
    return leaf if last == 0 else None


# --- The zip --------------------------------------------------------------------------------------------

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def directory_bytes(data: bytes, path: Path) -> int:
    """How large a zip says that its directory is, from the end of the file; raises Refused without one."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) < at + 22:
        raise Refused(f"{path} is no zip file, or its end is missing")
    size: int = struct.unpack_from("<I", data, at + 12)[0]
    if size != 0xFFFFFFFF:
        return size
    found = data.rfind(b"PK\x06\x06", 0, at)
    if found < 0 or len(data) < found + 48:
        raise Refused(f"{path} is no zip file, or its end is missing")
    large: int = struct.unpack_from("<Q", data, found + 40)[0]
    return large


def open_zip(path: Path) -> zipfile.ZipFile:
    """The zip at ``path``, after a look at its directory alone; raises Refused for one that means harm."""
    try:
        with path.open("rb") as file:
            length = file.seek(0, 2)
            file.seek(max(0, length - 66_000))
            wanted = directory_bytes(file.read(), path)
        if wanted > min(MOST_DIRECTORY, length):
            raise Refused(f"{path}: its directory of {wanted} bytes is larger than that of any bundle")
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from error
    except DAMAGE as error:
        raise Refused(f"{path} is no sound zip file: {error}") from error
    look_at(archive, path, length)
    return archive


def look_at(archive: zipfile.ZipFile, path: Path, length: int) -> None:
    """Raises Refused when names, kinds, sizes or places of the members are not those of a bundle."""
    seen: set[str] = set()
    free, total = 0, 0
    for member in sorted(archive.infolist(), key=lambda one: one.header_offset):
        name = member.filename
        shown = repr(name[:80])
        if name in seen:
            raise Refused(f"{path} holds two members named {shown}")
        if (
            name.startswith("/")
            or "\\" in name
            or ".." in name.split("/")
            or not name.isprintable()
            or ":" in name
        ):
            raise Refused(f"{path} holds a member named {shown}, which leads out of the bundle")
        if member.external_attr >> 16 & 0o170000 not in (0, 0o100000, 0o040000):
            raise Refused(f"{path}: {shown} is a link or device")
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"{path}: {shown} is encrypted or packed in a way that bundles are not")
        if member.header_offset < free:
            raise Refused(f"{path}: {shown} overlaps another member")
        free = member.header_offset + 30 + len(name.encode()) + member.compress_size
        total += member.file_size
        seen.add(name)
    if free > length or total > MOST_RATIO * length + CHUNK:
        raise Refused(f"{path}: its members claim {total} bytes, far more than the file can hold")
    if not seen & {"manifest.json", "events.jsonl"}:
        raise Refused(f"{path} is no proof bundle: it holds no manifest.json")


# --- The report -----------------------------------------------------------------------------------------


@dataclass
class Report:
    """What was found; ``bad`` is the first event that does not hold, if any."""

    valid_to: int = 0
    problems: list[str] = field(default_factory=list)
    anchors: list[dict[str, Any]] = field(default_factory=list)
    unanchored: int = 0
    erased: int = 0
    frozen: dict[str, Any] | None = None
    not_checked: list[str] = field(default_factory=list)

    def problem(self, sentence: str) -> None:
        """Notes a problem; after a hundred it is enough to know that there are more."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(sentence)
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append("and more of the kind")


class Bundle:
    """The members of a bundle, each held against the manifest as it is read."""

    def __init__(self, archive: zipfile.ZipFile, report: Report) -> None:
        self.archive, self.report = archive, report
        self.names = {name for name in archive.namelist() if not name.endswith("/")}
        self.manifest: dict[str, Any] = {}
        self.files: dict[str, Any] = {}
        self.read_already: set[str] = set()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, at most as many as its directory entry says; compares their hash."""
        digest, size = sha256(), 0
        try:
            with self.archive.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except DAMAGE as error:
            self.report.problem(f"{name} is damaged: {error}")
        except KeyError:
            self.report.problem(f"{name} is missing")
            return
        self.read_already.add(name)
        if name in ("manifest.json", "manifest.note"):
            return
        says = self.files.get(name)
        if says != {"sha256": digest.hexdigest(), "size": size}:
            self.report.problem(f"{name} is not the file that the manifest names")

    def read(self, name: str) -> bytes:
        """A whole member; no bytes when it is missing or larger than such a member can be."""
        if name in self.names and self.archive.getinfo(name).file_size > MOST_SMALL:
            self.report.problem(f"{name} is larger than {MOST_SMALL} bytes")
            return b""
        return b"".join(self.chunks(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member cut between lines, each but perhaps the last of them ending with a line feed."""
        rest = b""
        for chunk in self.chunks(name):
            block = rest + chunk
            end = block.rfind(b"\n") + 1
            whole, rest = block[:end], block[end:]
            if len(rest) > MOST_LINE or has_long_line(whole):
                self.report.problem(f"{name} has a line of more than {MOST_LINE} bytes")
                return
            if whole:
                yield whole
        if rest:
            self.report.problem(f"{name} does not end with a line feed")
            yield rest

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member, without their line feeds."""
        return itertools.chain.from_iterable(map(lines_of, self.blocks(name)))

    def json(self, name: str, kind: type) -> Any:
        """The value in a member of canonical JSON; an empty one of ``kind`` when it is none."""
        data = self.read(name)
        value = parse(data)
        if not isinstance(value, kind) or canonical(value) != data:
            if name in self.names:
                self.report.problem(f"{name} is not what it should be: canonical JSON")
            return kind()
        return value


def has_long_line(block: bytes) -> bool:
    """Whether a block, cut behind a line, has a line of more than MOST_LINE bytes."""
    at = 0
    while len(block) - at > MOST_LINE:
        end = block.rfind(b"\n", at, at + MOST_LINE + 1)
        if end < 0:
            return True
        at = end + 1
    return False


def lines_of(block: bytes) -> list[bytes]:
    """The lines of a block, without their line feeds."""
    return block.removesuffix(b"\n").split(b"\n")


def parse(data: bytes) -> Any:
    """The JSON value in ``data``, or None."""
    try:
        return json.loads(data.decode())
    except (ValueError, RecursionError):
        return None


def canonical(value: Any) -> bytes:
    """The canonical bytes of a value that came from JSON."""
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return b""


# --- Events ---------------------------------------------------------------------------------------------

# Groups of lines, of some megabyte each: from so many on several processes read, and no more are under way.
MANY = 32
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError, StopIteration)
NO_EVENT = "it is not of the form that events have"
UNLINKED = "it does not follow the event before it"
NAMING = ("ledger.opened", "ledger.key-rotated", "ledger.restored")
RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
BLOB = {"sha256", "size", "type"}
PASSKEY = {"algorithm", "credential", "person", "public_key", "rp"}
ASSERTION = {
    *("algorithm", "authenticator_data", "client_data", "credential"),
    *("public_key", "signature", "statement"),
}
PASSKEYS = ("account.passkey-enrolled", "account.passkey-removed")
SPECIAL = {*NAMING, *PASSKEYS, "personal.erased"}
DOMAIN = b"tonetop/commitment/v1\n"


def no_number(text: str) -> Any:
    raise ValueError(f"the number {text} is no integer")


strict = json.JSONDecoder(parse_float=no_number, parse_constant=no_number)
scan: Callable[[str, int], tuple[Any, int]] = strict.scan_once  # type: ignore[attr-defined] # value and its end
# The frame of a common event, written as canonical JSON writes it: what stands before and behind its data.
TEXT = r'"[^"\\\x00-\x1f]*"'
HEAD = re.compile(
    rf'\{{"actor":\{{"authenticated":{TEXT},"id":{TEXT},"name":(?:null|"([0-9a-f]{{64}})"),"rank":(?:null|{TEXT})\}}'
    r',"blobs":\[\],"data":'
)
TAIL = (
    rf',"effective":(?:null|"\d{{4}}-\d\d-\d\d"),"entered_by":{TEXT},"format":1,"id":"[0-9a-f-]{{36}}"'
    rf',"key":(?:null|{TEXT}),"organisation":"ORGANISATION","previous":"([0-9a-f]{{64}})"'
    rf',"recorded":"({RECORDED.pattern})","rules":(?:null|{TEXT}),"sequence":([1-9][0-9]{{0,15}})'
    rf',"signature":null,"subject":\{{"id":{TEXT},"kind":{TEXT},"version":(?:null|[1-9][0-9]{{0,15}})\}}'
    r',"type":"([^"\\\x00-\x1f]*)"\}'
)


@dataclass(frozen=True)
class Signed:
    """An event's signature, and whose act on what kind of record the event says that it is."""

    made: dict[str, Any]
    actor: str
    kind: str


Contents = tuple[
    str, dict[str, Any], list[Any], Signed | None, str | None
]  # type, data, blobs, signature, actor's name
Read = tuple[int, str, str, Contents | None]  # sequence, previous leaf, time, and what is not common to all

contents_of = itemgetter(
    *("actor", "blobs", "data", "effective", "entered_by", "id", "key", "recorded", "rules", "signature"),
    *("subject", "type"),
)
actor_of = itemgetter("authenticated", "id", "name", "rank")
subject_of = itemgetter("id", "kind", "version")
OPTIONAL_TEXT = {str, type(None)}
OPTIONAL_WHOLE = {int, type(None)}
days: set[str] = set()


@dataclass
class Log:
    """What the events say: leaves, roots at the sizes asked for, keys, and what members must agree with."""

    organisation: str
    sizes: set[int]
    size: int = 0
    bad: int | None = None
    leaves: bytearray = field(default_factory=bytearray)
    roots: dict[int, bytes] = field(default_factory=dict)
    keys: list[tuple[int, Key]] = field(default_factory=list)
    blobs: dict[str, int] = field(default_factory=dict)
    missing: set[tuple[int, str]] = field(default_factory=set)
    erased: set[tuple[int, str]] = field(default_factory=set)
    withheld: int = 0
    backwards: list[int] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    passkeys: dict[str, dict[str, str]] = field(default_factory=dict)

    def key_at(self, size: int) -> int:
        """The place in ``keys`` of the one that signs at ``size``; -1 when none was named yet."""
        return sum(since <= size for since, _ in self.keys) - 1


class Form:
    """The form that the events of one organisation have."""

    def __init__(self, organisation: str) -> None:
        self.organisation = organisation
        self.tail = re.compile(TAIL.replace("ORGANISATION", re.escape(organisation)), re.ASCII)

    def common(self, text: str) -> Read | None:
        """An event as nearly all are: its frame is told by two patterns, only its data by the JSON reader.

        None when it has files, a signature, an escaped character in its frame, or is not as it should be.
        """
        head = HEAD.match(text)
        if head is None:
            return None
        data, end = scan(text, head.end())
        tail = self.tail.fullmatch(text, end)
        if tail is None or type(data) is not dict:
            return None
        link, recorded, sequence, kind = tail.groups()
        name = head[1]
        told = name or data.get("personal") or kind in SPECIAL
        return int(sequence), link, recorded, (kind, data, [], None, name) if told else None

    def uncommon(self, text: str) -> Read:
        """Any event; raises what the reading of a malformed one raises."""
        event, end = scan(text, 0)
        if end != len(text) or not well_formed(event):
            raise ValueError("this is no event")
        home = (event["format"], event["organisation"]) == (1, self.organisation)
        made, signed = event["signature"], None
        if made is not None:
            signed = Signed(made, event["actor"]["id"], event["subject"]["kind"])
        contents = (event["type"], event["data"], event["blobs"], signed, event["actor"]["name"])
        return event["sequence"] if home else -1, event["previous"], event["recorded"], contents


Told = tuple[dict[str, str], Contents | None]  # commitments by place, and contents with more than those


@dataclass
class Batch:
    """What some events in a row say, but for what lies before them: leaves, and the leaf the first one links to.

    begins: the first event with a time, and the time; ends: the last time. notes: by event what is wrong with it,
    or the commitments by place to hold values against, with its contents where there is more to look at. withheld:
    how many commitments there are for which the bundle gives no values.
    """

    leaves: list[bytes] = field(default_factory=list)
    link: str | None = None
    begins: tuple[int, str] | None = None
    ends: str = ""
    backwards: list[int] = field(default_factory=list)
    notes: list[tuple[int, str | Told]] = field(default_factory=list)
    withheld: int = 0


form = functools.cache(Form)


def read_batch(organisation: str, disclosed: bool, first: int, block: bytes) -> Batch:
    """Reads a block of events from number ``first`` on, each by itself and after the one before it: the inner loop.

    ``disclosed``: whether the bundle gives the values that events commit to.
    """
    found, its, previous, clock = Batch(), form(organisation), "", ""
    notes, leaves = found.notes, found.leaves
    for number, line in enumerate(lines_of(block), first):
        leaf = sha256(b"\x00" + line).digest()
        leaves.append(leaf)
        before, previous = previous, leaf.hex()
        try:
            text = line.decode()
            sequence, link, recorded, contents = its.common(text) or its.uncommon(text)
            made = committed(contents) if contents else None
        except MALFORMED:
            notes.append((number, NO_EVENT))
            continue
        if number == first:
            found.link = link
        elif link != before:
            notes.append((number, UNLINKED))
        if sequence != number:
            notes.append((number, "its format, organisation or number is not that of its place"))
        if contents and (contents[0] in SPECIAL or contents[2] or contents[3] is not None):
            notes.append((number, (made or {}, contents)))
        elif made and disclosed:
            notes.append((number, (made, None)))
        elif made:
            found.withheld += len(made)
        if recorded < clock:
            found.backwards.append(number)
        found.begins = found.begins or (number, recorded)
        found.ends = clock = recorded
    return found


def committed(contents: Contents) -> dict[str, str]:
    """The commitments of an event by the places of their values; raises what reading malformed ones raises."""
    personal = contents[1].get("personal")
    made = {f"personal.{name}": told for name, told in personal.items()} if personal else {}
    if contents[4] is not None:
        made["actor.name"] = contents[4]
    for told in made.values():
        if len(told) != 64 or len(unhex(told)) != 32:
            raise ValueError(made)
    return made


def read_batches(organisation: str, disclosed: bool, blocks: Iterable[bytes]) -> Iterator[Batch]:
    """Reads the events block by block, in their order, with all processors when there are many."""
    numbered = with_numbers(blocks)
    early = list(itertools.islice(numbered, MANY))
    every = itertools.chain(early, numbered)
    if len(early) < MANY or not can_fork():
        yield from (read_batch(organisation, disclosed, first, block) for first, block in every)
        return
    # What is read of JSON holds no cycles, and looking for them takes a fifth of the readers' time.
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork"), initializer=gc.disable) as pool:
        under_way: collections.deque[Future[Batch]] = collections.deque()
        for first, block in every:
            under_way.append(pool.submit(read_batch, organisation, disclosed, first, block))
            if len(under_way) > MANY:
                yield under_way.popleft().result()
        yield from (one.result() for one in under_way)


def with_numbers(blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Blocks of lines, each with the number of its first one."""
    first = 1
    for block in blocks:
        yield first, block
        first += block.count(b"\n") + (not block.endswith(b"\n"))


def can_fork() -> bool:
    """Whether processes can take this one's code along, and none of its threads is lost by it."""
    several = (os.cpu_count() or 1) > 1
    return several and "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


class Reader:
    """Takes the events in, one after the other, and holds each against the one before it."""

    def __init__(self, log: Log, report: Report, personal: Iterator[dict[str, Any]] | None) -> None:
        self.log, self.report, self.personal = log, report, personal
        self.value = next(personal, None) if personal else None
        self.levels: list[bytes | None] = []
        self.asked = sorted(log.sizes)
        self.clock = ""

    def broken(self, number: int, why: str) -> None:
        """Notes that an event does not hold."""
        self.report.problem(f"event {number}: {why}")
        self.log.bad = self.log.bad or number

    def read(self, blocks: Iterable[bytes]) -> None:
        """Every event: bytes, leaf, tree, link, contents."""
        for batch in read_batches(self.log.organisation, self.personal is not None, blocks):
            self.take(batch)
        self.leftover(self.log.size + 1)

    def take(self, batch: Batch) -> None:
        """Ties a batch to what stands before it."""
        log, before = self.log, self.log.leaves[-32:].hex() or "0" * 64
        if batch.link is not None and batch.link != before:
            self.broken(log.size + 1, UNLINKED)
        if batch.begins and batch.begins[1] < self.clock:
            log.backwards.append(batch.begins[0])
        self.clock = batch.ends or self.clock
        log.backwards += batch.backwards
        self.grow(batch.leaves)
        log.withheld += batch.withheld
        for number, note in batch.notes:
            if isinstance(note, str):
                self.broken(number, note)
                continue
            made, contents = note
            try:
                if contents:
                    self.special(number, contents)
                self.commitments(number, made)
            except MALFORMED:
                self.broken(number, NO_EVENT)

    def grow(self, leaves: list[bytes]) -> None:
        """Adds leaves to the tree, and keeps its roots at the sizes that are asked for."""
        log, done, before = self.log, 0, self.log.size
        log.size += len(leaves)
        for size in self.asked[bisect_right(self.asked, before) : bisect_right(self.asked, log.size)]:
            grown(self.levels, leaves[done : size - before])
            done = size - before
            log.roots[size] = tree_root([node for node in reversed(self.levels) if node is not None])
        grown(self.levels, leaves[done:])
        log.leaves += b"".join(leaves)

    def special(self, number: int, contents: Contents) -> None:
        """What few events have: files, signatures, and the log's own types; raises when not of their form."""
        kind, data, blobs, signed, _ = contents
        self.naming(number, kind, data)
        self.enrolling(kind, data)
        for blob in blobs:
            if blob.keys() != BLOB or type(blob["size"]) is not int or len(unhex(blob["sha256"])) != 32:
                raise ValueError(blob)
            self.log.blobs[blob["sha256"]] = blob["size"]
        why = against(signed, data, self.log) if signed else ""
        if why:
            self.broken(number, why)

    def naming(self, number: int, kind: str, data: dict[str, Any]) -> None:
        """Learns the log's keys, what a restore lost, and what was erased."""
        if kind in NAMING:
            key = Key.parse(data["key"])
            if key is None or (kind == NAMING[0]) is not (number == 1):
                raise ValueError(kind)
            self.log.keys.append((number, key))
        if kind == "ledger.restored":
            lost = Checkpoint.parse(data["lost"])
            self.log.lost.append((number, lost.size if lost else 0))
        if kind == "personal.erased":
            for place, numbers in data["erased"].items():
                self.log.erased.update((earlier, place) for earlier in numbers if 0 < earlier < number)

    def enrolling(self, kind: str, data: dict[str, Any]) -> None:
        """Learns which passkeys are enrolled for whom."""
        if kind == PASSKEYS[0]:
            if data.keys() != PASSKEY or not all(type(value) is str for value in data.values()):
                raise ValueError(data)
            self.log.passkeys[data["credential"]] = data
        elif kind == PASSKEYS[1]:
            self.log.passkeys.pop(data["credential"], None)

    def commitments(self, number: int, committed: dict[str, str]) -> None:
        """Holds the values that the bundle discloses against what the event commits to."""
        if self.personal is None:
            self.log.withheld += len(committed)
            return
        self.leftover(number)
        while self.value is not None and self.value["sequence"] == number:
            made = committed.pop(self.value["place"], None)
            if made is None:
                self.report.problem(
                    f"event {number}: it commits to no {self.value['place']}, yet a value is given"
                )
            elif made != commitment(self.value):
                self.report.problem(
                    f"event {number}: the value of {self.value['place']} is not the one committed to"
                )
            self.value = next(self.personal, None)
        self.log.missing.update((number, place) for place in committed)

    def leftover(self, number: int) -> None:
        """Values of events before ``number`` that no event asked for."""
        while self.personal and self.value is not None and self.value["sequence"] < number:
            self.report.problem(
                f"event {self.value['sequence']}: it commits to nothing, yet a value is given"
            )
            self.value = next(self.personal, None)


def well_formed(event: dict[str, Any]) -> bool:
    """Whether an event has the fields that events have, each of its kind; raises KeyError without one."""
    actor, blobs, data, day, by, id_, key, recorded, rules, signature, about, type_ = contents_of(event)
    authenticated, actor_id, name, rank = actor_of(actor)
    subject_id, kind, version = subject_of(about)
    return (
        len(event) == 16
        and len(actor) == 4
        and len(about) == 3
        and type(data) is dict
        and type(blobs) is list
        and type(type_) is type(by) is type(authenticated) is type(actor_id) is str
        and type(kind) is type(subject_id) is str
        and type(id_) is str
        and len(id_) == 36
        and RECORDED.fullmatch(recorded) is not None
        and (day is None or day in days or is_day(day))
        and type(version) in OPTIONAL_WHOLE
        and type(key) in OPTIONAL_TEXT
        and type(rules) in OPTIONAL_TEXT
        and type(name) in OPTIONAL_TEXT
        and type(rank) in OPTIONAL_TEXT
        and (signature is None or type(signature) is dict)
    )


def is_day(text: Any) -> bool:
    """Whether ``text`` is a day, YYYY-MM-DD; remembers those that are, for events share them."""
    if type(text) is str and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        days.add(text)
    return text in days


def commitment(value: dict[str, Any]) -> str:
    """The commitment to a disclosed value."""
    return sha256(DOMAIN + unhex(value["salt"]) + canonical(value["value"])).hexdigest()


def against(signed: Signed, data: dict[str, Any], log: Log) -> str:
    """What speaks against an event's signature, in words; nothing when it holds."""
    made = signed.made
    if made.keys() != ASSERTION:
        raise ValueError(made)
    passkey = log.passkeys.get(made["credential"])
    if passkey is None:
        return "its signature is not by a passkey that was enrolled then"
    if (made["algorithm"], made["public_key"]) != (passkey["algorithm"], passkey["public_key"]):
        return "its signature is by another key than the one that was enrolled"
    if passkey["person"] != signed.actor:
        return "its signature is by the passkey of somebody else"
    if signed.kind != "Approval" or not stated(made["statement"], data["plain"], log.organisation):
        return "its signature is on something else than what it says"
    return "" if signature_holds(made, passkey["rp"]) else "its signature does not hold"


def stated(statement: dict[str, Any], plain: dict[str, Any], organisation: str) -> bool:
    """Whether what was signed is what the approval says, field by field."""
    what, said = statement["what"], {name: statement[name] for name in ("answer", "rank", "sha256")}
    said |= {"about": [what["ref"]], "version": what["version"]}
    said |= {"answered_by": statement["by"], "answered_on": statement["on"]}
    held = {name: plain.get(name) for name in said}
    return canonical(said) == canonical(held) and statement["organisation"] == organisation


def signature_holds(signature: dict[str, Any], domain: str) -> bool:
    """Whether a passkey's assertion is over its statement (Web Authentication 2, 7.2), user verified."""
    client, seen = unbase64(signature["client_data"]), unbase64(signature["authenticator_data"])
    says = parse(client)
    digest = sha256(b"tonetop/act/v1\n" + canonical(signature["statement"])).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not isinstance(says, dict) or says.get("type") != "webauthn.get" or says.get("challenge") != challenge:
        return False
    verify: Callable[[bytes, bytes, bytes], bool] = {"ES256": p256, "EdDSA": ed25519}[signature["algorithm"]]
    made = unbase64(signature["signature"])
    present = len(seen) >= 37 and seen[:32] == sha256(domain.encode()).digest() and seen[32] & 5 == 5
    return present and verify(unhex(signature["public_key"]), seen + sha256(client).digest(), made)


def values(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """The disclosed personal values, in the order of their events; stops at the first that is none."""
    last = (0, "")
    for line in bundle.lines("personal.jsonl"):
        value = parse(line)
        fits = isinstance(value, dict) and value.keys() == {"place", "salt", "sequence", "value"}
        kinds = [type(value[name]) for name in ("place", "salt", "sequence")] if fits else []
        if kinds != [str, str, int] or canonical(value) != line:
            bundle.report.problem("personal.jsonl holds a line that is no personal value")
            return
        here = (value["sequence"], value["place"])
        if here <= last:
            bundle.report.problem("personal.jsonl is not in the order of events and places")
            return
        last = here
        yield value


# --- What speaks of the events --------------------------------------------------------------------------


def checkpoints_of(bundle: Bundle) -> list[Checkpoint]:
    """The checkpoints, by growing size; each line that is none is a problem."""
    found: list[Checkpoint] = []
    for line in bundle.lines("checkpoints.jsonl"):
        checkpoint = Checkpoint.parse(parse(line))
        if checkpoint is None:
            bundle.report.problem(f"checkpoints.jsonl, line {len(found) + 1}: this is no checkpoint")
        else:
            found.append(checkpoint)
    return sorted(found, key=lambda checkpoint: checkpoint.size)


def judge_checkpoints(log: Log, checkpoints: list[Checkpoint], report: Report) -> list[Checkpoint]:
    """Those that count, by the rule of the keys; the others are problems."""
    counting, trusted = [], 0
    for checkpoint in checkpoints:
        current = log.key_at(checkpoint.size)
        needed = [key for _, key in log.keys[min(trusted, current) : current + 1]] if current >= 0 else []
        why = None
        if checkpoint.size > log.size:
            why = f"the bundle holds {log.size} events only"
        elif checkpoint.root != log.roots.get(checkpoint.size):
            why = "its root is not that of the events"
        elif not needed or checkpoint.origin != needed[-1].name:
            why = "it does not bear the name of the log"
        elif not all(checkpoint.note.signed_by(key) for key in needed):
            why = "it is not signed by the log's keys"
        if why:
            report.problem(f"checkpoint over {checkpoint.size} events: {why}")
        else:
            counting.append(checkpoint)
            trusted = max(trusted, current)
    return counting


def judge_manifest(bundle: Bundle, log: Log, report: Report) -> None:
    """Holds the manifest against its note, the log and the members that are there."""
    says = bundle.manifest
    key = log.keys[-1][1] if log.keys else None
    note = Note.parse(bundle.read("manifest.note").decode(errors="replace"))
    raw = bundle.read("manifest.json")
    wanted = (
        f"{key.name if key else ''}\nbundle manifest\n{base64.b64encode(sha256(raw).digest()).decode()}\n"
    )
    if note is None or key is None or note.text != wanted or not note.signed_by(key):
        report.problem("manifest.note is not the log's signature on manifest.json")
    root = log.roots.get(log.size, b"")
    facts = {"format": FORMAT, "organisation": log.organisation, "size": log.size, "root": root.hex()}
    if {name: says.get(name) for name in facts} != facts or (key and says.get("origin") != key.name):
        report.problem("manifest.json does not speak of this log")
    for name in sorted(bundle.names - bundle.files.keys() - {"manifest.json", "manifest.note"}):
        report.problem(f"{name} is not named by the manifest")
    for name in sorted(bundle.files.keys() - bundle.names):
        report.problem(f"{name} is named by the manifest, and missing")
    for name in sorted((bundle.names & bundle.files.keys()) - bundle.read_already):
        for _ in bundle.chunks(name):
            pass


def judge_proofs(bundle: Bundle, log: Log, counting: list[Checkpoint], report: Report) -> None:
    """Every proof leads from its event to the root of a checkpoint that counts."""
    known = {checkpoint.raw: checkpoint for checkpoint in counting}
    for name in sorted(name for name in bundle.names if name.startswith("proofs/")):
        head, _, raw = bundle.read(name).decode(errors="replace").partition("\n\n")
        lines = head.split("\n")
        numbered = re.fullmatch(r"proofs/([0-9]{8,15})\.tlog-proof", name, re.ASCII)
        number = int(numbered[1]) if numbered else 0
        path = [unbase64(line) for line in lines[2:]]
        checkpoint = known.get(raw)
        of_event = lines[:2] == ["c2sp.org/tlog-proof@v1", f"index {number - 1}"]
        if not of_event or checkpoint is None or not 0 < number <= checkpoint.size:
            report.problem(f"{name} is no proof under a checkpoint that counts")
            continue
        leaf = bytes(log.leaves[32 * (number - 1) : 32 * number])
        whole = all(len(step) == 32 for step in path)
        if not whole or root_by_path(number - 1, checkpoint.size, leaf, path) != checkpoint.root:
            report.problem(f"{name} does not lead from event {number} to the root")


def judge_blobs(bundle: Bundle, log: Log, report: Report) -> None:
    """Every enclosed file has the hash and size that an event names."""
    enclosed = {name[6:] for name in bundle.names if name.startswith("blobs/")}
    for name in sorted(enclosed):
        says = bundle.files.get(f"blobs/{name}", {})
        digest = says.get("sha256") if isinstance(says, dict) else None
        if digest != name or says.get("size") != log.blobs.get(name):
            report.problem(f"blobs/{name} is not a file that an event names")
    if log.blobs.keys() - enclosed:
        count = len(log.blobs.keys() - enclosed)
        report.not_checked.append(f"{count} files that events name by their hash: they are not enclosed")


def judge_values(log: Log, report: Report, disclosed: bool) -> None:
    """What is committed to is disclosed or erased."""
    report.erased = len(log.erased)
    if not disclosed:
        count = max(0, log.withheld - report.erased)
        if count:
            report.not_checked.append(f"{count} personal values: this bundle was made without them")
        return
    for number, place in sorted(log.missing - log.erased)[: MOST_PROBLEMS + 1]:
        report.problem(f"event {number}: the value of {place} is missing, and no erasure says why")
    for number, place in sorted(log.erased - log.missing)[: MOST_PROBLEMS + 1]:
        report.problem(f"event {number}: {place} was erased, yet there is a value or never was a commitment")


def judge_anchors(bundle: Bundle, log: Log, counting: list[Checkpoint], report: Report) -> int:
    """Lists the anchors; gives the size of the largest that could be verified here."""
    largest = 0
    for anchor in bundle.json("anchors.json", list):
        if not is_anchor(anchor):
            report.problem("anchors.json holds an entry that is no anchor")
            continue
        size, holder, kind = anchor["size"], anchor["holder"], anchor["kind"]
        over = [one for one in counting if one.size == size and one.root == unhex(anchor["root"])]
        if not over:
            report.problem(f"the anchor at {holder} is over another log: {size} events with another root")
            continue
        judge = {"cosignature": judge_cosignature, "rfc3161": judge_stamp}.get(kind, judge_holder)
        verified = judge(anchor, over, report)
        largest = max(largest, size if verified else 0)
        report.anchors.append(
            {"holder": holder, "kind": kind, "made": anchor["made"], "size": size, "verified": verified}
        )
    return largest


def judge_holder(anchor: dict[str, Any], over: list[Checkpoint], report: Report) -> bool:
    """Whether somebody holds a checkpoint, only they can say."""
    size, holder, kind = anchor["size"], anchor["holder"], anchor["kind"]
    report.not_checked.append(
        f"whether {holder} holds the checkpoint over {size} events ({kind}): ask, and use --held"
    )
    return False


def judge_cosignature(anchor: dict[str, Any], over: list[Checkpoint], report: Report) -> bool:
    """Whether a witness signed a checkpoint."""
    size, holder = anchor["size"], anchor["holder"]
    holds = cosigned(over[-1], unbase64(anchor["proof"]), anchor["made"])
    if not holds:
        report.problem(f"the cosignature of {holder} over {size} events does not hold")
    report.not_checked.append(f"whether the key that cosigned {size} events is that of {holder}")
    return holds


def judge_stamp(anchor: dict[str, Any], over: list[Checkpoint], report: Report) -> bool:
    """Whether a time-stamp token is over a checkpoint and signed by the certificate in it."""
    size, holder = anchor["size"], anchor["holder"]
    found = stamped(unbase64(anchor["proof"]), [one.raw for one in over], anchor["made"])
    about = f"the time-stamp of {holder} over {size} events"
    if found.problem:
        report.problem(f"{about} {found.problem}")
    elif found.unknown:
        report.not_checked.append(f"{about}: {found.unknown}; that it is over the checkpoint holds")
    report.not_checked.append(
        f"{about}: whether its certificate ({found.certificate or 'none is enclosed'}) is theirs and to be trusted"
    )
    return found.holds


NAMED = {"event", "id", "kind", "version"}
AUDITS, PIECES = ("InternalAudit", "ExternalAudit"), ("Evidence", "EvidenceFile")


def judge_frozen(bundle: Bundle, report: Report) -> None:
    """Holds the list of an audit's frozen evidence, where there is one, against the events that it names."""
    if "frozen.json" not in bundle.names:
        return
    listed = bundle.json("frozen.json", dict)
    if not is_frozen(listed):
        report.problem("frozen.json does not say which evidence an audit is about")
        return
    day, audit, pieces = listed["as_of"], listed["audit"], listed["pieces"]
    events = some_events(bundle, {one["event"] for one in (audit, *pieces)})
    later = 0
    for one in (audit, *pieces):
        event = events.get(one["event"], {})
        says, wanted = (day, "frozen_from") if one is audit else (one["sha256"], "sha256")
        if not is_of(event, one) or event["data"]["plain"].get(wanted) != says:
            report.problem(f"frozen.json: event {one['event']} does not say what it tells of {one['id']:.80}")
        elif one is not audit and event["recorded"][:10] > day:
            later += 1
    report.frozen = {"as_of": day, "audit": audit["id"], "later": later, "pieces": len(pieces)}
    report.not_checked.append(
        f"whether the list of evidence frozen on {day} is whole, and whether all of it was known then:"
        f" of {len(pieces)} records listed, {later} came into the log after that day"
    )


def is_frozen(listed: Any) -> bool:
    """Whether a value is a list of frozen evidence, each piece once."""
    if listed.keys() != {"as_of", "audit", "pieces"} or type(listed["pieces"]) is not list:
        return False
    pieces = listed["pieces"]
    if not is_day(listed["as_of"]) or not is_named(listed["audit"], NAMED, AUDITS):
        return False
    if not all(is_named(one, {*NAMED, "sha256"}, PIECES) for one in pieces):
        return False
    hashes = [one["sha256"] for one in pieces if one["sha256"] is not None]
    each = {(one["kind"], one["id"]) for one in pieces}
    return len(each) == len(pieces) and all(type(one) is str and len(unhex(one)) == 32 for one in hashes)


def is_named(one: Any, fields: set[str], kinds: tuple[str, ...]) -> bool:
    """Whether a value names the version of a record and its event."""
    return (
        isinstance(one, dict)
        and one.keys() == fields
        and type(one["id"]) is str
        and one["kind"] in kinds
        and all(type(one[name]) is int and one[name] > 0 for name in ("event", "version"))
    )


def is_of(event: dict[str, Any], one: dict[str, Any]) -> bool:
    """Whether an event wrote the version of the record that is named."""
    try:
        subject = {name: one[name] for name in ("id", "kind", "version")}
        wrote = event["type"].startswith("record.") and type(event["data"]["plain"]) is dict
        return wrote and event["subject"] == subject and type(event["recorded"]) is str
    except MALFORMED:
        return False


def some_events(bundle: Bundle, numbers: set[int]) -> dict[int, dict[str, Any]]:
    """The events of some numbers; what is wrong with them is told where all are read."""
    found: dict[int, dict[str, Any]] = {}
    again = Bundle(bundle.archive, Report()).blocks("events.jsonl")
    lines = (line for block in again for line in lines_of(block))
    for number, line in enumerate(lines, start=1):
        event = parse(line) if number in numbers else None
        if isinstance(event, dict):
            found[number] = event
    return found


def is_anchor(anchor: Any) -> bool:
    """Whether an entry has the fields of an anchor, each of its kind."""
    texts = ("holder", "kind", "made", "root")
    return (
        isinstance(anchor, dict)
        and anchor.keys() == {*texts, "proof", "size"}
        and all(type(anchor[name]) is str for name in texts)
        and type(anchor["size"]) is int
        and type(anchor["proof"]) in (str, type(None))
    )


def cosigned(checkpoint: Checkpoint, proof: bytes, made: str) -> bool:
    """Whether ``proof``, a witness's verifier key and signature line, is over the checkpoint, at the time ``made``."""
    vkey, _, line = proof.decode(errors="replace").partition("\n")
    key, note = Key.parse(vkey), Note.parse(f"{checkpoint.note.text}\n{line}")
    if key is None or key.type != 4 or note is None or not note.signed_by(key):
        return False
    seconds = {int.from_bytes(one[:8], "big") for _, id_, one in note.signatures if id_ == key.id}
    try:
        return seconds == {int(datetime.fromisoformat(made).timestamp())}
    except (ValueError, OverflowError):
        return False


def judge_held(held: list[tuple[str, Checkpoint]], log: Log, report: Report) -> int:
    """Holds the log against checkpoints kept outside; gives the size of the largest that agrees."""
    largest = 0
    for name, checkpoint in held:
        here = log.key_at(checkpoint.size)
        if checkpoint.size > log.size:
            report.problem(
                f"{name} is over {checkpoint.size} events, the bundle holds {log.size}: its end is cut off"
            )
        elif here < 0 or checkpoint.origin != log.keys[here][1].name:
            report.problem(f"{name} speaks of another log: {checkpoint.origin}")
        elif checkpoint.root != log.roots.get(checkpoint.size):
            report.problem(f"{name} has another root over {checkpoint.size} events: the log was made anew")
        else:
            largest = max(largest, checkpoint.size)
            says = {"holder": name, "kind": "held", "made": None, "size": checkpoint.size, "verified": True}
            report.anchors.append(says)
    return largest


# --- The whole ------------------------------------------------------------------------------------------


def verify(path: Path, key: str | None = None, held: Iterable[Path] = ()) -> Report:
    """Verifies the bundle at ``path``; raises Refused when it, ``key`` or a held file is none."""
    outside = [(str(name), held_checkpoint(name)) for name in held]
    pinned = Key.parse(key) if key is not None else None
    if key is not None and pinned is None:
        raise Refused(f"{key!r:.100} is no verifier key (name+id+base64)")
    report = Report()
    with open_zip(path) as archive:
        bundle = Bundle(archive, report)
        bundle.manifest = bundle.json("manifest.json", dict)
        files = bundle.manifest.get("files")
        bundle.files = files if isinstance(files, dict) else {}
        checkpoints = checkpoints_of(bundle)
        known = {one.size for one in checkpoints} | {one.size for _, one in outside}
        log = Log(
            str(bundle.manifest.get("organisation")), known | {int_or_zero(bundle.manifest.get("size"))}
        )
        disclosed = "personal.jsonl" in bundle.names
        Reader(log, report, values(bundle) if disclosed else None).read(bundle.blocks("events.jsonl"))
        counting = judge_checkpoints(log, checkpoints, report)
        judge_rest(bundle, log, counting, report, disclosed)
        anchored = max(judge_anchors(bundle, log, counting, report), judge_held(outside, log, report))
        judge_manifest(bundle, log, report)
    sum_up(log, counting, report, anchored)
    judge_key(log, pinned, report)
    return report


def judge_rest(bundle: Bundle, log: Log, counting: list[Checkpoint], report: Report, disclosed: bool) -> None:
    """Proofs, files, values, and the list of keys."""
    judge_proofs(bundle, log, counting, report)
    judge_blobs(bundle, log, report)
    judge_values(log, report, disclosed)
    judge_frozen(bundle, report)
    entries = bundle.json("keys.json", list)
    fit = [one for one in entries if isinstance(one, dict) and one.keys() == {"key", "since"}]
    named = [(one["since"], Key.parse(one["key"])) for one in fit if type(one["since"]) is int]
    if named != log.keys or len(named) != len(entries):
        report.problem("keys.json does not name the keys that the events name")


def sum_up(log: Log, counting: list[Checkpoint], report: Report, anchored: int) -> None:
    """Up to where all holds, how much of it is anchored, and what stays open."""
    sound = log.size if log.bad is None else log.bad - 1
    report.valid_to = max((one.size for one in counting if one.size <= sound), default=0)
    if max((one.size for one in counting), default=0) < log.size:
        report.problem("the last events are not covered by a checkpoint that counts")
    report.unanchored = max(0, log.size - anchored)
    for number in log.backwards[:MOST_PROBLEMS]:
        report.not_checked.append(
            f"the clock: event {number} was recorded before the one ahead of it; the order stands"
        )
    for number, size in log.lost:
        report.not_checked.append(
            f"events {number} to {size} of before the restore that event {number} tells of: they are lost"
        )


def judge_key(log: Log, pinned: Key | None, report: Report) -> None:
    """Whether the log's keys are those of the organisation: only somebody outside can say."""
    names = " then ".join(f"{key.name}+{key.id.hex()}" for _, key in log.keys)
    if pinned is None:
        report.not_checked.append(
            f"whether the key is the organisation's ({names or 'none'}): compare it, or use --key"
        )
    elif pinned not in [key for _, key in log.keys]:
        report.problem(f"the log is not signed with the key that was given, but with {names or 'none'}")
    report.not_checked += UNKNOWABLE


def held_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file that somebody kept; raises Refused when it holds none."""
    try:
        text = path.read_bytes()[:MOST_LINE].decode().replace("\r\n", "\n")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is no checkpoint") from error
    checkpoint = Checkpoint.parse(text.strip("\n") + "\n")
    if checkpoint is None:
        raise Refused(f"{path} is no checkpoint")
    return checkpoint


def int_or_zero(value: Any) -> int:
    """The size that a manifest names, if it is one."""
    return value if type(value) is int and 0 <= value < 2**53 else 0


def told(path: Path, report: Report) -> str:
    """The report for people."""
    lines = [f"{path}: all holds up to event {report.valid_to}, as far as it was checked."]
    if report.problems:
        lines = [f"{path}: PROBLEMS; only up to event {report.valid_to} all holds."]
        lines += [f"  problem: {problem}" for problem in report.problems]
    for anchor in report.anchors:
        state = "verified" if anchor["verified"] else "not verified here"
        when = f" on {anchor['made']}" if anchor["made"] else ""
        lines.append(
            f"  anchored: {anchor['size']} events at {anchor['holder']}{when} ({anchor['kind']}, {state})"
        )
    if report.frozen is not None:
        frozen = report.frozen
        lines.append(
            f"  evidence as of {frozen['as_of']} for the audit {frozen['audit']}: {frozen['pieces']} records"
        )
    lines.append(
        f"  {report.unanchored} events after the last verified anchor, {report.erased} erased values"
    )
    return "\n".join(lines + [f"  not checked: {line}" for line in report.not_checked])


class Arguments(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one sentence."""

    def error(self, message: str) -> Any:
        sys.stderr.write(f"verify.py: {message}\n")
        raise SystemExit(2)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; gives its exit code."""
    parser = Arguments(prog="verify.py", description="Verify a Tonetop proof bundle, offline.")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE.zip")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--key", help="the log's verifier key, as you were given it (name+id+base64)")
    parser.add_argument("--held", type=Path, action="append", default=[], help="a checkpoint that you kept")
    given = parser.parse_args(arguments)
    try:
        report = verify(given.bundle, given.key, given.held)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    if given.json:
        print(json.dumps(dataclasses.asdict(report), indent=1, sort_keys=True, ensure_ascii=False))
    else:
        print(told(given.bundle, report))
    return 1 if report.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
