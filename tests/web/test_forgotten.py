"""A forgotten password: a link by mail, once, with the same answer to everybody, and nothing without a ledger line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.test_reading import text
from tests.web.test_security import PASSWORD, account, comes, told

ASK, NEW = "/accounts/password/reset/", "another quiet word"
BOTH = {"password1": NEW, "password2": NEW}
OPEN = (ASK, f"{ASK}done/", f"{ASK}key/1-abc/", f"{ASK}key/done/")


@pytest.fixture
def mailing(own: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A house that sends mail; what would be done after the answer is done when the test says so."""
    from django.conf import settings
    from django.core import cache, mail

    from tonetop.web import forgotten

    waiting: list[str] = []
    monkeypatch.setattr(settings, "SENDS_MAIL", True, raising=False)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(forgotten.sending, "submit", lambda _, email: waiting.append(email))
    cache.cache.clear()
    mail.outbox = []
    yield waiting
    cache.cache.clear()


def link(who: Any) -> str:
    """The link that the mail to an account holds."""
    from django.core import mail

    from tonetop.work.forgotten import send_link

    mail.outbox.clear()
    assert send_link(who.email.upper())
    (sent,) = mail.outbox
    assert sent.to == [who.email]
    found = re.search(r"^http://localhost:8000(/accounts/password/reset/key/\S+)$", sent.body, re.MULTILINE)
    assert found
    return found[1]


def choose(address: str, new: dict[str, str] = BOTH, client: Client | None = None) -> Any:
    """What comes of choosing by a link."""
    client = client or Client()
    form = client.get(address)
    if form.status_code != 302:
        return form
    return client.post(form["Location"], new, follow=True)


def test_without_a_mail_server_nothing_of_it_is_there_and_the_sign_in_page_says_who_helps(own: House):
    assert {own.anybody.get(address).status_code for address in OPEN} == {404}
    assert own.anybody.post(ASK, {"email": "x@example.org"}).status_code == 404
    page = text(own.anybody.get("/accounts/login/"))
    assert "An administrator gives you a one-time link" in page
    assert "password/reset" not in page


def test_with_a_mail_server_it_opens_to_anybody_and_the_sign_in_page_leads_there(
    own: House, mailing: list[str]
):
    assert {own.anybody.get(address).status_code for address in OPEN} == {200}
    assert f'href="{ASK}"' in own.anybody.get("/accounts/login/").content.decode()


def test_whoever_asks_is_answered_the_same_and_before_anybody_looks_for_an_account(
    own: House, mailing: list[str], django_assert_num_queries: Any
):
    known = account("dpo")
    answers = []
    for email in (known.email, "nobody@example.org"):
        with django_assert_num_queries(0):
            answer = own.anybody.post(ASK, {"email": email})
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert answers[0] == answers[1]
    assert mailing == [known.email, "nobody@example.org"]


def test_the_link_changes_the_password_once_ends_every_session_and_is_told(own: House, mailing: list[str]):
    who = account("dpo")
    elsewhere, _ = comes(who)
    address = link(who)
    assert "Your password is another one now" in text(choose(address))
    assert elsewhere.get("/")["Location"].startswith("/accounts/login/")
    assert told("account.password-changed") == [{}]
    who.refresh_from_db()
    assert who.check_password(NEW)
    assert "has been used or has lapsed" in text(choose(address))


def test_whoever_is_signed_in_in_the_same_browser_is_signed_out_too(own: House, mailing: list[str]):
    who = account("dpo")
    here, _ = comes(who)
    assert "Your password is another one now" in text(choose(link(who), client=here))
    assert here.get("/")["Location"].startswith("/accounts/login/")


def test_a_second_factor_is_asked_for_as_before(own: House, mailing: list[str]):
    from tests.web.test_security import enrolled

    who = account("dpo")
    enrolled(who)
    choose(link(who))
    answer = Client().post("/accounts/login/", {"login": who.email, "password": NEW})
    assert answer["Location"] == "/accounts/2fa/authenticate/"


def test_an_account_that_comes_from_elsewhere_or_no_more_gets_no_link(own: House, mailing: list[str]):
    from django.core import mail

    from tonetop.work.forgotten import send_link
    from tonetop.work.invite import make_account

    stranger = make_account("staff", "elsewhere@example.org")
    assert not send_link(stranger.email)
    who = account("dpo")
    address = link(who)
    who.is_active = False
    who.save()
    assert not send_link(who.email)
    assert not send_link("nobody@example.org")
    assert len(mail.outbox) == 1
    assert "has been used or has lapsed" in text(choose(address))


def test_a_link_lapses_after_an_hour(own: House, mailing: list[str], monkeypatch: pytest.MonkeyPatch):
    from datetime import datetime, timedelta

    from allauth.account.forms import default_token_generator

    address = link(account("dpo"))
    later = datetime.now() + timedelta(minutes=61)  # noqa: DTZ005 - as the generator reads it
    monkeypatch.setattr(type(default_token_generator), "_now", lambda _: later)
    assert "has been used or has lapsed" in text(choose(address))


def test_a_weak_password_is_refused_and_the_old_one_stays_without_the_ledger_line(
    own: House, mailing: list[str], monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records.rollback import ReadOnly
    from tonetop.web import entering

    who = account("dpo")
    assert "Choose a new password" in text(choose(link(who), {"password1": "short", "password2": "short"}))

    def refuse(*_: object) -> None:
        raise ReadOnly("Read-only: an older copy was put back")

    monkeypatch.setattr(entering, "tell_password", refuse)
    with pytest.raises(ReadOnly):
        choose(link(who))
    who.refresh_from_db()
    assert who.check_password(PASSWORD)
    assert told("account.password-changed") == []


def test_asking_again_and_again_is_refused_whether_the_address_is_known_or_not(
    own: House, mailing: list[str]
):
    for email in (account("dpo").email, "nobody@example.org"):
        came = [own.anybody.post(ASK, {"email": email}).status_code for _ in range(6)]
        assert came == [302] * 5 + [429]
    assert len(mailing) == 10


def test_the_link_is_at_the_address_the_house_says_of_itself_in_the_readers_language(
    own: House, mailing: list[str], monkeypatch: pytest.MonkeyPatch
):
    from django.core import mail

    from tonetop.records.reminding import Preference
    from tonetop.work.forgotten import send_link

    who = account("dpo")
    monkeypatch.setenv("TONETOP_URL", "https://aims.example.org/")
    Preference.objects.update_or_create(account=who, defaults={"language": "de"})
    assert send_link(who.email)
    (sent,) = mail.outbox
    assert "https://aims.example.org/accounts/password/reset/key/" in sent.body
    assert "Passwort" in sent.subject


def test_a_mail_server_that_says_no_is_told_in_the_log_alone(
    own: House, mailing: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from tonetop.web.forgotten import send
    from tonetop.work import forgotten

    def refuse(_: object) -> None:
        raise ConnectionRefusedError("no")

    who = account("dpo")
    monkeypatch.setattr(forgotten, "_mail", refuse)
    send(who.email)
    assert f"account {who.pk}" in caplog.text
    assert who.email not in caplog.text


def test_what_goes_wrong_after_the_answer_is_told_in_the_log(
    own: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from django.db import OperationalError

    from tonetop.web import forgotten

    def locked(_: str) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr(forgotten, "send_link", locked)
    forgotten.sending.submit(forgotten.send, "x@example.org").result(30)
    assert "could not be made" in caplog.text
    assert "x@example.org" not in caplog.text
