"""OpenID Connect, against a provider that answers on this machine, truthful and lying."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import House
from tests.web.elsewhere import events, person, sign_in, stays_out, told, visit
from tests.web.oidc_provider import CLIENT, STRANGE_KEY, Provider, provider


@pytest.fixture
def elsewhere() -> Iterator[Provider]:
    """The provider, and who signs in there: the demo's governance lead."""
    with provider() as found:
        yield found


def test_the_sign_in_page_has_a_button_for_each_way(own: House, elsewhere: Provider):
    assert "Sign in with Varnholm" not in own.anybody.get("/accounts/login/").content.decode()
    told(own, elsewhere)
    page = own.anybody.get("/accounts/login/?next=/ledger/").content.decode()
    assert "Sign in with Varnholm" in page
    assert "/accounts/oidc/varnholm/login/?next=%2Fledger%2F" in page


def test_the_address_may_come_from_the_userinfo_of_the_same_person(own: House, elsewhere: Provider):
    told(own, elsewhere)
    elsewhere.person, elsewhere.left_out = person(), ("email", "email_verified")
    elsewhere.userinfo = {**person(), "sub": "somebody else"}
    stays_out(own.anybody, sign_in(own.anybody), "could not be trusted")
    elsewhere.userinfo = person()
    assert sign_in(own.anybody)["Location"] == "/"


@pytest.mark.parametrize(
    "lie",
    [
        {"told": {"iss": "https://elsewhere.example"}},
        {"told": {"aud": "another client"}},
        {"told": {"aud": [CLIENT, "another"]}},
        {"told": {"exp": 1}},
        {"told": {"sub": ""}},
        {"left_out": ("exp",)},
        {"left_out": ("aud",)},
        {"left_out": ("iss",)},
        {"left_out": ("sub",)},
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"algorithm": "RS999"},
        {"key": STRANGE_KEY},
    ],
    ids=lambda lie: next(
        f"{name} {value}" if name != "key" else "another key" for name, value in lie.items()
    ),
)
def test_an_id_token_that_is_not_genuine_lets_nobody_in(
    own: House, elsewhere: Provider, lie: dict[str, Any], caplog: pytest.LogCaptureFixture
):
    told(own, elsewhere)
    elsewhere.person = person()
    for name, value in lie.items():
        setattr(elsewhere, name, value)
    stays_out(own.anybody, sign_in(own.anybody), "could not be trusted")
    assert "Sign-in by varnholm refused: not genuine" in caplog.text
    assert events("account.refused") == []


def test_an_id_token_is_taken_once(own: House, elsewhere: Provider):
    told(own, elsewhere)
    elsewhere.person = person(jti="only-once")
    assert sign_in(own.anybody)["Location"] == "/"
    own.anybody.logout()
    stays_out(own.anybody, sign_in(own.anybody), "could not be trusted")


def test_a_way_back_is_taken_once_and_by_the_browser_that_set_out_alone(own: House, elsewhere: Provider):
    from django.test import Client

    told(own, elsewhere)
    elsewhere.person = person()
    begun = own.anybody.get("/accounts/oidc/varnholm/login/")
    back = urlsplit(visit(begun["Location"]))
    thief = Client()
    stays_out(thief, thief.get(f"{back.path}?{back.query}"), "could not be trusted")
    assert own.anybody.get(f"{back.path}?{back.query}")["Location"] == "/"
    own.anybody.logout()
    stays_out(own.anybody, own.anybody.get(f"{back.path}?{back.query}"), "could not be trusted")


def test_a_code_of_another_sign_in_is_of_no_use(own: House, elsewhere: Provider):
    """The verifier of the code (RFC 7636) stays with the browser that asked."""
    from django.test import Client

    told(own, elsewhere)
    elsewhere.person = person()
    stolen = urlsplit(visit(own.anybody.get("/accounts/oidc/varnholm/login/")["Location"])).query
    thief = Client()
    own_way = urlsplit(thief.get("/accounts/oidc/varnholm/login/")["Location"]).query
    state = next(part for part in own_way.split("&") if part.startswith("state="))
    code = next(part for part in stolen.split("&") if part.startswith("code="))
    stays_out(
        thief, thief.get(f"/accounts/oidc/varnholm/login/callback/?{code}&{state}"), "could not be trusted"
    )


def test_a_provider_that_calls_itself_otherwise_is_not_asked(own: House, elsewhere: Provider):
    told(own, elsewhere)
    elsewhere.issuer = "https://elsewhere.example"
    stays_out(own.anybody, own.anybody.get("/accounts/oidc/varnholm/login/"), "could not be trusted")


def test_a_list_where_the_provider_is_to_describe_itself_or_somebody_is_not_genuine(
    own: House, elsewhere: Provider, monkeypatch: pytest.MonkeyPatch
):
    told(own, elsewhere)
    elsewhere.person, elsewhere.left_out = person(), ("email", "email_verified")
    monkeypatch.setattr(elsewhere, "userinfo", ["a", "list"])
    stays_out(own.anybody, sign_in(own.anybody), "could not be trusted")
    monkeypatch.setattr(Provider, "discovery", lambda _: ["a", "list"])
    stays_out(own.anybody, own.anybody.get("/accounts/oidc/varnholm/login/"), "could not be trusted")


def test_a_provider_that_cannot_be_reached_is_said_to_be(own: House, elsewhere: Provider):
    elsewhere.address = "http://127.0.0.1:9"
    told(own, elsewhere)
    stays_out(own.anybody, own.anybody.get("/accounts/oidc/varnholm/login/"), "could not be trusted")


def test_cancelling_there_leads_back_here(own: House, elsewhere: Provider):
    told(own, elsewhere)
    elsewhere.denies = True
    stays_out(own.anybody, sign_in(own.anybody), "Signing in was cancelled")


def test_asking_to_tie_the_account_that_is_signed_in_does_nothing_but_sign_in(
    own: House, elsewhere: Provider
):
    from allauth.socialaccount.models import SocialAccount

    told(own, elsewhere)
    elsewhere.person = person(sub="x", email="stranger@elsewhere.example")
    client = own["administrator"]
    answer = sign_in(client, "?process=connect")
    assert answer["Location"] == "/accounts/login/"
    assert not SocialAccount.objects.exists()


def test_ways_that_are_not_there_are_not_found(own: House, elsewhere: Provider):
    for path in ("oidc/varnholm/login/", "oidc/varnholm/login/callback/", "3rdparty/", "3rdparty/signup/"):
        assert own.anybody.get(f"/accounts/{path}").status_code == 404
    told(own, elsewhere)
    assert own.anybody.get("/accounts/saml/varnholm/login/").status_code == 404
