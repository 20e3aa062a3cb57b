"""Too often is answered 429 in one sentence, by all processes together; a locked account ends by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.test_reading import text
from tests.web.test_security import PASSWORD, account, comes, told

LOGIN = "/accounts/login/"
WRONG = "not this one either"
UNLIKE = re.compile(r'value="\w{64}"')
"""The token of a form, which is another one on each page."""


@pytest.fixture
def strict(own: House, monkeypatch: pytest.MonkeyPatch, settings: Any) -> House:
    """The demo with the limits as they are shipped, and passwords hashed in a moment."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.delenv("TONETOP_LIMITS", raising=False)
    return own


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told of a lock is told before the answer, so that a test sees it."""
    from tonetop.work import lock_out

    monkeypatch.setattr(lock_out.telling, "submit", lambda do, *of: do(*of))


def tries(email: str, times: int, client: Client | None = None) -> list[int]:
    """The answers to wrong passwords."""
    client = client or Client()
    return [client.post(LOGIN, {"login": email, "password": WRONG}).status_code for _ in range(times)]


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The counts' clock, put on."""
    import time

    from tonetop.records import tally

    now = time.time()
    monkeypatch.setattr(tally.time, "time", lambda: now + seconds)


def test_ten_wrong_passwords_lock_an_account_to_strangers_and_the_right_one_is_not_tried(
    strict: House, at_once: None
):
    who = account("dpo")
    assert tries(who.email, 11) == [200] * 10 + [429]
    _, answer = comes(who)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert "too often within a short time; try again in 15 minutes" in text(answer)
    assert told("account.locked") == [{"minutes": 15}]


def test_an_address_without_an_account_is_answered_alike(strict: House, at_once: None):
    known, unknown = account("dpo").email, "nobody@example.org"
    pages = {}
    for email in (known, unknown):
        assert tries(email, 10) == [200] * 10
        answer = Client().post(LOGIN, {"login": email, "password": WRONG})
        assert 880 < int(answer["Retry-After"]) <= 900
        pages[email] = (answer.status_code, UNLIKE.sub("", text(answer)), list(answer.headers))
    assert pages[known] == pages[unknown]
    assert len(told("account.locked")) == 1


def test_a_lock_ends_by_itself(strict: House, at_once: None, monkeypatch: pytest.MonkeyPatch):
    who = account("dpo")
    tries(who.email, 10)
    later(monkeypatch, 15 * 60 + 1)
    assert comes(who)[1].status_code == 302


def test_whoever_came_in_from_a_browser_before_is_not_locked_out_by_a_stranger(
    strict: House, at_once: None, monkeypatch: pytest.MonkeyPatch
):
    who = account("dpo")
    client, _ = comes(who)
    cookie = client.cookies["tonetop_known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    assert who.email not in cookie.value
    client.logout()
    client.cookies["tonetop_known"] = cookie.value
    assert tries(who.email, 12)[-1] == 429
    assert client.post(LOGIN, {"login": who.email, "password": PASSWORD}).status_code == 302


def test_a_known_browser_opens_no_other_account_and_is_counted_too(strict: House, at_once: None):
    who, other = account("dpo"), account("executive")
    client, _ = comes(who)
    client.logout()
    assert tries(other.email, 10) == [200] * 10
    assert client.post(LOGIN, {"login": other.email, "password": PASSWORD}).status_code == 429
    assert tries(who.email, 11, client)[-1] == 429
    forged = Client()
    forged.cookies["tonetop_known"] = "WyJ4IiwieSJd:1abc:forged"
    tries(who.email, 10)
    assert forged.post(LOGIN, {"login": who.email, "password": PASSWORD}).status_code == 429


def test_the_owner_is_told_by_mail_once_a_day(
    strict: House, at_once: None, settings: Any, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.SENDS_MAIL = True
    who = account("dpo")
    tries(who.email, 10)
    later(monkeypatch, 16 * 60)
    tries(who.email, 10)
    assert len(told("account.locked")) == 2
    assert [mail.to for mail in mailoutbox] == [[who.email]]
    assert "10 wrong passwords" in mailoutbox[0].body
    assert "15 minutes" in mailoutbox[0].subject


def test_administrators_see_a_lock_and_may_end_it_and_others_do_neither(strict: House, at_once: None):
    who = account("dpo")
    tries(who.email, 10)
    assert "locked: too many wrong passwords, 15 more minutes" in text(
        strict["administrator"].get("/settings/")
    )
    place = f"/settings/accounts/{who.pk}/"
    assert strict["governance-lead"].post(place, {"unlock": "1"}).status_code == 403
    assert strict["administrator"].post(place, {"unlock": "1"}, follow=True).status_code == 200
    assert told("account.unlocked") == [{}]
    assert comes(who)[1].status_code == 302


def test_a_wrong_password_within_a_session_counts_as_well(strict: House, at_once: None):
    who = account("dpo")
    client, _ = comes(who)
    client.cookies.pop("tonetop_known")
    for _ in range(10):
        client.post("/accounts/reauthenticate/", {"password": WRONG})
    assert comes(who)[1].status_code == 429


def test_one_address_does_not_try_many_accounts(strict: House):
    came = [tries(f"person-{number}@example.org", 1)[0] for number in range(61)]
    assert came == [200] * 60 + [429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert tries("person-99@example.org", 1, elsewhere) == [200]


def test_guest_links_and_feeds_cannot_be_tried_through(strict: House):
    came = [strict.anybody.get(f"/welcome/no-such-{number}/").status_code for number in range(61)]
    assert 429 not in came[:60]
    assert came[60] == 429


def test_programs_with_tokens_that_are_none_are_no_longer_listened_to(strict: House):
    def call(token: str) -> Any:
        return strict.anybody.get("/api/v1/catalogue", headers={"authorization": f"Bearer {token}"})

    assert {call(f"tonetop_{number}").status_code for number in range(60)} == {401}
    refused = call("tonetop_61")
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert "come back in" in refused.json()["problem"]
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("limit", "ask"),
    [
        ("PROGRAM", lambda house: house["dpo"].get("/api/v1/nothing")),
        ("COSTLY", lambda house: house["dpo"].get("/registers/Meeting/export.csv")),
        ("UPLOADS", lambda house: house["dpo"].post("/evidence/add/", {})),
        ("TRUST", lambda house: house.anybody.get("/trust/")),
        ("VOICES", lambda house: house.anybody.get("/concerns/receipt/")),
        ("ELSEWHERE", lambda house: house.anybody.get("/accounts/oidc/no-such/login/")),
    ],
)
def test_each_limit_is_held_and_says_when_to_come_back(
    strict: House, limit: str, ask: Callable[[House], Any], monkeypatch: pytest.MonkeyPatch
):
    from dataclasses import replace

    from tonetop.web import limits

    small = replace(getattr(limits, limit), most=2)
    monkeypatch.setattr(limits, limit, small)
    paths = tuple((start, small if held.name == small.name else held) for start, held in limits.BY_PATH)
    monkeypatch.setattr(limits, "BY_PATH", paths)
    came = [ask(strict) for _ in range(3)]
    assert [one.status_code == 429 for one in came] == [False, False, True]
    assert 0 < int(came[2]["Retry-After"]) <= 60


def test_one_account_does_not_use_up_what_another_may_ask(strict: House, monkeypatch: pytest.MonkeyPatch):
    from dataclasses import replace

    from tonetop.web import limits

    monkeypatch.setattr(limits, "PROGRAM", replace(limits.PROGRAM, most=1))
    assert [strict["dpo"].get("/api/v1/nothing").status_code for _ in range(2)] == [404, 429]
    assert strict["executive"].get("/api/v1/nothing").status_code == 404


def test_a_made_up_token_makes_nobody_another_one(strict: House, monkeypatch: pytest.MonkeyPatch):
    from dataclasses import replace

    from tonetop.web import limits
    from tonetop.work.token import make_token

    monkeypatch.setattr(limits, "PROGRAM", replace(limits.PROGRAM, most=2))
    monkeypatch.setattr(limits, "COSTLY", replace(limits.COSTLY, most=2))
    real = make_token(account("executive"), "test")

    def call(path: str, shown: str) -> int:
        return int(strict["dpo"].get(path, headers={"authorization": shown}).status_code)

    assert [call("/api/v1/nothing", f"Bearer x{n}") for n in range(3)] == [404, 404, 429]
    assert [call("/api/v1/nothing", f"Bearer {real}") for _ in range(3)] == [404, 404, 429]
    shown = ["x1", "x2", f"Bearer {real}"]
    assert [call("/registers/Meeting/export.csv", one) for one in shown] == [200, 200, 429]


def test_counts_hold_in_every_process_and_a_code_is_used_once_in_all(strict: House):
    from django.core.cache import cache

    from tonetop.records import tally

    assert tally.hit("a", 60)[0] == 1
    program = (
        "import django; django.setup()\n"
        "from django.core.cache import cache; from tonetop.records import tally\n"
        "print(tally.hit('a', 60)[0], cache.add('used', 'y', 60))"
    )
    told = {"TONETOP_DATA": str(strict.folder), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
    from django.conf import settings

    (strict.folder / "web.key").write_text(settings.SECRET_KEY)
    command = [sys.executable, "-c", program]
    other = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=True)
    assert other.stdout == "2 True\n"
    assert tally.hit("a", 60)[0] == 3
    assert not cache.add("used", "y", 60)


def test_the_file_of_counts_tells_nobody_and_hinders_nobody(strict: House):
    from tonetop.records import tally

    email = account("dpo").email
    tries(email, 3)
    files = list(strict.folder.glob("limits.sqlite3*"))
    assert files
    assert all(email.encode() not in file.read_bytes() for file in files)
    assert {file.stat().st_mode & 0o077 for file in files if file.name == tally.NAME} == {0}
    tally._of.path = None
    for file in files:
        file.unlink()
    (strict.folder / tally.NAME).write_bytes(b"this is no database at all, and never was one" * 40)
    assert comes(account("dpo"))[1].status_code == 302
    (strict.folder / tally.NAME).unlink()
    tally._of.path = None


def test_a_proxy_is_believed_only_where_there_is_one(rf: Any, settings: Any):
    from tonetop.web.limits import address_of

    asked = rf.get("/", headers={"x-forwarded-for": "198.51.100.7, 203.0.113.5"})
    assert address_of(asked) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address_of(asked) == "203.0.113.5"
    six = rf.get("/", headers={"x-forwarded-for": "2001:db8:1:2:3:4:5:6"})
    assert address_of(six) == "2001:db8:1:2"
