"""SCIM 2.0, as directories speak it: bring, change, close; and what it must never do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.directory import ANN, account, events, patch, refused, send


@pytest.mark.parametrize("place", ["Users", "Users/1", "ServiceProviderConfig", "Schemas", "nonsense"])
@pytest.mark.parametrize("sent", ["", "Bearer wrong", "Bearer ", "Basic cm9vdDpyb290"])
def test_nothing_is_told_without_a_key(directory: Client, place: str, sent: str):
    stranger = Client(headers={"Authorization": sent} if sent else {})
    answer = send(stranger, "GET", place)
    assert "the key that an administrator made" in refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_neither_an_api_token_nor_a_session_of_an_administrator_is_a_key(directory: Client):
    from tonetop.work.token import make_token

    root = account("1")
    program = Client(headers={"Authorization": f"Bearer {make_token(root, 'api')}"})
    assert send(program, "GET", "Users").status_code == 401
    signed_in = Client()
    signed_in.force_login(root)
    assert send(signed_in, "GET", "Users").status_code == 401
    assert directory.get("/api/v1/registers/Person").status_code == 401


def test_a_key_that_was_withdrawn_opens_nothing_and_only_its_hash_was_kept(directory: Client):
    from tonetop.records.provisioning import DirectoryKey
    from tonetop.work.directory_key import keys, withdraw_key

    (key,) = keys()
    told = directory.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert told.startswith("tonetop_scim_")
    assert told not in str(DirectoryKey.objects.values())
    assert send(directory, "GET", "Users").status_code == 200
    withdraw_key(key.pk)
    assert send(directory, "GET", "Users").status_code == 401
    assert not DirectoryKey.objects.exists()
    assert [data for data, _ in events("directory.key-made")] == [{"role": "process-owner"}]
    assert len(events("directory.key-withdrawn")) == 1


@pytest.mark.parametrize("role", ["administrator", "guest-auditor", "king"])
def test_a_directory_gives_no_role_that_is_for_administrators_to_give(folder: Path, role: str):
    from tonetop.records.intake import Refused
    from tonetop.work.directory_key import make_key

    with pytest.raises(Refused, match="no role that a directory may give"):
        make_key("Directory", role)


def test_somebody_is_brought_found_read_changed_and_closed(directory: Client):
    made = send(directory, "POST", "Users", ANN)
    told = made.json()
    number = told["id"]
    assert made.status_code == 201
    assert made.headers["Location"] == told["meta"]["location"] == f"http://testserver/scim/v2/Users/{number}"
    assert (told["userName"], told["externalId"], told["displayName"], told["active"]) == (
        "ann@varnholm.example",
        "4711",
        "Ann Aune",
        True,
    )
    assert told["roles"] == [{"value": "process-owner"}]
    assert account(number).has_usable_password() is False
    assert send(directory, "GET", f"Users/{number}").json() == told
    for filter in ('userName eq "ANN@varnholm.example"', 'externalId eq "4711"', f'id eq "{number}"'):
        found = directory.get("/scim/v2/Users", {"filter": filter}).json()
        assert [one["id"] for one in found["Resources"]] == [number]
    changed = send(directory, "PUT", f"Users/{number}", ANN | {"displayName": "Ann B. Aune"})
    assert changed.json()["displayName"] == "Ann B. Aune"
    closed = patch(directory, number, {"op": "Replace", "path": "active", "value": "False"})
    assert closed.status_code == 200
    assert closed.json()["active"] is False
    assert account(number).is_active is False
    assert patch(directory, number, {"op": "replace", "value": {"active": True}}).json()["active"] is True
    who = events("account.created")[-1][1]
    assert who == events("account.changed")[0][1] == "directory 1"
    assert [data["active"] for data, _ in events("account.changed")] == [False, True]
    assert events("account.renamed") == [({"fields": ["name"]}, "directory 1")]


def test_saying_the_same_again_changes_nothing_and_leaves_no_line(directory: Client):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    before = len(events("account.changed")) + len(events("account.renamed"))
    assert send(directory, "PUT", f"Users/{number}", ANN).status_code == 200
    assert patch(directory, number, {"op": "replace", "path": "active", "value": True}).status_code == 200
    assert len(events("account.changed")) + len(events("account.renamed")) == before


def test_a_closed_account_ends_its_sessions_and_its_token(directory: Client):
    from tonetop.work.token import READS, account_of, make_token

    number = send(directory, "POST", "Users", ANN).json()["id"]
    token = make_token(account(number), "program")
    there = Client()
    there.force_login(account(number))
    assert there.get("/inbox/").status_code == 200
    patch(directory, number, {"op": "replace", "path": "active", "value": False})
    assert there.get("/inbox/").status_code == 302
    assert account_of(token, READS) is None


def test_who_is_taken_out_is_closed_and_hidden_but_stays_and_can_come_back(directory: Client):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    assert send(directory, "DELETE", f"Users/{number}").status_code == 204
    refused(send(directory, "GET", f"Users/{number}"), 404)
    refused(send(directory, "DELETE", f"Users/{number}"), 404)
    found = directory.get("/scim/v2/Users", {"filter": 'userName eq "ann@varnholm.example"'}).json()
    assert found["totalResults"] == 0
    assert account(number).is_active is False
    again = send(directory, "POST", "Users", ANN | {"displayName": "Ann Aune"})
    assert (again.status_code, again.json()["id"], again.json()["active"]) == (201, number, True)


def test_somebody_who_is_there_already_is_not_brought_twice(directory: Client):
    send(directory, "POST", "Users", ANN)
    for plain in (
        ANN,
        {"userName": "ANN@varnholm.example"},
        {"userName": "other", "emails": [{"value": "root@varnholm.example"}]},
    ):
        assert "there is an account with" in refused(
            send(directory, "POST", "Users", plain), 409, "uniqueness"
        )


def test_an_account_may_be_brought_closed_and_with_a_user_name_that_is_no_address(directory: Client):
    plain = {
        "userName": "aune",
        "active": False,
        "emails": [{"value": "home@x.example"}, {"value": "a@x.example", "primary": True}],
    }
    told = send(directory, "POST", "Users", plain).json()
    assert (told["userName"], told["emails"][0]["value"], told["active"], told["displayName"]) == (
        "aune",
        "a@x.example",
        False,
        "aune",
    )


def test_a_role_is_not_given_by_the_directory(directory: Client):
    number = send(directory, "POST", "Users", ANN | {"roles": [{"value": "administrator"}]}).json()["id"]
    patch(directory, number, {"op": "add", "path": "roles", "value": [{"value": "administrator"}]})
    assert account(number).role == "process-owner"


def test_an_administrator_keeps_name_and_address_and_the_last_one_stays(directory: Client):
    from tonetop.records.models import Account

    for operation in (
        {"op": "replace", "path": "userName", "value": "mine@elsewhere.example"},
        {"op": "replace", "path": "emails", "value": [{"value": "mine@elsewhere.example"}]},
    ):
        assert "by administrators alone" in refused(patch(directory, "1", operation), 400, "mutability")
    close = {"op": "replace", "path": "active", "value": False}
    assert "last administrator" in refused(patch(directory, "1", close), 400, "mutability")
    assert "last administrator" in refused(send(directory, "DELETE", "Users/1"), 400, "mutability")
    Account.objects.create(username="second", email="second@varnholm.example", role="administrator")
    assert patch(directory, "1", close).json()["active"] is False
    again = {"op": "replace", "path": "active", "value": True}
    assert "let in again by administrators alone" in refused(patch(directory, "1", again), 400, "mutability")
    assert account("1").email == "root@varnholm.example"


def test_an_address_that_another_account_has_is_not_taken_over(directory: Client):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    told = {"op": "replace", "path": "emails", "value": [{"value": "ROOT@varnholm.example"}]}
    refused(patch(directory, number, told), 409, "uniqueness")
    refused(patch(directory, "99999", told), 404)
    refused(patch(directory, "x", told), 404)


def test_a_ledger_that_cannot_be_written_to_says_so_and_nothing_changes(
    directory: Client, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records.ledger.database import LedgerError
    from tonetop.work import keep_listed

    def full(*_: Any) -> None:
        raise LedgerError("the disk is full")

    number = send(directory, "POST", "Users", ANN).json()["id"]
    monkeypatch.setattr(keep_listed, "tell", full)
    answer = patch(directory, number, {"op": "replace", "path": "active", "value": False})
    assert refused(answer, 503) == "the disk is full"
    assert account(number).is_active is True
