"""The page on which passkeys are enrolled and removed, and what the script on it is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.making_signatures import Authenticator
from tests.web.conftest import House

HERE = Authenticator(rp="testserver")
PASSWORD = "seven green kettles"


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """No attempt of an earlier test counts."""
    from django.core.cache import cache

    cache.clear()


def account(house: House, role: str = "executive") -> Any:
    from django.conf import settings

    from tonetop.records.models import Account

    found = Account.objects.get(role=role)
    found.set_password(PASSWORD)
    found.save()
    house[role].force_login(found, backend=settings.AUTHENTICATION_BACKENDS[0])
    return found


def enrol(house: House, passkey: Authenticator = HERE, **form: str) -> Any:
    account(house)
    client = house["executive"]
    offered = client.post("/signing/offer/", {"password": PASSWORD})
    credential = json.dumps(passkey.register(offered.json()))
    return client.post("/signing/enrol/", {"credential": credential} | form, follow=True)


def test_the_page_teaches_what_a_signature_is_and_that_it_is_no_qualified_one(house: House):
    page = house["executive"].get("/signing/").content.decode()
    assert "None yet" in page
    assert "It is not a qualified electronic signature" in page


def test_a_passkey_is_enrolled_shown_and_removed(own: House):
    page = enrol(own, name="My phone").content.decode()
    assert "My phone is enrolled" in page
    assert page.count("Remove My phone") == 1
    from tonetop.records.passkeys import Passkey

    made = Passkey.objects.get()
    assert f"/signing/{made.pk}/remove/" in page
    page = own["executive"].post(f"/signing/{made.pk}/remove/", follow=True).content.decode()
    assert "My phone signs no more" in page
    assert not Passkey.objects.exists()


def test_a_wrong_password_and_too_many_of_them_are_told_to_the_script(own: House):
    account(own)
    said = [own["executive"].post("/signing/offer/", {"password": "x"}) for _ in range(12)]
    assert {response.status_code for response in said} == {400}
    assert said[0].json() == {"problem": "The password is not yours; write it again."}
    assert "too many attempts" in said[-1].json()["problem"]


def test_a_guest_and_an_account_that_is_nobody_are_told_why_they_cannot_enrol(own: House):
    assert own["guest-auditor"].post("/signing/offer/").status_code == 403
    found = account(own)
    found.person = ""
    found.save()
    assert own["executive"].post("/signing/offer/", {"password": PASSWORD}).status_code == 403
    assert "is no person of the register" in own["executive"].get("/signing/").content.decode()


@pytest.mark.parametrize("sent", ["", "{", "[]", "{}", '{"rawId": 5}', "[" * 100_000])
def test_nonsense_instead_of_a_passkey_is_refused_in_a_sentence(own: House, sent: str):
    account(own)
    response = own["executive"].post("/signing/enrol/", {"credential": sent})
    assert response.status_code == 400
    assert "The browser sent no passkey" in response.content.decode()


def test_a_house_that_was_opened_by_number_says_that_passkeys_need_a_name(own: House):
    page = own["executive"].get("/signing/", headers={"host": "127.0.0.1"}).content.decode()
    assert "Browsers bind passkeys to a name" in page


def test_a_passkey_of_another_name_of_the_house_or_of_another_person_says_so(own: House):
    enrol(own, name="My phone")
    page = own["executive"].get("/signing/", headers={"host": "localhost"}).content.decode()
    assert "Signs where this house is opened as testserver" in page
    found = account(own)
    found.person = account(own, "governance-lead").person
    found.save()
    assert "You are another person of the register now" in own["executive"].get("/signing/").content.decode()


def test_nobody_removes_the_passkey_of_somebody_else_but_an_administrator(own: House):
    from tonetop.records.passkeys import Passkey

    enrol(own, name="My phone")
    number = Passkey.objects.get().pk
    assert "Passkeys of others" not in own["governance-lead"].get("/signing/").content.decode()
    assert "Remove My phone of" in own["administrator"].get("/signing/").content.decode()
    assert own["governance-lead"].post(f"/signing/{number}/remove/").status_code == 403
    assert own["administrator"].post(f"/signing/{number}/remove/").status_code == 302


RISK = {"type": "RiskAssessment", "ref": "risk-2"}


def answer(house: House, **form: str) -> Any:
    return house["executive"].post("/answer/RiskAssessment/risk-2/", form | {"sha256": shown()})


def shown() -> str:
    from tonetop.records.write import latest
    from tonetop.work.shown import digest

    row = latest(*RISK.values())
    assert row is not None
    return digest(row)


def asked(house: House, word: str = "approved") -> Any:
    form = {"answer": word, "sha256": shown()}
    return house["executive"].post("/signing/ask/RiskAssessment/risk-2/", form)


def approvals() -> list[Any]:
    from tonetop.records.registry import registers

    return list(registers()["Approval"].objects.filter(about=("risk-2",)).order_by("row"))


def test_an_answer_is_signed_on_the_page_on_which_it_is_given(own: House):
    enrol(own)
    page = own["executive"].get("/answer/RiskAssessment/risk-2/").content.decode()
    assert 'data-passkey="/signing/ask/RiskAssessment/risk-2/"' in page
    assertion = json.dumps(HERE.authenticate(asked(own).json()))
    assert answer(own, answer="approved", sign="1", assertion=assertion).status_code == 302
    assert [made.signed for made in approvals()] == [True]


def test_another_answer_than_the_signed_one_or_none_that_was_signed_is_refused(own: House):
    enrol(own)
    assertion = json.dumps(HERE.authenticate(asked(own).json()))
    for form in ({"answer": "seen", "assertion": assertion}, {"answer": "approved", "sign": "1"}):
        assert answer(own, **form).status_code == 400
    assert answer(own, answer="approved", assertion=assertion).status_code == 400
    assert approvals() == []


def test_whoever_has_no_passkey_answers_unsigned_and_is_shown_where_to_enrol_one(own: House):
    page = own["executive"].get("/answer/RiskAssessment/risk-2/").content.decode()
    assert "Sign your answers with a passkey" in page
    assert "data-passkey" not in page
    assert "no passkey to sign with" in asked(own).json()["problem"]
    assert answer(own, answer="approved").status_code == 302
    assert [made.signed for made in approvals()] == [None]


def test_what_may_not_be_answered_is_not_asked_to_be_signed(own: House):
    enrol(own)
    assert "is no answer" in asked(own, "nonsense").json()["problem"]
    assert own["guest-auditor"].post("/signing/ask/RiskAssessment/risk-2/").status_code == 403
    assert own["executive"].post("/signing/ask/Nonsense/x/", {"answer": "approved"}).status_code == 400
