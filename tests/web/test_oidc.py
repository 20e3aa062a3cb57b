"""Signing in by OpenID Connect, against a provider that answers on this machine, truthful and lying."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import House
from tests.web.oidc_provider import CLIENT, SECRET, STRANGE_KEY, Provider, provider

SHARED = "a shared secret that a forger could know"


@pytest.fixture
def elsewhere() -> Iterator[Provider]:
    """The provider, and who signs in there: the demo's governance lead."""
    with provider() as found:
        yield found


def told(house: House, elsewhere: Provider, *more: str) -> None:
    """Write sign-in.yaml with this provider."""
    lines = [
        "ways:",
        "  - id: varnholm",
        "    kind: oidc",
        "    name: Varnholm",
        f"    issuer: {elsewhere.address}",
        f"    client_id: {CLIENT}",
        f"    secret: {SECRET}",
        *(f"    {line}" for line in more),
    ]
    (house.folder / "sign-in.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def account(role: str = "governance-lead") -> Any:
    """The demo's account of a role."""
    from tonetop.records.models import Account

    return Account.objects.filter(role=role).order_by("pk").first()


def person(**claims: Any) -> dict[str, Any]:
    """What a truthful provider says of the governance lead."""
    return {"sub": "7f3a", "email": account().email, "email_verified": True, "name": "Somebody"} | claims


def visit(address: str) -> str:
    """Where the provider sends the browser to."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=10)
    connection.request("GET", f"{place.path}?{place.query}")
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 302
    return response.headers["Location"]


def sign_in(client: Any, query: str = "") -> Any:
    """Press the button and follow to the provider and back; gives the answer of the way back."""
    begun = client.get(f"/accounts/oidc/varnholm/login/{query}")
    assert begun.status_code == 302, begun.content
    back = urlsplit(visit(begun["Location"]))
    return client.get(f"{back.path}?{back.query}")


def stays_out(client: Any, answer: Any, words: str) -> None:
    """The sign-in page says why in one sentence, and nobody is signed in."""
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/"
    assert words in client.get("/accounts/login/").content.decode()
    assert client.get("/").status_code == 302


def events(type: str) -> list[dict[str, Any]]:
    """The ledger's events of a type, as they are written."""
    import json

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_events WHERE type = %s ORDER BY seq", [type])
        return [json.loads(bytes(body)) for (body,) in cursor.fetchall()]


def test_the_sign_in_page_has_a_button_for_each_way(own: House, elsewhere: Provider):
    assert "Sign in with Varnholm" not in own.anybody.get("/accounts/login/").content.decode()
    told(own, elsewhere)
    page = own.anybody.get("/accounts/login/?next=/ledger/").content.decode()
    assert "Sign in with Varnholm" in page
    assert "/accounts/oidc/varnholm/login/?next=%2Fledger%2F" in page


def test_who_has_an_account_comes_in_by_the_verified_address_and_later_by_the_tie(
    own: House, elsewhere: Provider
):
    from allauth.socialaccount.models import SocialAccount

    told(own, elsewhere)
    elsewhere.person = person(email=account().email.upper())
    answer = sign_in(own.anybody, "?next=/ledger/")
    assert answer["Location"] == "/ledger/"
    assert own.anybody.get("/ledger/").status_code == 200
    assert int(own.anybody.session["_auth_user_id"]) == account().pk
    tie = SocialAccount.objects.get()
    assert (tie.provider, tie.uid, tie.extra_data) == ("varnholm", "7f3a", {})
    assert account().check_password("wrong") is False
    assert account().has_usable_password()
    own.anybody.logout()
    elsewhere.person = person(email="another@varnholm.example", email_verified=False)
    assert sign_in(own.anybody)["Location"] == "/"
    assert int(own.anybody.session["_auth_user_id"]) == account().pk
    (event,) = events("account.tied")
    assert event["subject"] == {"kind": "Account", "id": str(account().pk)} | (
        {"version": None} if "version" in event["subject"] else {}
    )
    assert event["actor"]["authenticated"] == "single sign-on"


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
    ids=str,
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


def test_a_provider_that_cannot_be_reached_is_said_to_be(own: House, elsewhere: Provider):
    elsewhere.address = "http://127.0.0.1:9"
    told(own, elsewhere)
    stays_out(own.anybody, own.anybody.get("/accounts/oidc/varnholm/login/"), "could not be trusted")


def test_cancelling_there_leads_back_here(own: House, elsewhere: Provider):
    told(own, elsewhere)
    elsewhere.denies = True
    stays_out(own.anybody, sign_in(own.anybody), "Signing in was cancelled")


@pytest.mark.parametrize(
    ("claims", "reason", "words"),
    [
        ({"email_verified": False}, "not verified", "does not vouch for your e-mail address"),
        ({"email_verified": "false"}, "not verified", "does not vouch for your e-mail address"),
        ({"email_verified": None}, "not verified", "does not vouch for your e-mail address"),
        ({"email": ""}, "no address", "did not say your e-mail address"),
        ({"email": "stranger@elsewhere.example"}, "stranger", "no account for you here yet"),
    ],
    ids=["not verified", "not verified, as a text", "nothing said", "no address", "a stranger"],
)
def test_who_is_not_known_by_a_verified_address_stays_out(
    own: House, elsewhere: Provider, claims: dict[str, Any], reason: str, words: str
):
    told(own, elsewhere)
    elsewhere.person = person(**claims)
    stays_out(own.anybody, sign_in(own.anybody), words)
    (event,) = events("account.refused")
    assert event["data"] == {"reason": reason, "account": ""}
    assert event["subject"]["id"] == "varnholm"


def test_the_word_of_a_provider_counts_for_the_domains_that_the_file_names(own: House, elsewhere: Provider):
    elsewhere.person = person(email_verified=None)
    told(own, elsewhere, f"domains: [{account().email.partition('@')[2]}]")
    assert sign_in(own.anybody)["Location"] == "/"
    own.anybody.logout()
    elsewhere.person = person(sub="other", email_verified=False)
    stays_out(own.anybody, sign_in(own.anybody), "does not vouch")


def test_a_deactivated_account_stays_out_by_address_and_by_tie(own: House, elsewhere: Provider):
    told(own, elsewhere)
    elsewhere.person = person()
    found = account()
    found.is_active = False
    found.save()
    stays_out(own.anybody, sign_in(own.anybody), "may not sign in")
    found.is_active = True
    found.save()
    assert sign_in(own.anybody)["Location"] == "/"
    found.is_active = False
    found.save()
    assert own.anybody.get("/").status_code == 302
    stays_out(own.anybody, sign_in(own.anybody), "may not sign in")
    assert [event["data"] for event in events("account.refused")] == [
        {"reason": "deactivated", "account": str(found.pk)}
    ] * 2


def test_an_address_that_was_given_to_somebody_else_there_does_not_open_the_account(
    own: House, elsewhere: Provider
):
    told(own, elsewhere)
    elsewhere.person = person()
    assert sign_in(own.anybody)["Location"] == "/"
    own.anybody.logout()
    elsewhere.person = person(sub="the one who got the address after them")
    stays_out(own.anybody, sign_in(own.anybody), "came in as somebody else")


def test_two_accounts_with_one_address_let_nobody_in(own: House, elsewhere: Provider):
    from tonetop.records.models import Account

    told(own, elsewhere)
    elsewhere.person = person()
    Account.objects.create(username="again", email=account().email.upper())
    stays_out(own.anybody, sign_in(own.anybody), "everal accounts have")


def test_strangers_come_in_where_the_file_says_so_in_the_role_that_it_maps(own: House, elsewhere: Provider):
    from tonetop.records.models import Account

    told(own, elsewhere, "strangers: {role: staff, claim: groups, roles: {ai-leads: governance-lead}}")
    elsewhere.person = person(sub="1", email="new@varnholm.example", name="New Here")
    assert sign_in(own.anybody)["Location"] == "/"
    made = Account.objects.get(email="new@varnholm.example")
    assert (made.role, str(made), made.has_usable_password()) == ("staff", "New Here", False)
    own.anybody.logout()
    elsewhere.person = person(sub="2", email="lead@varnholm.example", groups=["all", "ai-leads"])
    sign_in(own.anybody)
    assert Account.objects.get(email="lead@varnholm.example").role == "governance-lead"
    own.anybody.logout()
    elsewhere.person = person(sub="3", email="third@varnholm.example", email_verified=False)
    stays_out(own.anybody, sign_in(own.anybody), "does not vouch")
    assert [event["data"] for event in events("account.created")][-2:] == [
        {"role": "staff"},
        {"role": "governance-lead"},
    ]


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


def test_a_broken_file_leaves_the_password_and_says_why_in_the_log(
    own: House, caplog: pytest.LogCaptureFixture
):
    (own.folder / "sign-in.yaml").write_text("ways: [{id: x}]\n", encoding="utf-8")
    assert own.anybody.get("/accounts/login/").status_code == 200
    assert "sign-in.yaml: way 1: kind is None; write oidc or saml" in caplog.text
    assert own.anybody.get("/accounts/oidc/x/login/").status_code == 404


@pytest.mark.parametrize("said", ["provider", "here"])
def test_the_file_says_whether_the_second_factor_of_the_provider_counts(
    own: House, elsewhere: Provider, said: str
):
    """Whoever has a second factor here is asked for it, and who needs one must enrol it, unless it counts."""
    from allauth.mfa.totp.internal.auth import TOTP

    from tonetop.records.write import By
    from tonetop.work.second_factor import require

    told(own, elsewhere, f"second_factor: {said}")
    elsewhere.person = person()
    require(["governance-lead"], By())
    sign_in(own.anybody)
    assert own.anybody.get("/ledger/").status_code == (200 if said == "provider" else 302)
    own.anybody.logout()
    TOTP.activate(account(), "JBSWY3DPEHPK3PXP")
    asked = sign_in(own.anybody)["Location"]
    assert asked == ("/" if said == "provider" else "/accounts/2fa/authenticate/")
    assert own.anybody.get("/ledger/").status_code == (200 if said == "provider" else 302)


def test_what_the_provider_answered_for_does_not_last_until_a_sign_in_by_password(
    own: House, elsewhere: Provider
):
    from tonetop.records.write import By
    from tonetop.work.second_factor import require

    told(own, elsewhere, "second_factor: provider")
    elsewhere.person = person()
    require(["governance-lead"], By())
    sign_in(own.anybody)
    assert own.anybody.get("/ledger/").status_code == 200
    found = account()
    found.set_password("a sentence of its own")
    found.save()
    own.anybody.logout()
    own.anybody.post("/accounts/login/", {"login": found.email, "password": "a sentence of its own"})
    assert own.anybody.get("/ledger/")["Location"] == "/security/"
