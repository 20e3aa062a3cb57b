"""One person: everything held of them handed out, and erased so that no byte of them is left."""

from __future__ import annotations

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.work.owning import MARK, by, bytes_of, ended, planted, rows_with, save
from tonetop.standard.facts_file import Refused
from tonetop.work.verify_folder import verify_folder

GONE = (MARK, "Zyxwell Q.", "Zyxwelling", "zyx.900@", "Zyxwell-note")
"""Everything by which the planted person could be known."""


def test_one_person_is_erased_end_to_end_and_no_row_of_any_table_holds_them(demo: Path):
    from tonetop.work.own_data.erase_person import plan, run

    found = plan(planted(demo))
    assert {"registers_person", "registers_comment", "records_account"} <= set(rows_with(*GONE))
    assert [(step.type, step.ref) for step in found.own] == [
        ("Person", "p-900"),
        ("Account", found.own[1].ref),
    ]
    assert [(step.type, step.ref, step.fields) for step in found.naming] == [("Comment", "c-900", ("text",))]
    assert {one.why for one in found.stays} >= {"acts", "id", "outside"}
    done = run(found, None, by(), "", "")
    assert done.fields >= 5
    assert rows_with(*GONE) == []
    assert verify_folder(demo).problems == []


@pytest.mark.sqlite
def test_afterwards_no_byte_of_them_is_left_in_the_folder_nor_in_its_free_pages(demo: Path):
    from tonetop.work.own_data.erase_person import plan, run

    found = plan(planted(demo))
    assert bytes_of(demo, *GONE)
    run(found, None, by(), "", "")
    assert bytes_of(demo, *GONE) == []


def test_a_bundle_made_after_an_erasure_is_accepted_by_the_verifier_that_lies_in_it(
    demo: Path, tmp_path: Path
):
    from django.conf import settings
    from django.db import connection

    from tonetop.records import sealing
    from tonetop.records.ledger import keys
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.own_data.erase_person import plan, run
    from tonetop.work.verify import verify_bundle

    run(plan(planted(demo)), None, by(), "", "")
    sealing.seal()
    path = tmp_path / "bundle.zip"
    write_bundle(connection, keys.load(settings.DATA), path)
    report = verify_bundle(path)
    assert report["problems"] == []
    assert MARK.encode() not in path.read_bytes()


def test_what_was_not_chosen_and_what_is_held_stays_and_is_told_with_its_reason(demo: Path):
    from tests.work.test_hold import hold
    from tonetop.records.models import Account
    from tonetop.work.own_data.certificate import certificate, erasures, report
    from tonetop.work.own_data.erase_person import plan, run

    who = planted(demo)
    hold(type="Account", record=str(who.accounts[0].pk))
    assert all("legal hold" in step.held for step in plan(who).own)  # the account bears the person's name
    Account.objects.filter(pk=who.accounts[0].pk).update(person="")
    found = plan(who)
    assert [bool(step.held) for step in found.own] == [False, True]
    done = run(found, {"Person/p-900"}, by(), "", "")
    told = certificate(done.event)
    stays = {(one["type"], one["why"]) for one in told.data["stays"]}
    assert {("Account", "held"), ("Comment", "chosen")} <= stays
    assert told.data["erased"][0]["fields"] == ["name", "title"]
    assert MARK not in json.dumps(told.plain())
    assert told.plain()["of"] == {"type": "Person", "id": "p-900"}
    assert [one[0] for one in erasures()] == [done.event]
    sections = report(told).sections
    assert sections[1].table is not None and sections[1].table.rows[0][2] == "Name, Title"
    with pytest.raises(Refused, match="tells of no person's erasure"):
        certificate(1)


def test_an_account_that_may_still_sign_in_stays_and_nothing_chosen_is_refused(demo: Path):
    from tonetop.work.own_data.erase_person import plan, run
    from tonetop.work.own_data.persons import somebody

    found = plan(somebody("solvang"))
    assert ("Account", "signs-in") in {(one.type, one.why) for one in found.stays}
    with pytest.raises(Refused, match="nothing of this person is left"):
        run(found, (), by(), "")
    with pytest.raises(Refused, match="there is no such record"):
        run(found, None, by(), "", "DSR-99")
    with pytest.raises(Refused, match="neither a person nor an account"):
        somebody("nobody")


def test_somebody_gets_everything_that_is_held_of_them_as_one_file(demo: Path):
    from tonetop.records.models import Account
    from tonetop.work.own_data.access import hand_out, own

    who = planted(demo)
    dpo = Account.objects.get(role="dpo")
    with ZipFile(io.BytesIO(hand_out(dpo, "p-900"))) as zipped:
        assert zipped.namelist() == ["data.json", "readable.pdf"]
        assert zipped.read("readable.pdf")[:5] == b"%PDF-"
        told = json.loads(zipped.read("data.json"))
    assert [one["name"] for one in told["person"]] == ["Zyxwell Q.", MARK]
    (account,) = told["accounts"]
    assert account["email"] == "zyx.900@house.example"
    assert account["notes"][0]["text"] == "note of Zyxwell-note"
    assert told["named_by"]
    assert told["mentioned"][0]["texts"] == {"text": f"As {MARK} said"}
    with ZipFile(io.BytesIO(own(who.accounts[0]))) as zipped:
        mine = json.loads(zipped.read("data.json"))
    assert mine["mentioned"] == []  # staff read no register
    assert "personal.handed-out" in {one["what"] for one in mine["acts"]}


def test_concerns_are_never_handed_out(demo: Path):
    from tonetop.work.own_data.access import gathered

    who = planted(demo)
    save("Concern", id="con-900", text=f"{MARK} hides a risk", raised_on="2025-06-01")
    assert "Concern" not in {one["type"] for one in gathered(who, others=True)["mentioned"]}


def test_people_and_accounts_are_found_by_name_address_or_id(demo: Path):
    from tonetop.work.own_data.persons import find

    ended("lone@house.example")
    assert [one.key for one in find("Solvang")] == ["solvang"]
    assert [one.name for one in find("lone@house")] == ["Qvortrup Zyxwell"]
    assert find("nobody of this name") == []
