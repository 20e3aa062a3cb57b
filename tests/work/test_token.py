"""Tokens of programs: made, named and withdrawn with a ledger line each, never readable again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.work.bringing import events
from tonetop.records.intake import Refused
from tonetop.records.models import ApiToken
from tonetop.work.invite import make_account
from tonetop.work.token import account_of, make_token, tokens, withdraw_token
from tonetop.work.verify_folder import verify_folder


@pytest.fixture
def account(folder: Path) -> Any:
    """A governance lead."""
    return make_account("governance-lead", "lead@example.org", name="Lee Ng")


def test_a_token_lets_a_program_act_for_its_account_until_it_is_withdrawn(account: Any, folder: Path):
    token = make_token(account, "nightly export")
    assert account_of(token) == account
    (kept,) = tokens()
    assert (kept.name, token in str(kept.__dict__)) == ("nightly export", False)
    withdraw_token(kept.pk)
    assert (account_of(token), tokens()) == (None, [])
    told = [(event["type"], event["data"]) for event in events()[-2:]]
    assert told == [
        ("account.token-made", {"token": kept.pk}),
        ("account.token-withdrawn", {"token": kept.pk}),
    ]
    assert verify_folder(folder).problems == []


def test_a_token_of_an_account_that_may_not_sign_in_opens_nothing(account: Any):
    token = make_token(account, "old")
    account.is_active = False
    account.save()
    assert account_of(token) is None


def test_a_token_that_is_none_cannot_be_withdrawn(account: Any):
    with pytest.raises(Refused, match="there is no token 7; `tonetop token --list` names those there are"):
        withdraw_token(7)
    assert not ApiToken.objects.exists()
