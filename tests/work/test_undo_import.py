"""Undoing an import: what it made is withdrawn, what it changed stands as before, what was changed since is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tonetop.core import ledger
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.ledger import journal
from tonetop.records.models import Import
from tonetop.records.registry import registers
from tonetop.records.write import By
from tonetop.work import import_records
from tonetop.work.undo_import import Undone, undo_import
from tonetop.work.verify_folder import verify_folder

LATER = "2100-01-01"


def brought(tmp_path: Path, text: str) -> int:
    """The number of an import of some people."""
    path = tmp_path / "Person.csv"
    path.write_text(text, encoding="utf-8")
    return import_records.run([path], By()).import_id or 0


def undone(id: int) -> Undone:
    """An import that is undone."""
    return undo_import(id, By())


def there(day: str = LATER) -> dict[str, Any]:
    """The people that are there on a day, by id, with their titles."""
    return {row.ref: row.title for row in registers()["Person"].objects.on(day)}


@pytest.mark.usefixtures("folder")
def test_what_an_import_made_is_withdrawn_and_what_it_changed_stands_as_before(tmp_path: Path) -> None:
    first = brought(tmp_path, "id,title,desk\np1,CEO,7\n")
    second = brought(tmp_path, "id,title,desk\np1,Chair,8\np2,COO,\n")
    done = undone(second)
    assert (done.withdrawn, done.restored, done.left) == (1, 1, [])
    assert there() == {"p1": "CEO"}
    assert write.latest("Person", "p1").source_data == {"desk": "7"}  # type: ignore[union-attr]
    assert undone(first).left == [{"type": "Person", "ref": "p1", "why": "was changed since, to version 3"}]
    assert Import.objects.filter(undone_on="").count() == 0


@pytest.mark.usefixtures("folder")
def test_records_changed_since_are_left_alone_and_named(tmp_path: Path) -> None:
    id = brought(tmp_path, "id,title\np1,CEO\np2,COO\n")
    write.save(intake.take("Person", {"id": "p2", "title": "CFO"}), By())
    done = undone(id)
    assert done.plain() | {"pointing": []} == {
        "import": id,
        "withdrawn": 1,
        "restored": 0,
        "left": [{"type": "Person", "ref": "p2", "why": "was changed since, to version 2"}],
        "pointing": [],
    }
    assert there() == {"p2": "CFO"}


@pytest.mark.usefixtures("folder")
def test_records_that_refer_to_withdrawn_ones_are_named(tmp_path: Path) -> None:
    id = brought(tmp_path, "id,title\np1,CEO\n")
    write.save(intake.take("AISystem", {"id": "a", "owner": "p1"}), By())
    assert undone(id).pointing == [{"type": "AISystem", "ref": "a", "field": "owner", "to": "p1"}]


@pytest.mark.usefixtures("folder")
def test_a_record_that_came_withdrawn_was_never_there_either(tmp_path: Path) -> None:
    id = brought(tmp_path, "id,title,withdrawn_on\np1,CEO,2025-01-01\n")
    assert there("2024-12-31") == {"p1": "CEO"}
    assert (undone(id).left, there("2024-12-31")) == ([], {})


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("dated", ["", "2024-01-01"])
def test_what_an_import_made_was_never_there_on_earlier_days_and_comes_back_to_all_of_them(
    dated: str, tmp_path: Path
) -> None:
    text = f"id,title,valid_from\np1,CEO,{dated}\n"
    id = brought(tmp_path, text)
    assert there("2024-06-01") == {"p1": "CEO"}
    undone(id)
    assert [there(day) for day in ("2023-06-01", "2024-06-01", LATER)] == [{}, {}, {}]
    brought(tmp_path, text)
    assert [there(day) for day in ("2024-06-01", LATER)] == [{"p1": "CEO"}, {"p1": "CEO"}]
    assert there("2023-06-01") == ({} if dated else {"p1": "CEO"})


@pytest.mark.usefixtures("folder")
def test_as_known_before_the_undoing_an_import_is_still_seen(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "today", lambda of=None: "2025-03-01")
    id = brought(tmp_path, "id,title\np1,CEO\n")
    monkeypatch.setattr(clock, "today", lambda of=None: "2025-03-09")
    undone(id)
    people = registers()["Person"].objects
    assert [row.title for row in people.on("2025-03-05", "2025-03-08")] == ["CEO"]
    assert not people.on("2025-03-05", "2025-03-09").exists()
    assert not people.on("2025-03-05").exists()


@pytest.mark.usefixtures("folder")
def test_every_version_that_a_facts_file_brought_is_taken_back_from_its_own_day(tmp_path: Path) -> None:
    write.save(intake.take("Person", {"id": "p1", "title": "Founder"}), By())
    path = tmp_path / "a.yaml"
    path.write_text(
        "Person:\n- {id: p1, title: Chair, recorded_on: 2025-03-01, effective_on: 2025-03-01}\n"
        "- {id: p1, title: CEO, recorded_on: 2025-06-01}\n- {id: p2, title: COO, recorded_on: 2025-03-01}\n"
        "- {id: p2, title: CFO, recorded_on: 2025-06-01}\n",
        encoding="utf-8",
    )
    days = ("2025-01-01", "2025-04-01", "2025-07-01")
    id = import_records.run([path], By()).import_id or 0
    held = [there(day) for day in days]
    assert held == [
        {"p1": "Founder", "p2": "COO"}, {"p1": "Chair", "p2": "COO"}, {"p1": "CEO", "p2": "CFO"}
    ]  # fmt: skip
    undone(id)
    assert [there(day) for day in days] == [{"p1": "Founder"}] * 3
    import_records.run([path], By())
    assert [there(day)["p2"] for day in days] == ["COO", "COO", "CFO"]


@pytest.mark.usefixtures("folder")
def test_a_record_that_comes_back_with_an_earlier_day_is_there_from_then_on_throughout(
    tmp_path: Path,
) -> None:
    undone(brought(tmp_path, "id,title,valid_from\np1,CEO,2024-06-01\n"))
    brought(tmp_path, "id,title,valid_from\np1,CEO,2024-01-01\n")
    assert [there(day) for day in ("2023-12-31", "2024-01-01", "2024-07-01")] == [
        {},
        {"p1": "CEO"},
        {"p1": "CEO"},
    ]


@pytest.mark.usefixtures("folder")
def test_what_comes_back_is_known_when_it_comes_once_more(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "Person:\n- {id: p1, title: CEO, valid_from: 2020-01-01}\n"
        "- {id: p1, title: Guest, recorded_on: 2025-06-01, effective_on: 2025-06-01}\n"
        "- {id: p1, title: Chair, recorded_on: 2025-07-01, effective_on: 2025-01-01}\n",
        encoding="utf-8",
    )
    undone(import_records.run([path], By()).import_id or 0)
    assert import_records.run([path], By()).taken == 3
    assert [there(day).get("p1") for day in ("2024-06-01", "2025-03-01", LATER)] == ["CEO", "Chair", "Guest"]
    assert import_records.run([path], By()).taken == 0


def test_after_undoing_and_bringing_back_the_folder_verifies(folder: Path, tmp_path: Path) -> None:
    undone(brought(tmp_path, "id,title\np1,CEO\n"))
    undone(brought(tmp_path, "id,title\np1,CEO\n"))
    assert verify_folder(folder).problems == []


@pytest.mark.usefixtures("folder")
def test_evidence_keeps_its_claimed_day_of_entry_when_it_is_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("Evidence:\n- {id: e1, title: Minutes, recorded_on: 2025-01-15}\n", encoding="utf-8")
    undone(import_records.run([path], By()).import_id or 0)
    rows = registers()["Evidence"].objects.order_by("revision")
    assert [row.claimed_on for row in rows] == ["2025-01-15", "2025-01-15"]


@pytest.mark.usefixtures("folder")
def test_an_undoing_can_itself_be_followed_by_the_same_import_and_undone_again(tmp_path: Path) -> None:
    undone(brought(tmp_path, "id,title\np1,CEO\n"))
    again = brought(tmp_path, "id,title\np1,CEO\n")
    assert there() == {"p1": "CEO"}
    done = undone(again)
    assert (done.withdrawn, done.restored) == (0, 1)
    assert there() == {}


@pytest.mark.usefixtures("folder")
def test_every_undone_record_and_the_undoing_have_their_ledger_lines(tmp_path: Path) -> None:
    id = brought(tmp_path, "id,title\np1,CEO\n")
    undone(id)
    withdrawn, told = [ledger.read(body) for body in journal.bodies(connection)][-2:]
    assert withdrawn["type"] == "record.withdrawn"
    assert withdrawn["data"]["because"] == f"undo-import {id}"
    assert (told["type"], told["subject"]["id"]) == ("import.undone", str(id))
    assert told["data"] == {"withdrawn": 1, "restored": 0, "left": 0}


@pytest.mark.usefixtures("folder")
def test_an_import_is_undone_once_and_only_when_there_is_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"there is no import 1; the last one is yet to come"):
        undone(1)
    id = brought(tmp_path, "id\np1\n")
    undone(id)
    with pytest.raises(Refused, match=rf"import {id} was undone on .* already"):
        undone(id)


GUARDED = """
Incident: [{id: I-1, system: AI-3, severity: critical, occurred_on: 2025-12-20, title: x}]
RiskAssessment: [{id: R-9, subject: AI-3, performed_on: 2025-12-30, inherent: critical, status: draft}]
UseJudgement: [{id: UJ-9, system: AI-3, use: chat, prohibited: true, judged_on: 2025-12-30}]
AISystem: [{id: AI-3, name: Chat}]
"""


@pytest.mark.usefixtures("folder")
def test_what_keeps_gates_shut_is_left_to_the_acts_that_let_it_go(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(GUARDED, encoding="utf-8")
    done = undone(import_records.run([path], By()).import_id or 0)
    assert done.withdrawn == 1
    assert {one["ref"]: one["why"] for one in done.left} == {
        "I-1": "an incident is not withdrawn; another person closes it, with a reason, on its page",
        "R-9": "another person than its owner closes a risk, with a reason, on its page",
        "UJ-9": "a use that was found prohibited is judged anew, not withdrawn",
    }
    rows = [write.latest(one["type"], one["ref"]) for one in done.left]
    assert [row is not None and row.withdrawn_on is None for row in rows] == [True] * 3


@pytest.mark.usefixtures("folder")
def test_an_incident_that_an_import_made_weigh_more_is_not_eased_by_undoing_it(tmp_path: Path) -> None:
    write.save(intake.take("Incident", {"id": "I-1", "severity": "low", "title": "x"}), By())
    path = tmp_path / "Incident.csv"
    path.write_text("id,severity\nI-1,critical\n", encoding="utf-8")
    done = undone(import_records.run([path], By()).import_id or 0)
    assert (done.restored, [one["ref"] for one in done.left]) == (0, ["I-1"])
    assert write.latest("Incident", "I-1").severity == "critical"  # type: ignore[union-attr]
