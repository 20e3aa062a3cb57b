"""Settings and accounts: changed by those who may, logged, and come in by one-time links."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text

LINK = re.compile(r"http://testserver(/welcome/[\w-]+/)")
PASSWORD = "a quiet word about risk"


def invited(own: House, **changed: str) -> str:
    """The one-time link of a new account."""
    sent = {"name": "Nia Newe", "email": "nia@example.org", "role": "dpo", "person": ""} | changed
    found = LINK.search(text(own["administrator"].post("/settings/accounts/", sent)))
    assert found
    return found[1]


def chosen(**changed: str) -> dict[str, str]:
    """What somebody fills in on coming in."""
    return {"name": "Nia Newe", "email": "", "password": PASSWORD, "again": PASSWORD} | changed


def last_line() -> tuple[str, str, dict[str, object]]:
    """The ledger's newest event: its type, who entered it, its data."""
    from tonetop.records import log

    line = log.whole(log.size())
    assert line
    fields = line.fields()
    return fields["type"], fields["entered_by"], fields["data"]


def test_the_organisation_is_renamed_with_a_ledger_line(own: House):
    sent = {"name": "Varnholm Mutual", "time_zone": "Europe/Stockholm", "business": "other"}
    assert "Saved." in text(own["governance-lead"].post("/settings/organisation/", sent, follow=True))
    assert "Varnholm Mutual" in text(own["dpo"].get("/"))
    kind, by, data = last_line()
    assert (kind, data["name"], data["time_zone"]) == (
        "organisation.changed",
        "Varnholm Mutual",
        "Europe/Stockholm",
    )
    assert by.startswith("account-")


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Olympus"), ("business", "nonsense")])
def test_a_setting_that_is_none_is_refused_in_one_sentence(own: House, field: str, value: str):
    sent = {"name": "Kept name", "time_zone": "Europe/Oslo", "business": "other"} | {field: value}
    response = own["administrator"].post("/settings/organisation/", sent)
    assert response.status_code == 400
    assert value in text(response)
    assert "Kept name" in text(response)


def test_whoever_is_invited_comes_in_once_and_signs_in_afterwards(own: House):
    link = invited(own)
    assert "you come in as: DPO" in text(own.anybody.get(link))
    assert own.anybody.post(link, chosen()).status_code == 302
    assert "Nia Newe" in text(own.anybody.get("/"))
    from django.test import Client

    other = Client()
    assert other.get(link).status_code == 410
    assert other.post(link, chosen()).status_code == 410
    other.post("/accounts/login/", {"login": "nia@example.org", "password": PASSWORD})
    assert other.get("/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "another one entirely"}, "The two passwords differ"),
        ({"password": "password1234567", "again": "password1234567x"}, "differ"),
        ({"name": "  "}, "Write your name"),
    ],
)
def test_a_poor_choice_is_said_and_does_not_use_the_link_up(own: House, changed: dict[str, str], said: str):
    link = invited(own)
    response = own.anybody.post(link, chosen(**changed))
    assert response.status_code == 400
    assert said in text(response)
    assert PASSWORD not in text(response)
    assert own.anybody.post(link, chosen()).status_code == 302


def test_a_link_does_not_change_the_address_of_its_account(own: House):
    from tonetop.records.models import Account

    own.anybody.post(invited(own), chosen(email="somebody-else@example.org"))
    assert Account.objects.filter(email="nia@example.org").exists()


def test_the_first_administrator_chooses_an_address_too(own: House):
    from tonetop.records.models import Account
    from tonetop.work.invite import invite, make_account

    link = f"/welcome/{invite(make_account('administrator'))}/"
    taken = own.anybody.post(link, chosen(email="dpo@steady.demo.example"))
    assert "there is an account with the e-mail address" in text(taken).lower()
    assert own.anybody.post(link, chosen(email="nonsense")).status_code == 400
    assert own.anybody.post(link, chosen(email="first@example.org")).status_code == 302
    assert Account.objects.get(email="first@example.org").role == "administrator"


def test_a_new_link_makes_the_earlier_one_lapse(own: House):
    from tonetop.records.models import Account

    first = invited(own)
    number = Account.objects.get(email="nia@example.org").pk
    page = text(own["administrator"].post(f"/settings/accounts/{number}/", {"link": "1"}))
    second = LINK.search(page)
    assert second
    assert own.anybody.get(first).status_code == 410
    assert own.anybody.get(second[1]).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "nonsense"}, "is no e-mail address"),
        ({"email": "dpo@steady.demo.example"}, "already"),
        ({"role": "king"}, "is no role"),
        ({"person": "nobody"}, "is no person of the register"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_and_keeps_what_was_written(
    own: House, changed: dict[str, str], said: str
):
    sent = {"name": "Kept Name", "email": "nia@example.org", "role": "dpo", "person": ""} | changed
    response = own["administrator"].post("/settings/accounts/", sent)
    assert response.status_code == 400
    assert said in text(response)
    assert "Kept Name" in text(response)


def test_an_account_that_is_shut_out_is_out_at_once(own: House):
    from tonetop.records.models import Account

    number = Account.objects.get(role="dpo").pk
    own["administrator"].post(f"/settings/accounts/{number}/", {"role": "dpo", "person": "vos"})
    assert last_line()[0] == "account.changed"
    assert own["dpo"].get("/").status_code == 302


def test_the_last_administrator_stays_one(own: House):
    from tonetop.records.models import Account

    number = Account.objects.get(role="administrator").pk
    for sent in ({"role": "dpo", "active": "on"}, {"role": "administrator"}):
        response = own["administrator"].post(f"/settings/accounts/{number}/", sent)
        assert response.status_code == 400
        assert "the last administrator" in text(response)


def test_a_role_given_holds_from_the_next_page_on(own: House):
    from tonetop.records.models import Account

    number = Account.objects.get(role="guest-auditor").pk
    own["administrator"].post(f"/settings/accounts/{number}/", {"role": "governance-lead", "active": "on"})
    assert own["guest-auditor"].get("/registers/Person/new/").status_code == 200


def test_a_guest_sees_what_the_organisation_is_set_to_and_no_accounts(house: House):
    from tonetop.records.models import Account

    page = house["guest-auditor"].get("/settings/").content.decode()
    assert "Europe/" in page
    assert "?part=parameters" in page
    assert "Last signed in" not in page
    emails = list(Account.objects.exclude(role="guest-auditor").values_list("email", flat=True))
    assert emails
    assert not any(email in page for email in emails)
    assert "Last signed in" in house["process-owner"].get("/settings/").content.decode()


def test_an_administrator_takes_the_whole_organisation_along_and_the_ledger_says_so(own: House):
    from io import BytesIO
    from zipfile import ZipFile

    answer = own["administrator"].post("/settings/organisation.zip")
    raw = b"".join(answer.streaming_content)
    answer.close()
    names = ZipFile(BytesIO(raw)).namelist()
    assert {"manifest.json", "ledger/events.jsonl", "registers/Person.jsonl"} <= set(names)
    assert not [name for name in names if name.startswith("confided/")]
    assert last_line()[0] == "organisation.exported"
    assert own["governance-lead"].post("/settings/organisation.zip").status_code == 403
    assert "Download the organisation" not in text(own["governance-lead"].get("/settings/"))
