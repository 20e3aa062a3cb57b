"""Merging duplicates: links follow the survivor, both source data stay, and the duplicate is withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tonetop.core import ledger
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.ledger import journal
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.write import By, Change
from tonetop.work.find_duplicates import find_duplicates
from tonetop.work.merge import merge

pytestmark = pytest.mark.usefixtures("folder")


def hold(*records: tuple[str, dict[str, Any]], source: dict[str, str] | None = None) -> None:
    """Put records into the data folder."""
    entries = intake.take_all([(type, plain, source) for type, plain in records])
    write.save_all(list(map(Change, entries)), By())


def values(type: str, ref: str) -> dict[str, Any]:
    """A record's values as they were last written."""
    row = write.latest(type, ref)
    assert row is not None
    return write.values_of(row)


def is_withdrawn(type: str, ref: str) -> bool:
    """Whether a record is withdrawn."""
    row = write.latest(type, ref)
    return bool(row and row.withdrawn_on)


def test_references_follow_the_survivor_and_lists_name_it_once() -> None:
    hold(
        ("AISystem", {"id": "a", "name": "Bot"}),
        ("AISystem", {"id": "b", "name": "Bot"}),
        ("Asset", {"id": "as", "ai_system": "b"}),
        ("Decision", {"id": "d", "about": ["b", "a", "as"]}),
        ("Meeting", {"id": "m", "inputs": {"resources": ["b", "d"]}}),
    )
    done = merge("AISystem", "b", "a", By())
    assert sorted(done.repointed) == ["Asset as", "Decision d", "Meeting m"]
    assert values("Asset", "as")["ai_system"] == "a"
    assert values("Decision", "d")["about"] == ("a", "as")
    assert values("Meeting", "m")["inputs"] == {"resources": ("a", "d")}
    assert is_withdrawn("AISystem", "b") and not is_withdrawn("AISystem", "a")


def test_empty_fields_are_filled_only_when_asked_and_never_overwritten() -> None:
    hold(
        ("AISystem", {"id": "a", "name": "Bot"}),
        ("AISystem", {"id": "b", "name": "Other", "state": "live"}),
        ("AISystem", {"id": "c", "name": "Third", "high_impact": False}),
    )
    assert merge("AISystem", "b", "a", By()).filled == []
    assert values("AISystem", "a") == {"id": "a", "name": "Bot"}
    assert merge("AISystem", "c", "a", By(), fill=True).filled == ["high_impact"]
    assert values("AISystem", "a") == {"id": "a", "name": "Bot", "high_impact": False}


def test_the_source_data_of_both_is_kept() -> None:
    hold(("AISystem", {"id": "a"}), source={"Vendor": "Acme", "Cost": "5"})
    hold(("AISystem", {"id": "b"}), source={"Vendor": "Umbrella", "Cost": "5", "Risk": "x"})
    merge("AISystem", "b", "a", By())
    kept = write.latest("AISystem", "a")
    assert kept is not None
    assert kept.source_data == {"Vendor": "Acme", "Cost": "5", "Vendor (of b)": "Umbrella", "Risk": "x"}


def test_a_record_told_apart_by_the_reference_moves_to_the_survivors_key() -> None:
    hold(
        *(("Person", {"id": ref}) for ref in ("p1", "p2")),
        *(("Meeting", {"id": ref}) for ref in ("m1", "m2")),
        ("Attendance", {"meeting": "m1", "person": "p2", "mode": "present"}),
        ("Attendance", {"meeting": "m2", "person": "p2", "mode": "present"}),
        ("Attendance", {"meeting": "m2", "person": "p1", "mode": "remote"}),
    )
    done = merge("Person", "p2", "p1", By())
    assert done.left == ["Attendance m2/p1: stood there already and is left as it is"]
    assert values("Attendance", "m1/p1")["mode"] == "present"
    assert values("Attendance", "m2/p1")["mode"] == "remote"
    assert is_withdrawn("Attendance", "m1/p2") and is_withdrawn("Attendance", "m2/p2")


def test_a_reference_that_may_mean_a_record_of_another_register_is_left_and_named() -> None:
    hold(
        ("AISystem", {"id": "x"}),
        ("AISystem", {"id": "y"}),
        ("Asset", {"id": "x"}),
        ("Decision", {"id": "d", "about": ["x"]}),
    )
    done = merge("AISystem", "x", "y", By())
    assert done.left == ["Decision d: about may mean the Asset of that id, so it is left"]
    assert values("Decision", "d")["about"] == ("x",)


def test_a_survivor_that_referred_to_the_duplicate_does_so_no_longer() -> None:
    hold(("PolicyVersion", {"id": "v1"}), ("PolicyVersion", {"id": "v2", "supersedes": "v1", "version": "2"}))
    merge("PolicyVersion", "v1", "v2", By())
    assert values("PolicyVersion", "v2") == {"id": "v2", "version": "2"}


def test_whoever_signed_in_as_the_duplicate_person_is_the_survivor() -> None:
    hold(("Person", {"id": "p1"}), ("Person", {"id": "p2"}))
    account = Account.objects.create(username="ann", person="p2")
    assert merge("Person", "p2", "p1", By()).repointed == [f"Account {account.pk}"]
    assert Account.objects.get().person == "p1"


def test_the_ledger_says_into_what_the_duplicate_went() -> None:
    hold(("Person", {"id": "p1"}), ("Person", {"id": "p2"}))
    merge("Person", "p2", "p1", By())
    withdrawn, told = [ledger.read(body) for body in journal.bodies(connection)][-2:]
    assert withdrawn["data"]["because"] == "merge Person p2 into p1"
    assert (told["type"], told["data"]["into"]) == ("record.merged", "p1")


@pytest.mark.parametrize(
    ("type", "duplicate", "survivor", "sentence"),
    [
        ("Persona", "p1", "p2", "Persona is no record type"),
        ("Person", "p1", "p1", "Person p1: cannot be merged into itself"),
        ("Person", "p9", "p1", "Person p9: there is no such record"),
        ("Person", "p1", "gone", "Person gone: was withdrawn on"),
    ],
)
def test_what_cannot_be_merged_is_refused(type: str, duplicate: str, survivor: str, sentence: str) -> None:
    hold(("Person", {"id": "p1"}), ("Person", {"id": "p2"}), ("Person", {"id": "gone"}))
    write.withdraw("Person", "gone", By())
    with pytest.raises(Refused, match=sentence):
        merge(type, duplicate, survivor, By())
    assert not is_withdrawn("Person", "p1")


def test_likely_duplicates_have_the_same_words_and_nothing_against_it() -> None:
    hold(
        ("AISystem", {"id": "a", "name": "Claims Triage", "org_unit": "Claims", "state": "live"}),
        ("AISystem", {"id": "b", "name": "triage – claims"}),
        ("AISystem", {"id": "c", "name": "Claims triage", "org_unit": "Sales"}),
        ("AISystem", {"id": "d", "name": "Chatbot"}),
        ("AISystem", {"id": "e", "name": "Chatböt", "org_unit": "IT"}),
        ("AISystem", {"id": "f", "name": "Chatbot", "org_unit": "HR", "state": "live"}),
        ("AISystem", {"id": "g"}),
        ("AISystem", {"id": "h"}),
    )
    write.withdraw("AISystem", "f", By())
    found = [(likely.refs, likely.title) for likely in find_duplicates("AISystem")]
    assert found == [(("a", "b"), "Claims Triage"), (("e", "d"), "Chatböt")]
    assert find_duplicates("AISystem")[1].plain()["agree"] == []


def test_records_of_the_same_name_in_different_units_are_no_duplicates() -> None:
    hold(
        ("AISystem", {"id": "a", "name": "Bot", "org_unit": "IT"}),
        ("AISystem", {"id": "b", "name": "Bot", "org_unit": "HR"}),
    )
    assert find_duplicates("AISystem") == []


def test_registers_without_ids_have_no_duplicates_to_look_for() -> None:
    with pytest.raises(Refused, match=r"Attendance: its records are told apart by meeting, person"):
        find_duplicates("Attendance")
    with pytest.raises(Refused, match=r"Foo is no record type"):
        find_duplicates("Foo")
    assert all(
        isinstance(find_duplicates(type), list) for type, model in registers().items() if not model.key
    )
