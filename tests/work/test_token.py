"""Tokens of programs: made, named and withdrawn with a ledger line each, never readable again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.work.bringing import events
from tonetop.records.intake import Refused
from tonetop.records.tokens import ApiToken
from tonetop.work.invite import make_account
from tonetop.work.permission import Forbidden
from tonetop.work.token import GATES, READS, WRITES, account_of, make_token, tokens, withdraw_token
from tonetop.work.verify_folder import verify_folder


@pytest.fixture
def account(folder: Path) -> Any:
    """A governance lead."""
    return make_account("governance-lead", "lead@example.org", name="Lee Ng")


def test_a_token_lets_a_program_act_for_its_account_until_it_is_withdrawn(account: Any, folder: Path):
    token = make_token(account, "nightly export")
    assert account_of(token, READS) == account
    (kept,) = tokens()
    assert (kept.name, token in str(kept.__dict__)) == ("nightly export", False)
    withdraw_token(kept.pk)
    assert (account_of(token, READS), tokens()) == (None, [])
    told = [(event["type"], event["data"]) for event in events()[-2:]]
    assert told == [
        ("account.token-made", {"token": kept.pk, "scopes": [], "ends_on": None}),
        ("account.token-withdrawn", {"token": kept.pk}),
    ]
    assert verify_folder(folder).problems == []


def test_a_token_of_an_account_that_may_not_sign_in_opens_nothing(account: Any):
    token = make_token(account, "old")
    account.is_active = False
    account.save()
    assert account_of(token, READS) is None


def test_a_token_that_is_none_cannot_be_withdrawn(account: Any):
    with pytest.raises(Refused, match="there is no token 7; `tonetop token --list` names those there are"):
        withdraw_token(7)
    assert not ApiToken.objects.exists()


def test_a_token_opens_what_it_was_made_for_until_its_last_day(
    account: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records import clock

    day = clock.calendar_day()
    token = make_token(account, "pipeline", scopes=["gates"], ends_on=day)
    assert account_of(token, GATES) == account
    for scope in (READS, WRITES):
        with pytest.raises(Forbidden, match=f"this token opens gates, not {scope}"):
            account_of(token, scope)
    (kept,) = tokens()
    assert (kept.scopes, kept.ends_on) == ("gates", day)
    monkeypatch.setattr(clock, "calendar_day", lambda: "2999-01-01")
    assert account_of(token, GATES) is None


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"scopes": ["everything"]}, "there is no scope 'everything'; there are read, write, gates"),
        ({"ends_on": "2020-01-01"}, "'2020-01-01' is no day that lies ahead"),
        ({"ends_on": "soon"}, "'soon' is no day that lies ahead"),
    ],
)
def test_a_scope_or_day_that_is_none_is_refused(account: Any, folder: Path, said: Any, problem: str):
    with pytest.raises(Refused, match=problem):
        make_token(account, "pipeline", **said)
    assert tokens() == []
