"""A copy of the database holds no secret that somebody could come in by, sign by, or read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.test_concern import raised
from tests.web.test_reading import text
from tests.web.test_security import PASSWORD, account, code_of, comes

SAID = "A whale was fed with the personal data of the harbour."
pytestmark = pytest.mark.sqlite


def dumped(folder: Path) -> bytes:
    """Everything that lies in the database, also what only its log holds yet."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("tonetop.sqlite3*")))


def planted(own: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every secret that the program hands out or takes, by what it is."""
    from tonetop.records.write import By
    from tonetop.work.calendar_feed import new_address
    from tonetop.work.directory_key import make_key
    from tonetop.work.invite import invite
    from tonetop.work.token import make_token
    from tonetop.work.webhooks import Wish, add

    who = account("dpo")
    client, _ = comes(who)
    found = {"password": PASSWORD, "session": client.cookies["sessionid"].value}
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = text(client.get("/accounts/2fa/totp/activate/"))
    found["app, while it is set up"] = re.search(r'id="secret"[^>]* value="(\w+)"', page)[1]  # type: ignore[index]
    assert dumped(own.folder).count(found["app, while it is set up"].encode()) == 0
    codes = client.post(
        "/accounts/2fa/totp/activate/", {"code": code_of(found["app, while it is set up"])}, follow=True
    )
    for number, code in enumerate(re.findall(r"<code>(\d{8})</code>", codes.content.decode())):
        found[f"recovery code {number}"] = code
    found["one-time link"] = invite(account("executive"))
    found["token"] = make_token(who, "a program")
    found["feed"] = new_address(who).rpartition("/")[2].removesuffix(".ics")
    found["directory key"] = make_key("directory", "staff", By())
    monkeypatch.setenv("TONETOP_WEBHOOK_HOSTS", "hooks.example")
    _, found["webhook"] = add(Wish("one", "https://hooks.example/x"))
    found["receipt of a concern"] = raised(own, text=SAID)
    found["concern"] = SAID
    return found


def test_a_dump_of_the_database_holds_no_secret(own: House, monkeypatch: pytest.MonkeyPatch):
    found = planted(own, monkeypatch)
    data = dumped(own.folder)
    assert len(found) >= 18
    assert {name for name, secret in found.items() if secret.encode() in data} == set()
    assert b"Varnholm" in data  # what is no secret is found, so the search finds


def test_whoever_knows_what_the_database_holds_of_a_session_does_not_come_in(own: House):
    from django.contrib.sessions.models import Session

    client, _ = comes(account("dpo"))
    assert client.get("/inbox/").status_code == 200
    for kept in Session.objects.values_list("session_key", flat=True):
        thief: Any = Client()
        thief.cookies["sessionid"] = kept
        assert thief.get("/inbox/").status_code == 302


def test_a_session_closed_under_another_secret_holds_nothing(own: House, settings: Any):
    client, _ = comes(account("dpo"))
    settings.SECRET_KEY = "another secret of another server that nobody knows at all"
    assert client.get("/inbox/").status_code == 302


def test_files_that_hold_secrets_are_their_owners_alone(own: House):
    held = [
        own.folder / name
        for name in ("ledger.key", "web.key", "tonetop.sqlite3")
        if (own.folder / name).is_file()
    ]
    assert held
    assert {file.stat().st_mode & 0o077 for file in held} == {0}
