"""Who comes in by the word of a provider: by the verified address, later by the tie; strangers as the file says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.elsewhere import account, events, person, sign_in, stays_out, told
from tests.web.oidc_provider import Provider, provider


@pytest.fixture
def elsewhere() -> Iterator[Provider]:
    """The provider, and who signs in there: the demo's governance lead."""
    with provider() as found:
        yield found


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


def test_a_provider_is_confined_to_the_domains_that_the_file_names(own: House, elsewhere: Provider):
    told(own, elsewhere, "domains: [another.example]", "strangers: {role: staff}")
    for claims in ({}, {"email": "new@varnholm.example"}, {"email": "x@sub.another.example"}):
        elsewhere.person = person(**claims)
        stays_out(own.anybody, sign_in(own.anybody), "an address of your mail domain")
    elsewhere.person = person(email="new@Another.example")
    sign_in(own.anybody)
    assert int(own.anybody.session["_auth_user_id"]) == account("staff").pk


def test_who_is_refused_again_and_again_leaves_one_line_a_day(own: House, elsewhere: Provider):
    told(own, elsewhere)
    for sub, claims in enumerate(({}, {}, {"email": "other@elsewhere.example"}, {"email_verified": False})):
        elsewhere.person = person(**({"sub": str(sub), "email": "stranger@elsewhere.example"} | claims))
        assert sign_in(own.anybody)["Location"] == "/accounts/login/"
    assert [event["data"]["reason"] for event in events("account.refused")] == ["stranger", "not verified"]


def test_who_was_refused_yesterday_leaves_a_line_again(
    own: House, elsewhere: Provider, monkeypatch: pytest.MonkeyPatch
):
    from datetime import timedelta

    from tonetop.records import clock

    told(own, elsewhere)
    elsewhere.person = person(email="stranger@elsewhere.example")
    sign_in(own.anybody)
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    sign_in(own.anybody)
    assert len(events("account.refused")) == 2


def test_a_stranger_whose_address_is_a_user_name_here_or_none_at_all_stays_out(
    own: House, elsewhere: Provider
):
    from tonetop.records.models import Account

    told(own, elsewhere, "strangers: {role: staff}")
    Account.objects.create(username="new@varnholm.example", email="other@varnholm.example")
    before = Account.objects.count()
    for email, words in (
        ("New@varnholm.example", "everal accounts have"),
        ("nonsense", "no account for you here yet"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example", "no account for you here yet"),
    ):
        elsewhere.person = person(email=email)
        stays_out(own.anybody, sign_in(own.anybody), words)
    assert Account.objects.count() == before


def test_an_account_is_not_made_or_tied_by_halves(
    own: House, elsewhere: Provider, monkeypatch: pytest.MonkeyPatch
):
    from allauth.socialaccount.models import SocialAccount

    from tonetop.records.models import Account

    def full(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    told(own, elsewhere, "strangers: {role: staff}")
    elsewhere.person = person(email="new@varnholm.example")
    monkeypatch.setattr(SocialAccount, "save", full)
    with pytest.raises(OSError, match="the disk is full"):
        sign_in(own.anybody)
    assert not Account.objects.filter(email="new@varnholm.example").exists()
    assert events("account.tied") == []


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
    ]


def test_an_address_that_was_given_to_somebody_else_there_does_not_open_the_account(
    own: House, elsewhere: Provider
):
    told(own, elsewhere)
    elsewhere.person = person()
    assert sign_in(own.anybody)["Location"] == "/"
    own.anybody.logout()
    elsewhere.person = person(sub="the one who got the address after them")
    stays_out(own.anybody, sign_in(own.anybody), "came in as somebody else")
    settings, forget = own["administrator"], f"/settings/accounts/{account().pk}/"
    assert "Forget the sign-in elsewhere" in settings.get("/settings/").content.decode()
    assert own["governance-lead"].post(forget, {"untie": "1"}).status_code == 403
    assert settings.post(forget, {"untie": "1"}).status_code == 302
    assert settings.post(forget, {"untie": "1"}).status_code == 400
    assert [event["data"] for event in events("account.untied")] == [{"ways": ["varnholm"]}]
    assert sign_in(own.anybody)["Location"] == "/"


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


def test_an_administrator_who_has_a_second_factor_here_is_asked_for_it(own: House, elsewhere: Provider):
    from allauth.mfa.totp.internal.auth import TOTP

    told(own, elsewhere, "second_factor: provider")
    root = account("administrator")
    elsewhere.person = person(email=root.email)
    TOTP.activate(root, "JBSWY3DPEHPK3PXP")
    assert sign_in(own.anybody)["Location"] == "/accounts/2fa/authenticate/"


def test_what_the_provider_answered_for_counts_no_longer_than_the_file_says_so(
    own: House, elsewhere: Provider
):
    from tonetop.records.write import By
    from tonetop.work.second_factor import require

    told(own, elsewhere, "second_factor: provider")
    elsewhere.person = person()
    require(["governance-lead"], By())
    sign_in(own.anybody)
    assert own.anybody.get("/ledger/").status_code == 200
    assert own.anybody.get("/api/v1/catalogue").status_code == 200
    told(own, elsewhere, "second_factor: here")
    assert own.anybody.get("/ledger/")["Location"] == "/security/"
    assert own.anybody.get("/api/v1/catalogue").status_code == 403
    (own.folder / "sign-in.yaml").write_text("ways: nonsense\n", encoding="utf-8")
    assert own.anybody.get("/ledger/")["Location"] == "/security/"


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
