"""Passkeys are enrolled and removed with a ledger line; what they sign verifies from folder and bundle."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.making_signatures import ED25519, Authenticator
from tonetop.core.signing import base64url

RP = "example.org"
FIRST = Authenticator(credential=b"first")
SECOND = Authenticator(ED25519, b"second")


def account(role: str = "executive") -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role=role)


def enrolled(who: Any, passkey: Authenticator, name: str = "My phone") -> Any:
    from tonetop.work.enrol import enrol, offer

    who.set_unusable_password()
    return enrol(who, passkey.register(offer(who, RP)), name, RP)


def approval(who: Any, ref: str = "APP-1", answer: str = "approved", **more: Any) -> Any:
    """The change that would write an answer about a record of the demo."""
    from tonetop.records import intake
    from tonetop.records.registry import registers
    from tonetop.records.write import Change

    about = registers()["Decision"].objects.order_by("row").first()
    plain = {"id": ref, "about": [about.ref], "version": 1, "sha256": "ab" * 32, "answer": answer}
    plain |= {"answered_by": who.person, "answered_on": "2025-12-31", "rank": "top management"}
    return Change(intake.take("Approval", plain | more), after=0)


def by(who: Any) -> Any:
    from tonetop.records.write import By

    return By(f"account-{who.pk}", who.person, "password")


def signed(who: Any, passkey: Authenticator, change: Any) -> Any:
    from tonetop.work.sign import ask, seal, take

    given = take(who, passkey.authenticate(ask(who, "Decision", change, RP)), RP)
    return seal(who, "Decision", change, given)


def last_event() -> dict[str, Any]:
    from tonetop.records import log

    found = log.whole(log.size())
    assert found is not None
    return found.fields()


def problems(folder: Path, tmp_path: Path) -> list[str]:
    """What the check of the folder and the stand-alone verifier of its bundle say."""
    from django.db import connection

    from tonetop.records import sealing
    from tonetop.records.ledger import keys
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.verify import verify_bundle
    from tonetop.work.verify_folder import verify_folder

    sealing.seal()
    write_bundle(connection, keys.load(folder), tmp_path / "bundle.zip")
    found = verify_folder(folder).problems + verify_bundle(tmp_path / "bundle.zip")["problems"]
    return [str(problem) for problem in found]


def test_a_passkey_is_enrolled_and_removed_with_a_line_in_the_ledger(demo: Path):
    from tonetop.work.enrol import passkeys, remove

    who = account()
    made = enrolled(who, FIRST)
    told = last_event()
    assert (told["type"], told["subject"]["id"]) == ("account.passkey-enrolled", str(who.pk))
    assert told["actor"]["id"] == who.person
    assert told["data"] == FIRST.enrolled(who.person).plain()
    assert [str(passkey) for passkey in passkeys(who)] == ["My phone"]
    remove(who, made.pk)
    told = last_event()
    assert (told["type"], told["data"]) == (
        "account.passkey-removed",
        {"credential": base64url(FIRST.credential)},
    )
    assert passkeys(who) == []


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
    from tonetop.records.intake import Refused

    with pytest.raises(Refused, match="signing with a passkey alone"):
        approval(account(), signed=True)


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(FIRST, flags=1),
        replace(FIRST, rp="elsewhere.example"),
        replace(FIRST, origin="https://elsewhere.example"),
    ],
)
def test_a_passkey_that_does_not_verify_its_holder_here_is_not_enrolled(demo: Path, spoilt: Authenticator):
    from tonetop.records.intake import Refused

    with pytest.raises(Refused, match="was not taken"):
        enrolled(account(), spoilt)


def test_an_enrolment_is_used_once_in_time_and_by_whom_it_was_offered_to(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.enrol import enrol, offer

    who, other = account(), account("governance-lead")
    who.set_unusable_password()
    made = FIRST.register(offer(who, RP))
    with pytest.raises(Refused, match="try again"):
        enrol(other, made, "", RP)
    assert str(enrol(who, made, " ", RP)) == "Passkey"
    with pytest.raises(Refused, match="try again"):
        enrol(who, made, "", RP)
    with pytest.raises(Refused, match="enrolled already"):
        enrolled(other, FIRST)


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


def test_an_account_that_is_no_person_enrols_nothing_and_ten_passkeys_are_enough(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.enrol import offer
    from tonetop.work.permission import Forbidden

    who = account()
    who.person = ""
    with pytest.raises(Forbidden, match="no person of the register"):
        offer(who, RP)
    who = account()
    for number in range(10):
        enrolled(who, replace(FIRST, credential=bytes([number])))
    with pytest.raises(Refused, match="10 passkeys already"):
        offer(who, RP)


def test_one_removes_ones_own_passkeys_and_an_administrator_anybodys(demo: Path):
    from tonetop.work.enrol import passkeys, remove
    from tonetop.work.permission import Forbidden

    who = account()
    made = enrolled(who, FIRST)
    with pytest.raises(Forbidden, match="no passkey of yours"):
        remove(account("governance-lead"), made.pk)
    remove(account("administrator"), made.pk)
    assert passkeys(who) == []
    with pytest.raises(Forbidden, match="no passkey of yours"):
        remove(who, made.pk)


def test_a_screen_that_somebody_left_enrols_nothing_without_the_password(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.enrol import offer

    who = account()
    who.set_password("seven green kettles")
    assert offer(who, RP, "seven green kettles")["publicKey"]["rp"]["id"] == RP
    with pytest.raises(Refused, match="not yours"):
        offer(who, RP)


def test_guests_enrol_nothing(demo: Path):
    from tonetop.work.enrol import offer
    from tonetop.work.permission import Forbidden

    with pytest.raises(Forbidden, match="guests look"):
        offer(account("guest-auditor"), RP)


def test_a_passkey_put_into_the_table_behind_the_ledgers_back_is_told(demo: Path, tmp_path: Path):
    from tonetop.records.passkeys import Passkey

    who = account()
    enrolled(who, FIRST)
    assert problems(demo, tmp_path) == []
    Passkey.objects.filter(account=who).update(public_key=SECOND.public.hex())
    (problem,) = problems(demo, tmp_path)
    assert "the table does not hold it as the log tells of it" in problem
