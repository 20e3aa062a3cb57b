"""What a passkey signs verifies from folder and bundle; nothing else is taken for a signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.making_signatures import Authenticator
from tests.work.signers import (
    FIRST,
    RP,
    SECOND,
    account,
    approval,
    by,
    enrolled,
    last_event,
    problems,
    signed,
)


@pytest.mark.parametrize("passkey", [FIRST, SECOND], ids=["P-256", "Ed25519"])
def test_a_signed_answer_verifies_from_the_folder_and_from_the_bundle(
    demo: Path, tmp_path: Path, passkey: Authenticator
):
    from tonetop.records.write import save_all

    who = account()
    enrolled(who, passkey)
    (made,) = save_all([signed(who, passkey, approval(who))], by(who))
    assert made is not None and made.signed
    told = last_event()
    assert told["actor"] | {"name": ""} == {
        "authenticated": "passkey",
        "id": who.person,
        "name": "",
        "rank": "top management",
    }
    assert told["signature"]["statement"]["what"]["type"] == "Decision"
    assert problems(demo, tmp_path) == []


def test_what_was_signed_stays_signed_when_the_passkey_is_removed(demo: Path, tmp_path: Path):
    from tonetop.records.write import save_all
    from tonetop.work.enrol import remove

    who = account()
    made = enrolled(who, FIRST)
    save_all([signed(who, FIRST, approval(who))], by(who))
    remove(who, made.pk)
    assert problems(demo, tmp_path) == []


def test_an_assertion_is_good_for_one_answer_only(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.sign import ask, take

    who, change = account(), approval(account())
    enrolled(who, FIRST)
    assertion = FIRST.authenticate(ask(who, "Decision", change, RP))
    take(who, assertion, RP)
    with pytest.raises(Refused, match="used already"):
        take(who, assertion, RP)


def test_an_assertion_comes_in_time_or_not_at_all(demo: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.records import clock
    from tonetop.records.intake import Refused
    from tonetop.work.sign import ask, take

    who, change = account(), approval(account())
    enrolled(who, FIRST)
    assertion = FIRST.authenticate(ask(who, "Decision", change, RP))
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Refused, match="longer than it may"):
        take(who, assertion, RP)


def test_what_is_answered_has_to_be_what_was_signed(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.sign import ask, seal, take

    who, change = account(), approval(account())
    enrolled(who, FIRST)
    for other in (approval(who, answer="declined"), approval(who, sha256="cd" * 32)):
        given = take(who, FIRST.authenticate(ask(who, "Decision", change, RP)), RP)
        with pytest.raises(Refused, match="not what is being answered"):
            seal(who, "Decision", other, given)


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(FIRST, flags=1),
        replace(FIRST, flags=4),
        replace(FIRST, rp="elsewhere.example"),
        replace(FIRST, origin="https://elsewhere.example"),
        replace(FIRST, origin="http://example.org"),
        replace(FIRST, credential=b"another"),
        replace(SECOND, credential=FIRST.credential),
    ],
    ids=["not verified", "not present", "domain", "origin", "no TLS", "credential", "key"],
)
def test_an_assertion_that_does_not_hold_signs_nothing(demo: Path, spoilt: Authenticator):
    from tonetop.records.intake import Refused

    who = account()
    enrolled(who, FIRST)
    with pytest.raises(Refused, match="does not hold"):
        signed(who, spoilt, approval(who))


def test_nobody_signs_with_the_challenge_or_the_passkey_of_somebody_else(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.sign import ask, take

    who, other = account(), account("governance-lead")
    enrolled(who, FIRST)
    enrolled(other, SECOND)
    change = approval(who)
    assertion = FIRST.authenticate(ask(who, "Decision", change, RP))
    with pytest.raises(Refused, match="used already"):
        take(other, assertion, RP)
    with pytest.raises(Refused, match="does not hold"):
        signed(who, SECOND, change)
    with pytest.raises(Refused, match="nobody signs for somebody else"):
        ask(other, "Decision", change, RP)


def test_without_a_passkey_for_this_domain_and_person_nothing_can_be_signed(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.sign import ask, can_sign

    who = account()
    with pytest.raises(Refused, match="no passkey"):
        ask(who, "Decision", approval(who), RP)
    enrolled(who, FIRST)
    assert can_sign(who, RP)
    assert not can_sign(who, "elsewhere.example")
    who.person = account("governance-lead").person
    assert not can_sign(who, RP)


def test_only_answers_are_signed(demo: Path):
    from tonetop.records import intake
    from tonetop.records.intake import Refused
    from tonetop.records.write import Change
    from tonetop.work.sign import ask

    who = account()
    enrolled(who, FIRST)
    with pytest.raises(Refused, match="Decision is none"):
        ask(who, "Decision", Change(intake.take("Decision", {"id": "D-1"})), RP)


def test_that_an_answer_is_signed_cannot_be_typed(demo: Path):
    from tonetop.records import write
    from tonetop.records.intake import Refused

    who = account()
    with pytest.raises(Refused, match="written by signing alone"):
        write.save_all([approval(who, signed=True)], by(who))


@pytest.mark.parametrize("sent", [{}, {"rawId": "x"}, {"rawId": "x", "response": {}}, {"response": 5}])
def test_what_is_no_answer_of_a_browser_is_refused_in_a_sentence(demo: Path, sent: dict[str, Any]):
    from tonetop.records.intake import Refused
    from tonetop.work.enrol import enrol
    from tonetop.work.sign import take

    who = account()
    with pytest.raises(Refused, match="sent no passkey"):
        enrol(who, sent, "", RP)
    with pytest.raises(Refused, match="sent no signature"):
        take(who, sent, RP)


def test_a_passkey_put_into_the_table_behind_the_ledgers_back_is_told(demo: Path, tmp_path: Path):
    from tonetop.records.passkeys import Passkey

    who = account()
    enrolled(who, FIRST)
    assert problems(demo, tmp_path) == []
    Passkey.objects.filter(account=who).update(public_key=SECOND.public.hex())
    (problem,) = problems(demo, tmp_path)
    assert "the table does not hold it as the log tells of it" in problem
