"""The first hour: one page, and clause 5.1 can be computed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.web.test_security import told
from tests.work.conftest import at

pytestmark = pytest.mark.slow

SAID = {
    "organisation": "New House",
    "time_zone": "Europe/Oslo",
    "business": "other",
    "name_1": "Ada Chief",
    "title_1": "CEO",
    "since_1": "2020-01-01",
    "name_2": "Bo Money",
    "since_2": "2022-05-01",
    "lead": "Cy Lead",
    "authority": "may stop a release",
    "me": "lead",
}


@pytest.fixture(scope="module")
def opened(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was opened and closed again; copy it, do not change it."""
    from tonetop.work.open_folder import open_folder

    with django_db_blocker.unblock(), at(tmp_path_factory.mktemp("begin") / "data") as folder:
        open_folder(create=True)
    return folder


@pytest.fixture
def client(django_db_blocker: Any, opened: Path, tmp_path: Path) -> Iterator[Any]:
    from django.conf import settings
    from django.test import Client

    from tonetop.work.invite import make_account

    with django_db_blocker.unblock(), at(databases.copied(opened, tmp_path / "data")):
        client = Client()
        account = make_account("governance-lead", "lead@example.org", name="Cy Lead")
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
        yield client


def people() -> dict[str, tuple[str, bool | None, str]]:
    from tonetop.records.registry import registers

    rows = registers()["Person"].objects.order_by("ref")
    return {row.name: (row.ref, row.is_top_management, row.valid_from) for row in rows}


def test_an_empty_home_leads_to_the_page_on_which_one_begins(client: Any):
    assert 'href="/begin/"' in client.get("/").content.decode()
    page = client.get("/begin/").content.decode()
    assert "Top management" in page


def test_one_page_names_the_house_its_leaders_and_who_runs_the_system(client: Any):
    from tonetop.records.models import Account
    from tonetop.records.registry import registers

    home = client.post("/begin/", SAID, follow=True).content.decode()
    assert "4 records were made" in home
    assert "New House" in home
    assert people() == {
        "Ada Chief": ("P-1", True, "2020-01-01"),
        "Bo Money": ("P-2", True, "2022-05-01"),
        "Cy Lead": ("P-3", None, people()["Cy Lead"][2]),
    }
    role = registers()["RoleAssignment"].objects.get()
    assert (role.role, role.person, role.authority) == ("aims-lead", "P-3", "may stop a release")
    assert Account.objects.get(role="governance-lead").person == "P-3"
    changed = {"role": "governance-lead", "person": "P-3", "active": True, "until": ""}
    assert told("account.changed") == [changed]


def test_later_on_only_who_keeps_accounts_says_whom_an_account_is_of(client: Any):
    from tonetop.records.models import Account
    from tonetop.work.begin import Beginning, Leader, begin

    client.post("/begin/", SAID | {"me": ""})
    assert not Account.objects.get().person
    again = SAID | {"name_1": "Dee Late", "name_2": "", "me": "1", "lead": ""}
    assert client.post("/begin/", again).status_code == 302
    assert "Dee Late" in people()
    assert not Account.objects.get().person
    assert told("account.changed") == []
    Account.objects.update(role="administrator")
    eve = Leader("Eve Later", "CFO", "2024-01-01")
    begin(Account.objects.get(), Beginning("New House", "UTC", "other", [eve], me="Eve Later"))
    assert Account.objects.get().person == people()["Eve Later"][0]
    assert len(told("account.changed")) == 1


def test_who_is_recorded_already_is_not_asked_for_again(client: Any):
    client.post("/begin/", SAID)
    page = client.get("/begin/").content.decode()
    assert "Ada Chief" in page and "Recorded already" in page
    assert client.post("/begin/", SAID | {"name_2": ""}).status_code == 400
    alone = SAID | {"organisation": "Newer", "name_1": "", "name_2": "", "lead": "Bo Money"}
    assert client.post("/begin/", alone).status_code == 302
    assert list(people()) == ["Ada Chief", "Bo Money", "Cy Lead"]


def test_a_leader_who_runs_the_system_too_is_one_person(client: Any):
    client.post("/begin/", SAID | {"lead": "Ada Chief", "me": "1"})
    assert list(people()) == ["Ada Chief", "Bo Money"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"organisation": " "}, "Say what the organisation is called"),
        ({"name_1": "", "name_2": ""}, "Name at least one top manager"),
        ({"since_2": ""}, "Bo Money: say from which day the rank is held"),
        ({"time_zone": "Mars"}, "is no IANA time zone"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_nothing_is_written(
    client: Any, wrong: dict[str, str], why: str
):
    answer = client.post("/begin/", SAID | wrong)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert why in page
    assert 'value="may stop a release"' in page  # nothing typed is lost
    assert people() == {}


def test_those_who_do_not_manage_are_told_whom_to_ask(client: Any):
    from tonetop.records.models import Account

    Account.objects.update(role="process-owner")
    assert client.get("/begin/").status_code == 403


def test_a_sample_is_looked_at_and_taken_away_again_with_one_confirmed_click(client: Any):
    assert "Look at a sample organisation" in client.get("/begin/").content.decode()
    home = client.post("/begin/sample/", follow=True).content.decode()
    assert "The sample organisation is here" in home
    assert "Ingrid Solvang" in client.get("/registers/Person/").content.decode()
    assert "Take the sample away</a>" in client.get("/").content.decode()
    page = client.get("/begin/").content.decode()
    assert 'name="organisation"' not in page
    assert client.post("/begin/", SAID).status_code == 400
    unsure = client.post("/begin/sample/", {"remove": "1"}, follow=True).content.decode()
    assert "Tick that you are sure" in unsure
    gone = client.post("/begin/sample/", {"remove": "1", "sure": "1"}, follow=True).content.decode()
    assert "The sample is gone" in gone
    assert 'name="organisation"' in gone
    assert "Ingrid Solvang" not in client.get("/registers/Person/").content.decode()
    assert client.post("/begin/", SAID).status_code == 302
    assert "Look at a sample organisation" not in client.get("/begin/").content.decode()
    assert (
        "Something was recorded here already" in client.post("/begin/sample/", follow=True).content.decode()
    )


def test_a_sample_is_for_those_who_keep_the_house(client: Any):
    from tonetop.records.models import Account

    Account.objects.update(role="dpo")
    assert client.post("/begin/sample/").status_code == 403
    assert client.get("/begin/sample/").status_code == 405


@pytest.fixture
def first(django_db_blocker: Any, tmp_path: Path) -> Iterator[Any]:
    """The first administrator of a new house, signed in with a password and nothing else."""
    from django.conf import settings
    from django.test import Client

    from tonetop.work.invite import first_account
    from tonetop.work.open_folder import open_folder

    with django_db_blocker.unblock(), at(tmp_path / "data"):
        open_folder(create=True)
        client = Client()
        client.force_login(first_account(), backend=settings.AUTHENTICATION_BACKENDS[0])
        yield client


def test_whoever_sets_the_house_up_begins_first_and_every_page_asks_for_a_second_factor(first: Any):
    for address in ("/", "/begin/", "/inbox/", "/settings/", "/security/"):
        page = first.get(address).content.decode()
        assert "Enrol a second factor until" in page, address
        assert 'href="/security/"' in page
    assert "Nothing else opens until then" not in first.get("/security/").content.decode()
    assert first.post("/begin/", SAID | {"me": ""}).status_code == 302
    assert first.get("/api/v1/catalogue").status_code == 200


def test_a_day_later_nothing_else_opens_before_it(first: Any):
    from datetime import timedelta

    from tonetop.records.models import Account

    who = Account.objects.get()
    Account.objects.update(date_joined=who.date_joined - timedelta(days=1))
    assert first.get("/begin/")["Location"] == "/security/"
    assert first.get("/api/v1/catalogue").status_code == 403
    page = first.get("/security/").content.decode()
    assert "First enrol a second factor" in page
    assert "Enrol a second factor until" not in page


def test_only_the_first_and_only_administrator_begins_without(first: Any):
    from tonetop.records.models import Account
    from tonetop.work.invite import make_account
    from tonetop.work.second_factor import begins_until

    who = Account.objects.get()
    assert begins_until(make_account("executive", "ada@example.org")) is None
    assert begins_until(who) is not None
    other = make_account("administrator", "bo@example.org")
    assert begins_until(who) is begins_until(other) is None
    who.role = "executive"
    who.save()
    assert begins_until(other) is None
    assert first.get("/begin/")["Location"] == "/security/"


def test_the_notice_goes_once_a_factor_is_there(first: Any):
    from allauth.mfa.models import Authenticator

    from tonetop.records.models import Account

    Authenticator.objects.create(user=Account.objects.get(), type="totp", data={"secret": ""})
    assert "Enrol a second factor until" not in first.get("/begin/").content.decode()
