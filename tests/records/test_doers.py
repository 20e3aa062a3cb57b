"""An act's event commits to the name of who did it; the name lies beside the log and can be erased."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.work.conftest import demo, folder, fresh, steady, unblocked
from tonetop.standard.facts_file import Refused
from tonetop.work.verify_folder import verify_folder

__all__ = ["demo", "folder", "fresh", "steady", "unblocked"]

CHIEF = {"id": "p1", "name": "Ann Sørensen", "is_top_management": True, "valid_from": "2020-01-01"}
POLICY = {"id": "pol-1", "kind": "ai", "version": "1", "approved_by": "p1", "approved_on": "2025-01-14"}


def write(*records: tuple[str, dict[str, Any]], **by: Any) -> None:
    from tonetop.records import intake
    from tonetop.records.write import By, Change, save_all

    entries = intake.take_all([(type, plain, None) for type, plain in records])
    save_all([Change(entry) for entry in entries], By(**by))


def events() -> list[dict[str, Any]]:
    from django.db import connection

    from tonetop.records.ledger import journal

    return [json.loads(body) for body in journal.bodies(connection)]


def names(folder: Path) -> dict[int, tuple[tuple[str, str], str]]:
    """The names kept beside the log: by event, whose and what."""
    from django.db import connection

    from tonetop.records.ledger import keys, personal

    kept = personal.disclose(connection, keys.load(folder))
    return {seq: (value.owner, value.value) for seq, value in kept if value.place == "actor.name"}


def account(**fields: Any) -> Any:
    from tonetop.work.invite import make_account

    return make_account("governance-lead", "lead@example.org", **fields)


def test_an_act_commits_to_the_name_of_who_acted_and_the_folder_verifies(folder: Path):
    write(("Person", CHIEF))
    write(("PolicyVersion", POLICY))
    act = events()[-1]
    assert (act["actor"]["id"], act["actor"]["rank"]) == ("p1", "top management")
    assert len(act["actor"]["name"]) == 64
    assert names(folder) == {act["sequence"]: (("Person", "p1"), "Ann Sørensen")}
    assert verify_folder(folder).problems == []


def test_a_name_of_a_person_who_comes_along_with_the_act_is_known(folder: Path):
    write(("Person", CHIEF), ("PolicyVersion", POLICY))
    assert events()[-1]["actor"]["rank"] == "top management"
    assert [name for _, name in names(folder).values()] == ["Ann Sørensen"]


def test_a_name_is_as_it_was_at_the_time_of_the_act(folder: Path):
    write(("Person", CHIEF), ("PolicyVersion", POLICY))
    write(("Person", CHIEF | {"name": "Ann Berg"}))
    write(("PolicyVersion", POLICY | {"id": "pol-2"}))
    assert [name for _, name in names(folder).values()] == ["Ann Sørensen", "Ann Berg"]


def test_the_rank_is_that_of_the_day_and_lapses_with_the_post(folder: Path):
    write(("Person", CHIEF | {"valid_to": "2021-01-01"}), ("PolicyVersion", POLICY))
    assert events()[-1]["actor"]["rank"] is None


def test_who_enters_something_that_nobody_else_did_is_its_doer_with_name_and_rank(folder: Path):
    write(("Person", CHIEF))
    write(("AISystem", {"id": "ai-1", "name": "Vera"}), account="account-9", person="p1")
    entry = events()[-1]
    assert (entry["actor"]["id"], entry["actor"]["rank"], entry["entered_by"]) == (
        "p1",
        "top management",
        "p1",
    )
    assert [name for _, name in names(folder).values()] == ["Ann Sørensen"]


def test_an_account_that_is_no_person_of_the_register_is_named_by_its_own_name(folder: Path):
    made = account(name="Lee\u0301 Ng")  # decomposed, as some keyboards write it
    write(("AISystem", {"id": "ai-1", "name": "Vera"}), account=f"account-{made.pk}")
    assert list(names(folder).values()) == [(("Account", str(made.pk)), "Leé Ng")]
    assert verify_folder(folder).problems == []


def test_the_command_line_and_the_log_itself_have_no_name(folder: Path):
    write(("AISystem", {"id": "ai-1", "name": "Vera"}))
    assert [event["actor"]["name"] for event in events()] == [None, None]


def test_what_is_no_record_names_its_doer_too(folder: Path):
    from tonetop.work.settle import settle

    write(("Person", CHIEF))
    from tonetop.records.write import By

    settle({"name": "Example"}, By("account-1", "p1", "password"))
    assert events()[-1]["type"] == "organisation.changed"
    assert list(names(folder).values()) == [(("Person", "p1"), "Ann Sørensen")]


def test_erasing_a_person_takes_the_name_out_of_every_act_and_later_acts_bear_none(folder: Path):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    write(("Person", CHIEF), ("PolicyVersion", POLICY))
    erase("Person", "p1", None, By())
    assert names(folder) == {}
    assert events()[-1]["data"]["erased"] == {"actor.name": [3], "personal.name": [2]}
    write(("PolicyVersion", POLICY | {"id": "pol-2"}))
    assert events()[-1]["actor"]["name"] is None
    report = verify_folder(folder)
    assert (report.problems, report.erased) == ([], 2)


def test_who_erases_their_own_name_is_not_named_by_it_again(folder: Path):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    write(("Person", CHIEF), ("Person", {"id": "p2", "name": "Dan Vos"}))
    erase("Person", "p1", None, By("account-1", "p1", "password"))
    assert events()[-1]["actor"] | {"rank": None} == {
        "id": "p1", "name": None, "rank": None, "authenticated": "password"
    }  # fmt: skip
    write(("AISystem", {"id": "ai-1", "name": "Vera"}), account="account-2", person="p2")
    erase("Person", "p2", ["name"], By("account-1", "p1", "password"))
    assert verify_folder(folder).problems == []


def test_erasing_a_person_takes_the_name_of_their_account_along(folder: Path):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    made = account(name="Ann Sørensen")
    write(("Person", CHIEF), account=f"account-{made.pk}")
    made.person = "p1"
    made.save()
    erase("Person", "p1", None, By())
    assert names(folder) == {}
    made.refresh_from_db()
    assert made.get_full_name() == ""
    assert verify_folder(folder).problems == []


def test_an_account_that_may_no_longer_sign_in_can_be_erased_and_its_acts_stay(folder: Path):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    made = account(name="Lee Ng")
    number = str(made.pk)
    write(("AISystem", {"id": "ai-1", "name": "Vera"}), account=f"account-{number}")
    with pytest.raises(Refused, match="may still sign in; take its sign-in away first"):
        erase("Account", number, None, By())
    made.is_active = False
    made.save()
    done = erase("Account", number, None, By(), "request 4")
    assert done.fields == ("name", "email")
    made.refresh_from_db()
    assert (made.get_full_name(), made.email, made.username) == ("", "", f"account-{number}")
    assert (names(folder), verify_folder(folder).problems) == ({}, [])
    with pytest.raises(Refused, match="nothing is left to erase"):
        erase("Account", number, None, By())


@pytest.mark.parametrize("number", ["99", "x", ""])
def test_an_account_that_is_none_is_refused(number: str, folder: Path):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    with pytest.raises(Refused, match="there is no such account; give its number"):
        erase("Account", number, None, By())


def test_the_acts_of_the_demo_bear_names_and_ranks(demo: Path):
    acts = [event for event in events() if event["actor"]["id"] == "solvang"]
    assert acts
    assert {event["actor"]["rank"] for event in acts} == {"top management"}
    assert all(event["actor"]["name"] for event in acts)


def bundle(folder: Path, out: Path, change: str = "") -> dict[str, Any]:
    """What the stand-alone verifier says of the folder's bundle, with one disclosed name changed."""
    from django.db import connection

    from tonetop.records.ledger import keys
    from tonetop.records.sealing import seal
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.verify import verify_bundle

    seal()
    write_bundle(connection, keys.load(folder), out)
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if change:
        members["personal.jsonl"] = members["personal.jsonl"].replace(b"Ann S", change.encode())
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return verify_bundle(out)


def test_the_bundle_discloses_the_name_and_its_verifier_holds_it_against_the_act(
    folder: Path, tmp_path: Path
):
    write(("Person", CHIEF), ("PolicyVersion", POLICY))
    assert bundle(folder, tmp_path / "sound.zip")["problems"] == []
    found = bundle(folder, tmp_path / "forged.zip", "Eve S")
    assert "event 3: the value of actor.name is not the one committed to" in found["problems"]


def test_a_bundle_after_an_erasure_counts_the_name_as_erased(folder: Path, tmp_path: Path):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    write(("Person", CHIEF), ("PolicyVersion", POLICY))
    erase("Person", "p1", None, By())
    found = bundle(folder, tmp_path / "erased.zip")
    assert (found["problems"], found["erased"]) == ([], 2)
