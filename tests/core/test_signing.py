"""Signatures of acts: the statement, and when an event's signature holds."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from tests.making_logs import ORGANISATION
from tests.making_signatures import ED25519, HERE, STATEMENT, Authenticator, approval, enrolment, removal
from tonetop.core import canonical, ledger
from tonetop.core.ledger import NO_LEAF, Place
from tonetop.core.signing import Keyring, agrees, challenge, is_over
from tonetop.records.ledger.assertions import verify

FIRST, SECOND = Authenticator(), Authenticator(ED25519, b"the second passkey")
NO_ID = "00000000-0000-7000-8000-000000000000"


def read(event):
    """An event as the log gives it back."""
    return ledger.read(ledger.seal(event, Place(ORGANISATION, 1, NO_ID, NO_LEAF)).body)


def keyring(*events):
    made = Keyring()
    for event in events:
        made.learn(read(event))
    return made


def problem(event, *before):
    return keyring(*before).problem(read(event), verify)


@pytest.mark.parametrize("passkey", [FIRST, SECOND])
def test_a_signature_by_an_enrolled_passkey_on_what_the_approval_says_holds(passkey):
    signed = approval(passkey.signature(STATEMENT.plain()))
    assert problem(signed, enrolment(passkey.enrolled())) is None


def test_what_is_kept_of_a_signature_besides_its_statement_is_small():
    kept = FIRST.signature(STATEMENT.plain())
    parts = [base64.b64decode(kept[name]) for name in ("client_data", "authenticator_data", "signature")]
    assert sum(map(len, parts)) + len(bytes.fromhex(kept["public_key"])) < 340


def test_a_statement_is_told_apart_by_each_of_its_fields():
    whole = {"version": 4, "on": "2025-01-16", "rank": None}
    whole |= dict.fromkeys(("type", "ref", "sha256", "answer", "by", "organisation", "once"), "another")
    told = {challenge(replace(STATEMENT, **{name: value}).plain()) for name, value in whole.items()}
    assert len(told | {challenge(STATEMENT.plain())}) == 11


@pytest.mark.parametrize(
    "plain",
    [
        {"answer": "declined"},
        {"about": ["DV-8"]},
        {"about": ["DV-7", "DV-8"]},
        {"version": 4},
        {"sha256": "cd" * 32},
        {"rank": None},
        {"answered_on": "2025-01-16"},
        {"kind": "Decision"},
    ],
)
def test_an_approval_that_says_something_else_than_was_signed_is_told(plain):
    event = approval(FIRST.signature(STATEMENT.plain()), **plain)
    assert (
        problem(event, enrolment(FIRST.enrolled())) == "its signature is on something else than what it says"
    )


def test_a_yes_is_no_version_one():
    statement = replace(STATEMENT, version=1).plain()
    plain = {**approval(None).data["plain"], "version": 1}
    assert agrees(statement, ORGANISATION, plain)
    assert not agrees(statement, ORGANISATION, plain | {"version": True})


def test_a_statement_of_another_organisation_is_told():
    event = approval(FIRST.signature(replace(STATEMENT, organisation="another").plain()))
    assert (
        problem(event, enrolment(FIRST.enrolled())) == "its signature is on something else than what it says"
    )


def test_a_statement_altered_after_it_was_signed_is_told():
    altered = replace(STATEMENT, answer="declined").plain()
    event = approval(FIRST.signature(STATEMENT.plain()) | {"statement": altered}, answer="declined")
    assert problem(event, enrolment(FIRST.enrolled())) == "its signature does not hold"


@pytest.mark.parametrize("passkey", [Authenticator(flags=1), Authenticator(flags=4), Authenticator(flags=0)])
def test_without_somebody_present_and_verified_nothing_is_signed(passkey):
    event = approval(passkey.signature(STATEMENT.plain()))
    assert problem(event, enrolment(passkey.enrolled())) == "its signature does not hold"


def test_a_signature_made_for_another_domain_is_told():
    made = replace(FIRST, rp="elsewhere.example").signature(STATEMENT.plain())
    assert problem(approval(made), enrolment(FIRST.enrolled())) == "its signature does not hold"


def test_an_enrolment_is_no_signature():
    made = FIRST.signature(STATEMENT.plain(), type="webauthn.create")
    assert not is_over(made, HERE)
    assert problem(approval(made), enrolment(FIRST.enrolled())) == "its signature does not hold"


def test_a_passkey_signs_from_its_enrolment_to_its_removal():
    event, enrolled = approval(FIRST.signature(STATEMENT.plain())), FIRST.enrolled()
    never = "its signature is not by a passkey that was enrolled then"
    assert problem(event) == never
    assert problem(event, enrolment(enrolled), removal(enrolled)) == never
    assert problem(event, removal(enrolled), enrolment(enrolled)) is None


def test_a_swapped_credential_is_told():
    swapped = replace(FIRST, key=ED25519)
    event = approval(swapped.signature(STATEMENT.plain()))
    assert (
        problem(event, enrolment(FIRST.enrolled()))
        == "its signature is by another key than the one that was enrolled"
    )
    hidden = approval(
        swapped.signature(STATEMENT.plain()) | {"public_key": FIRST.public.hex(), "algorithm": "ES256"}
    )
    assert problem(hidden, enrolment(FIRST.enrolled())) == "its signature does not hold"


def test_the_passkey_of_somebody_else_signs_nothing():
    event = approval(FIRST.signature(STATEMENT.plain()))
    assert (
        problem(event, enrolment(FIRST.enrolled("p2"))) == "its signature is by the passkey of somebody else"
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"statement": "approved"},
        {"statement": {}},
        {"client_data": "?"},
        {"client_data": base64.b64encode(b"[]").decode()},
        {"client_data": base64.b64encode(b"{").decode()},
        {"authenticator_data": 5},
        {"signature": None},
    ],
)
def test_what_is_no_signature_is_told_and_raises_nothing(broken):
    event = approval(FIRST.signature(STATEMENT.plain()) | broken)
    assert (
        problem(event, enrolment(FIRST.enrolled())) == "its signature is not of the form that signatures have"
    )


def test_short_authenticator_data_and_fields_too_many_do_not_hold():
    short = FIRST.signature(STATEMENT.plain()) | {"authenticator_data": base64.b64encode(bytes(20)).decode()}
    assert problem(approval(short), enrolment(FIRST.enrolled())) == "its signature does not hold"
    more = FIRST.signature(STATEMENT.plain()) | {"more": 1}
    assert problem(approval(more), enrolment(FIRST.enrolled())) is not None


def test_an_unknown_algorithm_and_bytes_that_are_no_key_verify_nothing():
    assert not verify("RS256", FIRST.public, b"x", FIRST.sign(b"x"))
    assert not verify("ES256", b"\x04" + bytes(64), b"x", FIRST.sign(b"x"))
    assert not verify("EdDSA", b"", b"x", SECOND.sign(b"x"))
    assert verify("ES256", FIRST.public, b"x", FIRST.sign(b"x"))
    assert verify("EdDSA", SECOND.public, b"x", SECOND.sign(b"x"))


def test_the_challenge_is_the_hash_of_the_domain_word_and_the_canonical_statement():
    told = json.loads(canonical.dumps(STATEMENT.plain()))
    assert told["what"] == {"ref": "DV-7", "type": "DocumentVersion", "version": 3}
    assert sorted(told) == ["answer", "by", "on", "once", "organisation", "rank", "sha256", "what"]
    assert len(challenge(told)) == 32
