"""Every route × every role (and nobody) × GET and POST: what comes of it stands in one table, and nowhere else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.addresses import ADDRESSES
from tests.web.conftest import ROLES, House
from tests.web.permissions import ANYBODY, BY_MAIL, GONE, GROUPS, LOGIN, METHOD, NO, TABLE, YES, expected
from tests.web.routes import routes

pytestmark = pytest.mark.slow

EVERYBODY = ("nobody", *ROLES, "staff")
LOOKERS = {"guest-auditor": {"guest.read", "personal.handed-out"}, "staff": {"personal.handed-out"}}
"""Who changes nothing whatever they send, and what the ledger tells of them all the same."""


@pytest.fixture(scope="module")
def everybody(house: House) -> House:
    """The demo with somebody of the staff too, who is a person of the register."""
    from django.conf import settings
    from django.test import Client

    from tonetop.work.invite import make_account

    staff = make_account("staff", "staff@example.org", person="thun", name="Staff")
    staff.set_password("what everybody knows")
    staff.save()
    house.clients["staff"] = Client()
    house.clients["staff"].force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    return house


def test_every_route_stands_in_the_table_once_and_every_line_of_it_is_a_route():
    assert {name for name, _ in routes()} == set(TABLE)
    assert sum(len(names) for *_, names in GROUPS) == len(TABLE)


INLINE = re.compile(
    rb"<script(?![^>]*\ssrc=[\"']/)|<[^>]*\s(?:on[a-z]+|style)\s*=|javascript:|<style|<base|(?:src|action)=[\"']?(?:https?:)?//"
    rb"|<link[^>]*href=[\"']?(?:https?:)?//",
    re.I,
)
"""Script or style within a page, and what a page would load or send elsewhere."""


def held_by_headers(response: Any, what: str) -> None:
    """Every answer says what a browser may do with it; no page has script of its own, or loads from elsewhere."""
    policy = response.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy, what
    assert response.get("Referrer-Policy") in {"same-origin", "no-referrer"}, what
    for name, value in EXPECTED.items():
        assert response.get(name) == value, f"{what}: {name}"
    is_shown = not response.get("Content-Disposition", "").startswith("attachment")
    if is_shown and response.get("Content-Type", "").startswith("text/html") and not response.streaming:
        found = INLINE.search(response.content)
        assert not found, f"{what}: {found and found[0]!r}"


EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def outcome(house: House, who: str, method: str, address: str) -> str:
    """What came of a request, which is undone afterwards; a refused one must have written nothing."""
    from django.db import transaction
    from django.test import Client

    from tonetop.work.assess import position, since

    client = Client()
    if who != "nobody":
        client.cookies["sessionid"] = house[who].cookies["sessionid"].value
    with transaction.atomic():
        before = position()
        response = getattr(client, method.lower())(address)
        wrote = {type for type, _ in since(before)}
        transaction.set_rollback(True)
    held_by_headers(response, f"{who} {method} {address}")
    response.close()
    is_told_busy = response.status_code == 503 and address == "/readyz"  # no jobs look here
    assert response.status_code < 500 or is_told_busy, f"{who} {method} {address}"
    if response.status_code == 401 or response.get("Location", "").startswith("/accounts/login/?next="):
        told = LOGIN
    else:
        told = {403: NO, 404: GONE, 405: METHOD}.get(response.status_code, YES)
    assert told == YES or not wrote, f"{who} {method} {address} was {told} and wrote {wrote}"
    assert wrote <= LOOKERS.get(who, wrote), f"{who} {method} {address} wrote {wrote}"
    return told


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_route_lets_in_whom_the_table_says_and_nobody_else(everybody: House, who: str):
    addresses = {name: ADDRESSES.get(name, f"/{pattern}") for name, pattern in routes()}
    asked = [(name, method) for name in addresses for method in ("GET", "POST")]
    came = {(name, method): outcome(everybody, who, method, addresses[name]) for name, method in asked}
    differ = {key: came[key] for key in asked if came[key] != expected(*key, who)}
    assert differ == {}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_password_is_chosen_anew_by_anybody_where_mail_is_sent(
    everybody: House, who: str, monkeypatch: pytest.MonkeyPatch
):
    from django.conf import settings

    addresses = {name: ADDRESSES.get(name, f"/{pattern}") for name, pattern in routes() if name in BY_MAIL}
    assert set(addresses) == set(BY_MAIL)
    assert {TABLE[name].reads for name in BY_MAIL} == {ANYBODY}
    monkeypatch.setattr(settings, "SENDS_MAIL", True, raising=False)
    assert {outcome(everybody, who, "GET", address) for address in addresses.values()} == {YES}
