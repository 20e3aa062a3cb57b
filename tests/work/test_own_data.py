"""What the program holds of people itself: listed, and let go of when its time is over."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.work.owning import MARK, by, bytes_of, ended, save
from tonetop.standard.facts_file import Refused
from tonetop.work.verify_folder import verify_folder


def test_every_table_of_the_program_is_told_of_or_said_to_hold_nothing_of_people(demo: Path):
    from django.apps import apps

    from tonetop.records.models import Record
    from tonetop.standard.own_places import OF_NOBODY, TABLES

    told = {name for place in TABLES for name in place.names} | set(OF_NOBODY)
    there = {model._meta.label for model in apps.get_models() if not issubclass(model, Record)}
    saml = {name for name in there if name.startswith("saml.")}
    assert there - saml == told


def test_every_file_of_a_folder_in_use_is_told_of(demo: Path):
    from fnmatch import fnmatch

    from tonetop.standard.own_places import FILES

    told = [name for place in FILES for name in place.names]
    assert [path.name for path in demo.iterdir() if not any(fnmatch(path.name, name) for name in told)] == []


def test_the_inventory_counts_records_rows_and_bytes(demo: Path):
    from tonetop.work.own_data.inventory import inventory

    found = inventory()
    person = next(one for one in found.registers if one.type == "Person")
    assert person.fields == ("Name", "Title")
    assert person.records > 50
    accounts = next(one for one in found.tables if one.place.title == "Accounts")
    assert accounts.count == 7
    database = found.files[0]
    assert database.place.title == "Database with the ledger"
    assert database.count is not None


def test_each_kind_has_a_finder_and_a_way_to_go():
    from tonetop.standard.own_data import KINDS
    from tonetop.work.own_data.due import FINDERS

    assert list(FINDERS) and set(FINDERS) == set(KINDS)
    assert all(kind.least <= kind.usual for kind in KINDS.values())


def test_what_is_due_is_shown_with_its_day_and_goes_by_hand_with_an_event(demo: Path):
    from tonetop.records.registry import registers
    from tonetop.work.own_data.carry_out import run
    from tonetop.work.own_data.due import due

    save("Person", id="left", name=MARK, valid_from="2001-01-01", valid_to="2012-05-01")
    account = ended()
    before = due()
    assert [(one.type, one.ref, one.since) for one in before["people"].items] == [
        ("Person", "left", "2012-05-01")
    ]
    assert [one.ref for one in before["accounts"].items] == [str(account.pk)]
    done = {one.kind: one for one in run(["people", "accounts"], by())}
    assert (done["people"].gone, done["accounts"].gone) == (1, 1)
    assert registers()["Person"].objects.get(ref="left").name is None
    account.refresh_from_db()
    assert (account.email, account.first_name) == ("", "")
    assert not due()["people"].items
    assert not bytes_of(demo, MARK, "gone@house.example")
    report = verify_folder(demo)
    assert report.problems == []
    assert report.erased


def test_records_withdrawn_long_ago_lose_their_personal_values_alone(demo: Path):
    from tonetop.records import write
    from tonetop.records.models import Organisation
    from tonetop.records.registry import registers
    from tonetop.work.own_data.carry_out import run

    save("Comment", id="c-old", text=MARK, said_on="2025-01-01")
    write.withdraw("Comment", "c-old", by())
    Organisation.objects.update(clock_on="2029-06-01")
    (done,) = run(["withdrawn"], by())
    assert done.gone == done.due == 1
    row = registers()["Comment"].objects.filter(ref="c-old").order_by("-revision")[0]
    assert (row.text, row.said_on) == (None, "2025-01-01")


def test_a_hold_keeps_what_is_due_and_the_run_tells_how_much(demo: Path):
    from tests.work.test_hold import hold
    from tonetop.records.registry import registers
    from tonetop.work.own_data.carry_out import run
    from tonetop.work.own_data.due import due

    save("Person", id="left", name=MARK, valid_to="2012-05-01")
    save("Person", id="gone", name="Somebody Else", valid_to="2012-05-01")
    hold(type="Person", record="left")
    assert "legal hold HOLD-1" in due()["people"].held[0].held
    (done,) = run(["people"], by())
    assert (done.due, done.gone, done.held) == (2, 1, 1)
    assert registers()["Person"].objects.get(ref="left").name == MARK


def test_rows_of_the_program_go_in_one_transaction_with_their_event(demo: Path):
    from tonetop.records import clock
    from tonetop.records.entrance import GuestRead, Session
    from tonetop.records.models import Import, Invitation
    from tonetop.records.reminding import Sent
    from tonetop.work.own_data.carry_out import run

    account, long_ago = ended(), clock.now() - timedelta(4000)
    Invitation.objects.create(account=account, secret="0" * 64, expires=long_ago)
    Session.objects.create(account=account, key="k", began=long_ago, seen=long_ago)
    GuestRead.objects.create(account=account, page="/", on="2015-01-01")
    Sent.objects.create(account=account, on="2015-01-01", count=1)
    Import.objects.create(file="a.csv", sha256="0" * 64, on="2015-01-01", refused=[{"row": MARK}])
    done = run(["links", "sessions", "guest-reads", "digests", "imports"], by())
    assert [one.gone for one in done] == [1] * 5
    assert not Invitation.objects.exists() and not GuestRead.objects.exists()
    assert Import.objects.get().refused == []
    assert not bytes_of(demo, MARK.replace("Zyxwell", "Zyxwell\\"))
    assert verify_folder(demo).problems == []


def test_scans_and_copies_go_one_by_one(demo: Path):
    from tonetop.records import clock
    from tonetop.records.scans import KeptScan
    from tonetop.work.own_data.carry_out import run

    KeptScan.objects.update(ended=clock.now() - timedelta(4000))
    copy, folder = demo / "before-upgrade-1.sqlite3", demo / "replaced-2020"
    copy.write_bytes(MARK.encode())
    folder.mkdir()
    (folder / "tonetop.sqlite3").write_bytes(MARK.encode())
    old = time.time() - 90 * 86400
    for path in (copy, folder):
        os.utime(path, (old, old))
    scans, copies = run(["scans", "copies"], by())
    assert scans.gone == scans.due > 0
    assert copies.gone == 2
    assert not KeptScan.objects.exists() and not copy.exists() and not folder.exists()


def test_nothing_goes_by_itself_until_somebody_says_so_and_putting_off_stops_it(demo: Path):
    from tonetop.records.models import Account
    from tonetop.work.own_data import periods
    from tonetop.work.own_data.carry_out import goes_by_itself, run_due
    from tonetop.work.own_data.periods import Wish

    dpo = Account.objects.get(role="dpo")
    save("Person", id="left", name=MARK, valid_to="2012-05-01")
    assert goes_by_itself() is None
    assert run_due() == []
    periods.change(dpo, "people", Wish(400, True, "2026-02-01", "shorter by our works agreement"))
    assert goes_by_itself() is None
    periods.change(dpo, "people", Wish(400, True, "", "shorter by our works agreement"))
    assert goes_by_itself() == "people"
    assert [(one.kind, one.gone) for one in run_due()] == [("people", 1)]
    assert periods.periods()["people"].days == 400


@pytest.mark.parametrize(
    ("kind", "days", "off", "reason", "why"),
    [
        ("nothing", 9, "", "r", "is no kind of own data"),
        ("evidence", 9, "", "r", "stands on its own page"),
        ("people", 400, "", " ", "say why the usual period"),
        ("people", 5, "", "r", "at least 365"),
        ("people", None, "2030-01-01", "r", "within a year"),
    ],
)
def test_a_period_that_cannot_be_is_refused(  # noqa: PLR0917
    kind: str, days: int | None, off: str, reason: str, why: str, demo: Path
):
    from tonetop.work.own_data.periods import Wish, settle

    with pytest.raises(Refused, match=why):
        settle(kind, Wish(days, False, off, reason), by())


def test_what_nobody_lets_go_by_hand_is_refused(demo: Path):
    from tonetop.work.own_data.carry_out import run

    with pytest.raises(Refused, match="is no kind"):
        run(["nothing"], by())
    with pytest.raises(Refused, match="on their own pages"):
        run(["evidence"], by())


def test_the_draft_for_the_record_of_processing_is_entered_once(demo: Path):
    from tonetop.records import write
    from tonetop.records.models import Account
    from tonetop.work.own_data import record_entry

    dpo = Account.objects.get(role="dpo")
    ref = record_entry.enter(dpo)
    row: Any = write.latest("ProcessingActivity", ref)
    assert row.erasure_limits["Scans"] == 730
    assert row.legal_basis is None
    assert record_entry.standing() == ref
    with pytest.raises(Refused, match="has this entry already"):
        record_entry.enter(dpo)
