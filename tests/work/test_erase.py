"""Erasing takes personal values out of every version and everything made from them; proofs stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tonetop.standard.facts_file import Refused
from tonetop.work.verify_folder import verify_folder


def test_a_name_is_gone_from_every_file_of_the_folder_and_the_folder_still_verifies(demo: Path):
    from django.db import connection

    from tonetop.records.registry import registers
    from tonetop.records.write import By
    from tonetop.work.erase import erase
    from tonetop.work.recompute import store

    stored, _ = store(None, None, By())
    assert "Ingrid Solvang" in json.dumps(stored.results)
    done = erase("Person", "solvang", None, By(), "request 7")
    assert done.fields == ("name", "title")
    connection.close()
    assert not [
        path.name for path in demo.rglob("*") if path.is_file() and b"Ingrid Solvang" in path.read_bytes()
    ]
    row = registers()["Person"].objects.get(ref="solvang")
    assert (row.name, row.title, row.is_top_management) == (None, None, True)
    report = verify_folder(demo)
    assert report.problems == []
    told = json.loads(bytes(event_of(done.event)))["data"]["erased"]
    assert {*told} == {"actor.name", "personal.name", "personal.title"}
    assert report.erased == sum(map(len, told.values())) > 3


def event_of(number: int) -> bytes:
    from django.db import connection

    from tonetop.records.ledger import journal

    return next(iter(journal.bodies(connection, number - 1)))


def test_one_field_alone_can_be_erased(demo: Path):
    from tonetop.records.registry import registers
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    erase("Person", "rehn", ["title"], By())
    row = registers()["Person"].objects.get(ref="rehn")
    assert (row.name, row.title) == ("Tomas Rehn", None)
    assert verify_folder(demo).problems == []


def test_every_version_is_emptied(folder: Path):
    from tonetop.records import intake, write
    from tonetop.records.registry import registers
    from tonetop.work.erase import erase

    for name in ("A. Chief", "A. B. Chief"):
        write.save(intake.take("Person", {"id": "p1", "name": name}), write.By())
    erase("Person", "p1", None, write.By())
    assert list(registers()["Person"].objects.values_list("name", flat=True)) == [None, None]
    assert verify_folder(folder).problems == []


def test_a_value_entered_anew_after_an_erasure_is_kept_again(folder: Path):
    from tonetop.records import intake, write
    from tonetop.records.registry import registers
    from tonetop.work.erase import erase

    write.save(intake.take("Person", {"id": "p1", "name": "A. Chief"}), write.By())
    erase("Person", "p1", None, write.By())
    write.save(intake.take("Person", {"id": "p1", "name": "Somebody"}), write.By())
    rows = registers()["Person"].objects.order_by("revision")
    assert list(rows.values_list("name", flat=True)) == [None, "Somebody"]
    assert verify_folder(folder).problems == []


def test_a_value_brought_back_by_hand_after_an_erasure_is_told(folder: Path):
    from django.db import connection

    from tonetop.records import intake, write
    from tonetop.work.erase import erase

    write.save(intake.take("Person", {"id": "p1", "name": "A. Chief"}), write.By())
    erase("Person", "p1", None, write.By())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registers_person SET name = 'A. Chief'")
    assert verify_folder(folder).problems == [
        "Person p1, version 1: name is not the value that event 2 commits to"
    ]


@pytest.mark.parametrize(
    ("type", "ref", "fields", "why"),
    [
        ("Nobody", "p1", None, "Nobody is no record type"),
        ("Person", "ghost", None, "Person ghost: there is no such record"),
        ("Person", "lind", ["org_unit"], "org_unit holds no personal value"),
        ("Meeting", "meeting-2025-09-23", None, "nothing is left to erase"),
    ],
)
def test_what_cannot_be_erased_is_refused_in_one_sentence(
    type: str, ref: str, fields: list[str] | None, why: str, demo: Path
):
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    with pytest.raises(Refused, match=why):
        erase(type, ref, fields, By())


def test_sentences_told_after_an_erasure_no_longer_name_the_person(demo: Path):
    from tonetop.records.write import By
    from tonetop.work.assess import assess
    from tonetop.work.erase import erase
    from tonetop.work.recompute import told

    assert "Ingrid Solvang" in json.dumps(told(assess()))
    erase("Person", "solvang", None, By())
    assert "Ingrid Solvang" not in json.dumps(told(assess()))


RESULTS = {
    "assessment": {
        "checks": [{"result": "pass", "records": ["pass", "Wilma"], "why": "Wilma and WILMA pass"}]
    },
    "trees": {"a": {"why": "The AI policy is there, Wilmas policy is not"}, "b": {"next_act": "Wilma"}},
}


def shortened(type: str, **plain: object) -> tuple[dict[str, object], str]:
    """What a stored assessment and an import's remark say once a record of that value is erased."""
    from tonetop.records import intake, write
    from tonetop.records.models import Import, StoredAssessment
    from tonetop.work.erase import erase

    about = {"as_of": "2026-01-01", "catalogue": "c", "rules": "r", "seq": 1, "head": "h"}
    stored = StoredAssessment.objects.create(results=RESULTS, **about)
    told = Import.objects.create(
        file="a.csv", sha256="0" * 64, on="2026-01-01", remarks=[{"field": "name", "why": "Wilma"}]
    )
    write.save(intake.take(type, {"id": "x1"} | plain), write.By())
    erase(type, "x1", None, write.By())
    stored.refresh_from_db()
    told.refresh_from_db()
    return stored.results, told.remarks[0]["why"]


def test_a_name_goes_as_a_whole_word_in_any_case_and_never_from_ids_or_closed_words(folder: Path):
    results, why = shortened("Person", name="Wilma", title="policy")
    assert why == "(erased)"
    (check,) = results["assessment"]["checks"]  # type: ignore[index]
    assert check == {"result": "pass", "records": ["pass", "Wilma"], "why": "(erased) and (erased) pass"}
    assert results["trees"]["a"] == RESULTS["trees"]["a"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("type", "plain"), [("Comment", {"text": "pass"}), ("Person", {"name": "Q. R.", "title": "policy"})]
)
def test_a_word_that_stands_for_much_else_is_not_looked_for(type: str, plain: dict[str, str], folder: Path):
    assert shortened(type, **plain) == (RESULTS, "Wilma")


def test_a_phrase_goes_from_sentences(folder: Path):
    results, _ = shortened("Comment", text="ai policy")
    assert results["trees"]["a"] == {"why": "The (erased) is there, Wilmas policy is not"}  # type: ignore[index]


def test_what_belongs_to_an_erased_account_alone_goes_with_it_unless_its_kind_is_held(demo: Path):
    from datetime import timedelta

    from tests.work.owning import ended
    from tests.work.test_hold import hold
    from tonetop.records import clock, write
    from tonetop.records.models import Account, Invitation
    from tonetop.records.reminding import Preference, Sent, Snooze
    from tonetop.records.tokens import ApiToken
    from tonetop.work.erase import erase

    account = ended()
    account.set_password("a long pass phrase 7")
    account.save()
    ApiToken.objects.create(account=account, name="Qvortrup's script", sha256="1" * 64, made_on="2023-01-01")
    Preference.objects.create(account=account)
    Snooze.objects.create(account=account, type="Risk", ref="r1", until="2023-01-01")
    Sent.objects.create(account=account, on="2023-01-01", count=1)
    Invitation.objects.create(account=account, secret="2" * 64, expires=clock.now() + timedelta(days=1))
    hold(own_kind="digests")
    erase("Account", str(account.pk), None, write.By())
    for model in (ApiToken, Preference, Snooze, Invitation):
        assert not model.objects.filter(account=account).exists()
    assert Sent.objects.filter(account=account).exists()
    assert not Account.objects.get(pk=account.pk).has_usable_password()


def test_a_phrase_that_another_record_says_too_stays_in_what_was_told(folder: Path):
    from tonetop.records import intake, write

    others = {"id": "x2", "name": "Q. R.", "title": "Deputy for the AI policy"}
    write.save(intake.take("Person", others), write.By())
    results, _ = shortened("Person", name="Zed Zed", title="AI policy")
    assert results == RESULTS


def test_a_name_that_two_people_bear_stays_the_others(folder: Path):
    from tonetop.records import intake, write

    write.save(intake.take("Person", {"id": "x2", "name": "wilma"}), write.By())
    assert shortened("Person", name="Wilma") == (RESULTS, "Wilma")
