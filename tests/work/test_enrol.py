"""Passkeys are enrolled and removed by whom they belong to, with a line in the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.making_signatures import Authenticator
from tests.work.signers import FIRST, RP, account, enrolled, last_event
from tonetop.core.signing import base64url


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
