"""Signatures of passkeys in a bundle: the stand-alone verifier says the same as the check of the folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.making_logs import make
from tests.making_signatures import ED25519, STATEMENT, Authenticator, approval, enrolment, removal
from tests.verifier.bundles import event, exported, rechained, report, verifier
from tonetop.core.ledger import Event
from tonetop.records.ledger.assertions import verify
from tonetop.records.ledger.check import check_log

FIRST, SECOND = Authenticator(), Authenticator(ED25519, b"the second passkey")
SIGNED = FIRST.signature(STATEMENT.plain())
ENROLLED = enrolment(FIRST.enrolled())
OTHER = replace(STATEMENT, answer="declined").plain()

GOOD: dict[str, list[Event]] = {
    "P-256": [ENROLLED, approval(SIGNED)],
    "Ed25519": [enrolment(SECOND.enrolled()), approval(SECOND.signature(STATEMENT.plain()))],
    "removed afterwards": [ENROLLED, approval(SIGNED), removal(FIRST.enrolled())],
    "two people": [ENROLLED, enrolment(SECOND.enrolled("p2")), approval(SIGNED)],
}
BAD: dict[str, list[Event]] = {
    "another answer": [ENROLLED, approval(SIGNED, answer="declined")],
    "another text": [ENROLLED, approval(SIGNED, sha256="cd" * 32)],
    "another version": [ENROLLED, approval(SIGNED, version=4)],
    "another day": [ENROLLED, approval(SIGNED, answered_on="2025-01-16")],
    "another rank": [ENROLLED, approval(SIGNED, rank="board")],
    "another document": [ENROLLED, approval(SIGNED, about=["DV-8"])],
    "another kind of record": [ENROLLED, approval(SIGNED, kind="Decision")],
    "another organisation": [
        ENROLLED,
        approval(FIRST.signature(replace(STATEMENT, organisation="x").plain())),
    ],
    "an altered statement": [ENROLLED, approval(SIGNED | {"statement": OTHER}, answer="declined")],
    "nothing enrolled": [approval(SIGNED)],
    "enrolled later": [approval(SIGNED), ENROLLED],
    "removed before": [ENROLLED, removal(FIRST.enrolled()), approval(SIGNED)],
    "somebody else's": [enrolment(FIRST.enrolled("p2")), approval(SIGNED)],
    "a swapped key": [ENROLLED, approval(replace(FIRST, key=ED25519).signature(STATEMENT.plain()))],
    "a swapped signature": [
        ENROLLED,
        approval(
            SIGNED
            | {
                "signature": Authenticator(ec.derive_private_key(9, ec.SECP256R1())).signature(
                    STATEMENT.plain()
                )["signature"]
            }
        ),
    ],
    "not verified": [ENROLLED, approval(Authenticator(flags=1).signature(STATEMENT.plain()))],
    "not present": [ENROLLED, approval(Authenticator(flags=4).signature(STATEMENT.plain()))],
    "another domain": [ENROLLED, approval(replace(FIRST, rp="x.org").signature(STATEMENT.plain()))],
    "made at an enrolment": [ENROLLED, approval(FIRST.signature(STATEMENT.plain(), type="webauthn.create"))],
    "a field more": [ENROLLED, approval(SIGNED | {"more": 1})],
    "no mapping": [ENROLLED, approval(SIGNED | {"statement": []})],
    "an enrolment without a key": [replace(ENROLLED, data={"credential": "x"}), approval(None)],
    "a removal of nothing": [replace(removal(FIRST.enrolled()), data={}), approval(None)],
}


def said(events: list[Event], folder: Path) -> tuple[dict[str, Any], Any]:
    """What both say: the verifier of the bundle, and the check of the log itself."""
    log = make(folder)
    log.append(*events)
    log.sign()
    return report(exported(log), folder), check_log(log.connection, log.keys)


@pytest.mark.parametrize("events", GOOD.values(), ids=GOOD.keys())
def test_a_signature_that_holds_is_no_problem_to_either(events: list[Event], tmp_path: Path):
    bundle, log = said(events, tmp_path)
    assert (bundle["problems"], log.problems) == ([], [])
    assert bundle["valid_to"] == log.valid_to == len(events) + 1


@pytest.mark.parametrize("events", BAD.values(), ids=BAD.keys())
def test_a_signature_that_does_not_hold_is_told_by_both(events: list[Event], tmp_path: Path):
    bundle, log = said(events, tmp_path)
    assert len(bundle["problems"]) == len(log.problems) == 1
    assert bundle["valid_to"] < len(events) + 1


def test_both_say_it_in_the_same_words(tmp_path: Path):
    named = [name for name in BAD if name not in ("a field more", "no mapping", "an enrolment without a key")]
    for number, name in enumerate(named[:-1]):
        folder = tmp_path / str(number)
        folder.mkdir()
        bundle, log = said(BAD[name], folder)
        assert bundle["problems"] == log.problems, name


def test_an_alteration_of_a_bundle_is_told_even_when_it_is_chained_anew(tmp_path: Path):
    log = make(tmp_path)
    log.append(ENROLLED, approval(SIGNED))
    log.sign()
    members = exported(log)
    for change in (
        {"signature": SIGNED | {"statement": OTHER}},
        {"signature": None},
        {"data": approval(None, answer="declined").data},
        {"signature": SIGNED | {"credential": "another"}},
    ):
        found = report(rechained(event(members, 3, **change)), tmp_path)
        assert found["problems"]
        assert found["valid_to"] < 3


def test_p256_agrees_with_a_known_library_on_many_keys_and_messages_whole_and_spoilt():
    for number in range(1, 41):
        secret = int.from_bytes(hashlib.sha256(number.to_bytes(4)).digest()) % verifier.N
        passkey = Authenticator(ec.derive_private_key(secret, ec.SECP256R1()))
        message = hashlib.sha512(number.to_bytes(4)).digest()[: number % 65]
        signed = passkey.sign(message)
        assert verifier.p256(passkey.public, message, signed)
        spoilt = bytearray(signed)
        spoilt[8 + number % 60] ^= 1 << number % 8
        theirs = verify("ES256", passkey.public, message, bytes(spoilt))
        assert verifier.p256(passkey.public, message, bytes(spoilt)) is theirs
        assert not verifier.p256(passkey.public, message + b"!", signed)
