"""What is done tells how whoever did it showed who they are, as the door learned it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.test import Client, RequestFactory

from tests.web.conftest import House
from tests.web.elsewhere import events

PASSWORD = "tides and towers 2025"
ABOUT = {"title": "Say how long a gate is shut"}


@pytest.fixture
def lead(own: House) -> Any:
    from tonetop.records.models import Account

    account = Account.objects.get(role="governance-lead")
    account.set_password(PASSWORD)
    account.save()
    return account


def add(client: Client, ident: str) -> str:
    """Write a record by the API; how its ledger line says that its writer showed who they are."""
    about = ABOUT | {"id": ident}
    made = client.post("/api/v1/registers/Improvement", about, content_type="application/json")
    assert made.status_code == 201, made.content
    said = [
        one["actor"]["authenticated"] for one in events("record.created") if one["subject"]["id"] == ident
    ]
    return str(said[-1])


def test_a_password_and_a_token_are_told_apart(lead: Any):
    from tonetop.work.token import make_token

    client = Client()
    told = {"login": lead.email, "password": PASSWORD}
    assert client.post("/accounts/login/", told).status_code == 302
    assert add(client, "m-password") == "password"
    token = make_token(lead, "ci")
    assert add(Client(headers={"Authorization": f"Bearer {token}"}), "m-token") == "token"


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        (("password",), "password"),
        (("password", "mfa"), "password, second factor"),
        (("socialaccount",), "single sign-on"),
        (("socialaccount", "mfa"), "single sign-on, second factor"),
        (("password", "socialaccount"), "single sign-on"),
        ((), "account"),
    ],
)
def test_a_session_tells_what_was_shown_at_its_beginning(lead: Any, methods: tuple[str, ...], told: str):
    from tonetop.work.factor_elsewhere import note_door

    request: Any = RequestFactory().get("/")
    request.user, request.session = lead, {}
    for method in methods:
        record_authentication(request, lead, method)
    note_door(request)
    assert lead.came_by == told
