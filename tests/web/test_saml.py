"""Signing in by SAML 2.0, against an identity provider that signs assertions, truthful and lying."""

from __future__ import annotations

import base64
import textwrap
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.elsewhere import account, events, stays_out

pytest.importorskip("onelogin.saml2", reason="needs the extra: pip install 'tonetop[saml]'")
pytest.importorskip("xmlsec", reason="needs the extra: pip install 'tonetop[saml]'")

from tests.web.saml_provider import CERTIFICATE, ENTITY, MAIL, SPACES, SSO, STRANGE_KEY, TRANSIENT, Provider


def told(house: House, *more: str) -> str:
    """Write sign-in.yaml with this provider; its word counts for the lead's domain. Gives the lead's address."""
    email = account().email
    lines = [
        "ways:",
        "  - id: halden",
        "    kind: saml",
        "    name: Halden",
        f"    entity_id: {ENTITY}",
        f"    address: {SSO}",
        "    certificate: |",
        textwrap.indent(CERTIFICATE.strip(), " " * 6),
        *(f"    {line}" for line in more or (f"domains: [{email.partition('@')[2]}]",)),
    ]
    (house.folder / "sign-in.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    house.anybody.defaults["HTTP_HOST"] = "testserver"  # as every browser sends it
    return str(email)


def truthful(**other: Any) -> Provider:
    """A provider that says who the lead is."""
    return Provider(**({"attributes": {MAIL: [account().email]}} | other))


def sign_in(client: Any, provider: Provider, query: str = "") -> Any:
    """Press the button, and bring back what the provider answers; gives the last answer."""
    begun = client.get(f"/accounts/saml/halden/login/{query}")
    assert begun.status_code == 302, begun.content
    return bring(client, provider.answer(provider.asked(begun["Location"])))


def bring(client: Any, response: str) -> Any:
    """Post an answer as the provider's page makes the browser do."""
    posted = client.post("/accounts/saml/halden/acs/", {"SAMLResponse": response})
    assert posted.status_code == 302
    assert posted["Location"] == "/accounts/saml/halden/acs/finish/"
    return client.get(posted["Location"])


def test_who_has_an_account_comes_in_by_the_address_and_later_by_the_tie(own: House):
    from allauth.socialaccount.models import SocialAccount

    told(own)
    assert "Sign in with Halden" in own.anybody.get("/accounts/login/").content.decode()
    assert sign_in(own.anybody, truthful(), "?next=/ledger/")["Location"] == "/ledger/"
    assert int(own.anybody.session["_auth_user_id"]) == account().pk
    tie = SocialAccount.objects.get()
    assert (tie.provider, tie.uid, tie.extra_data) == ("halden", "7f3a", {})
    own.anybody.logout()
    assert sign_in(own.anybody, Provider(attributes={MAIL: ["x@elsewhere.example"]}))["Location"] == "/"
    assert int(own.anybody.session["_auth_user_id"]) == account().pk
    assert len(events("account.tied")) == 1


def test_the_whole_answer_may_be_signed_too_but_not_it_alone(own: House):
    told(own)
    stays_out(own.anybody, sign_in(own.anybody, truthful(signs="samlp:Response")), "could not be trusted")


@pytest.mark.parametrize(
    "lie",
    [
        {"key": None},
        {"key": STRANGE_KEY},
        {"issuer": "https://elsewhere.example/metadata"},
        {"audience": "https://elsewhere.example/"},
        {"audience": ""},
        {"recipient": "https://elsewhere.example/acs/"},
        {"recipient": ""},
        {"answers": "_another"},
        {"answers": ""},
        {"minutes": -0.5},
    ],
    ids=lambda lie: next(f"{name} {str(value)[:30]}" for name, value in lie.items()),
)
def test_an_assertion_that_is_not_genuine_lets_nobody_in(
    own: House, lie: dict[str, Any], caplog: pytest.LogCaptureFixture
):
    told(own)
    stays_out(own.anybody, sign_in(own.anybody, truthful(**lie)), "could not be trusted")
    assert "Sign-in by halden refused: not genuine" in caplog.text
    assert events("account.refused") == []


def test_an_answer_is_taken_once_and_by_the_browser_that_asked_alone(own: House):

    told(own)
    provider = truthful()
    answer = provider.answer(provider.asked(own.anybody.get("/accounts/saml/halden/login/")["Location"]))
    thief = Client(headers={"host": "testserver"})
    stays_out(thief, bring(thief, answer), "could not be trusted")
    assert bring(own.anybody, answer)["Location"] == "/"
    own.anybody.logout()
    stays_out(own.anybody, bring(own.anybody, answer), "could not be trusted")


def test_an_assertion_that_was_made_for_another_request_cannot_be_put_into_a_fresh_answer(own: House):
    """The outer answer is not signed, so whoever holds an old assertion can write a new one around it."""

    told(own)
    provider = truthful()
    stolen = provider.asked(own.anybody.get("/accounts/saml/halden/login/")["Location"])
    thief = Client(headers={"host": "testserver"})
    fresh = provider.asked(thief.get("/accounts/saml/halden/login/")["Location"])
    raw = base64.b64decode(provider.answer(stolen)).decode()
    head, assertion = raw.split("<saml:Assertion", 1)
    assert stolen["id"] in head
    forged = head.replace(stolen["id"], fresh["id"]) + "<saml:Assertion" + assertion
    stays_out(thief, bring(thief, base64.b64encode(forged.encode()).decode()), "could not be trusted")


def test_a_second_assertion_beside_the_signed_one_is_refused(own: House):
    from lxml import etree

    told(own)
    provider = truthful(attributes={MAIL: ["stranger@elsewhere.example"]})
    asked = provider.asked(own.anybody.get("/accounts/saml/halden/login/")["Location"])
    root = etree.fromstring(base64.b64decode(provider.answer(asked)))
    liar = truthful(key=None)
    evil = etree.fromstring(base64.b64decode(liar.answer(asked))).find("saml:Assertion", SPACES)
    root.insert(2, evil)
    stays_out(
        own.anybody,
        bring(own.anybody, base64.b64encode(etree.tostring(root)).decode()),
        "could not be trusted",
    )


def test_what_was_changed_after_it_was_signed_is_refused(own: House):
    email = told(own)
    provider = truthful(attributes={MAIL: ["somebody@varnholm.example"]})
    asked = provider.asked(own.anybody.get("/accounts/saml/halden/login/")["Location"])
    raw = base64.b64decode(provider.answer(asked)).replace(b"somebody@varnholm.example", email.encode())
    stays_out(own.anybody, bring(own.anybody, base64.b64encode(raw).decode()), "could not be trusted")


@pytest.mark.parametrize("nonsense", ["%%%", "bm8geG1s", base64.b64encode(b"<!DOCTYPE a><a/>").decode()])
def test_nonsense_lets_nobody_in(own: House, nonsense: str):
    told(own)
    stays_out(own.anybody, bring(own.anybody, nonsense), "could not be trusted")


@pytest.mark.parametrize(
    "posted",
    [{}, {"SAMLResponse": ""}, {"other": "x"}, {"SAMLResponse": "x" * (256 * 1024 + 1)}],
    ids=["nothing", "an empty answer", "something else", "too long an answer"],
)
def test_what_is_no_answer_or_too_long_a_one_is_not_kept(own: House, posted: dict[str, str]):
    from django.contrib.sessions.models import Session

    told(own)
    stranger = Client(headers={"host": "testserver"})
    before = Session.objects.count()
    answer = stranger.post("/accounts/saml/halden/acs/", posted)
    assert answer["Location"] == "/accounts/login/"
    assert Session.objects.count() == before
    stays_out(stranger, answer, "could not be trusted")


def test_an_answer_is_kept_for_five_minutes(own: House):
    from django.contrib.sessions.models import Session

    told(own)
    stranger = Client(headers={"host": "testserver"})
    before = set(Session.objects.values_list("pk", flat=True))
    stranger.post("/accounts/saml/halden/acs/", {"SAMLResponse": "bm8geG1s"})
    (kept,) = Session.objects.exclude(pk__in=before)
    assert timedelta(0) < kept.expire_date - datetime.now(UTC) <= timedelta(minutes=5)


def test_coming_back_without_an_answer_lets_nobody_in(own: House):
    told(own)
    stays_out(own.anybody, own.anybody.get("/accounts/saml/halden/acs/finish/"), "could not be trusted")
    assert own.anybody.get("/accounts/saml/halden/acs/").status_code == 405


@pytest.mark.parametrize(
    ("attributes", "reason", "words"),
    [
        ({"email_verified": ["false"]}, "not verified", "does not vouch for your e-mail address"),
        ({MAIL: ["lead@elsewhere.example"]}, "other domain", "an address of your mail domain"),
        ({MAIL: []}, "no address", "did not say your e-mail address"),
        (
            {MAIL: ["stranger@steady.demo.example"], "email_verified": ["true"]},
            "stranger",
            "no account for you here",
        ),
    ],
    ids=["not verified", "a domain that is not the provider's", "no address", "a stranger"],
)
def test_who_is_not_known_by_a_verified_address_stays_out(
    own: House, attributes: dict[str, list[str]], reason: str, words: str
):
    told(own)
    stays_out(
        own.anybody, sign_in(own.anybody, truthful(attributes={MAIL: [account().email]} | attributes)), words
    )
    assert [event["data"]["reason"] for event in events("account.refused")] == [reason]


def test_a_deactivated_account_stays_out(own: House):
    told(own)
    found = account()
    found.is_active = False
    found.save()
    stays_out(own.anybody, sign_in(own.anybody, truthful()), "may not sign in")


def test_a_name_that_lasts_for_one_session_ties_nothing_so_the_address_does(own: House):
    from allauth.socialaccount.models import SocialAccount

    told(own)
    for name in ("_first", "_second"):
        provider = truthful(name_id=name, name_format=TRANSIENT)
        assert sign_in(own.anybody, provider)["Location"] == "/"
        own.anybody.logout()
    assert SocialAccount.objects.get().uid == account().email.lower()


def test_strangers_come_in_where_the_file_says_so_by_the_attributes_that_it_names(own: House):
    from tonetop.records.models import Account

    told(
        own,
        "domains: [varnholm.example]",
        "attributes: {email: post, name: called, uid: number}",
        "strangers: {role: staff, claim: groups, roles: {ai-leads: dpo}}",
    )
    said = {
        "post": ["new@varnholm.example"],
        "called": ["New Here"],
        "number": ["42"],
        "groups": ["all", "ai-leads"],
    }
    assert sign_in(own.anybody, Provider(attributes=said))["Location"] == "/"
    made = Account.objects.get(email="new@varnholm.example")
    assert (made.role, str(made)) == ("dpo", "New Here")


def test_the_provider_can_read_who_we_are(own: House):
    from lxml import etree

    told(own, "our_id: https://aims.varnholm.example/")
    answer = own.anybody.get("/accounts/saml/halden/metadata/")
    root = etree.fromstring(answer.content)
    assert root.get("entityID") == "https://aims.varnholm.example/"
    assert b"/accounts/saml/halden/acs/" in answer.content
    assert b"SingleLogoutService" not in answer.content
    assert own.anybody.get("/accounts/saml/nobody/metadata/").status_code == 404
    assert own.anybody.get("/accounts/saml/halden/sls/").status_code == 404


def test_without_the_extra_one_sentence_says_which(own: House, monkeypatch: pytest.MonkeyPatch):
    from tonetop.work import ways_in

    told(own)
    monkeypatch.setattr(ways_in, "find_spec", lambda name: None)
    ways_in._read.cache_clear()
    with pytest.raises(
        ways_in.WaysRefused, match=r"way 1: SAML needs an extra .* pip install 'tonetop\[saml\]'"
    ):
        ways_in.ways(own.folder)
