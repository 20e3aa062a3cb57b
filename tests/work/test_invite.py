"""One-time links: used once, lapsing, replaced by a newer one, kept as a hash."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tonetop.work.verify_folder import verify_folder


def test_a_link_lets_its_account_in_once(folder: Path):
    from tonetop.work import invite

    account = invite.first_account()
    assert account is not None
    token = invite.invite(account)
    assert invite.look(token) == account
    assert invite.redeem(token) == account
    assert invite.look(token) is None
    with pytest.raises(invite.NoEntry, match="has been used or has lapsed"):
        invite.redeem(token)


def test_only_the_first_start_makes_an_administrator(folder: Path):
    from tonetop.work import invite

    first = invite.first_account()
    assert first is not None
    assert first.role == "administrator"
    assert not first.has_usable_password()
    assert invite.first_account() is None


def test_a_link_lapses(folder: Path):
    from tonetop.records.models import Invitation
    from tonetop.work import invite

    account = invite.first_account()
    assert account is not None
    token = invite.invite(account)
    kept = Invitation.objects.get()
    kept.expires -= timedelta(hours=invite.HOURS)
    kept.save()
    assert invite.look(token) is None


def test_a_newer_link_takes_the_place_of_the_one_before(folder: Path):
    from tonetop.work import invite

    account = invite.first_account()
    assert account is not None
    old, new = invite.invite(account), invite.invite(account)
    assert invite.look(old) is None
    assert invite.look(new) == account


def test_the_secret_of_a_link_is_nowhere_in_the_folder(folder: Path):
    from tonetop.work import invite

    account = invite.first_account()
    assert account is not None
    token = invite.invite(account).encode()
    assert not [path.name for path in folder.iterdir() if token in path.read_bytes()]


def test_an_account_that_was_shut_gets_in_by_no_link(folder: Path):
    from tonetop.work import invite

    account = invite.first_account()
    assert account is not None
    token = invite.invite(account)
    account.is_active = False
    account.save()
    assert invite.look(token) is None


def test_who_is_meant_is_the_first_administrator_or_named_by_address(folder: Path):
    from tonetop.work import invite

    with pytest.raises(invite.NoEntry, match="no administrator yet"):
        invite.chosen(None)
    first = invite.first_account()
    other = invite.make_account("dpo", "vos@varnholm.example")
    assert invite.chosen(None) == first
    assert invite.chosen("VOS@varnholm.example") == other
    with pytest.raises(invite.NoEntry, match="no account with the e-mail address"):
        invite.chosen("nobody@varnholm.example")


def test_an_account_that_has_lapsed_is_not_meant(folder: Path):
    from tonetop.work import invite

    lapsed = invite.first_account()
    assert lapsed is not None
    lapsed.until, lapsed.email = "2020-01-31", "old@varnholm.example"
    lapsed.save()
    with pytest.raises(invite.NoEntry):
        invite.chosen("old@varnholm.example")
    second = invite.make_account("administrator", "second@varnholm.example")
    assert invite.chosen(None) == second
    second.until = "2099-12-31"
    second.save()
    assert invite.chosen(None) == second


def test_an_address_is_taken_by_whoever_has_it_as_address_or_as_user_name(folder: Path):
    from tonetop.records.intake import Refused
    from tonetop.records.models import Account
    from tonetop.work import invite
    from tonetop.work.come_in import Chosen, come_in
    from tonetop.work.keep_accounts import Standing, add_account

    first = invite.first_account()
    assert first is not None
    Account.objects.create(username="old@varnholm.example", email="new@varnholm.example")
    for address in ("OLD@varnholm.example", "New@varnholm.example"):
        with pytest.raises(invite.Taken, match="there is an account with the e-mail address"):
            invite.make_account("staff", address)
        with pytest.raises(Refused, match="there is an account with the e-mail address"):
            add_account(first, address, "Somebody", Standing("staff"))
        chosen = Chosen("Root", address, *["a quiet word about risk"] * 2)
        with pytest.raises(Refused, match="there is an account with the e-mail address"):
            come_in(invite.invite(first), chosen)


def test_accounts_and_links_leave_ledger_lines_without_anything_personal(folder: Path):
    from django.db import connection

    from tonetop.records.ledger import journal
    from tonetop.work import invite

    account = invite.make_account("dpo", "vos@varnholm.example", name="Petra Vos")
    invite.redeem(invite.invite(account))
    told = b"".join(journal.bodies(connection))
    assert all(word in told for word in (b"account.created", b"account.link-made", b"account.link-used"))
    assert b"varnholm" not in told
    assert b"Petra" not in told
    assert verify_folder(folder).problems == []
