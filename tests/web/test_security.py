"""Coming in with a second factor, recovery codes, sessions, guests whose day is over, and what staff see."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text

PASSWORD = "a quiet word about risk"
CODE = re.compile(r"<code>(\d{8})</code>")


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def account(role: str) -> Any:
    """The demo's account of a role, with a password that is known here."""
    from tonetop.records.models import Account

    found = Account.objects.get(role=role)
    found.set_password(PASSWORD)
    found.save()
    return found


def comes(who: Any) -> Any:
    """A client that went through the sign-in form, and what it was answered."""
    from django.test import Client

    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    answer = client.post("/accounts/login/", {"login": who.email, "password": PASSWORD})
    return client, answer


def told(kind: str) -> list[dict[str, Any]]:
    """The data of the ledger's events of a type."""
    from tonetop.records import log

    lines = (log.whole(seq) for seq in range(1, log.size() + 1))
    return [line.fields()["data"] for line in lines if line and line.fields()["type"] == kind]


@pytest.fixture
def executive(own: House) -> Any:
    """An executive whose organisation asks executives for a second factor."""
    own["administrator"].post("/settings/second-factor/", {"role": ["administrator", "executive"]})
    return account("executive")


def enrolled(who: Any) -> tuple[Any, str, list[str]]:
    """A client that enrolled an app for codes, the secret, and the recovery codes it was shown."""
    client, _ = comes(who)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = text(client.get("/accounts/2fa/totp/activate/"))
    found = re.search(r'id="secret"[^>]* value="(\w+)"', page)
    assert found
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])}, follow=True)
    return client, found[1], CODE.findall(answer.content.decode())


def test_a_folder_that_is_no_demo_asks_administrators_and_executives(own: House):
    from tonetop.records.entrance import Rule
    from tonetop.work.second_factor import needing

    assert needing() == frozenset()
    Rule.objects.all().delete()
    assert needing() == {"administrator", "executive"}


def test_nothing_opens_to_who_needs_a_factor_until_one_is_enrolled(executive: Any):
    client, _ = comes(executive)
    for address in ("/", "/inbox/", "/registers/Meeting/", "/settings/"):
        assert client.get(address)["Location"] == "/security/"
    assert client.post("/act/", {})["Location"] == "/security/"
    assert client.get("/api/v1/catalogue").status_code == 403
    assert "First enrol a second factor" in text(client.get("/security/"))
    client, _, codes = enrolled(executive)
    assert len(codes) == 10
    assert client.get("/inbox/").status_code == 200
    assert told("account.second-factor-added") == [{"kind": "totp"}, {"kind": "recovery_codes"}]


def test_a_code_of_the_app_is_asked_after_the_password_and_lets_in(executive: Any):
    _, secret, codes = enrolled(executive)
    client, answer = comes(executive)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/inbox/")["Location"].startswith("/accounts/login/")
    assert "This code is not right" in text(client.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/inbox/").status_code == 200
    assert codes[0] not in text(client.get("/security/"))


def test_a_recovery_code_lets_in_once(executive: Any):
    _, _, codes = enrolled(executive)
    first, _ = comes(executive)
    assert first.post("/accounts/2fa/authenticate/", {"code": codes[3]}).status_code == 302
    assert first.get("/inbox/").status_code == 200
    second, _ = comes(executive)
    assert "This code is not right" in text(second.post("/accounts/2fa/authenticate/", {"code": codes[3]}))
    assert "9 recovery codes are left" in text(first.get("/security/"))


def test_the_secret_is_not_in_the_database(executive: Any, own: House):
    from allauth.mfa.models import Authenticator

    _, secret, _ = enrolled(executive)
    assert secret not in json.dumps([one.data for one in Authenticator.objects.all()])
    assert all(secret.encode() not in file.read_bytes() for file in own.folder.glob("tonetop.sqlite3*"))


def test_who_needs_one_does_not_take_the_last_away_and_who_does_not_may(executive: Any):
    from tonetop.records.write import By
    from tonetop.work.second_factor import require

    client, _, _ = enrolled(executive)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "Your role needs a second factor" in text(client.post("/accounts/2fa/totp/deactivate/"))
    require((), By())
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert [one["kind"] for one in told("account.second-factor-removed")] == ["totp", "recovery_codes"]


def test_a_one_time_link_takes_the_factor_away_by_a_ledger_event(executive: Any):
    from django.test import Client

    from tonetop.work.invite import invite

    enrolled(executive)
    link = f"/welcome/{invite(executive)}/"
    sent = {"name": "Ingrid", "email": "", "password": PASSWORD, "again": PASSWORD}
    client = Client()
    client.post(link, sent)
    assert told("account.second-factor-reset") == [{"kinds": ["recovery_codes", "totp"]}]
    assert told("account.password-changed") == [{}]
    assert client.get("/inbox/")["Location"] == "/security/"


def test_who_may_not_say_who_needs_a_factor_is_refused_and_an_unknown_role_too(own: House):
    assert own["governance-lead"].post("/settings/second-factor/", {"role": []}).status_code == 403
    response = own["administrator"].post("/settings/second-factor/", {"role": ["king"]})
    assert (response.status_code, "king" in text(response)) == (400, True)


def test_sessions_are_listed_and_the_others_signed_out(own: House):
    from tonetop.records.entrance import Session

    who = account("dpo")
    here, _ = comes(who)
    there, _ = comes(who)
    page = text(here.get("/security/"))
    assert page.count("Firefox · Linux") >= 2
    assert "this one" in page
    assert here.post("/security/sessions/", {}, follow=True).status_code == 200
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert Session.objects.filter(account=who).count() == 1


def test_one_session_is_signed_out_and_nobody_elses(own: House):
    from tonetop.records.entrance import Session, kept_as

    who = account("dpo")
    here, _ = comes(who)
    there, _ = comes(who)
    other = Session.objects.get(key=kept_as(there.session.session_key or ""))
    stranger = Session.objects.exclude(account=who).first()
    assert stranger
    here.post("/security/sessions/", {"session": str(stranger.pk)})
    assert Session.objects.filter(pk=stranger.pk).exists()
    here.post("/security/sessions/", {"session": str(other.pk)})
    assert there.get("/").status_code == 302


def test_another_password_ends_the_other_sessions(own: House):
    from tonetop.records.entrance import Session

    who = account("dpo")
    here, _ = comes(who)
    there, _ = comes(who)
    new = {"password1": "another quiet word", "password2": "another quiet word"}
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert Session.objects.filter(account=who).count() == 1
    assert told("account.password-changed") == [{}]


def test_a_guest_comes_in_until_a_day_and_then_no_more(own: House):
    from tonetop.records import clock
    from tonetop.records.models import Account

    sent = {"name": "Gus", "email": "gus@example.org", "role": "guest-auditor", "person": "", "until": ""}
    assert "until a day" in text(own["administrator"].post("/settings/accounts/", sent))
    own["administrator"].post("/settings/accounts/", sent | {"until": "2099-12-31"})
    guest = Account.objects.get(email="gus@example.org")
    guest.set_password(PASSWORD)
    guest.save()
    client, _ = comes(guest)
    assert "Your access ends on" in text(client.get("/audit/"))
    Account.objects.filter(pk=guest.pk).update(until=clock.calendar_day())
    assert client.get("/audit/").status_code == 200
    Account.objects.filter(pk=guest.pk).update(until="2026-01-15")
    assert clock.today() < "2026-01-15"  # the demo's clock revives nobody
    assert client.get("/audit/")["Location"].startswith("/accounts/login/")
    late, answer = comes(guest)
    assert answer["Location"] == "/accounts/inactive/"
    assert "You have no access any more" in text(late.get("/accounts/inactive/"))


def test_a_token_and_a_link_lapse_with_the_account(own: House):
    from tonetop.records import clock
    from tonetop.records.models import Account
    from tonetop.work import invite, token

    who = account("dpo")
    who.until = clock.calendar_day()
    who.save()
    key, link = token.make_token(who, "x"), invite.invite(who)
    assert token.account_of(key, token.READS) == who
    Account.objects.filter(pk=who.pk).update(until="2026-01-15")
    assert clock.today() < "2026-01-15"
    assert token.account_of(key, token.READS) is None
    assert invite.look(link) is None
    with pytest.raises(invite.NoEntry):
        invite.redeem(link)


def test_what_a_guest_reads_is_told_once_a_page_and_day_and_shown_to_the_lead(own: House):
    from tonetop.records.models import Account

    for address in ("/audit/", "/audit/?year=2019", "/ledger/", "/nonsense/", "/audit/guests/"):
        own["guest-auditor"].get(address)
    assert [one["page"] for one in told("guest.read")] == ["/audit/", "/ledger/"]
    guest = Account.objects.get(role="guest-auditor")
    page = text(own["governance-lead"].get(f"/audit/guests/?guest={guest.pk}"))
    assert "/ledger/" in page
    assert "What guests looked at" in text(own["governance-lead"].get("/audit/"))
    assert own["guest-auditor"].get("/audit/guests/").status_code == 403
    own["dpo"].get("/audit/")
    assert len(told("guest.read")) == 2


def test_staff_see_what_concerns_them_and_say_that_they_know_it(own: House):
    from django.conf import settings
    from django.test import Client

    from tonetop.work.invite import make_account
    from tonetop.work.token import make_token

    staff = make_account("staff", "staff@example.org", person="thun", name="Staff")
    client = Client()
    client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/")["Location"] == "/mine/"
    page = text(client.get("/mine/"))
    assert "AI policy" in page
    assert "Raise a concern" in page
    assert "All registers" not in page
    read = text(client.get("/mine/documents/doc-ai-policy/"))
    found = re.search(r'name="version" value="([\w.-]+)"', read)
    if found:
        client.post("/mine/documents/doc-ai-policy/", {"version": found[1]})
    assert "You said on" in text(client.get("/mine/documents/doc-ai-policy/"))
    assert "not the valid one" in text(
        client.post("/mine/documents/doc-ai-policy/", {"version": "no-such"}, follow=True)
    )
    assert client.get("/mine/documents/no-such/").status_code == 403
    file = client.get("/mine/documents/doc-ai-policy/file/")
    assert file["Content-Disposition"].startswith("attachment")
    file.close()
    refused = client.get("/registers/Meeting/")
    assert refused.status_code == 403
    assert "sees what concerns everybody" in text(refused)
    bearer = {"authorization": f"Bearer {make_token(staff, 'x')}"}
    assert Client(headers=bearer).get("/api/v1/catalogue").status_code == 403


def test_auditors_change_no_evidence_of_others_and_answer_for_nothing_they_audit(own: House):
    from tonetop.records.models import Account
    from tonetop.records.registry import registers
    from tonetop.work.permission import Forbidden, demand_answerer, writer

    auditor = Account.objects.get(role="internal-auditor")
    others = registers()["Evidence"].objects.filter(until_on=None).exclude(entered_by=auditor.person).first()
    assert others
    writer(auditor, "Evidence")
    with pytest.raises(Forbidden, match="never write what they audit"):
        writer(auditor, "Evidence", others)
    with pytest.raises(Forbidden, match="never answer for what they audit"):
        demand_answerer(auditor, "RiskAssessment")
    demand_answerer(auditor, "AuditProgramme")
