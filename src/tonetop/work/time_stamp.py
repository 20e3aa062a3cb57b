"""Time stamps (RFC 3161): ask an authority to sign that a checkpoint was there, and check the token that it gave.

What an authority is asked is the hash of the checkpoint; nothing else leaves the house. The token says when, by the
authority's clock. Whose certificate it is signed with, and whether that is to be trusted, only a root tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.x509 import Certificate, load_pem_x509_certificates

from tonetop.core import der
from tonetop.core.ledger import moment
from tonetop.work.verify import stand_alone

ASKS, ANSWERS = "application/timestamp-query", "application/timestamp-reply"
GRANTED = der.part(der.SEQUENCE, b"\x02\x01\x00")
"""The status that stands before a token in an answer: granted."""
OKAY = (b"\x00", b"\x01")
"""Granted, and granted with changes, which the token itself shows."""


class NoStampError(Exception):
    """Why there is no time stamp, in half a sentence."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A token as the authority gave it, and when it says that it was made, as events write times."""

    token: bytes
    made: str


@dataclass(frozen=True, slots=True)
class Request:
    """What an authority is asked: in DER, with a number used once, over a note."""

    raw: bytes
    nonce: int
    note: str


def request(note: str) -> Request:
    """A request for a stamp over a checkpoint's note. Raises NoStampError where the library is missing."""
    library = _library()
    made = library.TimestampRequestBuilder().data(note.encode()).hash_algorithm(library.HashAlgorithm.SHA256)
    asked = made.build()
    return Request(asked.as_bytes(), asked.nonce, note)


def taken(answer: bytes, asked: Request, roots: Sequence[Certificate] = ()) -> Stamp:
    """The token in an authority's answer, once it is what was asked for. Raises NoStampError.

    roots: with them the signature must lead to one of them; without, whose it is stays open.
    """
    try:
        status, *held = der.parts(der.parts(answer)[0][1])
        granted = der.parts(status[1])[0][1] in OKAY
        token = der.part(*held[0]) if held and granted else b""
    except (der.DerError, IndexError):
        raise NoStampError("its answer is no time-stamp response") from None
    if not token:
        raise NoStampError("it grants no time stamp")
    said = _read(token)
    if said is None:
        raise NoStampError("its time stamp is none that can be read")
    if said.tst_info.nonce != asked.nonce:
        raise NoStampError("its time stamp answers another question")
    found = Stamp(token, moment(said.tst_info.gen_time.astimezone(UTC)))
    why = shown(found, [asked.note]).problem or chain(token, roots)
    if why:
        raise NoStampError(f"its time stamp {why}")
    return found


def shown(stamp: Stamp, notes: Sequence[str]) -> Any:
    """What a token shows by itself of one of a checkpoint's notes, as the stand-alone verifier finds it."""
    return stand_alone().stamped(stamp.token, list(notes), stamp.made)


def chain(token: bytes, roots: Sequence[Certificate]) -> str:
    """Why a token does not lead to a certificate that is trusted, in words that follow "time stamp"; empty: it does.

    Without roots nothing is looked at. Raises NoStampError where the library is missing.
    """
    if not roots:
        return ""
    library, said = _library(), _read(token)
    if said is None:
        return "is none that can be read"
    try:
        library.VerifierBuilder(roots=list(roots)).build().verify(said, said.tst_info.message_imprint.message)
    except library.VerificationError:
        return "does not lead to a certificate that is trusted"
    return ""


def trusted(path: Path) -> list[Certificate]:
    """The certificates in a PEM file. Raises NoStampError."""
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise NoStampError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise NoStampError(f"{path}: holds no certificate in PEM") from None


def _read(token: bytes) -> Any:
    """A token as the library reads it; None for what is none."""
    try:
        return _library().decode_timestamp_response(der.part(der.SEQUENCE, GRANTED + der.in_order(token)))
    except (ValueError, IndexError):
        return None


def _library() -> Any:
    try:
        return import_module("rfc3161_client")
    except ImportError:
        raise NoStampError("the part for time stamps is missing; install tonetop[timestamps]") from None
