"""How far a directory reaches: into what it brought and closed itself, never into what administrators settled."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.directory import ANN, account, patch, refused, send

OPEN = {"op": "replace", "path": "active", "value": True}
CLOSE = {"op": "replace", "path": "active", "value": False}
EVA = "eva@varnholm.example"


@pytest.fixture
def eva(directory: Client) -> Any:
    """An executive whom an administrator let in."""
    from tonetop.work.invite import make_account

    return make_account("executive", EVA, name="Eva Elm")


def settle(number: str, **standing: Any) -> None:
    """What an administrator says of an account."""
    from tonetop.work.keep_accounts import Standing, change_account

    change_account(account("1"), int(number), Standing(account(number).role, **standing))


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "userName", "value": "mallory@varnholm.example"},
        {"op": "replace", "path": "emails", "value": [{"value": "mallory@varnholm.example"}]},
    ],
)
def test_the_address_of_whom_the_directory_did_not_bring_is_not_changed(
    directory: Client, eva: Any, operation: dict[str, Any]
):
    sentence = refused(patch(directory, str(eva.pk), operation), 400, "mutability")
    assert "no directory brought are changed by administrators alone" in sentence
    eva.refresh_from_db()
    assert (eva.username, eva.email) == (EVA, EVA)


def test_whom_the_directory_did_not_bring_it_may_name_number_and_write_in_other_capitals(
    directory: Client, eva: Any
):
    plain = {"userName": EVA.title(), "displayName": "Eva B. Elm", "externalId": "77"}
    told = send(directory, "PUT", f"Users/{eva.pk}", plain).json()
    assert (told["userName"], told["displayName"], told["externalId"]) == (EVA, "Eva B. Elm", "77")


def test_what_was_taken_out_comes_back_with_no_other_address(directory: Client, eva: Any):
    send(directory, "DELETE", f"Users/{eva.pk}")
    plain = {"userName": EVA, "emails": [{"value": "mallory@varnholm.example"}]}
    refused(send(directory, "POST", "Users", plain), 400, "mutability")
    assert (account(eva.pk).email, account(eva.pk).is_active) == (EVA, False)
    assert send(directory, "POST", "Users", {"userName": EVA}).status_code == 201
    assert account(eva.pk).is_active is True


def test_what_an_administrator_closed_no_directory_opens(directory: Client, eva: Any):
    settle(str(eva.pk), is_active=False)
    words = "no directory closed is let in again by administrators alone"
    assert words in refused(patch(directory, str(eva.pk), OPEN), 400, "mutability")
    assert send(directory, "DELETE", f"Users/{eva.pk}").status_code == 204
    assert words in refused(send(directory, "POST", "Users", {"userName": EVA}), 400, "mutability")
    assert account(eva.pk).is_active is False


def test_what_an_administrator_settled_after_the_directory_closed_it_stays(directory: Client):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    patch(directory, number, CLOSE)
    assert patch(directory, number, OPEN).json()["active"] is True
    settle(number, is_active=False)
    refused(patch(directory, number, OPEN), 400, "mutability")
    settle(number)
    patch(directory, number, CLOSE)
    assert patch(directory, number, OPEN).json()["active"] is True
    patch(directory, number, CLOSE)
    settle(number, is_active=False)
    refused(patch(directory, number, OPEN), 400, "mutability")


def test_the_last_administrator_who_signs_in_for_good_is_not_closed(directory: Client):
    from tonetop.records.models import Account

    Account.objects.create(
        username="short", email="short@varnholm.example", role="administrator", until="2099-12-31"
    )
    assert "last administrator" in refused(patch(directory, "1", CLOSE), 400, "mutability")
    assert "last administrator" in refused(send(directory, "DELETE", "Users/1"), 400, "mutability")
    assert account("1").is_active is True


def test_an_address_that_is_somebodys_user_name_is_taken(directory: Client):
    from tonetop.records.models import Account

    Account.objects.create(username="old@varnholm.example", email="new@varnholm.example")
    plain = {"userName": "fresh", "emails": [{"value": "OLD@varnholm.example"}]}
    refused(send(directory, "POST", "Users", plain), 409, "uniqueness")
    number = send(directory, "POST", "Users", ANN).json()["id"]
    told = {"op": "replace", "path": "userName", "value": "new@varnholm.example"}
    refused(patch(directory, number, told), 409, "uniqueness")
